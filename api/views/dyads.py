"""What happened between two actors, step by step and month by month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from api.schemas import ActorRef, Event, Month, Stance, Step
from api.views import claims
from api.views.reading import resources
from api.views.refs import actor_refs
from graph.articles import rows
from graph.queries import named_queries
from ontology.scheme import load_scheme

if TYPE_CHECKING:
    from graph.store import Store


def steps(store: Store, a: str, b: str, found: Iterable[tuple[Any, ...]]) -> list[Step]:
    """Show the steps of a timeline, given as rows of the index."""
    listed = list(found)
    refs = actor_refs(store, (a, b))
    shown = _claims(store, listed)
    pairs = ((refs[a], refs[b]), (refs[b], refs[a]))
    return [_step(row, shown[row[2]], *pairs[row[3]]) for row in listed if row[2] in shown]


def months(store: Store, a: str, b: str, least: float) -> list[Month]:
    """Sum up cooperation and conflict by month."""
    text = named_queries()["monthly-balance"].bind({"a": a, "b": b, "least": least})
    return [
        Month.model_validate({"month": month, "cooperation": good, "conflict": bad, "mean_score": score})
        for month, good, bad, score in rows(store, text)
    ]


def _claims(store: Store, listed: list[tuple[Any, ...]]) -> dict[str, Stance | Event]:
    kinds = {kind: [row[2] for row in listed if row[1] == kind] for kind in ("stance", "event")}
    stances = claims.stances(store, list(resources(store, kinds["stance"]).values()))
    events = claims.events(store, list(resources(store, kinds["event"]).values()))
    return {claim.iri: claim for claim in stances} | {claim.iri: claim for claim in events}


def _step(row: tuple[Any, ...], claim: Stance | Event, agent: ActorRef, recipient: ActorRef) -> Step:
    date, kind, _, _, dated_by, precision = row
    common = claim.model_dump(include={"id", "iri", "polarity", "certainty", "confidence", "quote", "article"})
    return Step.model_validate(
        {
            **common,
            **_what(claim),
            "date": date,
            "precision": precision or "Day",
            "dated_by": dated_by,
            "kind": kind,
            "agent": agent,
            "recipient": recipient,
        }
    )


def _what(claim: Stance | Event) -> dict[str, Any]:
    if isinstance(claim, Stance):
        return {"what": claim.relation, "date_end": claim.valid_until}
    scored = load_scheme().types.get(claim.type)
    score = scored.score if scored else None
    return {"what": claim.type, "mode": claim.mode, "date_end": claim.date_end, "score": score}
