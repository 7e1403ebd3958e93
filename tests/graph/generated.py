"""Any number of made-up articles, in batches, for tests that need more than five."""

from __future__ import annotations

from datetime import date, timedelta

from pyoxigraph import Literal, NamedNode, Quad
from small_world import KINDS

from graph.store import MemoryStore
from ontology.namespaces import GP, RDF, SCHEMA, XSD, actor_iri, article_graph, article_iri, stance_iri

FIRST = date(2020, 1, 1)
STATES = [name for name, kind in KINDS.items() if kind == "State"]
PUBLISHERS = ("Daily Post", 'The "Wire"', "Le Quotidien")
Batch = list[tuple[str, list[Quad]]]


def article(number: int, *, dated: bool = True, copy_of: int | None = None) -> tuple[str, list[Quad]]:
    """Make one article, published that many days after the first of January 2020, with one stance."""
    name = f"{number:08x}"
    graph = NamedNode(article_graph(name))
    node = NamedNode(article_iri(name))
    facts: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (node, RDF + "type", NamedNode(SCHEMA + "NewsArticle")),
        (node, SCHEMA + "publisher", Literal(PUBLISHERS[number % 3])),
        (node, GP + "sourceId", Literal(f"n{number}")),
        (node, SCHEMA + "headline", Literal(f"{number} " * 40)),
    ]
    if dated:
        day = (FIRST + timedelta(days=number)).isoformat()
        facts.append((node, SCHEMA + "datePublished", Literal(day, datatype=NamedNode(XSD + "date"))))
    facts += (
        [(node, GP + "copyOf", NamedNode(article_iri(f"{copy_of:08x}")))] if copy_of is not None else stance(number)
    )
    return graph.value, [Quad(subject, NamedNode(predicate), object_, graph) for subject, predicate, object_ in facts]


def stance(number: int) -> list[tuple[NamedNode, str, NamedNode | Literal]]:
    """Make a stance between two of five states, that changes from article to article."""
    node = NamedNode(stance_iri(str(number)))
    first, second = STATES[number % 5], STATES[(number // 5) % 5]
    return [
        (node, RDF + "type", NamedNode(GP + "StanceAssertion")),
        (node, RDF + "subject", NamedNode(actor_iri(first))),
        (node, RDF + "predicate", NamedNode(GP + ("supports" if number % 7 else "opposes"))),
        (node, RDF + "object", NamedNode(actor_iri(second))),
        (node, GP + "claimPolarity", NamedNode(GP + "affirmed")),
        (node, GP + "certainty", NamedNode(GP + "certain")),
        (node, GP + "confidence", Literal("0.9", datatype=NamedNode(XSD + "decimal"))),
    ]


def batch(number: int, size: int = 20) -> Batch:
    """Make one of many batches."""
    return [article(number * size + offset) for offset in range(size)]


def store_of(articles: Batch) -> MemoryStore:
    """Keep articles in memory, as any store must hold them."""
    made = MemoryStore()
    made.replace_articles(articles)
    return made
