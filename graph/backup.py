"""Copies of a store that are counted before they are called backups, and stores made from them.

A backup is a folder that can be opened like a store, with a manifest of what is in it. It is made under a hidden name
beside its place and renamed when it is whole, so that whatever is cut short leaves nothing that looks like a backup.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from graph import versions
from graph.disk import copy_files, sync, told, write_whole
from graph.embedded import KEPT, EmbeddedStore
from graph.locking import FolderLock
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from typing import IO

    import pyoxigraph
    from pyoxigraph import Quad, QuerySolutions


MANIFEST_NAME: Final = ".detente.backup"

_ARTICLES: Final = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?article a schema:NewsArticle } }"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in a store."""

    quads: int
    articles: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: when it was made (ISO, UTC), of which format, how much, and perhaps a checksum."""

    made: str
    format: int
    ontology: str
    program: str
    quads: int
    articles: int
    checksum: str | None = None

    @property
    def counts(self) -> Counts:
        """Give how much it holds."""
        return Counts(self.quads, self.articles)


def held(folder: Path) -> EmbeddedStore:
    """Open a store to copy it and change nothing, not even its format: as its writer, else beside other readers.

    Raises:
        DetenteError: there is no store (404), it is being written to (409), or it cannot be read.
    """
    try:
        return EmbeddedStore(folder, untouched=True)
    except DetenteError as error:
        if error.status not in (403, 409):
            raise
        try:
            return EmbeddedStore(folder, untouched=True, read_only=True)
        except DetenteError:
            raise error from None


def backup(store: EmbeddedStore, target: Path, *, full: bool = False) -> Manifest:
    """Copy a store, as it is at this moment, to a new folder, and count the copy.

    Writing waits while the store is copied and counted, a second for some million quads; reading does not. With
    ``full`` all quads of both are read, their checksums compared, and kept for the restoring.

    Raises:
        DetenteError: the target is there already or inside the store, its disk is full (507), or the copy is not whole.
    """
    target = _outside(target, store.folder)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise DetenteError(f"{target} is there already. Choose a new folder for the backup.", 409)
    with _aside(target) as half:
        with store.still():
            store.backup(half)
            expected, quads = _counted(store), store.quads()
        opened = _opened(half)
        counts = _compared(_count(opened), expected, half)
        total = _same(_sum(quads), checksum(opened), half) if full else None
        del opened, quads
        made = datetime.now(UTC).isoformat(timespec="seconds")
        form = store.format
        manifest = Manifest(made, form.number, form.ontology, form.program, counts.quads, counts.articles, total)
        _settle(half)
        write_whole(half / MANIFEST_NAME, json.dumps(asdict(manifest), indent=2) + "\n")
        _put(half, target)
    return manifest


def restore(source: Path, target: Path, *, replace: bool = False, full: bool = False) -> Manifest:
    """Make a store from a backup, count it, and put it in its place; with ``replace``, in that of the store there.

    With ``full`` the checksum is compared too.

    Raises:
        DetenteError: the source is no backup or has changed, the target is not empty, or the disk is full (507).
    """
    manifest = read_manifest(source)
    if full and not manifest.checksum:
        raise DetenteError(f"{source} has no checksum: it was backed up without --verify full. Leave that out.")
    target = _outside(target, source)
    lock = FolderLock(source, exclusive=False)
    try:
        with _replaceable(target, replace), _aside(target) as half:
            copy_files(source, half, KEPT)
            opened = _opened(half)
            _compared(_count(opened), manifest.counts, source)
            if full:
                _same(checksum(opened), manifest.checksum or "", source)
            del opened
            _settle(half)
            _put(half, target)
    finally:
        lock.release()
    return manifest


def load(source: Path, target: Path, *, replace: bool = False) -> Counts:
    """Make a store from a file in RDF, such as an export in N-Quads, and put it in its place as ``restore`` does.

    Raises:
        DetenteError: the file is not RDF, the target is not empty, or the disk is full (507).
    """
    target = target.expanduser().resolve()
    with _replaceable(target, replace), _aside(target) as half:
        with EmbeddedStore(half) as store:
            store.load(source, derive=False)
            store.renew()
            store.flush()
            counts = _counted(store)
        _settle(half)
        _put(half, target)
    return counts


def read_manifest(folder: Path) -> Manifest:
    """Read what a backup says of itself.

    Raises:
        DetenteError: the folder is no backup (404), its manifest is damaged, or its format is newer than ours (409).
    """
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST_NAME).read_text("utf-8")))
    except FileNotFoundError:
        raise DetenteError(f"{folder} is no backup: `detente backup` writes a file {MANIFEST_NAME}.", 404) from None
    except (OSError, ValueError, TypeError) as error:
        raise DetenteError(f"The manifest {folder / MANIFEST_NAME} cannot be read: {error}.") from error
    versions.check(versions.StoreFormat(manifest.format, manifest.ontology, manifest.program), f"The backup {folder}")
    return manifest


def checksum(store: pyoxigraph.Store) -> str:
    """Add up the hashes of all quads as N-Quads: equal stores give equal sums, in whatever order they are read."""
    from pyoxigraph import RdfFormat

    total = _Total()
    store.dump(cast("IO[bytes]", total), RdfFormat.N_QUADS)
    return total.value


class _Total(RawIOBase):
    """A file that keeps nothing of its lines but the sum of their hashes."""

    def __init__(self) -> None:
        self._sum = 0
        self._rest = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        *lines, self._rest = (self._rest + bytes(data)).split(b"\n")
        for line in lines:
            self._sum += int.from_bytes(hashlib.sha256(line).digest())
        return len(data)

    @property
    def value(self) -> str:
        return f"sha256-sum:{self._sum % 2**256:064x}"


def _sum(quads: Iterable[Quad]) -> str:
    total = _Total()
    for quad in quads:
        total.write(f"{quad} .\n".encode())
    return total.value


def _same(found: str, expected: str, folder: Path) -> str:
    if found != expected:
        raise DetenteError(f"{folder} is not whole: the checksum of its quads is not the one it should be.", 409)
    return found


def _opened(folder: Path) -> pyoxigraph.Store:
    import pyoxigraph

    with told(f"The copy {folder} cannot be read"):
        return pyoxigraph.Store.read_only(str(folder))


def _counted(store: EmbeddedStore) -> Counts:
    return Counts(store.count(), _number(store.query(_ARTICLES)))


def _count(store: pyoxigraph.Store) -> Counts:
    return Counts(len(store), _number(store.query(_ARTICLES, prefixes=PREFIXES)))


def _number(answer: object) -> int:
    return int(next(cast("QuerySolutions", answer))["n"].value)


def _compared(found: Counts, expected: Counts, folder: Path) -> Counts:
    if found != expected:
        raise DetenteError(
            f"{folder} is not whole: it holds {found.quads} quads of {found.articles} articles, "
            f"and should hold {expected.quads} of {expected.articles}.",
            409,
        )
    return found


def _outside(target: Path, other: Path) -> Path:
    """Give the target's full path, which must be no part of the other folder."""
    whole = target.expanduser().resolve()
    if whole == other.resolve() or other.resolve() in whole.parents:
        raise DetenteError(f"{target} is inside {other}. Choose another folder.")
    return whole


