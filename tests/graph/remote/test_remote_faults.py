"""A service that is away, busy, cut off in the middle, or not to be trusted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

import httpx
import pytest
from faulty_proxy import Exchange, proxy
from pyoxigraph import Quad
from small_world import SmallGazetteer
from triple_stores import ROWS, TripleStore

from graph.remote.connection import Connection
from graph.remote.settings import RemoteSettings, endpoint
from graph.remote.store import RemoteStore
from graph.store import Store
from ontology.errors import DetenteError
from ontology.namespaces import ACTORS_GRAPH, CURRENT_GRAPH, article_graph

A1 = article_graph("a1")
Articles = dict[str, list[Quad]]


def lines(store: Store) -> bytes:
    return store.dump("nquads", sort=True)


@pytest.fixture
def oxigraph(oxigraph_server: TripleStore) -> TripleStore:
    """An oxigraph server with the ontology only."""
    oxigraph_server.wipe()
    opened(oxigraph_server.address, oxigraph_server.settings).close()
    return oxigraph_server


def opened(address: str, settings: RemoteSettings) -> RemoteStore:
    return RemoteStore(address, settings, actors=SmallGazetteer())


def before(exchange: Exchange) -> None:
    exchange.hang_up()


def after(exchange: Exchange) -> None:
    exchange.ask()
    exchange.hang_up()


def too_many(exchange: Exchange) -> None:
    exchange.reply(429, headers={"Retry-After": "0"})


def no_room(exchange: Exchange) -> None:
    exchange.reply(503, headers={"Retry-After": "Mon, 01 Jan 2024 00:00:00 GMT"})


def gave_way(exchange: Exchange) -> None:
    exchange.reply(500, b"Virtuoso 40001 Error SR172: Transaction deadlocked")


@pytest.mark.parametrize("trouble", [before, after, too_many, no_room, gave_way])
def test_requests_are_repeated_until_they_are_answered(
    oxigraph: TripleStore, store: Store, articles: Articles, trouble: Callable[[Exchange], None]
) -> None:
    requests = count()

    def fault(exchange: Exchange) -> bool:
        if next(requests) % 5:
            return False
        trouble(exchange)
        return True

    with proxy(oxigraph.address, fault) as address, opened(address, oxigraph.settings) as remote:
        remote.replace_articles(articles.items())
        remote.replace_article(A1, articles[A1][:-5])
        store.replace_article(A1, articles[A1][:-5])
        assert lines(remote) == lines(store)


def test_who_dies_between_two_requests_leaves_what_can_be_repaired(
    oxigraph: TripleStore, store: Store, articles: Articles
) -> None:
    """Cut the change off after each of its updates in turn; whoever opens the store then finds it in order."""
    small = replace(oxigraph.settings, largest_update=40, patience=0.0)
    for last in count(0, 2):
        oxigraph.wipe()
        with opened(oxigraph.address, oxigraph.settings) as remote:
            remote.replace_article(A1, articles[A1][:-5])
        finished = _cut_off(oxigraph, small, articles, last)
        with opened(oxigraph.address, oxigraph.settings) as remote:
            held = [graph for graph in articles if remote.contains_article(graph)]
            before = {graph: set(remote.quads(graph)) for graph in (CURRENT_GRAPH, ACTORS_GRAPH)}
            remote.rebuild()
            assert before == {graph: set(remote.quads(graph)) for graph in before}, f"after {last} requests"
            assert all(set(remote.quads(graph)) == set(store.quads(graph)) for graph in held if graph != A1)
            remote.replace_articles(articles.items())
            assert lines(remote) == lines(store)
        if finished:
            break
    assert last > 4


def _cut_off(server: TripleStore, settings: RemoteSettings, articles: Articles, last: int) -> bool:
    """Replace articles while only so many updates are let through; tell whether they sufficed."""
    updates = count()

    def fault(exchange: Exchange) -> bool:
        if exchange.is_update and next(updates) >= last:
            exchange.hang_up()
            return True
        return False

    with proxy(server.address, fault) as address, opened(address, settings) as remote:
        try:
            remote.replace_articles(articles.items())
        except DetenteError as error:
            assert error.status == 502  # noqa: PT017
            return False
    return True


def test_the_same_process_repairs_before_it_writes_again(
    oxigraph: TripleStore, store: Store, articles: Articles
) -> None:
    updates = count()

    def fault(exchange: Exchange) -> bool:
        if exchange.is_update and next(updates) == 3:
            exchange.hang_up()
            return True
        return False

    small = replace(oxigraph.settings, largest_update=40, patience=0.0)
    with proxy(oxigraph.address, fault) as address, opened(address, small) as remote:
        with pytest.raises(DetenteError, match="Cannot reach"):
            remote.replace_articles(articles.items())
        remote.replace_articles(articles.items())
        assert lines(remote) == lines(store)


def test_a_service_that_stays_away_is_told_in_one_line(oxigraph: TripleStore) -> None:
    with proxy(oxigraph.address, lambda _: False) as address:
        pass
    with pytest.raises(DetenteError, match=f"^Cannot reach {address}/query: .*refused") as problem:
        opened(address, replace(oxigraph.settings, patience=0.3))
    assert problem.value.status == 502


def test_what_a_service_changes_is_noticed(oxigraph: TripleStore, articles: Articles) -> None:
    def fault(exchange: Exchange) -> bool:
        exchange.body = exchange.body.replace(b'"0.84"', b'"0.8"')
        return False

    with proxy(oxigraph.address, fault) as address:
        with pytest.raises(DetenteError, match=r'has not kept what was written.*"0\.84".* came out'):
            opened(address, oxigraph.settings).replace_articles(articles.items())
        oxigraph.wipe(ontology=True)
        with pytest.raises(DetenteError, match="cannot be used as a store"):
            opened(address, oxigraph.settings)


def test_what_a_service_leaves_out_without_a_word_is_noticed(oxigraph: TripleStore, articles: Articles) -> None:
    def fault(exchange: Exchange) -> bool:
        found = exchange.ask()
        if not exchange.is_update and b"GRAPH" in exchange.body and found.is_success:
            answer = json.loads(found.content)
            answer.get("results", {"bindings": []})["bindings"][100:] = []
            found = httpx.Response(200, content=json.dumps(answer).encode(), headers=_type(found))
        exchange.answer(found)
        return True

    with opened(oxigraph.address, oxigraph.settings) as remote:
        remote.replace_articles(articles.items())
    with proxy(oxigraph.address, fault) as address:
        reader = RemoteStore(address, oxigraph.settings, read_only=True)
        with pytest.raises(DetenteError, match=r"of .* quads that it counts"):
            lines(reader)


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X-SPARQL-MaxRows": "10000"}, "cut the answer at 10000 rows"),
        ({"X-SQL-State": "S1TAT"}, "a part of the answer"),
    ],
)
def test_what_a_service_says_it_cut_is_an_error(oxigraph: TripleStore, headers: dict[str, str], words: str) -> None:
    def fault(exchange: Exchange) -> bool:
        exchange.answer(exchange.ask(), headers)
        return True

    with opened(oxigraph.address, oxigraph.settings) as remote, proxy(oxigraph.address, fault) as address:
        remote.connection.where = endpoint(address, oxigraph.settings)
        with pytest.raises(DetenteError, match=words):
            remote.query("SELECT ?s WHERE { ?s ?p ?o }")


def test_a_wrong_password_is_told_without_it(virtuoso_server: TripleStore) -> None:
    settings = replace(virtuoso_server.settings, password="not-the-password")
    connection = Connection(endpoint(virtuoso_server.address, settings), settings)
    with pytest.raises(DetenteError, match=r"answered 401.*DETENTE_REMOTE_PASSWORD") as problem:
        connection.update("INSERT DATA { GRAPH <https://example.org/g> { <urn:a> <urn:b> <urn:c> } }")
    assert "not-the-password" not in str(problem.value) + repr(settings)


def test_virtuoso_cuts_no_answer_unnoticed(virtuoso_server: TripleStore) -> None:
    graph = "https://example.org/many"
    with RemoteStore(virtuoso_server.address, virtuoso_server.settings, read_only=True) as remote:
        remote.connection.put(graph, _many(ROWS + 1))
        with pytest.raises(DetenteError, match=f"cut the answer at {ROWS} rows.*ResultSetMaxRows"):
            remote.query(f"SELECT ?s WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        with pytest.raises(DetenteError, match="cut the answer"):
            list(remote.quads(graph))
        remote.connection.update(f"DROP SILENT GRAPH <{graph}>")


def test_virtuoso_takes_no_large_updates_and_the_remedy_is_told(virtuoso_server: TripleStore) -> None:
    settings = virtuoso_server.settings
    connection = Connection(endpoint(virtuoso_server.address, settings), settings)
    triples = _many(12_000).decode()
    with pytest.raises(DetenteError, match=r"answered 400.*DETENTE_REMOTE_LARGEST_UPDATE"):
        connection.update(f"INSERT DATA {{ GRAPH <https://example.org/many> {{ {triples} }} }}")


@pytest.mark.parametrize(
    ("address", "settings", "words"),
    [
        ("http://me:secret@example.org/sparql", RemoteSettings(), "Do not write a user or a password"),
        ("http://example.org", RemoteSettings(server="unknown"), "no kind of service that is known; choose one of"),
    ],
)
def test_addresses_that_cannot_be_used(address: str, settings: RemoteSettings, words: str) -> None:
    with pytest.raises(DetenteError, match=words) as problem:
        endpoint(address, settings)
    assert "secret" not in str(problem.value)


def test_the_kind_of_service_tells_its_addresses() -> None:
    found = endpoint("http://127.0.0.1:8890/", RemoteSettings(server="virtuoso"))
    assert (found.query, found.update) == ("http://127.0.0.1:8890/sparql", "http://127.0.0.1:8890/sparql-auth")
    given = RemoteSettings(update_url="https://example.org/write", default_graph="empty", union_parameters="a=b&c")
    found = endpoint("https://example.org/sparql", given)
    assert (found.query, found.update) == ("https://example.org/sparql", "https://example.org/write")
    assert not found.union
    assert found.union_parameters == (("a", "b"), ("c", ""))


def _many(number: int) -> bytes:
    def triples() -> Iterable[str]:
        return (f'<urn:s{index}> <urn:p> "{index}" .' for index in range(number))

    return "\n".join(triples()).encode()


def _type(found: httpx.Response) -> dict[str, str]:
    return {"Content-Type": found.headers["Content-Type"]}
