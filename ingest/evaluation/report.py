"""What an evaluation found, as values: counts, the measures that follow from them, and the errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ingest.model import RELATIONS, Relation


@dataclass(frozen=True, slots=True)
class Score:
    """Claims right (``tp``) and spurious (``fp``), gold missed (``fn``)."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """Give the share of the claims that is right, 0 where there is none."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Give the share of the gold that is found, 0 where there is none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Of the gold stances: for how many some claim joins the two actors, and for how many one of the right relation."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(self.gold + other.gold, self.found + other.found, self.right + other.right)

    @property
    def polarity_accuracy(self) -> float | None:
        """Give the share of the pairs found whose relation is right; None where none is found."""
        return self.right / self.found if self.found else None


@dataclass(frozen=True)
class StanceScores:
    """The stances of some documents: together, by relation, and by pair of actors."""

    total: Score = Score()
    relations: Mapping[Relation, Score] = field(default_factory=dict)
    pairs: Pairs = Pairs()

    def __add__(self, other: StanceScores) -> StanceScores:
        both: list[Relation] = [r for r in RELATIONS if r in self.relations or r in other.relations]
        relations: dict[Relation, Score] = {
            r: self.relations.get(r, Score()) + other.relations.get(r, Score()) for r in both
        }
        return StanceScores(self.total + other.total, relations, self.pairs + other.pairs)


@dataclass(frozen=True, slots=True)
class EventScores:
    """Gold events: pairs of actors found, and how many of these with the right polarity, quad class, type and date."""

    gold: int = 0
    found: int = 0
    polarity: int = 0
    quad: int = 0
    type: int = 0
    dated: int = 0
    date: int = 0

    def __add__(self, other: EventScores) -> EventScores:
        return EventScores(
            self.gold + other.gold,
            self.found + other.found,
            self.polarity + other.polarity,
            self.quad + other.quad,
            self.type + other.type,
            self.dated + other.dated,
            self.date + other.date,
        )

    @property
    def pair_recall(self) -> float | None:
        """Give the share of the gold events of which some claim has the agent and the recipient."""
        return self.found / self.gold if self.gold else None

    @property
    def polarity_f(self) -> float | None:
        """Give the F measure of cooperation against conflict, where a pair not found is not answered."""
        return self._f(self.polarity)

    @property
    def quad_f(self) -> float | None:
        """Give the F measure of the quad class."""
        return self._f(self.quad)

    @property
    def type_f(self) -> float | None:
        """Give the F measure of the event type."""
        return self._f(self.type)

    @property
    def date_accuracy(self) -> float | None:
        """Give the share of the dated gold events found that carry the right date."""
        return self.date / self.dated if self.dated else None

    def _f(self, right: int) -> float | None:
        return 2 * right / (self.found + self.gold) if self.gold else None


@dataclass(frozen=True)
class Group:
    """Some documents: their stances, those between named actors, their events."""

    documents: int = 0
    stances: StanceScores = field(default_factory=StanceScores)
    named: StanceScores = field(default_factory=StanceScores)
    events: EventScores = field(default_factory=EventScores)

    def __add__(self, other: Group) -> Group:
        return Group(
            self.documents + other.documents,
            self.stances + other.stances,
            self.named + other.named,
            self.events + other.events,
        )


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of a confidence from ``low`` to ``high`` (excluded, but for 1.0), and how many of them are right."""

    low: float
    high: float
    claims: int
    right: int

    @property
    def share(self) -> float | None:
        """Give the share that is right; None where there are no claims."""
        return self.right / self.claims if self.claims else None


@dataclass(frozen=True, slots=True)
class Error:
    """A gold stance or event that was missed, or a spurious stance.

    ``rule`` and ``confidence`` are those of the claim; of a missed stance, those of the claim that came nearest and
    that ``note`` tells of, if there is one.
    """

    kind: Literal["missed", "spurious"]
    what: Literal["stance", "event"]
    document: str
    claim: str
    sentence: str
    rule: str = ""
    confidence: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Evaluation:
    """The whole result; with ``named_only`` the reliability and the errors are of named actors only."""

    gold: str
    min_confidence: float
    named_only: bool
    total: Group
    by: Mapping[str, Mapping[str, Group]]
    reliability: tuple[Bin, ...]
    errors: tuple[Error, ...]
    failures: tuple[str, ...]


def bins(judged: Iterable[tuple[float, bool]], lowest: float) -> tuple[Bin, ...]:
    """Count claims by tenths of confidence, from the tenth that holds ``lowest`` on."""
    tenths = [(_tenth(confidence), right) for confidence, right in judged]
    return tuple(
        Bin(n / 10, (n + 1) / 10, sum(t == n for t, _ in tenths), sum(t == n and right for t, right in tenths))
        for n in range(_tenth(lowest), 10)
    )


def _tenth(confidence: float) -> int:
    return min(9, round(confidence * 1000) // 100)
