"""Stances: who supports or opposes whom, claim by claim."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas, terms
from api.dependencies import PageDep, StoreDep
from api.routers.filters import ActorFilter, From, MinConfidence, To, between, named, pattern, slot, sure
from api.routers.listing import listed
from api.views import claims
from api.views.reading import Selection, single
from ontology.namespaces import GP

router: Final = APIRouter(tags=["stances"])

_DAY: Final = """OPTIONAL { ?item gp:validFrom ?from }
OPTIONAL { ?item prov:wasDerivedFrom/nif:referenceContext/schema:datePublished ?published }
BIND (SUBSTR(STR(COALESCE(?from, ?published)), 1, 10) AS ?day)"""


@router.get("/stances", summary="List stances", response_model=list[schemas.Stance])
def list_stances(
    store: StoreDep,
    page: PageDep,
    response: Response,
    subject: ActorFilter = None,
    object_: Annotated[ActorFilter, Query(alias="object")] = None,
    relation: schemas.Relation | None = None,
    polarity: schemas.Polarity | None = None,
    certainty: schemas.Certainty | None = None,
    min_confidence: MinConfidence = None,
    start: From = None,
    end: To = None,
    principals: Annotated[bool, Query(description="Let organs and persons count for whom they act for.")] = False,
) -> list[schemas.Stance]:
    """List stances, newest first: by the day the text dates them from, else by the day of publication.

    The header `X-Total-Count` gives the number of all that fit.
    """
    slots = ("gp:subjectPrincipal", "gp:objectPrincipal") if principals else ("rdf:subject", "rdf:object")
    where = pattern(
        [
            "?item a gp:StanceAssertion .",
            slot(slots[0], subject),
            slot(slots[1], object_),
            named("rdf:predicate", relation),
            named("gp:claimPolarity", polarity),
            named("gp:certainty", certainty),
            sure(min_confidence),
            _DAY,
            between("?day", "?day", start, end),
        ]
    )
    selection = Selection(where, "DESC(MAX(?day))")
    return claims.stances(store, listed(store, selection, page, response))


@router.get("/stances/{stance_id}", summary="Show a stance", response_model=schemas.Stance)
def show_stance(store: StoreDep, stance_id: str) -> schemas.Stance:
    """Show one stance with its evidence."""
    found = single(store, terms.resource("stance", stance_id), GP + "StanceAssertion", "stance")
    return claims.stances(store, [found])[0]
