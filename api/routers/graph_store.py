"""The SPARQL 1.1 Graph Store Protocol: graphs named by ``?graph=``, by ``?default``, or by the address itself."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Final

from fastapi import APIRouter, Depends, Request, Response

from api import caching, openapi, protocol
from api.access import require
from api.dependencies import RunnerDep, SettingsDep, StoreDep, WriterDep
from api.negotiation import GRAPHS, INPUTS, SHORT
from api.rdf_bodies import triples_of
from api.runner import Question
from api.settings import Settings
from api.streaming import AnswerResponse, answered
from graph.graphs import check_writable, graph_node
from graph.sparql import UNNAMED_GRAPH, Dataset
from graph.store import Store
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["graphs"])

PATH: Final = "/rdf-graph-store"
_BELOW: Final = PATH + "/{name:path}"
_READ: Final = [Depends(require("read"))]
_WRITE: Final = [Depends(require("write"))]
_NAMES: Final = [
    openapi.parameter("graph", "IRI of the graph."),
    openapi.parameter("default", "Given, if only empty, for the unnamed graph.", allowEmptyValue=True),
]
_FORMAT: Final = openapi.parameter("format", f"Form of the graph instead of `Accept`: {', '.join(SHORT)}.")
_GET: Final = {"parameters": [*_NAMES, _FORMAT, openapi.accept_header()]}
_PUT: Final = {"parameters": _NAMES, "requestBody": openapi.body(INPUTS)}
_POST: Final = {"parameters": _NAMES, "requestBody": openapi.body((*INPUTS, "multipart/form-data"))}
_DELETE: Final = {"parameters": _NAMES}
_GRAPH: Final = openapi.answers(GRAPHS, "The graph.")
_TAKEN: Final = ", ".join((*INPUTS, "multipart/form-data"))


@router.get(
    PATH, summary="Read a graph", response_class=Response, responses=_GRAPH, dependencies=_READ, openapi_extra=_GET
)
@router.head(PATH, include_in_schema=False, dependencies=_READ)
@router.get(_BELOW, include_in_schema=False, dependencies=_READ)
@router.head(_BELOW, include_in_schema=False, dependencies=_READ)
async def read_graph(
    request: Request,
    store: StoreDep,
    runner: RunnerDep,
    settings: SettingsDep,
) -> Response:
    """Write a graph in the media type that `Accept` likes best."""
    iri = _named(request, settings)
    if iri is not None and not store.has_graph(iri):
        raise DetenteError(f"There is no graph <{iri}>.", 404)
    headers = {"Vary": "Accept", **caching.validators(runner, store, *_tagged(iri))}
    unchanged = caching.not_modified(request, headers)
    if unchanged:
        return unchanged
    answer = await answered(request, runner, _question(request, iri))
    return AnswerResponse(answer, headers) if answer else Response(status_code=204)


@router.put(
    PATH, summary="Replace a graph", status_code=204, response_class=Response, openapi_extra=_PUT, dependencies=_WRITE
)
@router.put(_BELOW, include_in_schema=False, dependencies=_WRITE)
async def replace_graph(
    request: Request,
    store: StoreDep,
    writer: WriterDep,
    settings: SettingsDep,
) -> Response:
    """Put the triples of the body in place of a graph: 201 if there was none of this name."""
    return await _write(request, store, writer, settings, _named(request, settings), replace=True)


@router.post(
    PATH, summary="Add to a graph", status_code=204, response_class=Response, openapi_extra=_POST, dependencies=_WRITE
)
@router.post(_BELOW, include_in_schema=False, dependencies=_WRITE)
async def add_to_graph(
    request: Request,
    store: StoreDep,
    writer: WriterDep,
    settings: SettingsDep,
) -> Response:
    """Add the triples of the body, or of each part of a form, to a graph; a new one if none is named."""
    fields = protocol.url_fields(request)
    if protocol.own_path(request).endswith(PATH) and "graph" not in fields and "default" not in fields:
        iri: str | None = f"{_base(request, settings)}/{secrets.token_hex(16)}"
    else:
        iri = _named(request, settings)
    return await _write(request, store, writer, settings, iri, replace=False)


@router.delete(
    PATH, summary="Remove a graph", status_code=204, response_class=Response, dependencies=_WRITE, openapi_extra=_DELETE
)
@router.delete(_BELOW, include_in_schema=False, dependencies=_WRITE)
async def delete_graph(
    request: Request,
    store: StoreDep,
    writer: WriterDep,
    settings: SettingsDep,
) -> Response:
    """Remove a graph, and what was derived from it."""
    iri = _named(request, settings)

    def delete() -> None:
        _check_preconditions(request, store, iri)
        store.delete_graph(iri)

    await writer.run(delete)
    return Response(status_code=204)


@router.options(PATH, include_in_schema=False)
@router.options(_BELOW, include_in_schema=False)
def graph_store_options(request: Request) -> Response:
    """Tell the methods and the formats that are taken."""
    return protocol.options(request, **{"Accept-Post": _TAKEN})


async def _write(
    request: Request, store: Store, writer: WriterDep, settings: Settings, iri: str | None, *, replace: bool
) -> Response:
    check_writable(iri)
    if "content-range" in request.headers:
        raise DetenteError("A part of a graph cannot be written; send the whole without Content-Range.")
    media = protocol.media_type(request)
    data = await protocol.body(request, settings.max_data_bytes)
    parse = partial(triples_of, data, media, request.headers, iri or _base(request, settings), several=not replace)

    def write() -> bool:
        triples = parse()
        _check_preconditions(request, store, iri)
        return (store.replace_graph if replace else store.add_to_graph)(iri, triples)

    created = await writer.run(write) and iri is not None
    return Response(status_code=201, headers={"Location": iri or ""}) if created else Response(status_code=204)


def _named(request: Request, settings: Settings) -> str | None:
    """Tell which graph a request is about, ``None`` for the unnamed one."""
    fields = protocol.url_fields(request)
    path = protocol.own_path(request)
    direct = path.partition(PATH)[2].strip("/")
    if ("graph" in fields) + ("default" in fields) + bool(direct) != 1:
        told = f"Name the graph in one way: {PATH}?graph=IRI, {PATH}?default, or the graph's own address below {PATH}/."
        raise DetenteError(told)
    iri = f"{_base(request, settings)}{path.partition(PATH)[2]}" if direct else fields.one("graph")
    graph_node(iri)
    return iri


def _base(request: Request, settings: Settings) -> str:
    return protocol.base_url(request, settings) + PATH


def _question(request: Request, iri: str | None) -> Question:
    accept = protocol.accept(request, protocol.url_fields(request))
    if iri is None:
        return Question("CONSTRUCT WHERE { ?s ?p ?o }", accept, Dataset((UNNAMED_GRAPH,)))
    return Question(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph_node(iri)} {{ ?s ?p ?o }} }}", accept)


def _tagged(iri: str | None) -> tuple[str, str]:
    return "graph", iri or ""


def _check_preconditions(request: Request, store: Store, iri: str | None) -> None:
    tag = caching.tag(store.generation, *_tagged(iri)) if store.has_graph(iri) else None
    caching.check_preconditions(request, tag)
