"""The SPARQL endpoint: queries by GET, by form and by direct POST."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.dependencies import ClientDep, RunnerDep, SettingsDep
from api.negotiation import GRAPHS, RESULTS
from api.runner import Answer, Question
from api.streaming import unless_gone
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["sparql"])

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The answer.", "content": {media: {} for media in {**RESULTS, **GRAPHS}}}
}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {
            _QUERY: {"schema": {"type": "string"}},
            _FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}},
        },
    }
}
_EXAMPLE: Final = "SELECT ?who WHERE { ?who gp:opposes actor:RUS }"

Accept = Annotated[str, Header(description="Media types of the answer, with q values.")]


@router.get("/sparql", summary="Query by GET", response_class=Response, responses=_ANSWERS)
async def query_by_get(
    request: Request,
    runner: RunnerDep,
    client: ClientDep,
    query: Annotated[str, Query(description="SELECT, ASK, CONSTRUCT or DESCRIBE.", examples=[_EXAMPLE])],
    accept: Accept = "*/*",
) -> Response:
    """Answer a query in the media type that `Accept` likes best."""
    return _response(await unless_gone(request, runner.run(Question(query, accept, client=client))))


@router.post("/sparql", summary="Query by POST", response_class=Response, responses=_ANSWERS, openapi_extra=_BODY)
async def query_by_post(
    request: Request, runner: RunnerDep, client: ClientDep, settings: SettingsDep, accept: Accept = "*/*"
) -> Response:
    """Answer a query sent as the body or in a form."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == _UPDATE:
        raise DetenteError("Updates are not allowed: this endpoint only answers queries.", 403)
    if media not in (_FORM, _QUERY):
        raise DetenteError(f"Send the query as {_QUERY}, or as the field `query` of a {_FORM}.", 415)
    text = _decode(await _body(request, settings.max_query_bytes))
    question = Question(_field(text) if media == _FORM else text, accept, client=client)
    return _response(await unless_gone(request, runner.run(question)))


async def _body(request: Request, limit: int) -> bytes:
    """Take the body, up to the limit."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > limit:
            raise DetenteError(f"The query is longer than {limit} bytes.", 413)
    return bytes(data)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise DetenteError("The query is not UTF-8 text.") from None


def _field(form: str) -> str:
    """Take the query out of a form."""
    try:
        fields = parse_qs(form, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise DetenteError(f"The form cannot be read: {error}.") from None
    if "update" in fields:
        raise DetenteError("Updates are not allowed: this endpoint only answers queries.", 403)
    if len(fields.get("query", [])) != 1:
        raise DetenteError("The form must have one field `query`.")
    return fields["query"][0]


def _response(answer: Answer) -> Response:
    return StreamingResponse(answer.chunks, media_type=answer.media_type, headers={"Vary": "Accept"})
