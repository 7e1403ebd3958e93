"""A disk that fills up, a limit on the size of files, folders that cannot be written: one clear line, nothing lost."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from generated import batch, store_of

from graph.backup import backup
from graph.store import EmbeddedStore, Store, open_store
from ontology.errors import DetenteError

HERE = Path(__file__).parent
SEED = 6
Refusal = namedtuple("Refusal", "status detail")
ROUNDS = 6


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as on a disk with nothing left."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def refused(act: Callable[[], object]) -> Refusal | None:
    """Give the status and text of an error; the error itself would keep the store it comes from open."""
    try:
        act()
    except DetenteError as error:
        return Refusal(error.status, error.detail)
    return None


def fill(store: Store) -> tuple[int, Refusal]:
    """Store batches until it fails; give how many were stored, and the error."""
    for number in range(1000):
        if error := refused(lambda: store.replace_articles(batch(number))):  # noqa: B023
            return number, error
    raise AssertionError("it never failed")


def as_after(batches: int) -> bytes:
    return store_of([one for number in range(batches) for one in batch(number)]).dump(sort=True)


def full(act: Callable[[], object]) -> bool:
    """Tell whether something fails because nothing can be written."""
    error = refused(act)
    return error is not None and error.status == 507


def check(error: Refusal, *words: str) -> None:
    assert error.status == 507
    assert "\n" not in error.detail
    for word in (*words, "Nothing was changed", "what was stored before is kept"):
        assert word in error.detail


@pytest.mark.parametrize("size", [random.Random(SEED + part).randrange(400_000, 1_500_000) for part in range(ROUNDS)])
def test_where_a_file_may_not_grow_what_was_stored_is_kept_whole(tmp_path: Path, size: int) -> None:
    with open_store(tmp_path / "store") as store, largest_file(size):
        stored, error = fill(store)
        check(error, str(tmp_path / "store"), "may not grow", "Raise the limit")
        assert full(lambda: store.update("INSERT DATA { <u:a> <u:b> 1 }"))
        assert store.dump(sort=True) == as_after(stored)
    with open_store(tmp_path / "store") as store:
        assert store.dump(sort=True) == as_after(stored)
        store.replace_articles(batch(stored))
        assert store.dump(sort=True) == as_after(stored + 1)


def test_a_store_that_could_not_be_begun_is_begun_once_there_is_room(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for size in (0, 100, 50_000, 150_000):
        with largest_file(size):
            assert full(lambda: open_store(tmp_path / "store"))
    with open_store(tmp_path / "store") as store:
        assert store.dump(sort=True) == as_after(0)
    assert caplog.records == []


def test_opening_backing_up_and_loading_tell_the_same(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        store.replace_articles(batch(0))
        with largest_file(100):
            assert full(lambda: backup(store, tmp_path / "copy"))
        assert [path.name for path in tmp_path.iterdir()] == ["store"]
    with open_store(tmp_path / "store") as store, largest_file(100):
        assert full(lambda: store.load(b"<u:a> <u:b> <u:c> .\n" * 9, "nt"))
    with largest_file(100):
        assert full(lambda: open_store(tmp_path / "store"))
        with open_store(tmp_path / "store", read_only=True) as reading:
            assert reading.dump(sort=True) == as_after(1)
    with open_store(tmp_path / "store") as store:
        assert store.dump(sort=True) == as_after(1)


def on_a_small_disk(tmp_path: Path, size: str) -> list[dict[str, object]]:
    """Fill a file system of some size, mounted for one process only, and give what that saw."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"mount -t tmpfs -o size={size} tmpfs {disk} && exec {sys.executable} {HERE / 'filling.py'} {disk}"
    try:
        subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", disk], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("file systems cannot be mounted here")
    run = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("size", ["3m", "7m"])
def test_on_a_full_disk_reading_goes_on_and_with_space_writing_does(tmp_path: Path, size: str) -> None:
    filled, opened, copied, again = on_a_small_disk(tmp_path, size)
    assert filled["status"] == copied["status"] == 507
    assert f"The disk that holds {tmp_path / 'disk' / 'store'} is full. Nothing was changed" in str(filled["detail"])
    assert "is full" in str(copied["detail"])
    assert copied["beside"] == ["store"]
    assert [opened["whole"], again["whole"]] == [True, True]


CHILD = """
import os, sys
from pathlib import Path
import pyoxigraph
from graph.backup import backup, held
from graph.store import open_store
from ontology.errors import DetenteError
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    open_store(sys.argv[1])
except DetenteError as error:
    print(error.status, error.detail)
with open_store(sys.argv[1], read_only=True) as store:
    print(store.count())
with held(Path(sys.argv[1])) as store:
    print(backup(store, Path(sys.argv[2])).quads)
"""


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that other users may enter, as those of pytest may not be."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_store_that_may_only_be_read_is_told_in_one_line_and_can_be_copied(open_to_all: Path) -> None:
    folder, copies = open_to_all / "store", open_to_all / "copies"
    with open_store(folder) as store:
        store.replace_articles(batch(0))
        quads = str(store.count())
    copies.mkdir()
    copies.chmod(0o777)
    folder.chmod(0o555)
    command = [sys.executable, "-c", CHILD, str(folder), str(copies / "one")]
    run = subprocess.run(command, capture_output=True, text=True, cwd=HERE.parents[1])
    folder.chmod(0o755)
    told, *counts = run.stdout.splitlines()
    assert told.startswith(f"403 Cannot open the store {folder}: {folder} cannot be written (permission denied).")
    assert "Reading works" in told
    assert counts == [quads, quads], run.stderr


def test_a_lock_is_held_though_nothing_can_be_noted_in_it(tmp_path: Path) -> None:
    open_store(tmp_path / "store").close()
    with largest_file(0):
        assert full(lambda: open_store(tmp_path / "store"))
    open_store(tmp_path / "store").close()
