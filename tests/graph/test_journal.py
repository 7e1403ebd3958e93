from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad
from small_world import DATA, SmallGazetteer

from graph.journal import LONGEST, Journal
from graph.store import Store, open_store
from ontology.namespaces import actor_iri


def test_each_change_gives_another_generation(empty: Store, articles: dict[str, list[Quad]]) -> None:
    seen = [empty.generation]
    (graph, quads), *_ = articles.items()
    empty.replace_article(graph, quads)
    seen.append(empty.generation)
    empty.update("INSERT DATA { <x:a> <x:b> <x:c> }")
    seen.append(empty.generation)
    empty.delete_article(graph)
    seen.append(empty.generation)
    assert len(set(seen)) == 4


def test_the_same_article_again_changes_nothing(store: Store, articles: dict[str, list[Quad]]) -> None:
    before = store.generation
    for graph, quads in articles.items():
        assert not store.replace_article(graph, quads)
    assert store.generation == before
    assert store.changes_since(before) == set()


def test_changes_name_the_articles_and_actors_touched(empty: Store, articles: dict[str, list[Quad]]) -> None:
    before = empty.generation
    graph, quads = next(iter(articles.items()))
    empty.replace_article(graph, quads)
    touched = empty.changes_since(before)
    assert touched is not None
    assert {graph, actor_iri("USA"), actor_iri("RUS")} <= touched
    empty.update("INSERT DATA { <x:a> <x:b> <x:c> }")
    assert empty.changes_since(before) is None


def test_a_generation_of_another_store_or_long_ago_can_mean_any_change() -> None:
    journal = Journal()
    assert journal.since(Journal().generation) is None
    first = journal.generation
    for number in range(LONGEST):
        journal.note({str(number)})
    assert len(journal.since(first) or ()) == LONGEST
    journal.note({"one more"})
    assert journal.since(first) is None


def test_generations_survive_reopening_and_differ_after_a_write(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    open_store(folder, actors=SmallGazetteer()).close()
    with open_store(folder, read_only=True) as store:
        first = store.generation
    with open_store(folder, read_only=True) as store:
        assert store.generation == first
    with open_store(folder, actors=SmallGazetteer()) as store:
        store.load(DATA / "five.trig")
    with open_store(folder, read_only=True) as store:
        assert store.generation != first


@pytest.mark.parametrize("failing", ["DELETE", "INSERT DATA { <x:a> }"])
def test_a_failed_update_is_no_change(empty: Store, failing: str) -> None:
    before = empty.generation
    with pytest.raises(Exception, match="syntax"):
        empty.update(failing)
    assert empty.generation == before
