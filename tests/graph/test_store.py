"""The store: one transaction an article, idempotence, deletion, and what it says when it cannot be opened."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from small_world import SmallGazetteer

from graph.store import EmbeddedStore, Store, open_store
from ontology.errors import DetenteError
from ontology.namespaces import ARTICLE_GRAPHS, CURRENT_GRAPH, GRAPH, ONTOLOGY_GRAPH, article_graph

A1 = article_graph("a1")


def lines(store: Store) -> bytes:
    return store.dump("nquads", sort=True)


def test_ingesting_twice_changes_nothing(store: Store, articles: dict[str, list[Quad]]) -> None:
    before = lines(store)
    assert [store.replace_article(graph, quads) for graph, quads in articles.items()] == [False] * 5
    assert lines(store) == before


def test_the_order_of_ingestion_does_not_matter(articles: dict[str, list[Quad]]) -> None:
    outcomes = set()
    for order in permutations(articles):
        with open_store(":memory:", actors=SmallGazetteer()) as store:
            for graph in order:
                store.replace_article(graph, articles[graph])
            outcomes.add(lines(store))
    assert len(outcomes) == 1


def test_articles_put_together_give_what_they_give_one_by_one(store: Store, articles: dict[str, list[Quad]]) -> None:
    with open_store(":memory:", actors=SmallGazetteer()) as together:
        assert together.replace_articles(articles.items()) == len(articles)
        assert lines(together) == lines(store)
        changes = {A1: articles[A1][:-5], article_graph("a2"): [], article_graph("a3"): articles[article_graph("a3")]}
        assert together.replace_articles(changes.items()) == 2
        for graph, quads in changes.items():
            store.replace_article(graph, quads)
        assert lines(together) == lines(store)


def test_what_is_kept_step_by_step_is_what_a_rebuild_gives(store: Store, articles: dict[str, list[Quad]]) -> None:
    store.delete_article("two")
    store.replace_article(A1, articles[A1][:-5])
    before = lines(store)
    store.rebuild()
    assert lines(store) == before


def test_every_article_deleted_leaves_the_ontology_alone(store: Store) -> None:
    with open_store(":memory:") as fresh:
        for name in ("one", "two", "three", "four", "five"):
            store.delete_article(name)
        assert lines(store) == lines(fresh)


def test_a_failing_iterator_leaves_the_old_graph(store: Store, articles: dict[str, list[Quad]]) -> None:
    def broken() -> Iterator[Quad]:
        yield articles[A1][0]
        raise RuntimeError("the reader died")

    before = lines(store)
    with pytest.raises(RuntimeError):
        store.replace_article(A1, broken())
    assert lines(store) == before


def test_a_failing_gazetteer_leaves_the_old_graph(articles: dict[str, list[Quad]]) -> None:
    class Failing(SmallGazetteer):
        broken = False

        def describe(self, iri: str) -> list:  # type: ignore[type-arg]
            if self.broken:
                raise RuntimeError("the gazetteer died")
            return super().describe(iri)

    source = Failing()
    with open_store(":memory:", actors=source) as store:
        store.replace_article(article_graph("a2"), articles[article_graph("a2")])
        before = lines(store)
        source.broken = True
        with pytest.raises(RuntimeError):
            store.replace_article(article_graph("a3"), articles[article_graph("a3")])
        assert lines(store) == before
        source.broken = False
        store.replace_article(article_graph("a3"), articles[article_graph("a3")])
        after = lines(store)
        store.rebuild()
        assert lines(store) == after


@pytest.mark.parametrize(
    ("quad", "words"),
    [
        (Quad(NamedNode("x:s"), NamedNode("x:p"), Literal("o"), NamedNode("x:other")), "was given for"),
        (Quad(BlankNode("b"), NamedNode("x:p"), Literal("o"), NamedNode(A1)), "blank node"),
        (Quad(NamedNode("x:s"), NamedNode("x:p"), BlankNode("b"), NamedNode(A1)), "blank node"),
    ],
)
def test_quads_that_do_not_belong_are_refused(store: Store, quad: Quad, words: str) -> None:
    with pytest.raises(DetenteError, match=words):
        store.replace_article(A1, [quad])


def test_awkward_text_comes_back_as_it_was(empty: Store) -> None:
    graph = NamedNode(A1)
    text = 'back\\slash \\u0041 "quote" \n\t\r } ; DROP ALL ; « guillemets » \U0001f600'
    quad = Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(text), graph)
    assert empty.replace_article(A1, [quad])
    assert list(empty.quads(A1)) == [quad]
    assert not empty.replace_article(A1, [quad])
    assert empty.replace_article(A1, [])
    assert list(empty.quads(A1)) == []


def test_a_changed_text_replaces_the_article(store: Store, articles: dict[str, list[Quad]]) -> None:
    changed = [quad for quad in articles[A1] if "stance" not in str(quad.subject)]
    assert store.replace_article(A1, changed)
    assert not store.query("ASK { actor:us-department-of-defense gp:opposes actor:RUS }")
    assert store.query("ASK { actor:USA gp:supports actor:RUS }")


@pytest.mark.parametrize("ref", ["one", "a1", A1, "https://w3id.org/detente/id/article/a1", "https://example.org/a1"])
def test_an_article_is_deleted_by_any_of_its_names(store: Store, ref: str) -> None:
    assert store.delete_article(ref) == [A1]
    assert list(store.quads(A1)) == []
    assert not store.query("ASK { actor:us-department-of-defense ?p ?o }")
    assert not store.query("ASK { actor:ann-vance ?p ?o }")


def test_a_source_id_given_twice_names_both(store: Store, articles: dict[str, list[Quad]]) -> None:
    again = article_graph("a6")
    quads = articles[article_graph("a2")]
    store.replace_article(again, [Quad(q.subject, q.predicate, q.object, NamedNode(again)) for q in quads])
    assert store.delete_article("two") == [article_graph("a2"), again]


def test_deleting_an_unknown_article_is_a_404(store: Store) -> None:
    with pytest.raises(DetenteError) as caught:
        store.delete_article("nobody knows {this}")
    assert caught.value.status == 404


def test_articles_and_hashes(store: Store) -> None:
    found = list(store.articles())
    assert [article.source_id for article in found] == ["one", "two", "three", "four", "five"]
    assert (found[0].url, found[0].published, found[0].language) == ("https://example.org/a1", "2030-01-10", "fr")
    assert store.contains_article(A1) == "sha256:1"
    assert store.contains_article(ARTICLE_GRAPHS + "none") is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * WHERE {\n ?s gp:foo ?o ", "line 2, column"),
        ("SELECT * { ?s foo:bar ?o }", "prefix is not declared"),
    ],
)
def test_syntax_errors_give_the_position(store: Store, query: str, words: str) -> None:
    with pytest.raises(DetenteError, match=words):
        store.query(query)
    with pytest.raises(DetenteError, match="syntax error"):
        store.update("INSERT { ")


def test_an_update_is_followed_by_derivation(store: Store) -> None:
    store.update(f"DROP GRAPH <{article_graph('a2')}>")
    assert store.query("ASK { actor:USA gp:opposes actor:RUS }")
    store.update(f"CLEAR GRAPH <{CURRENT_GRAPH}>")
    assert store.query("ASK { actor:USA gp:opposes actor:RUS }")


def test_load_and_dump_give_the_same_store(store: Store, empty: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.nq"
    path.write_bytes(lines(store))
    with open_store(":memory:", actors=SmallGazetteer()) as other:
        other.load(path)
        assert lines(other) == lines(store)
        other.load(store.dump("trig"), "trig")
        assert lines(other) == lines(store)


def test_bad_data_is_not_loaded_at_all(store: Store, tmp_path: Path) -> None:
    before = lines(store)
    for action in (
        lambda: store.load(b"<x:a> <x:b> <x:c> .\nnonsense", "nquads"),
        lambda: store.load(b"", "nonsense"),
        lambda: store.load(b""),
        lambda: store.load(tmp_path / "missing.nq"),
    ):
        with pytest.raises(DetenteError):
            action()
    assert lines(store) == before


def test_a_folder_keeps_what_it_was_given(articles: dict[str, list[Quad]], tmp_path: Path) -> None:
    with open_store(tmp_path / "new" / "data", actors=SmallGazetteer()) as store:
        store.replace_article(A1, articles[A1])
        before = lines(store)
    with open_store(tmp_path / "new" / "data", actors=SmallGazetteer(), read_only=True) as store:
        assert lines(store) == before
        with pytest.raises(DetenteError, match="reading only"):
            store.replace_article(A1, [])


def test_an_ontology_of_another_version_is_replaced(articles: dict[str, list[Quad]], tmp_path: Path) -> None:
    with open_store(tmp_path / "data", actors=SmallGazetteer()) as store:
        store.replace_article(A1, articles[A1])
        before = lines(store)
        store.update(
            f"DELETE WHERE {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ?s owl:versionIRI ?v }} }} ; "
            f"INSERT DATA {{ GRAPH <{ONTOLOGY_GRAPH}> {{ gp:old a owl:Class }} }}"
        )
    with open_store(tmp_path / "data", actors=SmallGazetteer()) as store:
        assert lines(store) == before


OPEN = (
    "import sys; from graph.store import open_store; open_store(sys.argv[1], read_only=sys.argv[2] == 'read').close()"
)


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_locked_store_says_so(tmp_path: Path, mode: str) -> None:
    root = str(Path(__file__).parents[2])
    with open_store(tmp_path / "data"):
        command = [sys.executable, "-c", OPEN, str(tmp_path / "data"), mode]
        refused = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    assert refused.returncode == 1
    assert str(tmp_path / "data") in refused.stderr
    assert "already open in process" in refused.stderr
    assert "--store" in refused.stderr
    assert subprocess.run(command, cwd=root, check=False).returncode == 0


def test_two_readers_may_share_a_store(tmp_path: Path) -> None:
    open_store(tmp_path / "data").close()
    first, second = (open_store(tmp_path / "data", read_only=True) for _ in range(2))
    with first, second, pytest.raises(DetenteError, match="already open in another process"):
        open_store(tmp_path / "data")


def test_a_snapshot_can_be_read_while_the_store_is_written(articles: dict[str, list[Quad]], tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "data", actors=SmallGazetteer()) as store:
        store.replace_article(A1, articles[A1])
        store.backup(tmp_path / "snapshot")
        before = lines(store)
        store.delete_article("one")
        with open_store(tmp_path / "snapshot", read_only=True) as snapshot:
            assert lines(snapshot) == before
        with pytest.raises(DetenteError, match="Cannot copy"):
            store.backup(tmp_path / "snapshot")


def test_places_that_are_no_store_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.doc").write_text("x")
    cases = [
        (tmp_path / "file", False, "is a file"),
        (tmp_path / "full", False, "other files"),
        (tmp_path / "missing", True, "no store at"),
        ("/proc/detente", False, "Cannot use"),
        ("https://me:secret@example.org/sparql", False, "Do not write a user"),
    ]
    for location, read_only, words in cases:
        with pytest.raises(DetenteError, match=words):
            open_store(location, read_only=read_only)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    store.close()
    with pytest.raises(DetenteError, match="closed"):
        store.count()


def test_the_graphs_are_the_contracts(store: Store) -> None:
    graphs = {str(quad.graph_name)[1:-1] for quad in store.quads()}
    assert {graph for graph in graphs if not graph.startswith(ARTICLE_GRAPHS)} == {
        GRAPH + name for name in ("ontology", "actors", "current")
    }
