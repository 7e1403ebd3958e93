"""Copies of a store: counted, whole or not there at all, and made into stores again."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from generated import batch, store_of
from pyoxigraph import Store as Engine

from graph.backup import MANIFEST_NAME, backup, held, load, read_manifest, restore
from graph.store import EmbeddedStore, open_store
from graph.versions import FORMAT_NAME
from ontology.errors import DetenteError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with twenty articles."""
    with open_store(tmp_path / "store") as store:
        store.replace_articles(batch(0))
    return tmp_path / "store"


def lines(folder: Path) -> bytes:
    with open_store(folder, read_only=True) as store:
        return store.dump(sort=True)


def made(folder: Path, target: Path, *, full: bool = False) -> Path:
    with held(folder) as store:
        backup(store, target, full=full)
    return target


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_becomes_the_same_store(folder: Path, tmp_path: Path) -> None:
    copy = made(folder, tmp_path / "deep" / "copy", full=True)
    manifest = read_manifest(copy)
    assert (manifest.quads, manifest.articles) == (lines(folder).count(b"\n"), 20)
    with open_store(folder) as store:
        store.delete_article("n3")
    assert restore(copy, tmp_path / "again", full=True) == manifest
    assert lines(copy) == lines(tmp_path / "again") == store_of(batch(0)).dump(sort=True)
    assert MANIFEST_NAME not in names(tmp_path / "again")
    assert names(tmp_path / "deep") == {"copy"}


def test_a_backup_taken_while_articles_come_in_is_one_moment(folder: Path, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        for number in range(1, 1000):
            store.replace_articles(batch(number))
            if done.is_set():
                return

    with EmbeddedStore(folder) as store:
        writing = threading.Thread(target=write)
        writing.start()
        manifests = [backup(store, tmp_path / f"copy{number}", full=number == 1) for number in range(3)]
        done.set()
        writing.join()
    assert manifests[0].articles <= manifests[-1].articles
    for number, manifest in enumerate(manifests):
        assert manifest.articles % 20 == 0
        expected = store_of([one for part in range(manifest.articles // 20) for one in batch(part)])
        assert lines(tmp_path / f"copy{number}") == expected.dump(sort=True)


def test_an_export_becomes_the_same_store(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_bytes(lines(folder))
    counts = load(tmp_path / "graph.nq", tmp_path / "again")
    assert (counts.quads, counts.articles) == (lines(folder).count(b"\n"), 20)
    assert lines(tmp_path / "again") == lines(folder)
    (tmp_path / "graph.nq").write_text("<u:a> <u:b> .")
    with pytest.raises(DetenteError, match="not valid"):
        load(tmp_path / "graph.nq", tmp_path / "again", replace=True)
    assert lines(tmp_path / "again") == lines(folder)


def test_what_is_killed_leaves_nothing_that_looks_like_a_backup(folder: Path, tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
import graph.backup
graph.backup.write_whole = lambda path, text: os.kill(os.getpid(), signal.SIGKILL)
with graph.backup.held(Path({str(folder)!r})) as store:
    graph.backup.backup(store, Path({str(tmp_path / "copy")!r}))
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == -signal.SIGKILL
    assert names(tmp_path) == {"store", ".copy.unfinished"}
    with pytest.raises(DetenteError, match="is no backup"):
        restore(tmp_path / ".copy.unfinished", tmp_path / "again")
    made(folder, tmp_path / "copy")
    assert names(tmp_path) == {"store", "copy"}


def test_what_only_the_log_holds_is_copied_beside_readers(folder: Path, tmp_path: Path) -> None:
    with open_store(folder, read_only=True):
        made(folder, tmp_path / "copy")
    assert lines(tmp_path / "copy") == lines(folder)


def test_a_store_that_is_written_to_is_not_copied_from_outside(folder: Path, tmp_path: Path) -> None:
    with open_store(folder), pytest.raises(DetenteError, match="already open in process"):
        held(folder)
    assert names(tmp_path) == {"store"}


def test_a_backup_that_has_changed_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = made(folder, tmp_path / "copy", full=True)
    with open_store(copy) as store:
        store.delete_article("n3")
    with pytest.raises(DetenteError, match=r"of 19 articles, and should hold \d+ of 20"):
        restore(copy, tmp_path / "again")
    assert names(tmp_path) == {"store", "copy"}


def test_a_checksum_sees_what_the_counts_do_not(folder: Path, tmp_path: Path) -> None:
    copy = made(folder, tmp_path / "copy", full=True)
    engine = Engine(str(copy))
    engine.update('DELETE { GRAPH ?g { ?s ?p "Daily Post" } } INSERT { GRAPH ?g { ?s ?p "Daily Pest" } } '
                  'WHERE { GRAPH ?g { ?s ?p "Daily Post" } }')  # fmt: skip
    del engine
    assert restore(copy, tmp_path / "again").articles == 20
    with pytest.raises(DetenteError, match="checksum"):
        restore(copy, tmp_path / "another", full=True)
    with pytest.raises(DetenteError, match="has no checksum"):
        restore(made(folder, tmp_path / "plain"), tmp_path / "another", full=True)


def test_a_damaged_backup_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = made(folder, tmp_path / "copy")
    max(copy.glob("*.sst"), key=lambda path: path.stat().st_size).unlink()
    with pytest.raises(DetenteError):
        restore(copy, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    for read_only in (True, False):
        with pytest.raises(DetenteError, match=r"damaged.*`detente restore`"):
            open_store(copy, read_only=read_only)


def test_only_a_store_is_replaced_and_only_if_asked(folder: Path, tmp_path: Path) -> None:
    copy = made(folder, tmp_path / "copy")
    with open_store(folder) as store:
        store.replace_articles(batch(1))
        with pytest.raises(DetenteError, match="already open"):
            restore(copy, folder, replace=True)
    with pytest.raises(DetenteError, match="say --replace"):
        restore(copy, folder)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.doc").write_text("x")
    with pytest.raises(DetenteError, match="is no store"):
        restore(copy, tmp_path / "thesis", replace=True)
    restore(copy, folder, replace=True)
    assert lines(folder) == lines(copy)
    assert names(tmp_path) == {"store", "copy", "thesis"}


def test_a_backup_never_takes_the_place_of_anything(folder: Path, tmp_path: Path) -> None:
    made(folder, tmp_path / "copy")
    with pytest.raises(DetenteError, match="is there already"):
        made(folder, tmp_path / "copy")
    with pytest.raises(DetenteError, match="is inside"):
        made(folder, folder / "copy")
    with pytest.raises(DetenteError, match="no store at"):
        made(tmp_path / "missing", tmp_path / "other")


def test_an_older_store_is_backed_up_as_it_is(folder: Path, tmp_path: Path) -> None:
    (folder / FORMAT_NAME).unlink()
    assert read_manifest(made(folder, tmp_path / "copy")).format == 0
    assert FORMAT_NAME not in names(folder)
    restore(tmp_path / "copy", tmp_path / "again")
    with open_store(tmp_path / "again"):
        assert FORMAT_NAME in names(tmp_path / "again")


def test_a_backup_of_a_newer_version_is_refused(folder: Path, tmp_path: Path) -> None:
    manifest = made(folder, tmp_path / "copy") / MANIFEST_NAME
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(DetenteError, match="has format 99"):
        restore(tmp_path / "copy", tmp_path / "again")
