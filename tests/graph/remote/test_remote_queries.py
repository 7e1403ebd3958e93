"""Every competency question has the same answer in a service; so have the other kinds of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, parse
from small_world import DATA, SmallGazetteer
from test_queries import CASES
from triple_stores import TripleStore

from graph.articles import rows
from graph.queries import named_queries
from graph.remote.store import RemoteStore
from graph.sparql import Dataset
from graph.stats import stats
from graph.store import Store, open_store
from ontology.errors import DetenteError
from ontology.namespaces import ACTORS_GRAPH, CURRENT_GRAPH


@pytest.fixture(scope="module")
def filled(server: TripleStore) -> Iterator[tuple[RemoteStore, Store]]:
    """A service and a memory store with the same five articles."""

    articles: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=str(DATA / "five.trig")):
        articles[str(quad.graph_name)[1:-1]].append(quad)
    server.wipe()
    with (
        RemoteStore(server.address, server.settings, actors=SmallGazetteer()) as remote,
        open_store(":memory:", actors=SmallGazetteer()) as store,
    ):
        for each in (remote, store):
            each.replace_articles(articles.items())
        yield remote, store


@pytest.mark.parametrize(("name", "params", "expected"), CASES)
def test_competency_questions(
    filled: tuple[RemoteStore, Store], name: str, params: dict[str, Any], expected: list[tuple[str | None, ...]]
) -> None:
    remote, store = filled
    text = named_queries()[name].bind(params)
    found = list(rows(remote, text))
    assert found == list(rows(store, text))
    assert len(found) == len(expected)


@pytest.mark.parametrize("name", list(named_queries()))
def test_answers_are_the_same_to_the_letter(filled: tuple[RemoteStore, Store], name: str) -> None:
    text = named_queries()[name].text
    here, there = (each.query(text) for each in filled)
    assert isinstance(here, QuerySolutions)
    assert isinstance(there, QuerySolutions)
    assert here.serialize(format=QueryResultsFormat.TSV) == there.serialize(format=QueryResultsFormat.TSV)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?a ?b WHERE { ?a gp:opposes ?b } ORDER BY ?a ?b",
        "SELECT ?score WHERE { ?x gp:confidence ?score } ORDER BY ?score",
        "SELECT ?n WHERE { ?x nif:beginIndex ?n } ORDER BY ?n",
        "PREFIX gp: <https://w3id.org/detente/ns#> SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a gp:Event }",
        "SELECT ?d WHERE { ?x schema:datePublished ?d } ORDER BY ?d",
    ],
)
def test_small_queries(filled: tuple[RemoteStore, Store], sparql: str) -> None:
    remote, store = filled
    assert list(rows(remote, sparql)) == list(rows(store, sparql))


def test_ask_construct_and_describe(filled: tuple[RemoteStore, Store]) -> None:
    for sparql in ("ASK { actor:USA gp:opposes actor:SYR }", "ASK { actor:USA gp:opposes actor:CHN }"):
        here, there = (each.query(sparql) for each in filled)
        assert isinstance(here, QueryBoolean)
        assert bool(here) == bool(there)
    construct = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ACTORS_GRAPH}> {{ ?s ?p ?o }} }}"
    here, there = (each.query(construct) for each in filled)
    assert isinstance(here, QueryTriples)
    assert {str(triple) for triple in here} == {str(triple) for triple in there}
    described = filled[0].query("DESCRIBE actor:jane-doe")
    assert isinstance(described, QueryTriples)
    assert any("jane-doe" in str(triple) for triple in described)


def test_a_choice_of_graphs(filled: tuple[RemoteStore, Store]) -> None:
    sparql = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    chosen = Dataset(default_graphs=(CURRENT_GRAPH,))
    here, there = (list(each.query(sparql, chosen)) for each in filled)
    assert [str(row) for row in here] == [str(row) for row in there]
    from_text = f"SELECT (COUNT(*) AS ?n) FROM <{ACTORS_GRAPH}> WHERE {{ ?s ?p ?o }}"
    assert list(rows(filled[0], from_text)) == list(rows(filled[1], from_text))


def test_a_mistake_is_told_with_its_place(filled: tuple[RemoteStore, Store]) -> None:
    with pytest.raises(DetenteError, match="line 2, column") as complaint:
        filled[0].query("SELECT ?x WHERE {\n ?x ?y }")
    assert complaint.value.status == 400


def test_counts_are_the_same(filled: tuple[RemoteStore, Store]) -> None:
    assert stats(filled[0]) == stats(filled[1])
