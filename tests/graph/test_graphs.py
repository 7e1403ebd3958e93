"""Single graphs of a store, updates over a choice of graphs, and the count of changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple
from small_world import DATA, SmallGazetteer

from graph.embedded import STALE_NAME
from graph.graphs import parse_triples
from graph.keywords import has_keyword
from graph.store import EmbeddedStore, Store, open_store
from graph.updates import touches_ours, with_using
from ontology.errors import DetenteError
from ontology.namespaces import ACTORS_GRAPH, CURRENT_GRAPH, GRAPH, article_graph

G = "http://g.example/1"
ONE = Triple(NamedNode("http://x.example/s"), NamedNode("http://x.example/p"), Literal("one"))
TWO = Triple(NamedNode("http://x.example/s"), NamedNode("http://x.example/p"), BlankNode("b"))


@pytest.mark.parametrize("name", [G, None])
def test_graphs_are_replaced_extended_and_removed(empty: Store, name: str | None) -> None:
    def found() -> int:
        return sum(str(quad.graph_name) == (f"<{name}>" if name else "DEFAULT") for quad in empty.quads())

    assert not empty.has_graph(name)
    assert empty.replace_graph(name, [ONE, TWO])
    assert (empty.has_graph(name), found()) == (True, 2)
    assert not empty.add_to_graph(name, [ONE])
    assert found() == 2
    assert not empty.replace_graph(name, [ONE])
    assert found() == 1
    empty.delete_graph(name)
    assert (empty.has_graph(name), found()) == (False, 0)


def test_an_empty_graph_is_there(empty: Store) -> None:
    assert empty.replace_graph(G, [])
    assert empty.has_graph(G)


def test_an_article_written_as_a_graph_is_an_article(articles: dict[str, list[Quad]]) -> None:
    with open_store(":memory:", actors=SmallGazetteer()) as one, open_store(":memory:", actors=SmallGazetteer()) as two:
        for graph, quads in articles.items():
            one.replace_article(graph, quads)
            half = len(quads) // 2
            two.replace_graph(graph, [quad.triple for quad in quads[:half]])
            two.add_to_graph(graph, [quad.triple for quad in quads[half:]])
        assert two.dump(sort=True) == one.dump(sort=True)
        two.delete_graph(article_graph("a1"))
        one.delete_article("one")
        assert two.dump(sort=True) == one.dump(sort=True)


@pytest.mark.parametrize("graph", [CURRENT_GRAPH, ACTORS_GRAPH])
def test_what_is_derived_is_not_written(store: Store, graph: str) -> None:
    before = store.dump(sort=True)
    for write in (store.replace_graph, store.add_to_graph):
        with pytest.raises(DetenteError, match="derived") as caught:
            write(graph, [ONE])
        assert caught.value.status == 403
    with pytest.raises(DetenteError, match="derived"):
        store.delete_graph(graph)
    assert store.dump(sort=True) == before


def test_articles_hold_no_blank_nodes(store: Store) -> None:
    before = store.dump(sort=True)
    with pytest.raises(DetenteError, match="blank nodes"):
        store.add_to_graph(article_graph("a1"), [TWO])
    assert store.dump(sort=True) == before


def test_every_change_has_a_generation_of_its_own(store: Store) -> None:
    seen = [store.generation]
    for change in (
        lambda: store.update("INSERT DATA { <u:a> <u:b> 1 }"),
        lambda: store.add_to_graph(G, [ONE]),
        lambda: store.replace_graph(G, [ONE]),
        lambda: store.delete_graph(G),
        lambda: store.delete_article("one"),
        lambda: store.load(b"<u:a> <u:b> 2 .", "turtle"),
    ):
        change()
        seen.append(store.generation)
    assert len(set(seen)) == len(seen)


def test_what_changes_nothing_keeps_the_generation(store: Store, articles: dict[str, list[Quad]]) -> None:
    before = store.generation, store.modified
    for graph, quads in articles.items():
        store.replace_article(graph, quads)
    with pytest.raises(DetenteError):
        store.update("INSERT DATA {")
    with pytest.raises(DetenteError):
        store.update("CLEAR GRAPH <u:none>")
    store.rebuild()
    assert (store.generation, store.modified) == before


def test_a_store_that_died_before_deriving_derives_when_it_is_opened(tmp_path: Path) -> None:
    with open_store(tmp_path / "s", actors=SmallGazetteer()) as store:
        store.load(DATA / "five.trig")
        wanted = store.dump(sort=True)
        assert not (tmp_path / "s" / STALE_NAME).exists()
        store.update("CLEAR DEFAULT")
        assert isinstance(store, EmbeddedStore)
        with pytest.raises(RuntimeError), store._deriving(True):
            raise RuntimeError("the process died")
        assert (tmp_path / "s" / STALE_NAME).exists()
        store._inner.update(f"CLEAR GRAPH <{CURRENT_GRAPH}>")
    with open_store(tmp_path / "s", actors=SmallGazetteer()) as store:
        assert store.dump(sort=True) == wanted
    assert not (tmp_path / "s" / STALE_NAME).exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * FROM <u:g> { ?s ?p ?o }", True),
        ("SELECT*FROM<u:g>{}", True),
        ("PREFIX e: <u:> SELECT * FROMe:g {}", True),
        ("DESCRIBE <u:s> FROM NAMED <u:g>", True),
        ("SELECT ?from { ?from <u:from> 'FROM <u:g>' } # FROM <u:g>", False),
        ("SELECT * { ?s ?p ?o }", False),
    ],
)
def test_keywords(query: str, found: bool) -> None:
    assert has_keyword("from", "query", query) is found


def test_from_counts_where_the_default_graph_is_the_union(store: Store) -> None:
    def count(dataset: str) -> int:
        return len(list(store.query(f"SELECT * {dataset} {{ ?s ?p ?o }}")))  # type: ignore[arg-type]

    assert (count(""), count("FROM <u:none>")) == (store.count(), 0)


@pytest.mark.parametrize(
    ("text", "touches"),
    [
        ("INSERT DATA { <u:a> <u:b> 'GRAPH WHERE' GRAPH <u:g> { <u:a> <u:b> 1 } }", False),
        ("PREFIX e: <u:> DELETE DATA { e:a e:b e:c }", False),
        ("CLEAR GRAPH <u:g> ; DROP DEFAULT", False),
        (f"INSERT DATA {{ GRAPH <{GRAPH}article/a1> {{ <u:a> <u:b> 1 }} }}", True),
        ("INSERT DATA { GRAPH graph:current { <u:a> <u:b> 1 } }", True),
        ("INSERT DATA { GRAPH <current> { <u:a> <u:b> 1 } }", True),
        ("BASE <https://w3id.org/x/> DROP GRAPH <https://w3id.org/x/../detente/graph/current>", True),
        ("DROP ALL", True),
        ("CLEAR NAMED", True),
        ("DELETE WHERE { ?s ?p ?o }", True),
        ("INSERT { GRAPH ?g { <u:a> <u:b> 1 } } WHERE { GRAPH ?g {} }", True),
        ("COPY <u:g> TO <u:h>", True),
        ("INSERT DATA { <u:a> <u:b> 1e0GRAPH<u:g>{} }", False),
    ],
)
def test_updates_that_may_touch_the_articles(text: str, touches: bool) -> None:
    assert touches_ours(text) is touches


def test_using_is_put_where_patterns_begin() -> None:
    text = (
        "DELETE { ?s ?p 'WHERE {' } # WHERE {\nWHERE { { SELECT ?s WHERE { ?s ?p ?o } } } ; DELETE WHERE { ?s ?p ?o }"
    )
    assert with_using(text, ["u:g"], ["u:h"]) == (
        "DELETE { ?s ?p 'WHERE {' } # WHERE {\nUSING <u:g> USING NAMED <u:h> WHERE { { SELECT ?s WHERE { ?s ?p ?o } } } ; "
        "DELETE { ?s ?p ?o } USING <u:g> USING NAMED <u:h> WHERE { ?s ?p ?o }"
    )
    assert with_using(text, [], []) == text


def test_data_that_cannot_be_parsed_has_its_place() -> None:
    with pytest.raises(DetenteError) as caught:
        parse_triples(b"<u:a>\n <u:b> .", RdfFormat.TURTLE)
    assert caught.value.members["line"] == 2
