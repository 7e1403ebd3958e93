"""A store in a service holds what an embedded one would, quad for quad, whatever is done to both."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from small_world import SmallGazetteer
from triple_stores import TripleStore

from graph.remote.store import RemoteStore
from graph.store import Store, open_store
from ontology.errors import DetenteError
from ontology.namespaces import CURRENT_GRAPH, GRAPH, article_graph

A1, A2 = article_graph("a1"), article_graph("a2")
Articles = dict[str, list[Quad]]


def lines(store: Store) -> bytes:
    return store.dump("nquads", sort=True)


def test_articles_one_by_one(remote: RemoteStore, store: Store, articles: Articles) -> None:
    assert all(remote.replace_article(graph, quads) for graph, quads in articles.items())
    assert lines(remote) == lines(store)
    assert remote.count() == store.count()
    assert remote.contains_article(A1) == store.contains_article(A1)
    assert list(remote.articles()) == list(store.articles())


def test_a_batch_costs_few_requests(remote: RemoteStore, store: Store, articles: Articles) -> None:
    before = remote.connection.requests
    assert remote.replace_articles(articles.items()) == len(articles)
    assert remote.connection.requests - before <= 15
    assert lines(remote) == lines(store)
    before = remote.connection.requests
    assert remote.replace_articles(articles.items()) == 0
    assert remote.connection.requests - before <= 2


def test_changed_and_removed_articles(remote: RemoteStore, store: Store, articles: Articles) -> None:
    remote.replace_articles(articles.items())
    for each in (remote, store):
        each.replace_article(A1, articles[A1][:-5])
        each.delete_article("two")
        each.replace_articles({article_graph("a3"): [], article_graph("a4"): articles[article_graph("a4")][2:]}.items())
    assert lines(remote) == lines(store)
    remote.rebuild()
    assert lines(remote) == lines(store)
    with pytest.raises(DetenteError, match="No article is known as 'two'"):
        remote.delete_article("two")


def test_small_requests_give_the_same(server: TripleStore, store: Store, articles: Articles) -> None:
    server.wipe()
    with RemoteStore(server.address, server.settings, actors=SmallGazetteer()):
        pass
    settings = replace(server.settings, largest_update=7, largest_bytes=1500)
    with RemoteStore(server.address, settings, actors=SmallGazetteer()) as remote:
        remote.replace_articles(articles.items())
        remote.replace_article(A1, articles[A1][:-5])
        store.replace_article(A1, articles[A1][:-5])
        assert lines(remote) == lines(store)


def test_updates_and_data_are_followed(remote: RemoteStore, store: Store, articles: Articles) -> None:
    data = BytesIO()
    store.dump("nquads", data)
    remote.load(data.getvalue(), "nquads")
    assert lines(remote) == lines(store)
    for each in (remote, store):
        each.update(f"DELETE WHERE {{ GRAPH <{A2}> {{ ?s gp:confidence ?o }} }}")
    assert lines(remote) == lines(store)


def test_graphs_that_are_no_articles(remote: RemoteStore) -> None:
    name, term = "https://example.org/notes", NamedNode("https://example.org/x")
    triples = [Triple(term, term, Literal("une note", language="fr")), Triple(BlankNode("b"), term, BlankNode("b"))]
    assert remote.replace_graph(name, triples)
    assert not remote.add_to_graph(name, [Triple(term, term, Literal("another"))])
    assert remote.has_graph(name)
    assert len(list(remote.quads(name))) == 3
    assert all(str(quad.graph_name).startswith("<" + GRAPH) for quad in remote.quads())
    remote.delete_graph(name)
    assert not remote.has_graph(name)
    with pytest.raises(DetenteError, match="is derived"):
        remote.replace_graph(CURRENT_GRAPH, [])
    with pytest.raises(DetenteError, match="by named graphs only"):
        remote.replace_graph(None, triples)
    with pytest.raises(DetenteError, match="There is no graph"):
        remote.delete_graph(name)


def test_one_of_two_writers_sees_what_the_other_did(
    server: TripleStore, remote: RemoteStore, store: Store, articles: Articles
) -> None:
    remote.replace_article(A1, articles[A1])
    start = remote.generation
    remote.replace_article(A2, articles[A2])
    touched = remote.changes_since(start)
    assert touched is not None
    assert A2 in touched
    rest = [graph for graph in articles if graph not in (A1, A2)]
    with RemoteStore(server.address, server.settings, actors=SmallGazetteer()) as other:
        other.replace_articles((graph, articles[graph]) for graph in rest)
    remote.replace_article(A1, articles[A1][:-5])
    store.replace_article(A1, articles[A1][:-5])
    assert lines(remote) == lines(store)
    assert remote.changes_since(start) is None
    assert remote.generation != start


def test_a_reader_does_not_write(server: TripleStore, remote: RemoteStore, articles: Articles) -> None:
    with RemoteStore(server.address, server.settings, read_only=True) as reader:
        assert reader.count() == remote.count()
        with pytest.raises(DetenteError, match="for reading only"):
            reader.replace_article(A1, articles[A1])


def test_no_remnant_is_left_beside_the_state(remote: RemoteStore, articles: Articles) -> None:
    remote.replace_articles(articles.items())
    found = list(
        remote.query(f"SELECT ?g ?p WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), '{GRAPH}journal')) }}")
    )
    assert [str(row) for row in found if "#state" not in str(row)] == []
    assert len(found) == 1


def test_an_embedded_store_is_opened_by_the_same_name(server: TripleStore, remote: RemoteStore) -> None:
    with open_store(server.address, read_only=True, remote=server.settings) as opened:
        assert opened.count() == remote.count()
