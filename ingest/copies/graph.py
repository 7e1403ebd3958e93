"""The graph of a copy: what it is, and what it is a copy of; its claims are those of the original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from ingest.language import detect
from ingest.program import software
from ontology.namespaces import GP, XSD

if TYPE_CHECKING:
    from ingest.article import Article
    from ingest.copies.finder import Link


def graph_of_copy(article: Article, link: Link) -> Iterator[Quad]:
    """Yield the quads of the graph of a copy."""
    from ingest.description import describe

    yield from describe(article, detect(article), software())
    graph, node = NamedNode(article.graph), NamedNode(article.iri)
    similarity = Literal(str(link.similarity), datatype=NamedNode(XSD + "decimal"))
    yield Quad(node, NamedNode(GP + "copyOf"), NamedNode(link.original), graph)
    yield Quad(node, NamedNode(GP + "similarity"), similarity, graph)
    yield Quad(node, NamedNode(GP + "originalHash"), Literal(link.content_hash), graph)
