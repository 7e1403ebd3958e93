"""What some sources affirm and others deny."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from api.schemas import Contradiction, Stance, Voice
from api.views import claims
from api.views.reading import resources
from api.views.refs import Actors, actor_refs
from graph.catalogue.lookup import Source, sources

if TYPE_CHECKING:
    from graph.catalogue import Index
    from graph.store import Store

Key = tuple[str, str, str]
Said = Mapping[Key, list[Source]]
_WORDS: Final = {"quote", "marks", "certainty", "confidence", "article"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Actors and claims by IRI."""

    actors: Actors
    claims: Mapping[str, Stance]


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
    latest = resources(store, (source.latest for heard in said.values() for source in heard))
    shown = claims.stances(store, list(latest.values()))
    return Surroundings(actors, {claim.iri: claim for claim in shown})


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
        "quote": "",
    }
    claim = around.claims.get(source.latest)
    return Voice.model_validate({**fields, **(claim.model_dump(include=_WORDS) if claim else {})})
