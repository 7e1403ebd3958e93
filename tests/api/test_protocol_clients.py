"""The libraries that people use, against a real server."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pandas
import pytest
from kit import serving
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from api.app import create_app
from api.settings import Settings
from graph.store import open_store

S, P, G = URIRef("http://x.example/s"), URIRef("http://x.example/p"), URIRef("http://g.example/1")
SELECT = "SELECT ?who WHERE { ?who gp:opposes actor:RUS } ORDER BY ?who"
GRAPH = "CONSTRUCT { ?who gp:opposes actor:RUS } WHERE { ?who gp:opposes actor:RUS }"


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("how", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_selects(server: str, method: str, how: str, form: str) -> None:
    if (method, how) == ("GET", POSTDIRECTLY):
        return
    wrapper = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(how)
    wrapper.setQuery(SELECT)
    found = wrapper.queryAndConvert()
    if form == JSON:
        assert [row["who"]["value"].rpartition("/")[2] for row in found["results"]["bindings"]] == [
            "USA",
            "test-pentagon",
        ]
    elif form == XML:
        assert len(found.getElementsByTagName("result")) == 2
    else:
        assert found.decode().split()[0].strip("?") == "who"
        assert len(found.decode().split()) == 3


@pytest.mark.parametrize("form", [JSON, XML])
def test_sparqlwrapper_asks(server: str, form: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    wrapper.setQuery("ASK { actor:USA gp:opposes actor:RUS }")
    found = wrapper.queryAndConvert()
    assert found["boolean"] if form == JSON else "<boolean>true</boolean>" in found.toxml()


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_sparqlwrapper_constructs(server: str, form: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql", returnFormat=form)
    wrapper.setQuery(GRAPH)
    found = wrapper.queryAndConvert()
    graph = Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
    assert len(graph) == 2


def test_sparqlwrapper_asks_over_graphs(writable: str) -> None:
    wrapper = SPARQLWrapper(f"{writable}/sparql", f"{writable}/update", returnFormat=JSON)
    wrapper.setMethod(POST)
    wrapper.setQuery(f"INSERT DATA {{ GRAPH <{G}> {{ <{S}> <{P}> 'é\\\\+%2B' }} }}")
    wrapper.query()
    wrapper.setQuery("SELECT ?o { ?s ?p ?o }")
    assert wrapper.queryAndConvert()["results"]["bindings"] == []
    wrapper.addDefaultGraph(str(G))
    assert [row["o"]["value"] for row in wrapper.queryAndConvert()["results"]["bindings"]] == ["é\\+%2B"]


def test_sparqlwrapper_hears_of_errors(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="line 1"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_rdflib_reads(server: str, method: str, form: str) -> None:
    store = SPARQLStore(f"{server}/sparql", method=method, returnFormat=form)
    graph = Graph(store)
    assert [str(row.who).rpartition("/")[2] for row in graph.query(SELECT)] == ["USA", "test-pentagon"]
    assert graph.query("ASK { actor:USA gp:opposes actor:RUS }").askAnswer
    usa = URIRef("https://w3id.org/detente/id/actor/USA")
    opposes = URIRef("https://w3id.org/detente/ns#opposes")
    assert [str(o).rpartition("/")[2] for o in graph.objects(usa, opposes)] == ["RUS"]


def test_rdflib_constructs(server: str) -> None:
    store = SPARQLStore(f"{server}/sparql", returnFormat="turtle")
    assert len(Graph(store).query(GRAPH).graph) == 2


@pytest.fixture
def remote(writable: str) -> Iterator[Dataset]:
    store = SPARQLUpdateStore(f"{writable}/sparql", f"{writable}/update", autocommit=True, returnFormat="json")
    dataset = Dataset(store)
    yield dataset
    dataset.close()


def test_rdflib_writes_to_the_unnamed_graph(remote: Dataset) -> None:
    graph = remote.graph(DATASET_DEFAULT_GRAPH_ID)
    graph.add((S, P, Literal("a “quoted” \\ text", lang="en")))
    graph.add((S, P, Literal(5)))
    assert len(graph) == 2
    assert set(graph.objects(S, P)) == {Literal("a “quoted” \\ text", lang="en"), Literal(5)}
    graph.remove((S, P, Literal(5)))
    assert len(graph) == 1


def test_rdflib_writes_to_named_graphs(remote: Dataset) -> None:
    one = remote.graph(G)
    one.add((S, P, Literal(1)))
    remote.addN([(S, P, Literal(2), one), (S, P, Literal(3), one)])
    other = remote.graph(URIRef("http://g.example/2"))
    other.add((S, P, Literal(4)))
    assert (len(one), len(other)) == (3, 1)
    assert {str(graph.identifier) for graph in remote.graphs()} >= {str(G), "http://g.example/2"}
    one.update("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (?o > 1) }")
    assert set(one.objects()) == {Literal(1)}
    remote.remove_graph(other)
    assert len(other) == 0


def test_pandas_reads_a_url(server: str) -> None:
    named = pandas.read_csv(f"{server}/sparql?format=csv&query={quote(SELECT)}")
    assert list(named.columns) == ["who"]
    accepting = pandas.read_csv(
        f"{server}/sparql?query={quote(SELECT)}", sep="\t", storage_options={"Accept": "text/tab-separated-values"}
    )
    assert (len(named), len(accepting)) == (2, 2)


def test_pandas_reads_what_is_zipped() -> None:
    with open_store(":memory:") as store, serving(create_app(Settings(), store)) as address:
        store.update(
            "INSERT DATA { " + " ".join(f"<u:{n}> <u:p> 'row {n}, with a comma' ." for n in range(5000)) + " }"
        )
        target = f"{address}/sparql?format=csv&query={quote('SELECT ?x { ?s <u:p> ?x }')}"
        found = pandas.read_csv(target, storage_options={"Accept-Encoding": "gzip"})
    assert sorted(found["x"])[1] == "row 1, with a comma"
    assert len(found) == 5000
