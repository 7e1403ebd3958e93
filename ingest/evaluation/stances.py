"""Stances against the gold: per document, as sets of (source, relation, target)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.evaluation.gold import GoldStance
from ingest.evaluation.matching import same_actor
from ingest.evaluation.report import Pairs, Score, StanceScores
from ingest.evaluation.system import SystemStance
from ingest.model import RELATIONS, Relation

Claim = Sequence[SystemStance]
"""All stances of a document that say the same: one element of the set that is compared."""


@dataclass(frozen=True)
class Judgement:
    """What the stances of one document are worth; claims that only optional gold has are in none of the lists."""

    right: tuple[Claim, ...]
    spurious: tuple[Claim, ...]
    found: tuple[GoldStance, ...]
    missed: tuple[GoldStance, ...]
    pairs: Pairs

    @property
    def scores(self) -> StanceScores:
        """Count the lists."""
        relations: dict[Relation, Score] = {relation: self._score(relation) for relation in RELATIONS}
        return StanceScores(sum(relations.values(), Score()), relations, self.pairs)

    def _score(self, relation: Relation) -> Score:
        return Score(
            sum(stance.relation == relation for stance in self.found),
            sum(claim[0].relation == relation for claim in self.spurious),
            sum(stance.relation == relation for stance in self.missed),
        )


def judge_stances(
    gold: Sequence[GoldStance], found: Iterable[SystemStance], *, min_confidence: float, named_only: bool
) -> Judgement:
    """Compare the stances of a document with its gold.

    Each gold stance that is required takes one claim, each claim serves one gold stance. A claim left over is spurious
    unless some gold stance, required or not, says the same.

    Args:
        gold: the gold stances, optional ones too.
        found: what the extraction claims; only what is affirmed and sure enough counts.
        min_confidence: the least confidence that counts.
        named_only: take gold between named actors for required only, and leave out claims of or about collectives.
    """
    required = [stance for stance in gold if not stance.optional and (stance.named or not named_only)]
    claims = compared(found, min_confidence=min_confidence, named_only=named_only)
    taken: dict[int, GoldStance] = {}
    missed: list[GoldStance] = []
    for stance in required:
        index = next((i for i, claim in enumerate(claims) if i not in taken and says(claim, stance)), None)
        if index is None:
            missed.append(stance)
        else:
            taken[index] = stance
    return Judgement(
        right=tuple(claim for i, claim in enumerate(claims) if i in taken),
        spurious=tuple(
            claim for i, claim in enumerate(claims) if i not in taken and not any(says(claim, s) for s in gold)
        ),
        found=tuple(taken.values()),
        missed=tuple(missed),
        pairs=_pairs(required, claims),
    )


def compared(found: Iterable[SystemStance], *, min_confidence: float, named_only: bool) -> list[Claim]:
    """Collect the stances that count, by what they say; one of an actor to itself after roll-up says nothing."""
    claims: dict[tuple[str, Relation, str], list[SystemStance]] = {}
    for stance in found:
        if stance.denied or stance.confidence < min_confidence:
            continue
        if named_only and (stance.subject.collective or stance.object.collective):
            continue
        source, _, target = stance.key
        if source != target:
            claims.setdefault(stance.key, []).append(stance)
    return list(claims.values())


def joins(claim: Claim, gold: GoldStance) -> bool:
    """Tell whether a claim has the gold's actors at both ends, whatever its relation."""
    return any(same_actor(gold.source, one.subject) and same_actor(gold.target, one.object) for one in claim)


def says(claim: Claim, gold: GoldStance) -> bool:
    """Tell whether a claim says what a gold stance says."""
    return claim[0].relation == gold.relation and joins(claim, gold)


def strongest(claim: Claim) -> SystemStance:
    """Give the stance of a claim with the highest confidence."""
    return max(claim, key=lambda stance: stance.confidence)


def _pairs(required: Iterable[GoldStance], claims: Sequence[Claim]) -> Pairs:
    total = Pairs()
    for stance in required:
        relations = {claim[0].relation for claim in claims if joins(claim, stance)}
        total += Pairs(1, int(bool(relations)), int(stance.relation in relations))
    return total
