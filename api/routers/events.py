"""Events: what happened between actors, claim by claim."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas, terms
from api.dependencies import PageDep, StoreDep
from api.routers.filters import ActorFilter, From, MinConfidence, To, between, pattern, slot, sure
from api.routers.listing import listed
from api.views import claims
from api.views.reading import Selection, single
from ontology.namespaces import GP
from ontology.scheme import load_scheme

router: Final = APIRouter(tags=["events"])

_DAY: Final = """OPTIONAL { ?item gp:date ?start }
OPTIONAL { ?item gp:dateEnd ?end }
BIND (STR(?start) AS ?first) BIND (STR(COALESCE(?end, ?start)) AS ?last)"""


@router.get("/events", summary="List events", response_model=list[schemas.Event])
def list_events(
    store: StoreDep,
    page: PageDep,
    response: Response,
    agent: ActorFilter = None,
    recipient: ActorFilter = None,
    type_: Annotated[str | None, Query(alias="type", description="PLOVER category.", examples=["REJECT"])] = None,
    min_confidence: MinConfidence = None,
    start: From = None,
    end: To = None,
) -> list[schemas.Event]:
    """List events, newest first, undated ones last; `from` and `to` leave undated ones out.

    `agent` and `recipient` also match those who act for the actor. The header `X-Total-Count` gives the number of all
    that fit.
    """
    where = pattern(
        [
            "?item a gp:Event .",
            slot("gp:agent|gp:agentPrincipal", agent),
            slot("gp:recipient|gp:recipientPrincipal", recipient),
            sure(min_confidence),
            f"?item gp:eventType {terms.iri(load_scheme()[type_].iri)} ." if type_ else "",
            _DAY,
            between("?first", "?last", start, end),
        ]
    )
    selection = Selection(where, "DESC(MAX(?first))")
    return claims.events(store, listed(store, selection, page, response))


@router.get("/events/{event_id}", summary="Show an event", response_model=schemas.Event)
def show_event(store: StoreDep, event_id: str) -> schemas.Event:
    """Show one event with its evidence."""
    found = single(store, terms.resource("event", event_id), GP + "Event", "event")
    return claims.events(store, [found])[0]
