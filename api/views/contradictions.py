"""What some sources affirm and others deny."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.schemas import Contradiction, Voice
from api.views.claims import DERIVED
from api.views.reading import Resource, resources
from api.views.refs import Actors, actor_refs
from graph.catalogue.lookup import Source, sources
from ontology.namespaces import NIF

if TYPE_CHECKING:
    from graph.catalogue import Index
    from graph.store import Store

Key = tuple[str, str, str]
Said = Mapping[Key, list[Source]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Actors by IRI, and the words of claims by IRI."""

    actors: Actors
    quotes: Mapping[str, str]


def contradictions(store: Store, index: Index, found: Iterable[Key], least: float) -> list[Contradiction]:
    """Show contradictions, given as subject, object and relation, with everyone who takes part."""
    said = voices(index, found, least)
    around = _surroundings(store, said)
    return [_contradiction(key, heard, around) for key, heard in said.items()]


def voices(index: Index, found: Iterable[Key], least: float) -> Said:
    """List who says what about each."""
    return {key: sources(index, *key, least) for key in found}


def _surroundings(store: Store, said: Said) -> Surroundings:
    speakers = (source.speaker for heard in said.values() for source in heard)
    actors = actor_refs(store, [*(end for a, b, _ in said for end in (a, b)), *speakers])
    claims = resources(store, (source.latest for heard in said.values() for source in heard))
    spans = resources(store, (span for claim in claims.values() for span in claim.all(DERIVED)))
    return Surroundings(actors, {iri: _quote(claim, spans) for iri, claim in claims.items()})


def _quote(claim: Resource, spans: Mapping[str, Resource]) -> str:
    span = spans.get(claim.one(DERIVED) or "")
    return (span.one(NIF + "anchorOf") if span else None) or ""


def _contradiction(key: Key, heard: list[Source], around: Surroundings) -> Contradiction:
    subject, object_, relation = key
    return Contradiction.model_validate(
        {
            "subject": around.actors[subject],
            "relation": relation,
            "object": around.actors[object_],
            "affirmed_by": [_voice(source, around) for source in heard if source.polarity == "affirmed"],
            "denied_by": [_voice(source, around) for source in heard if source.polarity == "denied"],
        }
    )


def _voice(source: Source, around: Surroundings) -> Voice:
    fields: dict[str, Any] = {
        "outlet": source.publisher or None,
        "speaker": around.actors.get(source.speaker),
        "claims": source.claims,
        "first": source.first or None,
        "last": source.last or None,
        "stance": source.latest.rpartition("/")[2],
        "quote": around.quotes.get(source.latest, ""),
    }
    return Voice.model_validate(fields)
