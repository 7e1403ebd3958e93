"""The values of network analysis as plain data for JSON, actors by their ids: what REST and the command line show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from graph.signed.balance import Balance, Triad
from graph.signed.blocs import Partition
from graph.signed.centrality import Centrality
from graph.signed.dyads import Contradiction, Dyad, Flip, Month, Saying
from graph.signed.ego import Ego
from graph.signed.evolution import Quarter
from graph.signed.model import Actor, Evidence, Filters, Relation
from graph.signed.parts import Tie
from graph.signed.paths import Explanation, Path
from ontology.namespaces import actor_id

Plain = dict[str, Any]

MOST_TRIADS: Final = 200
"""Unbalanced triads that are listed; the census counts all."""
RANK_DIGITS: Final = 6


def evidence(item: Evidence) -> Plain:
    """Show one stance with its sentence; what is not known is ``None``."""
    return {
        "id": item.id,
        "relation": item.relation,
        "polarity": "denied" if item.denied else "affirmed",
        "subject": actor_id(item.subject),
        "object": actor_id(item.object),
        "date": item.date or None,
        "stated": item.stated,
        "certainty": item.certainty,
        "confidence": item.confidence,
        "speaker": _id(item.speaker),
        "quote": item.quote,
        "article": item.source.iri.rpartition("/")[2],
        "title": item.source.title or None,
        "publisher": item.source.publisher or None,
        "url": item.source.url or None,
    }


def relation(found: Relation) -> Plain:
    """Show a current relation with its surest evidence."""
    return {
        "source": actor_id(found.subject),
        "relation": found.relation,
        "target": actor_id(found.object),
        "articles": found.articles,
        "stances": len(found.evidence),
        "confidence": found.confidence,
        "certainty": found.certainty,
        "first": found.first or None,
        "last": found.last or None,
        "publishers": sorted(found.publishers),
        "single_source": found.single_source,
        "evidence": evidence(found.surest),
    }


def relations(found: Iterable[Relation]) -> list[Plain]:
    """Show relations in their order."""
    return [relation(one) for one in found]


def actor(found: Actor, bloc: int | None = None) -> Plain:
    """Show an actor, with its bloc where that is known."""
    return {
        "id": found.id,
        "iri": found.iri,
        "names": dict(found.names),
        "type": found.type or None,
        "code": found.code or None,
        "wikidata": found.wikidata or None,
        "bloc": bloc,
    }


def partition(found: Partition) -> Plain:
    """Show blocs by their members, and the relations that do not fit."""
    return {
        "k": found.k,
        "index": found.index,
        "total": found.total,
        "share": found.share,
        "exact": found.exact,
        "blocs": [[actor_id(iri) for iri in members] for members in found.members()],
        "frustrated": relations(found.frustrated),
    }


def balance(found: Balance) -> Plain:
    """Show the census of triads and the unbalanced ones, at most ``MOST_TRIADS``."""
    return {
        "triads": found.triads,
        "census": dict(found.census),
        "strong": found.strong,
        "weak": found.weak,
        "ambivalent": found.ambivalent,
        "ambivalent_pairs": [_tie(tie) for tie in found.ambivalent_pairs],
        "unbalanced": [_triad(triad) for triad in found.unbalanced[:MOST_TRIADS]],
    }


def centrality(found: Centrality) -> Plain:
    """Show how central an actor is."""
    return {
        "actor": actor_id(found.actor),
        "supports": found.supports,
        "supported": found.supported,
        "opposes": found.opposes,
        "opposed": found.opposed,
        "support_rank": round(found.support_rank, RANK_DIGITS),
        "opposition_rank": round(found.opposition_rank, RANK_DIGITS),
    }


def ego(found: Ego) -> Plain:
    """Show an ego network."""
    return {
        "actor": actor_id(found.actor),
        "radius": found.radius,
        "actors": [{"id": actor_id(iri), "distance": steps} for iri, steps in found.distances.items()],
        "relations": relations(found.relations),
    }


def explanation(found: Explanation) -> Plain:
    """Show what is stated between two actors and what paths suggest, marked as inferred."""
    return {
        "a": actor_id(found.a),
        "c": actor_id(found.c),
        "stated": relations(found.stated),
        "suggestions": dict(found.suggestions),
        "paths": [_path(path) for path in found.paths],
    }


def flip(found: Flip) -> Plain:
    """Show a flip with the surest evidence of both days."""
    return {
        "subject": actor_id(found.subject),
        "object": actor_id(found.object),
        "before": evidence(found.before[0]),
        "after": evidence(found.after[0]),
    }


def contradiction(found: Contradiction) -> Plain:
    """Show a contradiction with all its evidence."""
    return {
        "subject": actor_id(found.subject),
        "relation": found.relation,
        "object": actor_id(found.object),
        "affirmed": [evidence(item) for item in found.affirmed],
        "denied": [evidence(item) for item in found.denied],
    }


def month(found: Month) -> Plain:
    """Show the events of a month."""
    return {
        "month": found.month,
        "cooperation": found.cooperation,
        "conflict": found.conflict,
        "mean_score": found.mean_score,
    }


def dyad(found: Dyad, months: Iterable[Month] = ()) -> Plain:
    """Show what is said between two actors, with the months of their events if these were asked for."""
    return {
        "a": actor_id(found.a),
        "b": actor_id(found.b),
        "relations": relations(found.relations),
        "steps": [evidence(item) for item in found.steps],
        "flips": [flip(one) for one in found.flips],
        "months": [month(one) for one in months],
        "outlets": [{"outlet": one.who or None, **_saying(one)} for one in found.outlets],
        "speakers": [{"speaker": _id(one.who), **_saying(one)} for one in found.speakers],
        "contradictions": [contradiction(one) for one in found.contradictions],
        "single_source": [one.id for one in found.single_source],
    }


def quarter(found: Quarter) -> Plain:
    """Show the blocs of a quarter."""
    return {
        "quarter": found.name,
        "as_of": found.last_day.isoformat(),
        "index": found.partition.index,
        "share": found.partition.share,
        "exact": found.partition.exact,
        "blocs": [[actor_id(iri) for iri in members] for members in found.partition.members()],
        "joined": [actor_id(iri) for iri in found.joined],
        "changed": [
            {"actor": actor_id(change.actor), "before": change.before, "after": change.after}
            for change in found.changed
        ],
    }


def filters(found: Filters) -> Plain:
    """Show filters by the names that REST and the command line give them."""
    return {
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "from": found.start.isoformat() if found.start else None,
        "to": found.end.isoformat() if found.end else None,
        "min_confidence": found.min_confidence,
        "certainty": found.certainty,
        "source": sorted(found.sources),
        "speaker": sorted(map(actor_id, found.speakers)),
        "type": sorted(found.types),
        "lang": found.language,
        "principals": found.principals,
    }


def _tie(tie: Tie) -> Plain:
    return {"a": actor_id(tie.a), "b": actor_id(tie.b), "relations": relations(tie.relations)}


def _triad(triad: Triad) -> Plain:
    found = [one for side in triad.sides for one in side.relations]
    return {"kind": triad.kind, "actors": [actor_id(iri) for iri in triad.actors], "relations": relations(found)}


def _path(path: Path) -> Plain:
    steps = [
        {
            "from": actor_id(step.start),
            "to": actor_id(step.end),
            "relation": step.relation,
            "ambivalent": step.ambivalent,
            "relations": relations(step.relations),
        }
        for step in path.steps
    ]
    return {
        "inferred": True,
        "suggests": path.suggests,
        "pattern": path.pattern,
        "confidence": path.confidence,
        "steps": steps,
    }


def _saying(found: Saying) -> Plain:
    return {
        "subject": actor_id(found.subject),
        "relation": found.relation,
        "object": actor_id(found.object),
        "affirmed": [evidence(item) for item in found.affirmed],
        "denied": [evidence(item) for item in found.denied],
    }


def _id(iri: str) -> str | None:
    return actor_id(iri) if iri else None
