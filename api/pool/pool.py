"""Queries answered by reader processes that can be killed."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pool.admission import Admission, Room
from api.pool.exchange import Exchange
from api.pool.process import Limits, ReaderLostError
from api.pool.snapshot import Snapshots, source_of
from api.pool.stats import PoolStats
from api.pool.team import Team
from api.runner import Answer, QueryRunner, Question, Rules, ThreadRunner
from graph.store import EmbeddedStore
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store import Store

LEAST_READERS: Final = 4
"""So that the slow queries of one client leave readers to the others on a small machine too."""
_QUEUED_PER_READER: Final = 16


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """How many readers there are, how many queries wait for them and how long, and how soon readers see a change.

    ``readers`` and ``queue`` of 0 choose by the number of cores; ``refresh`` is the least number of seconds between
    two snapshots of a store that is written to.
    """

    readers: int = 0
    queue: int = 0
    wait: float = 10.0
    refresh: float = 0.3

    @property
    def size(self) -> int:
        """Give the number of readers."""
        return self.readers or max(LEAST_READERS, os.cpu_count() or 1)

    @property
    def room(self) -> Room:
        """Give the number of queries that run and wait."""
        return Room(self.size, self.queue or _QUEUED_PER_READER * self.size, self.wait)


def runner_for(store: Store, settings: Settings) -> QueryRunner:
    """Make the pool that the settings ask for.

    A store in memory would have to be written to disk whole at each change, so it gets threads; so do all on Windows.
    """
    rules = Rules(settings.union, settings.service_allow)
    if not isinstance(store, EmbeddedStore) or sys.platform == "win32":
        return ThreadRunner(store, rules, settings.query_timeout)
    pool = PoolSettings(settings.readers, settings.queue, settings.queue_wait)
    limits = Limits(
        seconds=settings.query_timeout,
        memory=settings.query_memory << 20,
        rows=settings.max_answer_rows,
        bytes=settings.max_answer_bytes,
        rules=rules,
    )
    return PoolRunner(store, pool, limits)


class PoolRunner:
    """Answers in reader processes; starts them with `start`, else with the first query."""

    def __init__(self, store: Store, settings: PoolSettings | None = None, limits: Limits | None = None) -> None:
        self._store = store
        self._settings = settings or PoolSettings()
        self._limits = limits or Limits()
        self.stats = PoolStats()
        self._admission = Admission(self._settings.room, self.stats)
        snapshots = Snapshots(source_of(store), self.stats)
        self._team = Team(self._settings.size, snapshots, self._limits, self.stats, self._settings.refresh)
        self._started: asyncio.Task[None] | None = None

    @property
    def generation(self) -> str:
        """Name the state of the store that answers begun now are at least as new as."""
        return self._team.generation if self._is_ready else self._store.generation

    @property
    def pids(self) -> list[int]:
        """List the reader processes."""
        return self._team.pids

    async def start(self) -> None:
        """Start the readers, once.

        Raises:
            DetenteError: they do not start.
        """
        if self._started is None:
            self._started = asyncio.get_running_loop().create_task(self._team.start())
        await asyncio.shield(self._started)

    async def run(self, question: Question) -> Answer:
        """Answer one query.

        Raises:
            DetenteError: before any byte; `api.runner.QueryRunner` says which.
        """
        await self.start()
        try:
            try:
                return await self._answer(question)
            except ReaderLostError:  # perhaps while it was idle: the query is not to blame
                return await self._answer(question)
        except DetenteError as error:
            self.stats.failed[error.status] += 1
            raise

    async def refresh(self) -> None:
        """Wait until answers show all that the store has taken."""
        if self._is_ready:
            await self._team.refresh()

    async def close(self) -> None:
        """End the readers, whatever they do, and remove their snapshots."""
        if self._started is not None:
            await asyncio.wait([self._started])
        await self._team.close()

    @property
    def _is_ready(self) -> bool:
        return self._started is not None and self._started.done()

    async def _answer(self, question: Question) -> Answer:
        await self._admission.enter(question.client)
        exchange = Exchange(
            question,
            team=self._team,
            limits=self._limits,
            stats=self.stats,
            wait=self._settings.wait,
            leave=lambda: self._admission.leave(question.client),
        )
        return await exchange.begin()
