"""The version of a store's format: noted, checked at every opening, raised when a store is older."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from generated import batch, store_of
from pyoxigraph import NamedNode
from pyoxigraph import Store as Engine

from graph import versions
from graph.store import open_store
from graph.versions import FORMAT, FORMAT_NAME
from ontology.errors import DetenteError
from ontology.namespaces import CURRENT_GRAPH, GP, ONTOLOGY_GRAPH


def noted(folder: Path) -> int:
    number: int = json.loads((folder / FORMAT_NAME).read_text())["number"]
    return number


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A store from before formats had numbers, whose relations were derived by other rules."""
    folder = tmp_path / "store"
    with open_store(folder) as store:
        store.replace_articles(batch(0))
    engine = Engine(str(folder))
    engine.remove_graph(NamedNode(CURRENT_GRAPH))
    engine.update(f"DELETE WHERE {{ GRAPH <{ONTOLOGY_GRAPH}> {{ <{GP}supports> ?p ?o }} }}")
    (folder / FORMAT_NAME).unlink()
    return folder


def test_a_new_store_has_the_format_of_the_program(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        open_store(tmp_path / "store").close()
        assert noted(tmp_path / "store") == FORMAT
    assert caplog.records == []


def test_an_older_store_is_brought_up_to_date_once(older: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_store(older) as store:
        assert store.dump(sort=True) == store_of(batch(0)).dump(sort=True)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "of format 0" in caplog.text
    open_store(older).close()
    assert len(caplog.records) == 1
    assert noted(older) == FORMAT


def test_an_older_store_can_be_read_as_it_is(older: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_store(older, read_only=True) as store:
        assert len(list(store.articles())) == 20
    assert "next command that writes" in caplog.text
    assert not (older / FORMAT_NAME).exists()


def test_a_migration_that_was_cut_short_is_done_again(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(store: versions.Migrated) -> None:
        store.renew()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(versions, "MIGRATIONS", {0: cut})
        with pytest.raises(KeyboardInterrupt):
            open_store(older)
    assert not (older / FORMAT_NAME).exists()
    with open_store(older) as store:
        assert store.dump(sort=True) == store_of(batch(0)).dump(sort=True)


def test_every_format_has_a_way_to_the_next() -> None:
    assert sorted(versions.MIGRATIONS) == list(range(FORMAT))


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    open_store(tmp_path / "store").close()
    newer = json.dumps({"number": FORMAT + 1, "ontology": "x", "program": "9.8.7"})
    (tmp_path / "store" / FORMAT_NAME).write_text(newer)
    with pytest.raises(DetenteError, match=f"format {FORMAT + 1}, written by détente 9.8.7; this is détente") as caught:
        open_store(tmp_path / "store", read_only=read_only)
    assert "Update détente" in caught.value.detail
    assert (tmp_path / "store" / FORMAT_NAME).read_text() == newer


@pytest.mark.parametrize("text", ["", "{}", '{"number": "one"}', "[1]"])
def test_a_damaged_note_is_named_with_the_remedy(tmp_path: Path, text: str) -> None:
    open_store(tmp_path / "store").close()
    (tmp_path / "store" / FORMAT_NAME).write_text(text)
    with pytest.raises(DetenteError, match=r"\.detente\.format is damaged. Remove it"):
        open_store(tmp_path / "store")
    (tmp_path / "store" / FORMAT_NAME).unlink()
    open_store(tmp_path / "store").close()


def test_an_ontology_that_came_in_without_what_follows_from_it_is_noticed(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new ontology is one transaction and what follows another: a crash between them leaves a mark."""
    open_store(older).close()
    engine = Engine(str(older))
    engine.remove_graph(NamedNode(ONTOLOGY_GRAPH))
    engine.remove_graph(NamedNode(CURRENT_GRAPH))
    del engine
    with monkeypatch.context() as patch:
        patch.setattr("graph.oxigraph.OxigraphStore.rebuild", _crash)
        with pytest.raises(KeyboardInterrupt):
            open_store(older)
    with open_store(older) as store:
        assert store.dump(sort=True) == store_of(batch(0)).dump(sort=True)


def _crash(_: object) -> None:
    raise KeyboardInterrupt
