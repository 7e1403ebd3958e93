"""Fixtures: five made-up articles and stores that hold them. Every test gets a store of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from small_world import DATA, SmallGazetteer

from graph.store import Store, open_store


@pytest.fixture(scope="session")
def articles() -> dict[str, list[Quad]]:
    """The quads of the five articles by graph IRI."""
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=str(DATA / "five.trig"), format=RdfFormat.TRIG):
        assert isinstance(quad.graph_name, NamedNode)
        found[quad.graph_name.value].append(quad)
    return dict(found)


@pytest.fixture
def empty() -> Iterator[Store]:
    """A memory store with the ontology only."""
    with open_store(":memory:", actors=SmallGazetteer()) as store:
        yield store


@pytest.fixture
def store(empty: Store, articles: dict[str, list[Quad]]) -> Store:
    """A memory store with the five articles."""
    for graph, quads in articles.items():
        empty.replace_article(graph, quads)
    return empty
