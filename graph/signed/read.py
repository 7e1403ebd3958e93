"""A signed network read from a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Final

from graph.articles import Answers, list_articles, rows
from graph.signed.model import CERTAINTIES, SIGNS, Actor, Corpus, Evidence, Filters, SignedNetwork, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

_STANCES: Final = """SELECT ?stance ?subject ?object ?subjectPrincipal ?objectPrincipal ?relation ?polarity ?certainty
  ?confidence ?from ?until ?attribution ?speaker ?subjectMention ?objectMention ?sentence ?quote ?article
WHERE { GRAPH ?graph {
  ?stance a gp:StanceAssertion ; rdf:subject ?subject ; rdf:object ?object ; rdf:predicate ?relation ;
    gp:claimPolarity ?polarity ; gp:certainty ?certainty ; gp:confidence ?confidence ; prov:wasDerivedFrom ?sentence .
  ?sentence nif:anchorOf ?quote ; nif:referenceContext ?article .
  OPTIONAL { ?stance gp:subjectPrincipal ?subjectPrincipal }
  OPTIONAL { ?stance gp:objectPrincipal ?objectPrincipal }
  OPTIONAL { ?stance gp:validFrom ?from }
  OPTIONAL { ?stance gp:validUntil ?until }
  OPTIONAL { ?stance gp:attribution ?attribution }
  OPTIONAL { ?stance gp:claimedBy ?speaker }
  OPTIONAL { ?stance gp:subjectMention ?subjectMention }
  OPTIONAL { ?stance gp:objectMention ?objectMention }
} }"""

_ACTORS: Final = """SELECT ?actor ?class ?label (LANG(?label) AS ?language) ?code ?same WHERE { GRAPH graph:actors {
  ?actor a ?class ; skos:prefLabel ?label .
  OPTIONAL { ?actor gp:code ?code }
  OPTIONAL { ?actor owl:sameAs ?same FILTER (STRSTARTS(STR(?same), "http://www.wikidata.org/entity/")) }
} }"""


def read_network(store: Answers, filters: Filters | None = None) -> SignedNetwork:
    """Read the signed network of a store."""
    return signed_network(read_corpus(store), filters)


def read_corpus(store: Answers) -> Corpus:
    """Read all stances, actors and articles of a store."""
    sources = {source.iri: source for source in _sources(store)}
    evidence = {item.stance: item for item in _evidence(store, sources)}
    ordered = tuple(evidence[stance] for stance in sorted(evidence))
    return Corpus(_actors(store), ordered, tuple(sources[iri] for iri in sorted(sources)))


def signed_network(corpus: Corpus, filters: Filters | None = None) -> SignedNetwork:
    """Make the network of the affirmed stances that filters let in; actors without any are not in it."""
    import networkx

    wanted = filters or Filters()
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for item in corpus.admitted(wanted):
        if not item.denied:
            subject, object_ = item.ends(wanted.principals)
            graph.add_node(subject, actor=corpus.actor(subject))
            graph.add_node(object_, actor=corpus.actor(object_))
            graph.add_edge(subject, object_, key=item.stance, sign=item.sign, evidence=item)
    return SignedNetwork(graph, wanted, corpus)


def _sources(store: Answers) -> Iterator[Source]:
    for article in list_articles(store):
        yield Source(
            article.iri,
            article.headline or "",
            article.publisher or "",
            article.language or "",
            (article.published or "")[:10],
            article.url or "",
        )


def _evidence(store: Answers, sources: Mapping[str, Source]) -> Iterator[Evidence]:
    for row in rows(store, _STANCES):
        stance, subject, object_, subject_for, object_for, relation, polarity, certainty, confidence = row[:9]
        start, until, attribution, speaker, subject_mention, object_mention, sentence, quote, article = (
            text or "" for text in row[9:]
        )
        if _local(relation) not in SIGNS or _local(certainty) not in CERTAINTIES:
            continue  # not of our making: it says nothing that could be counted
        source = sources.get(article) or Source(article)
        yield Evidence(
            stance=stance or "",
            subject=subject or "",
            object=object_ or "",
            subject_principal=subject_for or subject or "",
            object_principal=object_for or object_ or "",
            relation=_local(relation),  # type: ignore[arg-type]
            denied=_local(polarity) == "denied",
            certainty=_local(certainty),  # type: ignore[arg-type]
            confidence=_number(confidence),
            date=(start or source.published)[:10],
            stated=bool(start),
            until=until[:10],
            attribution=_local(attribution),
            speaker=speaker,
            subject_mention=subject_mention,
            object_mention=object_mention,
            sentence=sentence,
            quote=quote,
            source=source,
        )


def _actors(store: Answers) -> dict[str, Actor]:
    facts: dict[str, dict[str, str]] = {}
    names: dict[str, dict[str, str]] = {}
    for iri, kind, label, language, code, same in _sorted(rows(store, _ACTORS)):
        facts[iri] = {"type": _local(kind), "code": code, "wikidata": same}
        names.setdefault(iri, {})[language] = label
    return {iri: Actor(iri, names=names[iri], **facts[iri]) for iri in sorted(facts)}


def _sorted(found: Iterable[tuple[str | None, ...]]) -> list[tuple[str, ...]]:
    return sorted(tuple(text or "" for text in row) for row in found)


def _number(text: str | None) -> float:
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if isfinite(number) else 0.0


def _local(iri: str | None) -> str:
    return (iri or "").rpartition("#")[2]
