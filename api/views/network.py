"""The signed network as pages, notebooks and the command line show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from api.network.schemas import (
    ArticleMonth,
    Drawing,
    EvidenceItem,
    LanguageCount,
    NetworkActor,
    NetworkRelation,
    SourceCount,
    Summary,
    TypeCount,
)
from api.schemas import ActorRef, ArticleRef
from api.views.marks import marks
from graph.signed import plain
from graph.signed.balance import balance
from graph.signed.blocs import frustration
from graph.signed.dyads import dyad as compared
from graph.signed.dyads import months
from graph.signed.export import write
from graph.signed.layout import Point, layout
from graph.signed.paths import explain
from graph.signed.report import summarise
from ontology.namespaces import actor_id

if TYPE_CHECKING:
    from graph.articles import Answers
    from graph.signed.blocs import Partition
    from graph.signed.model import Corpus, Evidence, Filters, Relation, SignedNetwork, Source

_MONTH: Final = re.compile(r"\d{4}-\d\d")


def drawing(network: SignedNetwork, start: Mapping[str, Point] | None = None) -> Drawing:
    """Show a network with the places of its actors, and what its filters can be set to.

    ``start`` are places in another picture, near which the actors stay.
    """
    partition = frustration(network)
    places = layout(network, partition.blocs, start)
    frustrated = {relation.id for relation in partition.frustrated}
    corpus, filters = network.corpus, network.filters
    return Drawing(
        summary=_summary(network, partition),
        actors=_actors(network, partition.blocs, places),
        relations=[_relation(relation, relation.id in frustrated) for relation in network.relations],
        months=_months(source for source in corpus.articles if filters.admits_source(source)),
        sources=[
            SourceCount(publisher=name, articles=number)
            for name, number in _counted(source.publisher for source in corpus.articles)
        ],
        types=[TypeCount(type=name, actors=number) for name, number in _types(corpus, filters)],
        languages=[
            LanguageCount(lang=name, articles=number)
            for name, number in _counted(source.language for source in corpus.articles if source.language)
        ],
    )


def evidence(network: SignedNetwork, subject: str, object_: str, relation: str | None = None) -> list[EvidenceItem]:
    """Show the evidence between two actors in one direction, newest first."""
    found = [item for item in network.between(subject, object_) if relation in (None, item.relation)]
    return [_evidence(item, network.corpus) for item in reversed(found)]


def dyad(store: Answers, network: SignedNetwork, a: str, b: str) -> dict[str, Any]:
    """Show what is said between two actors and what may explain it, as the command line does."""
    between = compared(network, a, b)
    scores = months(store, between.a, between.b, network.filters.min_confidence)
    why = plain.explanation(explain(network, a, b)) if {between.a, between.b} <= network.actors.keys() else None
    return {**plain.dyad(between, scores), "explanation": why}


def places(drawn: Drawing) -> dict[str, Point]:
    """Give the places of a drawing, by IRI."""
    return {actor.iri: (actor.x, actor.y) for actor in drawn.actors}


def exported(network: SignedNetwork, form: str, drawn: Drawing | None = None) -> bytes:
    """Write a network in one of the formats of ``graph.signed.export``, with its places or those of a drawing of it."""
    buffer = BytesIO()
    write(network, form, buffer, places(drawn or drawing(network)) if form != "csv" else None)
    return buffer.getvalue()


def page(network: SignedNetwork, drawn: Drawing | None = None) -> bytes:
    """Write a network, as it is drawn or with a drawing of it, as one page of HTML that needs no internet."""
    from api.web import embed

    shown = (drawn or drawing(network)).model_dump(mode="json")
    return embed.network_html(shown, evidence=embed.quotes(network)).encode()


def _summary(network: SignedNetwork, partition: Partition) -> Summary:
    found = summarise(network, partition, balance(network))
    return Summary(**{name: getattr(found, name) for name in Summary.model_fields})


def _actors(network: SignedNetwork, blocs: Mapping[str, int], places: Mapping[str, Point]) -> list[NetworkActor]:
    out = Counter((relation.subject, relation.relation) for relation in network.relations)
    into = Counter((relation.object, relation.relation) for relation in network.relations)
    return [
        NetworkActor(
            id=actor.id,
            iri=iri,
            names=dict(actor.names),
            type=actor.type,
            code=actor.code,
            wikidata=actor.wikidata,
            x=places[iri][0],
            y=places[iri][1],
            bloc=blocs[iri],
            supports=out[iri, "supports"],
            supported=into[iri, "supports"],
            opposes=out[iri, "opposes"],
            opposed=into[iri, "opposes"],
        )
        for iri, actor in network.actors.items()
    ]


def _relation(relation: Relation, frustrated: bool) -> NetworkRelation:
    return NetworkRelation(
        source=actor_id(relation.subject),
        relation=relation.relation,
        target=actor_id(relation.object),
        articles=relation.articles,
        stances=len(relation.evidence),
        confidence=relation.confidence,
        certainty=relation.certainty,
        first=relation.first,
        last=relation.last,
        single_source=relation.single_source,
        frustrated=frustrated,
    )


def _months(articles: Iterable[Source]) -> list[ArticleMonth]:
    counts = Counter(source.published[:7] for source in articles if _MONTH.match(source.published))
    return [ArticleMonth(month=month, articles=number) for month, number in sorted(counts.items())]


def _types(corpus: Corpus, filters: Filters) -> list[tuple[str, int]]:
    named = {iri for item in corpus.evidence for iri in item.ends(filters.principals)}
    return _counted(corpus.actors[iri].type for iri in named if iri in corpus.actors)


def _counted(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))


def _evidence(item: Evidence, corpus: Corpus) -> EvidenceItem:
    return EvidenceItem(
        id=item.id,
        iri=item.stance,
        relation=item.relation,
        polarity="denied" if item.denied else "affirmed",
        certainty=item.certainty,
        confidence=item.confidence,
        date=item.date or None,
        stated=item.stated,
        attribution=item.attribution or None,
        speaker=_actor(item.speaker, corpus) if item.speaker else None,
        subject=_actor(item.subject, corpus),
        object=_actor(item.object, corpus),
        subject_mention=item.subject_mention,
        object_mention=item.object_mention,
        quote=item.quote,
        marks=marks(item.quote, [item.subject_mention], [item.object_mention]),
        article=_article(item.source),
    )


def _actor(iri: str, corpus: Corpus) -> ActorRef:
    actor = corpus.actor(iri)
    return ActorRef(id=actor.id, iri=iri, label=actor.name(), names=dict(actor.names))


def _article(source: Source) -> ArticleRef:
    return ArticleRef(
        id=source.iri.rpartition("/")[2],
        iri=source.iri,
        title=source.title or None,
        publisher=source.publisher or None,
        published=source.published or None,
        url=source.url or None,
        lang=source.language or None,
    )
