"""Claims as RDF: one named graph an article, by the contract of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ingest.article import Article
from ingest.description import A, Term, describe, gp, recognisable, typed
from ingest.extract import Extraction
from ingest.model import Discovered, Event, Mention, Source, Stance, Time
from ingest.program import run_name
from ontology.namespaces import NIF, PLOVER, PROV, RDF, SKOS, actor_iri, span_iri


class ArticleWriter:
    """Writes the graph of one article."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.article: Article = extraction.article
        self.graph = NamedNode(self.article.graph)
        self.lang = extraction.lang
        self.run = NamedNode(run_name())

    def quads(self) -> Iterator[Quad]:
        """Yield all quads of the article's graph."""
        yield from describe(self.article, self.lang, self.extraction.software)
        yield from recognisable(self.article, self.lang)
        spans = sorted({(c.begin, c.end) for c in self.extraction.claims})
        for begin, end in spans:
            yield from self._span(begin, end)
        for event in self.extraction.events:
            yield from self._event(event)
        for stance in self.extraction.stances:
            yield from self._stance(stance)
        for actor in self.extraction.discovered:
            yield from self._actor(actor)

    def _quads(self, subject: NamedNode, *pairs: tuple[NamedNode, Term]) -> Iterator[Quad]:
        for predicate, value in pairs:
            yield Quad(subject, predicate, value, self.graph)

    def _span_node(self, begin: int, end: int) -> NamedNode:
        return NamedNode(span_iri(self.article.hash, begin, end))

    def _span(self, begin: int, end: int) -> Iterator[Quad]:
        quote = self.article.full_text[begin:end]
        yield from self._quads(
            self._span_node(begin, end),
            (A, NamedNode(NIF + "Sentence")),
            (A, NamedNode(NIF + "OffsetBasedString")),
            (NamedNode(NIF + "referenceContext"), NamedNode(self.article.iri)),
            (NamedNode(NIF + "beginIndex"), typed(begin, "nonNegativeInteger")),
            (NamedNode(NIF + "endIndex"), typed(end, "nonNegativeInteger")),
            (NamedNode(NIF + "anchorOf"), Literal(quote, language=self.lang)),
        )

    def _event(self, event: Event) -> Iterator[Quad]:
        node = NamedNode(event.iri)
        yield from self._quads(node, (A, gp("Event")), (gp("eventType"), NamedNode(PLOVER + event.type)))
        if event.mode:
            yield from self._quads(node, (gp("mode"), NamedNode(f"{PLOVER}{event.type}-{event.mode}")))
        for context in event.contexts:
            yield from self._quads(node, (gp("context"), NamedNode(PLOVER + context)))
        for side, mentions in (("agent", event.agents), ("recipient", event.recipients)):
            for mention in mentions:
                yield from self._participant(node, side, mention)
        for side, words in (("agent", event.agent_words), ("recipient", event.recipient_words)):
            if words:
                yield from self._quads(node, (gp(f"{side}Mention"), Literal(words)))
        if event.place:
            yield from self._quads(node, (gp("place"), NamedNode(actor_iri(event.place))))
        yield from self._quads(node, (gp("tense"), gp(event.tense)))
        if event.time:
            yield from self._date(node, event.time)
        if event.reason:
            yield from self._quads(node, (gp("reason"), Literal(event.reason, language=self.lang)))
        yield from self._claim(node, event)

    def _participant(self, node: NamedNode, side: str, mention: Mention) -> Iterator[Quad]:
        principal = self.extraction.cast.principal(mention.actor)
        yield from self._quads(
            node,
            (gp(side), NamedNode(actor_iri(mention.actor))),
            (gp(f"{side}Mention"), Literal(mention.text)),
            (gp(f"{side}Principal"), NamedNode(actor_iri(principal))),
        )

    def _date(self, node: NamedNode, time: Time) -> Iterator[Quad]:
        yield from self._quads(
            node,
            (gp("date"), typed(time.date, "date")),
            (gp("datePrecision"), gp(time.precision)),
            (gp("dateBasis"), gp("RelativeToPublication" if time.relative else "Explicit")),
        )
        if time.until != time.date:
            yield from self._quads(node, (gp("dateEnd"), typed(time.until, "date")))

    def _stance(self, stance: Stance) -> Iterator[Quad]:
        node = NamedNode(stance.iri)
        cast = self.extraction.cast
        yield from self._quads(
            node,
            (A, gp("StanceAssertion")),
            (A, NamedNode(RDF + "Statement")),
            (NamedNode(RDF + "subject"), NamedNode(actor_iri(stance.subject.actor))),
            (NamedNode(RDF + "predicate"), gp(stance.relation)),
            (NamedNode(RDF + "object"), NamedNode(actor_iri(stance.object.actor))),
            (gp("subjectMention"), Literal(stance.subject.text)),
            (gp("objectMention"), Literal(stance.object.text)),
            (gp("subjectPrincipal"), NamedNode(actor_iri(cast.principal(stance.subject.actor)))),
            (gp("objectPrincipal"), NamedNode(actor_iri(cast.principal(stance.object.actor)))),
            (gp("basis"), gp(stance.basis)),
            (NamedNode(PROV + "wasGeneratedBy"), self.run),
        )
        if stance.event:
            yield from self._quads(node, (gp("viaEvent"), NamedNode(stance.event)))
        if stance.time:
            yield from self._quads(node, (gp("validFrom"), typed(stance.time.date, "date")))
        yield from self._claim(node, stance)

    def _claim(self, node: NamedNode, claim: Event | Stance) -> Iterator[Quad]:
        """Write what events and stances have in common: polarity, certainty, source, confidence, evidence."""
        yield from self._quads(
            node,
            (gp("claimPolarity"), gp("denied" if claim.denied else "affirmed")),
            (gp("certainty"), gp(claim.certainty)),
            (gp("confidence"), typed(claim.confidence, "decimal")),
            (gp("rule"), Literal(claim.rule)),
            (NamedNode(PROV + "wasDerivedFrom"), self._span_node(claim.begin, claim.end)),
        )
        yield from self._source(node, claim.source)

    def _source(self, node: NamedNode, source: Source) -> Iterator[Quad]:
        yield from self._quads(node, (gp("attribution"), gp(source.attribution)))
        if source.speaker is not None:
            yield from self._quads(node, (gp("claimedBy"), NamedNode(actor_iri(source.speaker.actor))))

    def _actor(self, actor: Discovered) -> Iterator[Quad]:
        """Describe an actor that the article introduces."""
        node = NamedNode(actor_iri(actor.id))
        yield from self._quads(
            node,
            (A, gp(actor.cls)),
            (NamedNode(SKOS + "prefLabel"), Literal(actor.label)),
        )
        if actor.acts_for:
            yield from self._quads(node, (gp("actsFor"), NamedNode(actor_iri(actor.acts_for))))
