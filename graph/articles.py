"""The articles of a store: their list, and the many names by which users call one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from ontology.namespaces import ARTICLE_GRAPHS, GP, SCHEMA, XSD, article_graph, article_iri

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

    from graph.quads import QuadSource

_LIST: Final = """SELECT ?graph ?article ?hash ?id ?url ?headline ?published ?language ?publisher WHERE {
  GRAPH ?graph {
    ?article a schema:NewsArticle .
    OPTIONAL { ?article gp:contentHash ?hash }
    OPTIONAL { ?article gp:sourceId ?id }
    OPTIONAL { ?article schema:url ?url }
    OPTIONAL { ?article schema:headline ?headline }
    OPTIONAL { ?article schema:datePublished ?published }
    OPTIONAL { ?article schema:inLanguage ?language }
    OPTIONAL { ?article schema:publisher ?publisher }
  }
} ORDER BY ?graph"""


@dataclass(frozen=True, slots=True)
class Article:
    """What the store knows of one article; dates are ISO strings."""

    graph: str
    iri: str
    content_hash: str | None
    source_id: str | None
    url: str | None
    headline: str | None
    published: str | None
    language: str | None
    publisher: str | None


class Answers(Protocol):
    """Anything that answers SPARQL."""

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a query."""
        ...


def rows(store: Answers, sparql: str) -> Iterator[tuple[str | None, ...]]:
    """Answer a SELECT with plain strings, ``None`` where a variable is unbound."""
    from pyoxigraph import QuerySolutions

    solutions = store.query(sparql)
    assert isinstance(solutions, QuerySolutions)
    for solution in solutions:
        yield tuple(getattr(term, "value", None) for term in solution)


def list_articles(store: Answers) -> Iterator[Article]:
    """List the articles by graph IRI."""
    for row in rows(store, _LIST):
        yield Article(row[0] or "", row[1] or "", *row[2:])


def content_hash(store: QuadSource, graph_iri: str) -> str | None:
    """Give the content hash of an article graph, ``None`` if there is no such graph."""
    from pyoxigraph import Literal, NamedNode

    for quad in store.quads_for_pattern(None, NamedNode(GP + "contentHash"), None, NamedNode(graph_iri)):
        if isinstance(quad.object, Literal):
            return quad.object.value
    return None


def copies_of(store: Answers, iri: str) -> list[str]:
    """Give the IRIs of the articles that are copies of one."""
    return [row[0] or "" for row in rows(store, f"SELECT ?copy {{ ?copy gp:copyOf <{iri}> }} ORDER BY ?copy")]


def article_graphs(store: QuadSource, ref: str) -> list[str]:
    """Find the graphs of the articles that a graph IRI, article IRI, hash, source id or URL names."""
    for graph in direct_graphs(ref):
        if any(True for _ in store.quads_for_pattern(None, None, None, graph)):
            return [graph.value]
    return sorted(_by_property(store, ref))


def direct_graphs(ref: str) -> Iterator[NamedNode]:
    """Give the graph that a graph IRI, article IRI or hash would name."""
    from pyoxigraph import NamedNode

    if ref.startswith(ARTICLE_GRAPHS):
        yield NamedNode(ref)
    elif ref.startswith(article_iri("")):
        yield NamedNode(article_graph(ref.removeprefix(article_iri(""))))
    elif ref.isalnum():
        yield NamedNode(article_graph(ref))


def property_values(ref: str) -> list[Literal | NamedNode]:
    """Give the ways in which an id or URL can be written in a graph."""
    from pyoxigraph import Literal, NamedNode

    names: list[Literal | NamedNode] = [Literal(ref), Literal(ref, datatype=NamedNode(XSD + "anyURI"))]
    with suppress(ValueError):
        names.append(NamedNode(ref))
    return names


def _by_property(store: QuadSource, ref: str) -> set[str]:
    from pyoxigraph import NamedNode

    names = property_values(ref)
    found: set[str] = set()
    for predicate in (GP + "sourceId", SCHEMA + "url"):
        for name in names:
            quads = store.quads_for_pattern(None, NamedNode(predicate), name, None)
            found |= {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    return {graph for graph in found if graph.startswith(ARTICLE_GRAPHS)}
