"""The named questions over HTTP: one route each, with parameters of the right types."""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI, Query, Response
from starlette.concurrency import run_in_threadpool

from api import schemas
from api.access import require
from api.dependencies import ClientDep, RunnerDep, limited
from api.negotiation import RESULTS
from api.routers.listing import CSV, JSON, ExchangeDep
from api.runner import Question
from api.tables import written
from api.views import answers
from graph.queries import Kind, NamedQuery, Parameter, Value, named_queries
from ontology.errors import DetenteError

ANYBODY: Final = "*"

_ROWS_JSON: Final = "application/sparql-results+json"
_STANDARD: Final = tuple(
    media for media in RESULTS if "sparql-results" in media or media == "text/tab-separated-values"
)
_CELL: Final = {"type": ["string", "number", "boolean", "null"]}
_ROWS: Final = {"type": "array", "items": {"type": "object", "additionalProperties": _CELL}}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "One object a row, with plain values; the same as CSV; or the SPARQL results as they are.",
        "content": {
            JSON: {"schema": _ROWS},
            CSV: {"schema": {"type": "string"}},
            **{media: {} for media in _STANDARD},
        },
    },
    304: {"description": "Nothing has changed since the ETag of `If-None-Match`."},
}
_TYPES: Final[dict[Kind, tuple[Any, Callable[[str], Any], dict[str, Any]]]] = {
    "actor": (str, str, {"min_length": 1, "max_length": 500}),
    "relation": (schemas.Relation, str, {}),
    "date": (date, date.fromisoformat, {}),
    "number": (float, float, {"ge": 0, "le": 1}),
    "text": (str, str, {"max_length": 500}),
}
"""The type of each kind of parameter, how its default is read, and its bounds."""
Endpoint = Callable[..., Awaitable[Response]]


def router() -> APIRouter:
    """Make a route for each named query."""
    made = APIRouter(tags=["queries"])
    made.add_api_route("/queries", list_queries, response_model=list[schemas.Example], summary="List the named queries")
    for query in named_queries().values():
        made.add_api_route(
            f"/queries/{query.name}",
            _endpoint(query),
            summary=query.question,
            description="\n\n".join((query.question_fr, *(note[0].upper() + note[1:] + "." for note in query.notes))),
            response_class=Response,
            responses=_RESPONSES,
            operation_id=f"query_{query.name.replace('-', '_')}",
        )
    made.add_api_route("/queries/{name}", unknown, include_in_schema=False)
    return made


def unknown(name: str) -> None:
    """Say which queries there are.

    Raises:
        DetenteError: always (404).
    """
    raise DetenteError(f"There is no query {name!r}; choose one of {', '.join(named_queries())}.", 404)


def install(app: FastAPI) -> None:
    """Add the routes to an application."""
    app.include_router(router(), dependencies=[Depends(limited), Depends(require("read"))])


def list_queries() -> list[schemas.Example]:
    """List the questions, with where each is answered and the SPARQL text that does it."""
    return [example(query) for query in named_queries().values()]


def example(query: NamedQuery) -> schemas.Example:
    """Show a named query."""
    return schemas.Example(
        name=query.name,
        question=query.question,
        question_fr=query.question_fr,
        parameters=[
            schemas.Parameter(name=p.name, type=p.kind, default=_default(p), description=p.meaning)
            for p in query.parameters
        ],
        query=query.text,
        url=f"/queries/{query.name}",
    )


def _endpoint(query: NamedQuery) -> Endpoint:
    """Make the function that answers a query, with the signature of its parameters."""

    async def answer(exchange: ExchangeDep, runner: RunnerDep, client: ClientDep, **values: Any) -> Response:
        media = exchange.media_type(JSON, CSV, *_STANDARD, generation=runner.generation)
        if exchange.is_known():
            return exchange.unchanged()
        text = query.bind({parameter.name: _value(parameter, values[parameter.name]) for parameter in query.parameters})
        question = Question(text, _ROWS_JSON if media in (JSON, CSV) else media, client=client)
        body = await (await runner.run(question)).whole()
        if media in (JSON, CSV):
            body = await run_in_threadpool(_plain, body, media)
        return Response(body, media_type=media, headers=exchange.headers)

    given = [_signature(parameter) for parameter in query.parameters]
    fixed = list(inspect.signature(answer, eval_str=True).parameters.values())[:3]
    answer.__signature__ = inspect.Signature([*fixed, *given])  # type: ignore[attr-defined]
    answer.__name__ = query.name.replace("-", "_")
    return answer


def _signature(parameter: Parameter) -> inspect.Parameter:
    """Describe a parameter as FastAPI wants it: the type by its kind, the default from the query."""
    kind, read, bounds = _TYPES[parameter.kind]
    meaning = parameter.meaning.replace("UNDEF", f"`{ANYBODY}`")
    default = Query(read(_default(parameter)), description=meaning, **bounds)
    return inspect.Parameter(parameter.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)


def _default(parameter: Parameter) -> str:
    """Give the default as a client would write it."""
    text = parameter.default
    if text.startswith('"'):
        return text[1:].partition('"')[0]
    return text.removeprefix("actor:").removeprefix("gp:")


def _value(parameter: Parameter, value: Any) -> Value:
    if parameter.is_open and value == ANYBODY:
        return None
    return f"gp:{value}" if parameter.kind == "relation" else value


def _plain(results: bytes, media: str) -> bytes:
    header, rows = answers.plain(results)
    if media == CSV:
        return written(header, rows).encode()
    return json.dumps([dict(zip(header, row, strict=True)) for row in rows], ensure_ascii=False).encode()
