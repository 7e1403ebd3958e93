"""Events: what happened between actors, claim by claim."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas, terms
from api.routers.filters import ActorFilter, Confidence, From, To, actor, day
from api.routers.listing import LIST, SINGLE, TABLE, ExchangeDep, ListingDep
from api.views import claims
from api.views.linked import with_evidence
from api.views.reading import resources, single
from api.views.scheme import event_types
from graph.catalogue import lists
from ontology.namespaces import GP
from ontology.scheme import load_scheme

router: Final = APIRouter(tags=["events"])


@router.get("/events", summary="List events", response_model=list[schemas.Event], responses=LIST)
def list_events(
    listing: ListingDep,
    actor_: Annotated[ActorFilter, Query(alias="actor")] = None,
    agent: ActorFilter = None,
    recipient: ActorFilter = None,
    type_: Annotated[str | None, Query(alias="type", description="PLOVER category.", examples=["REJECT"])] = None,
    min_confidence: Confidence = None,
    start: From = None,
    end: To = None,
) -> Response:
    """List events, newest first, undated ones last; `from` and `to` leave undated ones out.

    `agent`, `recipient` and `actor`, which is either of the two, also match those who act for the actor.
    """
    filters = {
        "agent": actor(agent),
        "recipient": actor(recipient),
        "actor": actor(actor_),
        "type": load_scheme()[type_].code if type_ else None,
        "confidence": min_confidence,
        "start": day(start),
        "end": day(end),
    }
    store = listing.store
    return listing.answer(
        lists.events(filters),
        schemas.Event,
        lambda rows: claims.events(store, list(resources(store, (row[1] for row in rows)).values())),
        lambda rows: with_evidence(store, (row[1] for row in rows)),
    )


@router.get("/events/types", summary="List event types", response_model=list[schemas.EventTypeName], responses=TABLE)
def list_event_types(exchange: ExchangeDep) -> Response:
    """List the PLOVER categories with their names, quad classes, scores and modes, in the order of the scheme."""
    return exchange.plain(schemas.EventTypeName, event_types)


@router.get("/events/{event_id}", summary="Show an event", response_model=schemas.Event, responses=SINGLE)
def show_event(exchange: ExchangeDep, event_id: str) -> Response:
    """Show one event with its evidence."""
    store = exchange.store
    found = single(store, terms.resource("event", event_id), GP + "Event", "event")
    return exchange.single(lambda: claims.events(store, [found])[0], lambda: with_evidence(store, [found.iri]))
