"""Dyads: what happened between two actors, as it went."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response

from api import schemas
from api.routers.filters import LEAST, ActorPath, From, LeastConfidence, To, Undated, day, existing
from api.routers.listing import LIST, TABLE, ExchangeDep, ListingDep
from api.views import dyads as view
from api.views.linked import with_evidence
from graph.catalogue import lookup

router: Final = APIRouter(tags=["dyads"])


@router.get("/dyads/{a}/{b}/timeline", summary="List what happened", response_model=list[schemas.Step], responses=LIST)
def show_timeline(
    listing: ListingDep,
    a: ActorPath,
    b: ActorPath,
    min_confidence: LeastConfidence = LEAST,
    start: From = None,
    end: To = None,
    undated: Undated = False,
) -> Response:
    """List the events and stances between two actors in both directions, oldest first.

    Organs and persons count for whom they act for. Events count only where the text dates them; stances are dated by
    the text, else by publication, and `dated_by` says which.
    """
    one, other = existing(listing.index, a), existing(listing.index, b)
    return listing.answer(
        lookup.timeline(one, other, min_confidence, day(start), day(end), not undated),
        schemas.Step,
        lambda rows: view.steps(listing.store, one, other, rows),
        lambda rows: with_evidence(listing.store, (row[2] for row in rows)),
    )


@router.get("/dyads/{a}/{b}/months", summary="Sum up by month", response_model=list[schemas.Month], responses=TABLE)
def show_months(exchange: ExchangeDep, a: ActorPath, b: ActorPath, min_confidence: LeastConfidence = LEAST) -> Response:
    """Count cooperation and conflict by month, with the mean PLOVER score: affirmed, certain, past events only."""
    one, other = existing(exchange.index, a), existing(exchange.index, b)
    index = exchange.index
    return exchange.plain(schemas.Month, lambda: view.months(lookup.months(index, one, other, min_confidence)))
