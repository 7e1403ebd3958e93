"""Parameters that several lists share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from fastapi import Path, Query

from api import terms
from graph.catalogue import Index
from graph.catalogue.lookup import known_actor
from graph.derive import LEAST_CONFIDENCE
from ontology.errors import DetenteError
from ontology.namespaces import actor_id

ActorFilter = Annotated[
    str | None, Query(description="Id (`RUS`) or IRI of an actor.", max_length=500, examples=["RUS"])
]
ActorPath = Annotated[str, Path(description="Id of an actor.", max_length=500, examples=["USA"])]
From = Annotated[date | None, Query(alias="from", description="First day, `2021-02-16`.", examples=["2021-01-01"])]
To = Annotated[date | None, Query(alias="to", description="Last day.", examples=["2021-12-31"])]
Undated = Annotated[bool, Query(description="List what is undated instead; a period leaves nothing of it.")]
Confidence = Annotated[float | None, Query(ge=0, le=1, description="The least confidence of a claim.")]
LeastConfidence = Annotated[
    float, Query(ge=0, le=1, description="The least confidence of a claim; the default is what counts as evidence.")
]
LEAST: Final = LEAST_CONFIDENCE


def actor(ref: str | None) -> str | None:
    """Name an actor that was perhaps asked for by its IRI."""
    return terms.actor(ref)[1:-1] if ref else None


def day(value: date | None) -> str | None:
    """Write a day that was perhaps asked for."""
    return value.isoformat() if value else None


def existing(index: Index, ref: str) -> str:
    """Name an actor by its IRI.

    Raises:
        DetenteError: the graph has no such actor (404).
    """
    iri = terms.actor(ref)[1:-1]
    if not known_actor(index, iri):
        raise DetenteError(f"There is no actor {actor_id(iri)!r}; /actors/search finds the ids of actors by name.", 404)
    return iri
