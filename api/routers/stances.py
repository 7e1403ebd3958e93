"""Stances: who supports or opposes whom, claim by claim."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas, terms
from api.routers.filters import ActorFilter, Confidence, From, To, actor, day
from api.routers.listing import LIST, SINGLE, ExchangeDep, ListingDep
from api.views import claims
from api.views.linked import with_evidence
from api.views.reading import resources, single
from graph.catalogue import lists
from ontology.namespaces import GP

router: Final = APIRouter(tags=["stances"])


@router.get("/stances", summary="List stances", response_model=list[schemas.Stance], responses=LIST)
def list_stances(
    listing: ListingDep,
    subject: ActorFilter = None,
    object_: Annotated[ActorFilter, Query(alias="object")] = None,
    relation: schemas.Relation | None = None,
    polarity: schemas.Polarity | None = None,
    certainty: schemas.Certainty | None = None,
    min_confidence: Confidence = None,
    start: From = None,
    end: To = None,
    principals: Annotated[bool, Query(description="Let organs and persons count for whom they act for.")] = False,
) -> Response:
    """List stances, newest first: by the day the text dates them from, else by the day of publication."""
    suffix = "_principal" if principals else ""
    filters = {
        f"subject{suffix}": actor(subject),
        f"object{suffix}": actor(object_),
        "relation": relation,
        "polarity": polarity,
        "certainty": certainty,
        "confidence": min_confidence,
        "start": day(start),
        "end": day(end),
    }
    store = listing.store
    return listing.answer(
        lists.stances(filters),
        schemas.Stance,
        lambda rows: claims.stances(store, list(resources(store, (row[1] for row in rows)).values())),
        lambda rows: with_evidence(store, (row[1] for row in rows)),
    )


@router.get("/stances/{stance_id}", summary="Show a stance", response_model=schemas.Stance, responses=SINGLE)
def show_stance(exchange: ExchangeDep, stance_id: str) -> Response:
    """Show one stance with its evidence."""
    store = exchange.store
    found = single(store, terms.resource("stance", stance_id), GP + "StanceAssertion", "stance")
    return exchange.single(lambda: claims.stances(store, [found])[0], lambda: with_evidence(store, [found.iri]))