@contextmanager
def _aside(target: Path) -> Iterator[Path]:
    """Give a hidden folder name beside the target, and remove what is left there at the end."""
    half = target.with_name(f".{target.name}.unfinished")
    with told(f"{target} was not made", target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(half, ignore_errors=True)  # of one that was killed
        try:
            yield half
        finally:
            shutil.rmtree(half, ignore_errors=True)


@contextmanager
def _replaceable(target: Path, replace: bool) -> Iterator[None]:
    """Hold the place of a store while another is made for it."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        yield
        return
    if not (target / "CURRENT").exists():
        raise DetenteError(f"{target} holds other files and is no store. Choose an empty or a new folder with --store.")
    if not replace:
        raise DetenteError(f"There is a store at {target} already. Choose a new folder, or say --replace.", 409)
    lock = FolderLock(target, exclusive=True)
    try:
        yield
    finally:
        lock.release()


def _settle(folder: Path) -> None:
    """Bring a whole folder to the disk."""
    for file in folder.iterdir():
        sync(file)
    sync(folder)


def _put(half: Path, target: Path) -> None:
    """Let a finished folder take its place; what was there is removed only when that is done.

    Between the two renamings a crash would leave no store at the place, but both beside it, under hidden names.
    """
    old = target.with_name(f".{target.name}.replaced")
    occupied = target.exists() and any(target.iterdir())
    if occupied:
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
    try:
        half.replace(target)
    except OSError:
        if occupied:
            old.rename(target)
        raise
    sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)
