"""Contradictions: what one source affirms and another denies."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas
from api.routers.filters import LEAST, ActorFilter, LeastConfidence, actor
from api.routers.listing import LIST, ListingDep
from api.views import contradictions as view
from api.views.linked import with_evidence
from graph.catalogue import lists

router: Final = APIRouter(tags=["contradictions"])


@router.get(
    "/contradictions",
    summary="List contradictions between sources",
    response_model=list[schemas.Contradiction],
    responses=LIST,
)
def list_contradictions(
    listing: ListingDep,
    actor_: Annotated[ActorFilter, Query(alias="actor")] = None,
    subject: ActorFilter = None,
    object_: Annotated[ActorFilter, Query(alias="object")] = None,
    relation: schemas.Relation | None = None,
    outlet: Annotated[str | None, Query(description="Name of an outlet that takes part.")] = None,
    min_confidence: LeastConfidence = LEAST,
) -> Response:
    """List what somebody affirms and somebody else, or the same speaker in another article, denies.

    Both sides are given by outlet and speaker, each with its latest words; `actor` is on either end. In JSON-LD: the
    latest claim of each.
    """
    filters = {
        "actor": actor(actor_),
        "subject": actor(subject),
        "object": actor(object_),
        "relation": relation,
        "publisher": outlet,
    }
    store, index = listing.store, listing.index
    return listing.answer(
        lists.contradictions(filters, min_confidence),
        schemas.Contradiction,
        lambda rows: view.contradictions(store, index, rows, min_confidence),
        lambda rows: with_evidence(store, _latest(view.voices(index, rows, min_confidence))),
    )


def _latest(said: view.Said) -> list[str]:
    return [source.latest for heard in said.values() for source in heard]
