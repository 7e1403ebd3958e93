"""The readers of one store: kept at their number, and moved on to the newest snapshot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Final

from api.pool.process import Limits, Reader, ReaderDiedError
from api.pool.snapshot import Snapshot, Snapshots
from api.pool.stats import PoolStats
from ontology.errors import DetenteError

_POLL: Final = 0.05
"""Seconds between two looks at whether the store has changed."""
_LONGEST_PAUSE: Final = 10.0
"""Seconds between attempts to start a reader, or to make a snapshot, where they fail."""

_log: Final = logging.getLogger("detente.pool")


class Team:
    """Readers that live, some of them idle; one that dies is replaced in the background."""

    def __init__(self, size: int, snapshots: Snapshots, limits: Limits, stats: PoolStats, refresh: float) -> None:
        self._size = size
        self._snapshots = snapshots
        self._limits = limits
        self._stats = stats
        self._refresh = refresh
        self._readers: set[Reader] = set()
        self._idle: asyncio.Queue[Reader] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    @property
    def pids(self) -> list[int]:
        """List the processes."""
        return sorted(reader.pid for reader in self._readers)

    async def start(self) -> None:
        """Make the first snapshot and start all readers.

        Raises:
            DetenteError: a reader does not start.
        """
        await self._snapshots.catch_up()
        try:
            await asyncio.gather(*(self._hire() for _ in range(self._size)))
        except ReaderDiedError as error:
            raise DetenteError("A reader process does not start; what it printed says why.", 500) from error
        self._spawn(self._follow())

    async def take(self) -> Reader:
        """Wait for an idle reader that has the newest snapshot open; `give_back` it, or kill it."""
        while True:
            reader = await self._idle.get()
            if reader.alive and reader.snapshot is self._snapshots.newest:
                return reader
            self.give_back(reader)

    def give_back(self, reader: Reader) -> None:
        """Make a reader idle again, on the newest snapshot."""
        reader.promote()
        if not reader.alive:
            return
        if reader.snapshot is self._snapshots.newest:
            self._idle.put_nowait(reader)
        else:
            self._spawn(self._renew(reader))

    @property
    def generation(self) -> str:
        """Name the state of the store that readers taken from now on show."""
        return self._snapshots.newest.generation

    async def refresh(self) -> None:
        """Let readers taken from now on show the store as it is now.

        Half of the idle readers move on first, then what is newest changes, then the others follow: who asks meanwhile
        need not wait until a reader has opened a snapshot.
        """
        ahead: list[Reader] = []
        await self._snapshots.catch_up(lambda snapshot: self._go_ahead(snapshot, ahead))
        for reader in ahead:
            self.give_back(reader)
        for _ in range(self._idle.qsize()):
            if not self._idle.empty():
                self.give_back(self._idle.get_nowait())

    async def close(self) -> None:
        """End all readers and remove the snapshots."""
        self._closing = True
        for reader in self._readers:
            reader.kill("shutdown")
        watching = [task for task in self._tasks if task.get_name() == "watch"]
        await asyncio.gather(*watching, return_exceptions=True)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._snapshots.close()

    def _spawn(self, work: Coroutine[Any, Any, None], name: str = "work") -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hire(self) -> None:
        """Start one reader."""
        snapshot = self._snapshots.newest
        self._snapshots.hold(snapshot)
        try:
            reader = await Reader.start(self._snapshots.root, snapshot, self._limits)
        except BaseException:
            await self._snapshots.release(snapshot)
            raise
        if self._closing:
            reader.kill("shutdown")
        self._readers.add(reader)
        self._stats.readers = len(self._readers)
        self._spawn(self._watch(reader), "watch")
        self.give_back(reader)

    async def _watch(self, reader: Reader) -> None:
        """Wait for the end of a reader, and replace it."""
        reason = await reader.ended()
        counter = self._stats.kills if reader.was_killed else self._stats.deaths
        counter[reason] += 1
        self._readers.discard(reader)
        self._stats.readers = len(self._readers)
        await self._snapshots.release(reader.snapshot)
        if not self._closing:
            self._spawn(self._replace())

    async def _replace(self) -> None:
        pause = _POLL
        while not self._closing:
            try:
                await self._hire()
            except (ReaderDiedError, OSError):
                _log.exception("A reader process does not start; trying again in %g seconds.", pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                self._stats.restarts += 1
                return

    async def _follow(self) -> None:
        """Publish what is written, and let idle readers see it."""
        while True:
            await asyncio.sleep(_POLL)
            if not self._snapshots.stale:
                continue
            try:
                await self.refresh()
            except (DetenteError, OSError):
                _log.exception("New data cannot be shown to the readers; trying again in %g seconds.", _LONGEST_PAUSE)
                await asyncio.sleep(_LONGEST_PAUSE)
                continue
            await asyncio.sleep(self._refresh)

    async def _go_ahead(self, snapshot: Snapshot, ahead: list[Reader]) -> None:
        """Take half of the idle readers, and open a snapshot in them that is not the newest yet."""
        ahead.extend(self._idle.get_nowait() for _ in range(self._idle.qsize() // 2))
        await asyncio.gather(*(self._move(reader, snapshot) for reader in ahead))

    async def _renew(self, reader: Reader) -> None:
        """Open the newest snapshot in a reader that is not idle, and make it idle."""
        await self._move(reader, self._snapshots.newest)
        self.give_back(reader)

    async def _move(self, reader: Reader, new: Snapshot) -> None:
        """Open a snapshot in a reader that is not idle; one that cannot is ended, and replaced in time."""
        old = reader.snapshot
        self._snapshots.hold(new)
        try:
            await reader.open(new)
        except ReaderDiedError:
            reader.kill("shutdown")
            await self._snapshots.release(new)
        else:
            await self._snapshots.release(old)
