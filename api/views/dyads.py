"""What happened to an actor or between two, step by step and month by month."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from api.schemas import ActorRef, ActorStep, Event, Month, Stance, Step
from api.views import claims
from api.views.reading import resources
from api.views.refs import actor_refs
from ontology.scheme import load_scheme

if TYPE_CHECKING:
    from graph.store import Store

_COMMON: Final = {"id", "iri", "polarity", "certainty", "confidence", "speaker", "quote", "marks", "article"}


def steps(store: Store, a: str, b: str, found: Iterable[tuple[Any, ...]]) -> list[Step]:
    """Show the steps of a timeline, given as rows of the index."""
    listed = list(found)
    refs = actor_refs(store, (a, b))
    shown = _claims(store, listed)
    pairs = ((refs[a], refs[b]), (refs[b], refs[a]))
    return [_step(row, shown[row[2]], *pairs[row[3]]) for row in listed if row[2] in shown]


def actor_steps(store: Store, found: Iterable[tuple[Any, ...]]) -> list[ActorStep]:
    """Show the steps of an actor's timeline, given as rows of the index."""
    listed = list(found)
    shown = _claims(store, listed)
    return [_actor_step(row, shown[row[2]]) for row in listed if row[2] in shown]


def months(counted: Iterable[tuple[str, str, int]]) -> list[Month]:
    """Sum up cooperation and conflict by month, given as counts by month and type in the order of months."""
    return [_month(month, list(group)) for month, group in groupby(counted, key=itemgetter(0))]


def _month(month: str, counted: list[tuple[str, str, int]]) -> Month:
    types = load_scheme().types
    found = [(types[code], number) for _, code, number in counted if code in types]
    total = sum(number for _, number in found)
    friendly = sum(number for type_, number in found if type_.quad_class.endswith("Cooperation"))
    mean = sum(type_.score * number for type_, number in found) / (total or 1)
    return Month(month=month, cooperation=friendly, conflict=total - friendly, mean_score=mean)


def _claims(store: Store, listed: list[tuple[Any, ...]]) -> dict[str, Stance | Event]:
    kinds = {kind: [row[2] for row in listed if row[1] == kind] for kind in ("stance", "event")}
    stances = claims.stances(store, list(resources(store, kinds["stance"]).values()))
    events = claims.events(store, list(resources(store, kinds["event"]).values()))
    return {claim.iri: claim for claim in stances} | {claim.iri: claim for claim in events}


def _step(row: tuple[Any, ...], claim: Stance | Event, agent: ActorRef, recipient: ActorRef) -> Step:
    return Step.model_validate({**_dated(row, claim), "agent": agent, "recipient": recipient})


def _actor_step(row: tuple[Any, ...], claim: Stance | Event) -> ActorStep:
    agents, recipients = (
        ([claim.subject], [claim.object]) if isinstance(claim, Stance) else (claim.agents, claim.recipients)
    )
    direction = "in" if row[3] else "out"
    return ActorStep.model_validate(
        {**_dated(row, claim), "direction": direction, "agents": agents, "recipients": recipients}
    )


def _dated(row: tuple[Any, ...], claim: Stance | Event) -> dict[str, Any]:
    date, kind, _, _, dated_by, precision = row
    common = claim.model_dump(include=_COMMON)
    when = {"date": date, "precision": precision or "Day", "dated_by": dated_by} if date else {}
    return {**common, **_what(claim), **when, "kind": kind}


def _what(claim: Stance | Event) -> dict[str, Any]:
    if isinstance(claim, Stance):
        return {"what": claim.relation, "date_end": claim.valid_until}
    scored = load_scheme().types.get(claim.type)
    score = scored.score if scored else None
    return {"what": claim.type, "mode": claim.mode, "date_end": claim.date_end, "score": score}
