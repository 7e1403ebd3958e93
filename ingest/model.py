"""The value types of the extraction stages: mentions, predications, claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, Literal

Attribution = Literal["Narrator", "ReportedSpeech", "Quotation"]
Certainty = Literal["certain", "probable", "possible"]
Tense = Literal["Past", "Present", "Future"]
Basis = Literal["Stated", "ImpliedByEvent", "Inferred"]
Relation = Literal["supports", "opposes"]
RELATIONS: Final[tuple[Relation, Relation]] = ("supports", "opposes")
Precision = Literal["Day", "Week", "Month", "Year"]


@dataclass(frozen=True, slots=True)
class Discovered:
    """An actor the gazetteer does not list, as the article introduces it."""

    id: str
    cls: str
    label: str
    acts_for: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """The words of a text that name an actor.

    ``start``/``stop`` count tokens, ``begin``/``end`` characters of the document (ends excluded); ``head`` is the token
    that other words attach to. ``how`` tells what recognised it, ``place`` that it stands as a place ("in Syria").
    ``side`` is whom a person speaks for in this text: actor and words ("la Défense américaine"), both empty if nobody.
    ``open`` marks a role whose owner is inferred from the rest of the text.
    """

    start: int
    stop: int
    begin: int
    end: int
    head: int
    text: str
    actor: str
    how: str
    score: float = 1.0
    place: bool = False
    former: bool = False
    side: tuple[str, str] = ("", "")
    open: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A date expression resolved to a day or an interval (ISO dates)."""

    begin: int
    end: int
    start: int
    stop: int
    date: str
    until: str
    precision: Precision
    relative: bool


@dataclass(frozen=True, slots=True)
class Filler:
    """An actor in a slot of a predicate: the mention, and how it came to stand there."""

    mention: Mention
    score: float = 1.0
    via: str = ""


def actors_of(fillers: Iterable[Filler]) -> frozenset[str]:
    """Give the actors that stand in a slot."""
    return frozenset(f.mention.actor for f in fillers)


def weakened(fillers: Iterable[Filler], factor: float) -> list[Filler]:
    """Give fillers found by a way that is right less often: each score is multiplied by ``factor``."""
    return [replace(f, score=f.score * factor) for f in fillers]


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: the narrator, or a speaker in reported speech or a quotation."""

    attribution: Attribution = "Narrator"
    speaker: Mention | None = None


@dataclass(frozen=True, slots=True)
class Predication:
    """Who did what to whom in one clause, with all that qualifies it.

    ``token`` is the predicate's token; ``begin``/``end`` the characters of its sentence. ``agent_words`` and
    ``recipient_words`` are the words in a slot that names no actor ("a Chinese singer", "the daily"). ``hearsay`` marks
    what is told as heard ("aurait livré", "reportedly"): uncertain in itself, not in how it is read. ``act`` is the
    token of the operator whose own act this is ("threatened to"), -1 if there is none.
    """

    token: int
    begin: int
    end: int
    type: str
    mode: str
    contexts: tuple[str, ...]
    agents: tuple[Filler, ...]
    recipients: tuple[Filler, ...]
    stance: str
    symmetric: bool
    rule: str
    denied: bool = False
    certainty: Certainty = "certain"
    tense: Tense = "Past"
    source: Source = field(default_factory=Source)
    time: Time | None = None
    place: str = ""
    reason: str = ""
    score: float = 1.0
    relational: bool = False
    agent_words: str = ""
    recipient_words: str = ""
    hearsay: bool = False
    operators: tuple[str, ...] = ()
    act: int = -1

    @property
    def fired(self) -> str:
        """Name what fired: the operators that made the act what it is, from the outside in, then the entry."""
        return " + ".join((*(f"operator {lemma}" for lemma in self.operators), self.rule))


@dataclass(frozen=True, slots=True)
class Event:
    """A claim that something happened between actors (RDF: ``gp:Event``)."""

    iri: str
    type: str
    mode: str
    contexts: tuple[str, ...]
    agents: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    begin: int
    end: int
    denied: bool
    certainty: Certainty
    tense: Tense
    source: Source
    time: Time | None
    place: str
    reason: str
    confidence: float
    rule: str
    agent_words: str = ""
    recipient_words: str = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """A claim that one actor supports or opposes another (RDF: ``gp:StanceAssertion``).

    ``reader`` is how likely the learned reader holds it, ``None`` where it did not judge the pair.
    """

    iri: str
    subject: Mention
    relation: Relation
    object: Mention
    begin: int
    end: int
    denied: bool
    certainty: Certainty
    basis: Basis
    event: str
    source: Source
    time: Time | None
    confidence: float
    rule: str
    reader: float | None = None
