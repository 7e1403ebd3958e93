"""What a graph says of its article itself: title, day, publisher, address, who read it, how copies of it are found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from ingest.article import Article
from ingest.copies.finder import week
from ingest.copies.fingerprint import fingerprint
from ingest.program import run_name
from ontology.gazetteer import outlet_named
from ontology.namespaces import GP, NIF, PROV, RDF, SCHEMA, XSD, actor_iri

A: Final = NamedNode(RDF + "type")
Term = NamedNode | Literal


def gp(name: str) -> NamedNode:
    """Name a term of the vocabulary."""
    return NamedNode(GP + name)


def typed(value: object, datatype: str) -> Literal:
    """Make a literal of an XSD type."""
    return Literal(str(value), datatype=NamedNode(XSD + datatype))


def describe(article: Article, lang: str, software: str) -> Iterator[Quad]:
    """Yield what an article's graph says of the article, and of the run that wrote it."""
    graph, node, run = NamedNode(article.graph), NamedNode(article.iri), NamedNode(run_name())
    for predicate, value in _properties(article, lang, run):
        yield Quad(node, predicate, value, graph)
    yield Quad(run, A, NamedNode(PROV + "Activity"), graph)
    yield Quad(run, gp("software"), Literal(software), graph)


def recognisable(article: Article, lang: str) -> Iterator[Quad]:
    """Yield what copies of an article are found by; nothing if it is too short to have any."""
    found = fingerprint(article)
    if found is None:
        return
    graph, node = NamedNode(article.graph), NamedNode(article.iri)
    for band in found.bands(lang, week(article.published)):
        yield Quad(node, gp("textBand"), Literal(band), graph)
    yield Quad(node, gp("sentenceHashes"), Literal(found.packed()), graph)


def _properties(article: Article, lang: str, run: NamedNode) -> Iterator[tuple[NamedNode, Term]]:
    yield A, NamedNode(SCHEMA + "NewsArticle")
    yield A, NamedNode(NIF + "Context")
    yield NamedNode(SCHEMA + "inLanguage"), Literal(lang)
    yield gp("contentHash"), Literal(article.content_hash)
    yield NamedNode(PROV + "wasGeneratedBy"), run
    if article.title:
        yield NamedNode(SCHEMA + "headline"), Literal(article.title, language=lang)
    if article.published:
        yield NamedNode(SCHEMA + "datePublished"), typed(article.published, "date")
    if article.publisher:
        yield NamedNode(SCHEMA + "publisher"), Literal(article.publisher)
        outlet = outlet_named(article.publisher)
        if outlet is not None:
            yield gp("outlet"), NamedNode(actor_iri(outlet))
    if article.url:
        yield NamedNode(SCHEMA + "url"), NamedNode(article.url)
    if article.source_id:
        yield gp("sourceId"), Literal(article.source_id)
