"""From predications to claims: events, and the stances that they state or imply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, cast

from ingest.actors import Cast
from ingest.model import Basis, Certainty, Event, Filler, Mention, Predication, Relation, Stance
from ontology.namespaces import event_iri, stance_iri
from ontology.scheme import load_scheme

CERTAINTY_WEIGHT: Final[dict[Certainty, float]] = {"certain": 1.0, "probable": 0.85, "possible": 0.5}
WEAK: Final = 0.75
"""Weight of a stance that its event type implies only weakly."""
STATED: Final = frozenset({"SUPPORT", "ACCUSE", "REJECT"})
"""Verbal acts that state the stance themselves; others imply it."""
BASE: Final = 0.9


def events(predications: Iterable[Predication], article: str) -> list[Event]:
    """Make one event claim of every predication with somebody in it, in text order, without doubles."""
    found: dict[str, Event] = {}
    for predication in predications:
        if predication.relational or not _placed(predication):
            continue
        event = _event(predication, article)
        known = found.get(event.iri)
        if known is None or known.confidence < event.confidence:
            found[event.iri] = event
    return list(found.values())


def _placed(p: Predication) -> bool:
    """Tell whether anybody is known to take part, or the words for both sides are."""
    return bool(p.agents or p.recipients or (p.agent_words and p.recipient_words))


def _event(p: Predication, article: str) -> Event:
    agents, recipients = _mentions(p.agents), _mentions(p.recipients)
    if p.symmetric and len(agents) > 1 and not recipients:
        recipients = agents
    names = [m.actor for m in agents], [m.actor for m in recipients]
    named = "|".join(names[0]) or p.agent_words, "|".join(names[1]) or p.recipient_words
    parts = (article, str(p.begin), str(p.end), p.type, p.mode, str(p.denied), *named)
    return Event(
        iri=event_iri(*parts),
        type=p.type,
        mode=p.mode,
        contexts=p.contexts,
        agents=agents,
        recipients=recipients,
        begin=p.begin,
        end=p.end,
        denied=p.denied,
        certainty=p.certainty,
        tense=p.tense,
        source=p.source,
        time=p.time,
        place=p.place,
        reason=p.reason,
        confidence=confidence(p, (*p.agents, *p.recipients)),
        rule=p.fired,
        agent_words="" if agents else p.agent_words,
        recipient_words="" if recipients else p.recipient_words,
    )


def _mentions(fillers: Iterable[Filler]) -> tuple[Mention, ...]:
    return tuple(filler.mention for filler in fillers)


def confidence(p: Predication, fillers: Iterable[Filler]) -> float:
    """Weigh how sure the reading is: its weakest argument and its rule, less for what is not said to have happened."""
    weakest = min((f.score for f in fillers), default=0.5)
    real = 1.0 if p.hearsay else CERTAINTY_WEIGHT[p.certainty]
    return round(BASE * p.score * weakest * real, 2)


def stances(predications: Iterable[Predication], article: str, cast_: Cast) -> list[Stance]:
    """Make the stance claims of predications: one for each agent and recipient of different principals."""
    found: dict[str, Stance] = {}
    for predication in predications:
        for stance in _stances_of(predication, article, cast_):
            known = found.get(stance.iri)
            if known is None or known.confidence < stance.confidence:
                found[stance.iri] = stance
    return list(found.values())


def _stances_of(p: Predication, article: str, cast_: Cast) -> Iterator[Stance]:
    relation, weak = implied(p)
    if relation is None:
        return
    event = "" if p.relational else _event(p, article).iri
    for subject, object_ in _pairs(p):
        if cast_.principal(subject.mention.actor) == cast_.principal(object_.mention.actor):
            continue
        sure = confidence(p, (subject, object_)) * (WEAK if weak else 1.0)
        parts = (
            article,
            str(p.begin),
            str(p.end),
            subject.mention.actor,
            relation,
            object_.mention.actor,
            str(p.denied),
        )
        basis: Basis = "Stated" if p.relational or p.type in STATED else "ImpliedByEvent"
        yield Stance(
            iri=stance_iri(*parts),
            subject=subject.mention,
            relation=relation,
            object=object_.mention,
            begin=p.begin,
            end=p.end,
            denied=p.denied,
            certainty=p.certainty,
            basis=basis,
            event=event,
            source=p.source,
            time=p.time,
            confidence=round(sure, 2),
            rule=p.fired,
        )


def implied(p: Predication) -> tuple[Relation | None, bool]:
    """Give the stance of agent to recipient and whether it is weak: the word's own, else its event type's."""
    if p.stance == "none":
        return None, False
    if p.stance:
        return cast(Relation, p.stance), False
    return load_scheme()[p.type].stance(p.mode or None)


def _pairs(p: Predication) -> Iterator[tuple[Filler, Filler]]:
    for agent in p.agents:
        for recipient in p.recipients:
            yield agent, recipient
            if p.symmetric:
                yield recipient, agent
    if p.symmetric and not p.recipients:
        for one in p.agents:
            for other in p.agents:
                if one is not other:
                    yield one, other
