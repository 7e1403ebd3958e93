"""The service in its own words, read back as RDF."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from kit import DATA, serving
from rdflib import RDF, RDFS, Graph, Namespace, URIRef

from api.app import create_app
from api.census import Census
from api.description import MOST_GRAPHS
from api.runner import Answer, Question, Rules, ThreadRunner
from api.settings import Settings
from graph.store import Store, open_store
from ontology.errors import DetenteError
from ontology.namespaces import GP

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")


def described(address: str, accept: str = "text/turtle", syntax: str = "turtle") -> Graph:
    answer = httpx.get(address, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == accept
    return Graph().parse(data=answer.text, format=syntax)


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
    ],
)
def test_the_endpoint_describes_itself(server: str, accept: str, syntax: str) -> None:
    found = described(f"{server}/sparql", accept, syntax)
    (service,) = found.subjects(RDF.type, SD.Service)
    assert list(found.objects(service, SD.endpoint)) == [URIRef(f"{server}/sparql")]
    assert SD.SPARQL11Query in set(found.objects(service, SD.supportedLanguage))
    assert SD.SPARQL11Update not in set(found.objects(service, SD.supportedLanguage))
    assert set(found.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    names = {str(name).rpartition("/graph/")[2] for name in found.objects(None, SD.name)}
    assert {"ontology", "actors", "current"} < names


def test_settings_show_in_the_description() -> None:
    settings = Settings(
        allow_writes=True,
        default_graph="unnamed",
        service_allow=("https://a.example/*",),
        public_url="https://public.example/graph/",
    )
    with open_store(":memory:") as store, serving(create_app(settings, store)) as address:
        found = described(f"{address}/sparql")
    service = URIRef("https://public.example/graph/sparql")
    assert set(found.objects(service, SD.feature)) == {SD.BasicFederatedQuery}
    assert SD.SPARQL11Update in set(found.objects(service, SD.supportedLanguage))
    assert list(found.objects(service, SD.inputFormat))


def test_named_graphs_are_listed_up_to_a_limit() -> None:
    with open_store(":memory:") as store:
        store.update(";".join(f"CREATE GRAPH <http://g.example/{n}>" for n in range(MOST_GRAPHS + 5)))
        with serving(create_app(Settings(), store)) as address:
            found = described(f"{address}/sparql")
    assert len(list(found.objects(None, SD.namedGraph))) == MOST_GRAPHS
    assert f"{MOST_GRAPHS} of {MOST_GRAPHS + 6} " in str(next(found.objects(None, RDFS.comment)))


@pytest.mark.parametrize(
    "entry",
    ["https://a.example", "a.example/", "https://*/", "https://a.example*", "https://a@b.example/", "file:///etc/"],
)
def test_entries_of_the_list_of_servers_must_name_a_server(entry: str) -> None:
    with pytest.raises(ValueError, match="service_allow"):
        Settings(service_allow=(entry,))


@pytest.fixture
def changing() -> Iterator[tuple[str, Store]]:
    with open_store(":memory:") as store:
        store.load(DATA / "small.trig")
        with serving(create_app(Settings(allow_writes=True, anonymous_writes=True), store)) as address:
            yield address, store


def test_void_counts(changing: tuple[str, Store]) -> None:
    address, store = changing
    found = described(f"{address}/.well-known/void")
    (data,) = found.subjects(RDF.type, VOID.Dataset)
    assert str(found.value(data, VOID.triples)) == str(store.count())
    assert str(found.value(data, VOID.sparqlEndpoint)) == f"{address}/sparql"
    subjects = {quad.subject for quad in store.quads()}
    assert str(found.value(data, VOID.distinctSubjects)) == str(len(subjects))
    (part,) = found.subjects(VOID["class"], URIRef(GP + "StanceAssertion"))
    counted = httpx.get(f"{address}/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s a gp:StanceAssertion }"})
    assert str(found.value(part, VOID.entities)) == counted.json()["results"]["bindings"][0]["n"]["value"]


def test_void_changes_with_the_data(changing: tuple[str, Store]) -> None:
    address, store = changing
    target = f"{address}/.well-known/void"
    tag = httpx.get(target).headers["etag"]
    assert httpx.get(target, headers={"If-None-Match": tag}).status_code == 304
    store.update("INSERT DATA { <u:a> <u:b> <u:c> }")
    answer = httpx.get(target, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    found = Graph().parse(data=answer.text)
    assert str(found.value(URIRef(f"{target}#dataset"), VOID.triples)) == str(store.count())
    assert (None, VOID.property, URIRef("u:b")) in found


class Counting(ThreadRunner):
    """Counts the queries it runs, and fails if told so."""

    asked = 0
    failing = False

    async def run(self, question: Question) -> Answer:
        self.asked += 1
        if self.failing:
            raise DetenteError("Too slow.", 504)
        return await super().run(question)


@pytest.mark.parametrize("union", [True, False])
def test_counts_are_kept_until_the_data_changes(union: bool) -> None:
    async def look(store: Store) -> None:
        runner = Counting(store, Rules(union=union))
        census = Census(runner, union=union)
        first = await census.counts()
        assert first.triples == store.count()
        asked = runner.asked
        assert await census.counts() is first
        assert runner.asked == asked
        store.update("INSERT DATA { <u:a> <u:b> <u:c> GRAPH <u:g> { <u:d> <u:b> <u:c> } }")
        second = await census.counts()
        assert second.triples == store.count()
        assert (second.properties or {})["u:b"] == 2
        runner.failing = True
        store.update("CLEAR DEFAULT")
        assert (await census.counts()).triples is None

    with open_store(":memory:") as store:
        asyncio.run(look(store))
