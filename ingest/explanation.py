"""What the extraction makes of a text, step by step, as rows that people and programs read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.model import Attribution, Basis, Certainty, Precision, Relation, Tense

Role = Literal["subject", "object"]


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """Where a sentence stands in the text.

    ``parsed`` tells that the sieve let it reach the parser, ``why`` for what, or what it lacks.
    """

    begin: int
    end: int
    parsed: bool
    why: str


@dataclass(frozen=True, slots=True)
class CastRow:
    """An actor that the text names or that one of its actors acts for: class, name by language, and its principal.

    ``known`` tells that the gazetteer lists it; else the text itself introduces it.
    """

    id: str
    type: str
    names: dict[str, str]
    principal: str
    known: bool


@dataclass(frozen=True, slots=True)
class ActorRow:
    """The words that name an actor.

    ``how`` tells what recognised them, ``place`` that they stand as a place, ``open`` that whose organ or office it is
    was inferred from the rest of the text.
    """

    words: str
    begin: int
    end: int
    actor: str
    how: str
    principal: str
    place: bool
    former: bool
    open: bool
    score: float


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date expression and the days it means; in a predication as its tense moves them."""

    words: str
    begin: int
    end: int
    date: str
    until: str
    precision: Precision
    relative: bool


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a slot, by the words that stand there; ``via`` tells through which other word, if any."""

    words: str
    actor: str
    principal: str
    via: str
    score: float


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Who says so."""

    attribution: Attribution
    speaker: Participant | None


@dataclass(frozen=True, slots=True)
class PredicationRow:
    """Who did what to whom: ``word`` is the predicate's, ``rule`` names the entry and the operators that fired.

    ``agent_words`` and ``recipient_words`` stand in a slot and name no actor. ``implies`` is the stance of agents to
    recipients that the word or its type gives, ``weak`` tells that it counts for less, ``claimed`` that an event or a
    stance comes of it.
    """

    word: str
    begin: int
    end: int
    rule: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    agents: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    agent_words: str
    recipient_words: str
    implies: Relation | None
    weak: bool
    denied: bool
    certainty: Certainty
    tense: Tense
    source: SourceRow
    date: DateRow | None
    place: str
    reason: str
    score: float
    claimed: bool


@dataclass(frozen=True, slots=True)
class MarkRow:
    """The words of one side of a claim: who acts is its subject, to whom is its object."""

    begin: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class EventRow:
    """A claim that something happened; agents and recipients by id, else in the words of the slot.

    ``begin`` and ``end`` are those of its sentence.
    """

    type: str
    mode: str
    agents: tuple[str, ...]
    recipients: tuple[str, ...]
    agent_words: str
    recipient_words: str
    denied: bool
    certainty: Certainty
    confidence: float
    rule: str
    begin: int
    end: int
    marks: tuple[MarkRow, ...]
    source: SourceRow
    date: DateRow | None
    place: str


@dataclass(frozen=True, slots=True)
class StanceRow:
    """A claim that one actor supports or opposes another, both by id.

    ``by`` tells whether a rule made it or only the learned reader, ``reader`` how likely the reader holds it. ``begin``
    and ``end`` are those of its sentence.
    """

    subject: str
    relation: Relation
    object: str
    denied: bool
    certainty: Certainty
    basis: Basis
    confidence: float
    by: Literal["rules", "reader"]
    reader: float | None
    rule: str
    begin: int
    end: int
    marks: tuple[MarkRow, ...]
    source: SourceRow
    date: DateRow | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was found in a text, in the order of the steps; offsets count characters (code points) of ``text``."""

    text: str
    lang: str
    published: str | None
    sentences: tuple[SentenceRow, ...]
    cast: tuple[CastRow, ...]
    actors: tuple[ActorRow, ...]
    dates: tuple[DateRow, ...]
    predications: tuple[PredicationRow, ...]
    events: tuple[EventRow, ...]
    stances: tuple[StanceRow, ...]
