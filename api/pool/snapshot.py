"""What the readers read: the folder of a store nobody writes to, or copies of one that grows."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from api.pool.stats import PoolStats
from graph.store import EmbeddedStore, Store

FOLDER: Final = ".snapshots"
"""Within the folder of a store, so that files can be shared by hard links; RocksDB lets it be."""


@dataclass(eq=False, slots=True)
class Snapshot:
    """A folder that a reader can open, with the number of readers that have it open."""

    path: Path
    generation: str
    readers: int = 0


class Source(Protocol):
    """Gives readers something to read; ``root`` is the folder that holds all it makes."""

    root: Path

    @property
    def temporary(self) -> bool:
        """Tell whether copies are made, which must be removed."""
        ...

    @property
    def generation(self) -> str:
        """Name the present state of the store."""
        ...

    def copy(self, folder: Path) -> None:
        """Make a new folder with the store as it is now."""
        ...

    def close(self) -> None:
        """Remove what was made."""
        ...


class FolderSource:
    """The folder itself, open for reading only in this process too."""

    temporary = False

    def __init__(self, store: EmbeddedStore) -> None:
        self.root = store.folder.resolve()
        self.generation = store.generation

    def copy(self, folder: Path) -> None:
        """Do nothing: the folder does not change."""

    def close(self) -> None:
        """Leave the folder alone."""


class BackupSource:
    """Hard-linked copies within the folder of a store that is written to; a million quads take milliseconds."""

    temporary = True

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.root = (store.folder / FOLDER).resolve()
        shutil.rmtree(self.root, ignore_errors=True)  # of a service that was killed: we hold the lock of the folder
        self.root.mkdir()

    @property
    def generation(self) -> str:
        """Name the present state of the store."""
        return self._store.generation

    def copy(self, folder: Path) -> None:
        """Copy the store by hard links."""
        self._store.backup(folder)

    def close(self) -> None:
        """Remove all copies."""
        shutil.rmtree(self.root, ignore_errors=True)


class DumpSource:
    """Full copies on disk of a store in memory: for small ones, as a million quads take ten seconds."""

    temporary = True

    def __init__(self, store: Store) -> None:
        self._store = store
        self.root = Path(tempfile.mkdtemp(prefix="detente-")).resolve()

    @property
    def generation(self) -> str:
        """Name the present state of the store."""
        return self._store.generation

    def copy(self, folder: Path) -> None:
        """Write all quads into a new store on disk."""
        import pyoxigraph

        copy = pyoxigraph.Store(str(folder))
        copy.bulk_extend(self._store.quads())
        copy.flush()

    def close(self) -> None:
        """Remove all copies."""
        shutil.rmtree(self.root, ignore_errors=True)


def source_of(store: Store) -> Source:
    """Choose how readers see a store."""
    if isinstance(store, EmbeddedStore):
        return FolderSource(store) if store.read_only else BackupSource(store)
    return DumpSource(store)


class Snapshots:
    """The newest snapshot, and the older ones that readers still have open."""

    def __init__(self, source: Source, stats: PoolStats) -> None:
        self._source = source
        self._stats = stats
        self._number = 0
        self._newest: Snapshot | None = None
        self._publishing = asyncio.Lock()
        self.root = source.root

    @property
    def newest(self) -> Snapshot:
        """Give the snapshot to open."""
        assert self._newest is not None, "publish first"
        return self._newest

    @property
    def stale(self) -> bool:
        """Tell whether the store has changed since the newest snapshot."""
        return self._newest is None or self._source.generation != self._newest.generation

    async def catch_up(self, prepare: Callable[[Snapshot], Awaitable[None]] | None = None) -> None:
        """Make a snapshot of the store as it is now, unless the newest shows it.

        Args:
            prepare: is given the snapshot before it is the newest.
        """
        async with self._publishing:
            if self.stale:
                await self._publish(prepare)

    async def _publish(self, prepare: Callable[[Snapshot], Awaitable[None]] | None) -> None:
        generation = self._source.generation
        path = self.root
        if self._source.temporary:
            self._number += 1
            path = self.root / f"{os.getpid()}-{self._number}"
            await asyncio.to_thread(self._source.copy, path)
            self._stats.snapshot_made = time.time()
        made = Snapshot(path, generation)
        if prepare is not None:
            await prepare(made)
        older, self._newest = self._newest, made
        self._stats.snapshots += 1
        if older is not None:
            await self._drop(older)

    def hold(self, snapshot: Snapshot) -> None:
        """Keep a snapshot while a reader has it open."""
        snapshot.readers += 1

    async def release(self, snapshot: Snapshot) -> None:
        """Let a snapshot go; the last reader of an old one removes it."""
        snapshot.readers -= 1
        await self._drop(snapshot)

    async def _drop(self, snapshot: Snapshot) -> None:
        if snapshot is not self._newest and not snapshot.readers and self._source.temporary:
            await asyncio.to_thread(shutil.rmtree, snapshot.path, ignore_errors=True)

    def close(self) -> None:
        """Remove all snapshots."""
        with suppress(OSError):
            self._source.close()
