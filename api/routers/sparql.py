"""The SPARQL endpoint: queries by GET, by form and by direct POST; without a query, what it can do, or an editor."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request, Response

from api import caching, openapi, protocol
from api.access import require
from api.dependencies import CensusDep, ClientDep, RunnerDep, SettingsDep, StoreDep
from api.negotiation import GRAPHS, RESULTS, SHORT, choose
from api.protocol import FORM, QUERY, UPDATE, Fields
from api.routers.description import describe_service
from api.runner import Question
from api.streaming import AnswerResponse, answered
from api.web import site
from graph.sparql import Dataset
from ontology.errors import DetenteError

HTML: Final = "text/html"
router: Final = APIRouter(tags=["sparql"], dependencies=[Depends(require("read"))])

_FIELDS: Final = ("query", "default-graph-uri", "named-graph-uri", "timeout", "format")
_ELSEWHERE: Final = "This endpoint only answers queries; send updates by POST to /update."
_ANSWERS: Final = openapi.answers({**RESULTS, **GRAPHS})
_EXAMPLE: Final = "SELECT ?who WHERE { ?who gp:opposes actor:RUS }"
_OPTIONS: Final = [
    openapi.parameter("default-graph-uri", "Graphs to ask as the default graph.", several=True),
    openapi.parameter("named-graph-uri", "Graphs that GRAPH can name.", several=True),
    openapi.parameter("timeout", "Seconds after which to give up, up to the server's maximum."),
    openapi.parameter("format", f"Form of the answer instead of `Accept`: {', '.join(SHORT)}."),
    openapi.accept_header(),
]
_QUERY: Final = openapi.parameter(
    "query", "SELECT, ASK, CONSTRUCT or DESCRIBE; without, the service describes itself.", example=_EXAMPLE
)
_GET: Final = {"parameters": [_QUERY, *_OPTIONS]}
_POST: Final = {"parameters": _OPTIONS, "requestBody": openapi.body([QUERY], (FORM, _FIELDS))}


@router.get("/sparql", summary="Query by GET", response_class=Response, responses=_ANSWERS, openapi_extra=_GET)
@router.head("/sparql", include_in_schema=False)
async def query_by_get(
    request: Request,
    runner: RunnerDep,
    store: StoreDep,
    census: CensusDep,
    settings: SettingsDep,
    client: ClientDep,
) -> Response:
    """Answer a query in the media type that `Accept` likes best."""
    fields = protocol.url_fields(request)
    if not any(name in fields for name in (*_FIELDS[:4], "update")):
        if _wants_page(request, fields):
            return site.show(site.page("sparql"), request)
        return await describe_service(request, runner, store, census, settings, protocol.accept(request, fields))
    question = _question(request, settings, fields, client)
    headers = {"Vary": "Accept"}
    if not caching.VOLATILE.search(question.sparql):
        parts = (question.sparql, question.accept, question.base or "", repr(question.dataset))
        headers |= caching.validators(runner, store, *parts)
        unchanged = caching.not_modified(request, headers)
        if unchanged:
            return unchanged
    return await _respond(request, runner, question, headers)


@router.post("/sparql", summary="Query by POST", response_class=Response, responses=_ANSWERS, openapi_extra=_POST)
async def query_by_post(request: Request, runner: RunnerDep, settings: SettingsDep, client: ClientDep) -> Response:
    """Answer a query sent as the body or in a form."""
    media = protocol.media_type(request)
    if media not in (FORM, QUERY):
        told = _ELSEWHERE if media == UPDATE else f"Send the query as {QUERY}, or as the field `query` of a {FORM}."
        raise DetenteError(told, 415, {"Accept-Post": f"{QUERY}, {FORM}"})
    data = await protocol.body(request, settings.max_query_bytes)
    fields = protocol.url_fields(request)
    more = protocol.parse_fields(data, "form") if media == FORM else Fields({"query": [protocol.text(data)]})
    return await _respond(request, runner, _question(request, settings, fields | more, client), {"Vary": "Accept"})


@router.options("/sparql", include_in_schema=False)
def sparql_options(request: Request) -> Response:
    """Tell the methods."""
    return protocol.options(request, **{"Accept-Post": f"{QUERY}, {FORM}"})


def _wants_page(request: Request, fields: Fields) -> bool:
    """Tell whether a browser asks, which likes HTML better than any form of RDF."""
    try:
        return choose(protocol.accept(request, fields), (*GRAPHS, HTML)) == HTML
    except DetenteError:
        return False


async def _respond(request: Request, runner: RunnerDep, question: Question, headers: dict[str, str]) -> Response:
    answer = await answered(request, runner, question)
    return AnswerResponse(answer, headers) if answer else Response(status_code=204)


def _question(request: Request, settings: SettingsDep, fields: Fields, client: str) -> Question:
    if "update" in fields:
        raise DetenteError(_ELSEWHERE)
    query = fields.one("query")
    if query is None or not query.strip():
        raise DetenteError("There is no query: give one parameter or field `query` that is not empty.")
    return Question(
        query,
        protocol.accept(request, fields),
        Dataset(fields.all("default-graph-uri"), fields.all("named-graph-uri")),
        _seconds(fields.one("timeout")),
        f"{protocol.base_url(request, settings)}/sparql",
        client,
    )


def _seconds(value: str | None) -> float | None:
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise DetenteError(f"timeout: {value!r} is not a number of seconds greater than 0.")
    return seconds
