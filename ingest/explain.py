"""What the extraction makes of a sentence, step by step: actors, dates, predications, claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.article import make_article
from ingest.claims import implied
from ingest.dates import find_times
from ingest.extract import extract
from ingest.model import (
    Attribution,
    Basis,
    Certainty,
    Event,
    Filler,
    Mention,
    Precision,
    Predication,
    Relation,
    Source,
    Stance,
    Tense,
    Time,
)
from ingest.nlp import pipeline


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
    recipients that the word or its type gives, ``weak`` tells that it counts for less.
    """

    word: str
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


@dataclass(frozen=True, slots=True)
class EventRow:
    """A claim that something happened; agents and recipients by id, else in the words of the slot."""

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


@dataclass(frozen=True, slots=True)
class StanceRow:
    """A claim that one actor supports or opposes another, both by id.

    ``by`` tells whether a rule made it or only the learned reader, ``reader`` how likely the reader holds it.
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


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was found in a text, in the order of the steps; offsets count in ``text``."""

    text: str
    lang: str
    published: str | None
    actors: tuple[ActorRow, ...]
    dates: tuple[DateRow, ...]
    predications: tuple[PredicationRow, ...]
    events: tuple[EventRow, ...]
    stances: tuple[StanceRow, ...]


def explain(
    text: str, lang: str | None = None, published: date | None = None, min_confidence: float = 0.0
) -> Explanation:
    """Read a text as ingest does, and tell what each step found.

    Args:
        text: a sentence, or several.
        lang: its language; detected if ``None``.
        published: the day that relative dates count from; they stay undated without one.
        min_confidence: the least confidence of the claims that are told.

    Raises:
        DetenteError: the text is empty, or the language has no pack.
    """
    found = extract(make_article(text, lang=lang, published=published))
    whole = found.article.full_text
    doc = pipeline(found.lang).make_doc(whole)
    rows = Rows(whole, found.cast.principal)
    return Explanation(
        text=whole,
        lang=found.lang,
        published=published.isoformat() if published else None,
        actors=tuple(rows.actor(mention) for mention in found.mentions),
        dates=tuple(rows.date(time) for time in find_times(doc, published)),
        predications=tuple(rows.predication(p, doc[p.token].text) for p in found.predications),
        events=tuple(_event(event) for event in found.events if event.confidence >= min_confidence),
        stances=tuple(_stance(stance) for stance in found.stances if stance.confidence >= min_confidence),
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """Writes what the steps found as rows of an explanation."""

    text: str
    principal: Callable[[str], str]

    def actor(self, mention: Mention) -> ActorRow:
        """Write a mention of an actor."""
        return ActorRow(
            words=mention.text,
            begin=mention.begin,
            end=mention.end,
            actor=mention.actor,
            how=mention.how,
            principal=self.principal(mention.actor),
            place=mention.place,
            former=mention.former,
            open=mention.open,
            score=round(mention.score, 2),
        )

    def date(self, time: Time) -> DateRow:
        """Write a date."""
        return DateRow(
            words=self.text[time.begin : time.end],
            begin=time.begin,
            end=time.end,
            date=time.date,
            until=time.until,
            precision=time.precision,
            relative=time.relative,
        )

    def predication(self, p: Predication, word: str) -> PredicationRow:
        """Write a predication whose predicate is ``word``."""
        implies, weak = implied(p)
        return PredicationRow(
            word=word,
            rule=p.fired,
            type=p.type,
            mode=p.mode,
            contexts=p.contexts,
            agents=self._participants(p.agents),
            recipients=self._participants(p.recipients),
            agent_words=p.agent_words,
            recipient_words=p.recipient_words,
            implies=implies,
            weak=weak,
            denied=p.denied,
            certainty=p.certainty,
            tense=p.tense,
            source=self._source(p.source),
            date=self.date(p.time) if p.time else None,
            place=p.place,
            reason=p.reason,
            score=round(p.score, 2),
        )

    def _participants(self, fillers: Iterable[Filler]) -> tuple[Participant, ...]:
        return tuple(self._participant(f.mention, f.via, f.score) for f in fillers)

    def _participant(self, mention: Mention, via: str, score: float) -> Participant:
        return Participant(mention.text, mention.actor, self.principal(mention.actor), via, round(score, 2))

    def _source(self, source: Source) -> SourceRow:
        speaker = source.speaker
        return SourceRow(source.attribution, self._participant(speaker, "", speaker.score) if speaker else None)


def _event(event: Event) -> EventRow:
    return EventRow(
        type=event.type,
        mode=event.mode,
        agents=tuple(mention.actor for mention in event.agents),
        recipients=tuple(mention.actor for mention in event.recipients),
        agent_words=event.agent_words,
        recipient_words=event.recipient_words,
        denied=event.denied,
        certainty=event.certainty,
        confidence=event.confidence,
        rule=event.rule,
    )


def _stance(stance: Stance) -> StanceRow:
    return StanceRow(
        subject=stance.subject.actor,
        relation=stance.relation,
        object=stance.object.actor,
        denied=stance.denied,
        certainty=stance.certainty,
        basis=stance.basis,
        confidence=stance.confidence,
        by="reader" if stance.basis == "Inferred" else "rules",
        reader=None if stance.reader is None else round(stance.reader, 2),
        rule=stance.rule,
    )
