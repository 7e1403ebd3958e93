"""Actors: who is named in the articles, and how they stand to each other."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas, terms
from api.dependencies import PageDep, StoreDep
from api.routers.filters import named, pattern
from api.routers.listing import listed
from api.views import actors as view
from api.views.reading import Selection
from ontology.namespaces import ACTORS_GRAPH, actor_iri

router: Final = APIRouter(tags=["actors"])

_TYPES: Final = " ".join(f"gp:{name}" for name in schemas.ActorType.__args__)  # type: ignore[attr-defined]


@router.get("/actors", summary="List actors", response_model=list[schemas.Actor])
def list_actors(
    store: StoreDep,
    page: PageDep,
    response: Response,
    q: Annotated[str | None, Query(description="Part of a name, in any language.", max_length=200)] = None,
    type_: Annotated[schemas.ActorType | None, Query(alias="type")] = None,
) -> list[schemas.Actor]:
    """List actors by id. The header `X-Total-Count` gives the number of all that fit."""
    where = pattern(
        [
            f"GRAPH <{ACTORS_GRAPH}> {{ VALUES ?type {{ {_TYPES} }} ?item a ?type ; skos:prefLabel ?label }}",
            named("a", type_),
            f"?item skos:prefLabel|skos:altLabel ?name FILTER (CONTAINS(LCASE(?name), LCASE({terms.literal(q)})))"
            if q
            else "",
        ]
    )
    selection = Selection(where, "")
    return view.actors(listed(store, selection, page, response))


@router.get("/actors/{actor_id:path}", summary="Show an actor", response_model=schemas.ActorDetail)
def show_actor(store: StoreDep, actor_id: str) -> schemas.ActorDetail:
    """Show one actor with its names and whom it supports and opposes now."""
    return view.actor_detail(store, actor_iri(actor_id))
