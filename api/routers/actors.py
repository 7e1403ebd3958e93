"""Actors: who is named in the articles, and how they stand to each other."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas
from api.dependencies import SettingsDep
from api.routers.filters import LEAST, ActorPath, From, LeastConfidence, To, Undated, day, existing
from api.routers.listing import LIST, SINGLE, TABLE, ExchangeDep, ListingDep
from api.views import actors as view
from api.views.dyads import actor_steps
from api.views.linked import with_evidence
from api.views.reading import resources
from graph.catalogue import lists, lookup
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["actors"])

Language = Annotated[str, Query(description="Language of the labels.", pattern="^[a-z]{2,3}$", examples=["fr"])]


@router.get("/actors", summary="List actors", response_model=list[schemas.Actor], responses=LIST)
def list_actors(
    listing: ListingDep,
    q: Annotated[
        str | None,
        Query(
            description="Beginning of a word of a name in any language; accents and case do not count.", max_length=200
        ),
    ] = None,
    type_: Annotated[schemas.ActorType | None, Query(alias="type")] = None,
) -> Response:
    """List actors by id."""
    store = listing.store
    return listing.answer(
        lists.actors({"q": q, "type": type_}),
        schemas.Actor,
        lambda rows: view.actors(resources(store, (row[0] for row in rows)).values(), dict(rows)),
        lambda rows: resources(store, (row[0] for row in rows)).values(),
    )


@router.get("/actors/search", summary="Complete a name", response_model=list[schemas.ActorMatch], responses=TABLE)
def search_actors(
    exchange: ExchangeDep,
    settings: SettingsDep,
    q: Annotated[str, Query(description="What was typed so far.", max_length=200, examples=["etats un"])],
    lang: Language = "en",
    limit: Annotated[int, Query(ge=1, description="How many actors at most.")] = 10,
) -> Response:
    """Find actors by the beginning of a name, or of a word of it, in any language; accents and case do not count.

    Names that are what was typed come first, then those that begin with it, then those with a later word that does;
    within each, the actor most is said of.
    """
    if limit > settings.max_page_size:
        raise DetenteError(f"limit: at most {settings.max_page_size} items at a time.")
    store, index = exchange.store, exchange.index
    return exchange.plain(schemas.ActorMatch, lambda: view.matches(store, lookup.search(index, q, limit), lang))


@router.get(
    "/actors/{actor_id}/relations",
    summary="List an actor's relations",
    response_model=list[schemas.ActorRelation],
    responses=LIST,
)
def list_relations(
    listing: ListingDep,
    actor_id: ActorPath,
    direction: schemas.Direction | None = None,
    relation: schemas.Relation | None = None,
    min_confidence: LeastConfidence = LEAST,
) -> Response:
    """List whom an actor supports and opposes and who supports and opposes it, those with most evidence first.

    Organs and persons count for themselves and for whom they act for. In JSON-LD: the relations that hold now.
    """
    iri = existing(listing.index, actor_id)
    return listing.answer(
        lookup.relations(iri, min_confidence, direction, relation),
        schemas.ActorRelation,
        lambda rows: view.relations(listing.store, iri, rows),
        lambda rows: view.current_resources(listing.store, iri, rows),
    )


@router.get(
    "/actors/{actor_id}/timeline", summary="List what happened", response_model=list[schemas.ActorStep], responses=LIST
)
def show_timeline(
    listing: ListingDep,
    actor_id: ActorPath,
    min_confidence: LeastConfidence = LEAST,
    start: From = None,
    end: To = None,
    undated: Undated = False,
) -> Response:
    """List the events and stances that an actor has a part in, oldest first.

    Organs and persons count for whom they act for. Events count as dated only where the text dates them; stances are
    dated by the text, else by publication, and `dated_by` says which. A period takes in what only partly lies in it.
    """
    iri = existing(listing.index, actor_id)
    return listing.answer(
        lookup.actor_timeline(iri, min_confidence, day(start), day(end), not undated),
        schemas.ActorStep,
        lambda rows: actor_steps(listing.store, rows),
        lambda rows: with_evidence(listing.store, (row[2] for row in rows)),
    )


@router.get("/actors/{actor_id:path}", summary="Show an actor", response_model=schemas.ActorDetail, responses=SINGLE)
def show_actor(exchange: ExchangeDep, actor_id: ActorPath) -> Response:
    """Show one actor with its names and whom it supports and opposes now."""
    iri = existing(exchange.index, actor_id)
    count = lookup.claims_about(exchange.index, iri)
    store = exchange.store
    return exchange.single(
        lambda: view.actor_detail(store, iri, count),
        lambda: resources(store, [iri]).values(),
    )
