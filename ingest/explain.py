"""What the extraction makes of a text, step by step: actors, dates, predications, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ingest.article import Article, make_article
from ingest.claims import implied
from ingest.dates import find_times
from ingest.explanation import (
    ActorRow,
    CastRow,
    DateRow,
    EventRow,
    Explanation,
    MarkRow,
    Participant,
    PredicationRow,
    Role,
    SentenceRow,
    SourceRow,
    StanceRow,
)
from ingest.extract import Extraction, assemble, documents
from ingest.language import detect, require_pack
from ingest.model import Event, Filler, Mention, Predication, Source, Stance, Time
from ingest.nlp import pipeline
from ingest.parsing import decided
from ontology.gazetteer import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ingest.actors import Cast


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
    return explain_article(make_article(text, lang=lang, published=published), min_confidence)


def explain_article(article: Article, min_confidence: float = 0.0) -> Explanation:
    """Read an article as ingest does, and tell what each step found; offsets count in its full text.

    Raises:
        DetenteError: the language has no pack.
    """
    lang = detect(article)
    require_pack(lang)
    ((_, doc),) = documents(lang, [article])
    found = assemble(article, lang, doc)
    rows = Rows(article.full_text, found.cast)
    published = article.published
    events = [event for event in found.events if event.confidence >= min_confidence]
    stances = [stance for stance in found.stances if stance.confidence >= min_confidence]
    return Explanation(
        text=article.full_text,
        lang=lang,
        published=published.isoformat() if published else None,
        sentences=tuple(_sentences(doc)),
        cast=tuple(rows.cast_row(actor_id) for actor_id in _cast(found)),
        actors=tuple(rows.actor(mention) for mention in found.mentions),
        dates=tuple(rows.date(time) for time in find_times(pipeline(lang).make_doc(article.full_text), published)),
        predications=tuple(rows.predication(p, doc, claimed=_claimed(p, found)) for p in found.predications),
        events=tuple(map(rows.event, events)),
        stances=tuple(map(rows.stance, stances)),
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """Writes what the steps found as rows of an explanation."""

    text: str
    cast: Cast

    def cast_row(self, actor_id: str) -> CastRow:
        """Name an actor in the languages there are; one that the text introduces has its name there, under ``""``."""
        actor, principal = self.cast.actor(actor_id), self.cast.principal(actor_id)
        if isinstance(actor, Actor):
            return CastRow(actor_id, actor.cls, dict(actor.labels), principal, known=True)
        names = {"": actor.label if actor else actor_id}
        return CastRow(actor_id, self.cast.cls(actor_id), names, principal, known=False)

    def actor(self, mention: Mention) -> ActorRow:
        """Write a mention of an actor."""
        return ActorRow(
            words=mention.text,
            begin=mention.begin,
            end=mention.end,
            actor=mention.actor,
            how=mention.how,
            principal=self.cast.principal(mention.actor),
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

    def predication(self, p: Predication, doc: Doc, *, claimed: bool) -> PredicationRow:
        """Write a predication of a document; ``claimed`` tells that a claim comes of it."""
        implies, weak = implied(p)
        token = doc[p.token]
        return PredicationRow(
            word=token.text,
            begin=token.idx,
            end=token.idx + len(token),
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
            claimed=claimed,
        )

    def event(self, event: Event) -> EventRow:
        """Write a claim of an event."""
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
            begin=event.begin,
            end=event.end,
            marks=(*_marks(event.agents, "subject"), *_marks(event.recipients, "object")),
            source=self._source(event.source),
            date=self.date(event.time) if event.time else None,
            place=event.place,
        )

    def stance(self, stance: Stance) -> StanceRow:
        """Write a claim of a stance."""
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
            begin=stance.begin,
            end=stance.end,
            marks=(*_marks([stance.subject], "subject"), *_marks([stance.object], "object")),
            source=self._source(stance.source),
            date=self.date(stance.time) if stance.time else None,
        )

    def _participants(self, fillers: Iterable[Filler]) -> tuple[Participant, ...]:
        return tuple(self._participant(f.mention, f.via, f.score) for f in fillers)

    def _participant(self, mention: Mention, via: str, score: float) -> Participant:
        return Participant(mention.text, mention.actor, self.cast.principal(mention.actor), via, round(score, 2))

    def _source(self, source: Source) -> SourceRow:
        speaker = source.speaker
        return SourceRow(source.attribution, self._participant(speaker, "", speaker.score) if speaker else None)


def _sentences(doc: Doc) -> Iterator[SentenceRow]:
    """Give the sentences with something in them, without the blanks after them, and what the sieve decided."""
    for sifted in decided(doc):
        sentence = doc[sifted.start : sifted.stop]
        end = sentence.start_char + len(sentence.text.rstrip())
        if end > sentence.start_char:
            yield SentenceRow(sentence.start_char, end, sifted.parsed, sifted.why)


def _cast(found: Extraction) -> list[str]:
    """List all actors that some row names: mentions, who stands in slots or speaks, and whom they act for."""
    mentions = [*found.mentions, *(f.mention for p in found.predications for f in (*p.agents, *p.recipients))]
    mentions += [speaker for claim in found.claims if (speaker := claim.source.speaker)]
    mentions += [speaker for p in found.predications if (speaker := p.source.speaker)]
    mentions += [side for stance in found.stances for side in (stance.subject, stance.object)]
    named = {mention.actor for mention in mentions} | {p.place for p in found.predications if p.place}
    return sorted(named | {found.cast.principal(actor_id) for actor_id in named})


def _claimed(p: Predication, found: Extraction) -> bool:
    """Tell whether an event or a stance comes of a predication."""
    agents = {f.mention.actor for f in p.agents}
    return any(
        (e.begin, e.type, e.mode, e.denied) == (p.begin, p.type, p.mode, p.denied)
        and agents == {mention.actor for mention in e.agents}
        for e in found.events
        if not p.relational
    ) or any((s.begin, s.rule) == (p.begin, p.fired) for s in found.stances)


def _marks(mentions: Iterable[Mention], role: Role) -> Iterator[MarkRow]:
    return (MarkRow(mention.begin, mention.end, role) for mention in mentions)
