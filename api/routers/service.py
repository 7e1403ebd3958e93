"""The state of the service, and the questions the graph can answer."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from api import jsonld, schemas
from api.dependencies import StoreDep
from api.routers.listing import JSON_LD
from api.routers.queries import example
from graph.articles import rows
from graph.queries import named_queries
from graph.store import Store
from ontology.namespaces import ACTORS_GRAPH, GP, SCHEMA

_CONTEXT: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {JSON_LD: {"schema": {"type": "object"}}}}}

router: Final = APIRouter(tags=["service"])

_COUNTS: Final = f"""SELECT ?class (COUNT(DISTINCT ?item) AS ?n) WHERE {{
  {{ VALUES ?class {{ schema:NewsArticle gp:StanceAssertion gp:Event }} ?item a ?class }}
  UNION {{ GRAPH <{ACTORS_GRAPH}> {{ ?item a ?kind FILTER (?kind != gp:Mandate) }} BIND (gp:Actor AS ?class) }}
}} GROUP BY ?class"""


@router.get("/health", summary="Show the state of the service", response_model=schemas.Health)
def health(store: StoreDep, request: Request) -> schemas.Health:
    """Tell that the store answers, with its counts."""
    return schemas.Health(version=request.app.version, counts=_counts(store))


@router.get("/examples", summary="List the named queries", response_model=list[schemas.Example])
def examples() -> list[schemas.Example]:
    """List questions with the SPARQL text that answers each."""
    return [example(query) for query in named_queries().values()]


@router.get("/context.jsonld", summary="Show the JSON-LD context", response_class=Response, responses=_CONTEXT)
def context() -> Response:
    """Show the names that the JSON-LD answers use, which each of them also carries."""
    return Response(json.dumps({"@context": jsonld.context()}), media_type=JSON_LD)


def _counts(store: Store) -> schemas.Counts:
    found = {cls: int(n or 0) for cls, n in rows(store, _COUNTS)}
    return schemas.Counts(
        quads=store.count(),
        articles=found.get(SCHEMA + "NewsArticle", 0),
        stances=found.get(GP + "StanceAssertion", 0),
        events=found.get(GP + "Event", 0),
        actors=found.get(GP + "Actor", 0),
    )
