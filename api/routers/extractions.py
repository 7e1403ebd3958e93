"""What is read in a text, and why: explained, and not stored."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from api.dependencies import SettingsDep
from api.extraction.explainer import Explainer
from api.extraction.question import Question, check_length
from api.routers.jobs import BUSY
from ingest.explanation import Explanation
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["extraction"])

JSON: Final = "application/json"
_BYTES_EACH: Final = 12
"""The most bytes that one character takes in JSON: two escapes of six."""
_ROOM: Final = 20_000
"""Bytes for all that stands beside the text."""


class Given(BaseModel):
    """A text, or the address of one, with what is known of it."""

    text: str | None = Field(default=None, min_length=1, description="The text: a sentence, or several.")
    url: str | None = Field(
        default=None, min_length=1, max_length=2000, description="Address of a page, where the service fetches pages."
    )
    lang: str | None = Field(
        default=None, max_length=35, description="`en` or `fr`; told from the text if it is left out."
    )
    published: date | None = Field(default=None, description="The day that “on Monday” counts from.")
    title: str | None = Field(default=None, max_length=1000, description="Headline of the text, read along with it.")


_EXAMPLES: Final = {
    "A denial": {"value": {"text": "Turkey denied supporting Syria on Monday.", "published": "2021-03-10"}},
    "En français": {"value": {"text": "Paris a condamné Moscou.", "lang": "fr", "title": "La France hausse le ton"}},
}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {JSON: {"schema": Given.model_json_schema(), "examples": _EXAMPLES}},
    }
}


@router.post(
    "/extractions",
    summary="Show what is read in a text",
    response_model=Explanation,
    responses={503: BUSY},
    openapi_extra=_BODY,
)
async def extract(request: Request, settings: SettingsDep) -> Response:
    """Read a text as `detente ingest` does, and answer what each step found, as `detente explain --json` does.

    Actors with their words, dates, predications with the entry of the lexicon or the operator that fired, and the
    stances and events that follow, each with its rule, speaker, certainty and confidence. Nothing is stored. One text
    is read at a time; the first one takes some seconds longer, while the language models are loaded.
    """
    if settings.try_it == "off":
        raise DetenteError("This service reads no texts for visitors: DETENTE_TRY=off.", 403)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise DetenteError(f"Send the text as {JSON}.", 415)
    given = _given(await _body(request, settings.try_characters))
    if (given.text is None) == (given.url is None):
        raise DetenteError("Send either a text, in `text`, or the address of a page, in `url`.", 422)
    if given.url is not None and settings.try_it != "url":
        raise DetenteError("This service fetches no pages; send the text itself in `text`.", 403)
    check_length(given.text or "", settings.try_characters)
    explainer = cast(Explainer, request.app.state.explainer)
    question = Question(**given.model_dump(), most=settings.try_characters, allow=explainer.allow)
    found = await explainer.explain(question, request.is_disconnected)
    return Response(found, media_type=JSON, headers={"Cache-Control": "no-store"})


async def _body(request: Request, characters: int) -> bytes:
    """Take the body, up to what a text of so many characters can need."""
    data, most = bytearray(), characters * _BYTES_EACH + _ROOM
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise DetenteError(f"The body is longer than any text of {characters:,} characters. Shorten it.", 413)
    return bytes(data)


def _given(data: bytes) -> Given:
    try:
        return Given.model_validate_json(data)
    except ValidationError as error:
        complaints = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        raise RequestValidationError(complaints) from None
