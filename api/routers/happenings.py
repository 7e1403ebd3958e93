"""Happenings: what several event claims report as one."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas, terms
from api.routers.filters import ActorFilter, Confidence, From, To, actor, day
from api.routers.listing import LIST, SINGLE, ExchangeDep, ListingDep
from api.views import happenings
from api.views.reading import resources, single
from graph.catalogue import lists
from ontology.namespaces import GP
from ontology.scheme import load_scheme

router: Final = APIRouter(tags=["happenings"])


@router.get("/happenings", summary="List happenings", response_model=list[schemas.Happening], responses=LIST)
def list_happenings(
    listing: ListingDep,
    actor_: Annotated[ActorFilter, Query(alias="actor")] = None,
    type_: Annotated[str | None, Query(alias="type", description="PLOVER category.", examples=["REJECT"])] = None,
    min_sources: Annotated[int, Query(ge=1, le=1000, description="The least number of independent sources.")] = 1,
    min_articles: Annotated[int, Query(ge=1, le=1_000_000, description="The least number of articles.")] = 1,
    min_confidence: Confidence = None,
    start: From = None,
    end: To = None,
) -> Response:
    """List events that are told more than once, each once, newest first, undated ones last.

    `from` and `to` leave undated ones out. An event told by one sentence only is in `/events` alone.
    """
    filters = {
        "actor": actor(actor_),
        "type": load_scheme()[type_].code if type_ else None,
        "sources": min_sources if min_sources > 1 else None,
        "articles": min_articles if min_articles > 1 else None,
        "confidence": min_confidence,
        "start": day(start),
        "end": day(end),
    }
    store = listing.store
    return listing.answer(
        lists.happenings(filters),
        schemas.Happening,
        lambda rows: happenings.happenings(store, resources(store, (row[1] for row in rows)).values()),
        lambda rows: happenings.linked(store, (row[1] for row in rows)),
    )


@router.get(
    "/happenings/{happening_id}",
    summary="Show a happening",
    response_model=schemas.HappeningDetail,
    responses=SINGLE,
)
def show_happening(exchange: ExchangeDep, happening_id: str) -> Response:
    """Show one happening with the event claims that report it, and their evidence."""
    store = exchange.store
    found = single(store, terms.resource("happening", happening_id), GP + "Happening", "happening")
    return exchange.single(lambda: happenings.happening(store, found), lambda: happenings.linked(store, [found.iri]))
