"""The errors of an evaluation, each with the sentence, and with the rule and confidence of the claim."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.evaluation.gold import GoldDocument, GoldEvent, GoldSide, GoldStance
from ingest.evaluation.report import Error
from ingest.evaluation.stances import joins
from ingest.evaluation.system import SystemActor, SystemStance


def missed_stance(
    document: GoldDocument, gold: GoldStance, found: Sequence[SystemStance], min_confidence: float
) -> Error:
    """Tell of a gold stance that was missed, with the claim that came nearest to it."""
    near = _nearest(gold, found)
    return Error(
        kind="missed",
        what="stance",
        document=document.id,
        claim=f"{gold.source.key} {gold.relation} {gold.target.key}",
        sentence=gold.evidence,
        rule=near.rule if near else "",
        confidence=near.confidence if near else None,
        note=_why(near, gold, min_confidence) if near else "",
    )


def _nearest(gold: GoldStance, found: Sequence[SystemStance]) -> SystemStance | None:
    """Find a claim between the gold's actors: of its relation if there is one, affirmed if so, the most confident."""
    between = [one for one in found if joins([one], gold)]
    return max(between, key=lambda one: (one.relation == gold.relation, not one.denied, one.confidence), default=None)


def _why(near: SystemStance, gold: GoldStance, min_confidence: float) -> str:
    if near.relation != gold.relation:
        return f"read as {near.relation}"
    if near.denied:
        return "read as denied"
    return "not confident enough" if near.confidence < min_confidence else "serves another gold stance or is left out"


def spurious_stance(document: GoldDocument, claim: SystemStance) -> Error:
    """Tell of a claim that no gold stance has."""
    return Error(
        kind="spurious",
        what="stance",
        document=document.id,
        claim=f"{_shown(claim.subject)} {claim.relation} {_shown(claim.object)}",
        sentence=claim.sentence,
        rule=claim.rule,
        confidence=claim.confidence,
    )


def missed_event(document: GoldDocument, gold: GoldEvent) -> Error:
    """Tell of a gold event no claim has the actors of; without evidence the sentence is the whole text."""
    sides = (gold.agents, gold.recipients)
    return Error(
        kind="missed",
        what="event",
        document=document.id,
        claim=" → ".join([f"{_participants(sides[0])} {gold.type}", *filter(None, map(_participants, sides[1:]))]),
        sentence=gold.evidence or " ".join(document.article.full_text.split()),
    )


def _participants(side: GoldSide) -> str:
    return ", ".join(side.keys or side.mentions)


def _shown(actor: SystemActor) -> str:
    """Write an actor by code or name, with its words where these are others."""
    name = actor.code or actor.name
    return name if name == actor.mention else f"{name} ({actor.mention})"
