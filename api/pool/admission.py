"""Who may run now, who waits, and who is sent away."""

from __future__ import annotations

import asyncio
import math
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass

from api.pool.stats import PoolStats
from ontology.errors import DetenteError


@dataclass(frozen=True, slots=True)
class Room:
    """How many queries run and wait at once; ``wait`` is the longest wait in seconds."""

    running: int
    queued: int
    wait: float = 10.0

    @property
    def running_each(self) -> int:
        """Leave one place to the others, whatever one client asks."""
        return max(1, self.running - 1)

    @property
    def queued_each(self) -> int:
        """Leave half of the queue to the others."""
        return max(1, self.queued // 2)


class Admission:
    """Let queries in by turns: the clients in a circle, each client's queries in their order."""

    def __init__(self, room: Room, stats: PoolStats) -> None:
        self._room = room
        self._stats = stats
        self._running: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def enter(self, client: str) -> None:
        """Wait for a place; `leave` gives it back.

        Raises:
            DetenteError: the queue is full, or the wait was too long (503).
        """
        if self._may_run(client) and not self._waiting.get(client):
            self._admit(client)
            return
        turn = self._queue_up(client)
        try:
            async with asyncio.timeout(self._room.wait):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # the place came at the same moment
                self.leave(client)
            if isinstance(error, TimeoutError):
                raise self._busy(f"No reader was free within {self._room.wait:g} seconds") from None
            raise
        finally:
            self._forget(client, turn)

    def leave(self, client: str) -> None:
        """Give a place back and let the next one in."""
        self._stats.running -= 1
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        self._call_next()

    def _may_run(self, client: str) -> bool:
        return self._stats.running < self._room.running and self._running[client] < self._room.running_each

    def _admit(self, client: str) -> None:
        self._stats.running += 1
        self._running[client] += 1

    def _queue_up(self, client: str) -> asyncio.Future[None]:
        mine = self._waiting.get(client, ())
        if self._stats.queued >= self._room.queued:
            raise self._busy("All readers are busy and the queue is full")
        if len(mine) >= self._room.queued_each:
            raise self._busy(f"{len(mine)} queries of yours are waiting already")
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._stats.queued += 1
        return turn

    def _call_next(self) -> None:
        for client in list(self._waiting):
            if not self._may_run(client):
                continue
            turn = next((one for one in self._waiting[client] if not one.done()), None)
            if turn is not None:
                self._waiting.move_to_end(client)
                self._admit(client)
                turn.set_result(None)
                return

    def _forget(self, client: str, turn: asyncio.Future[None]) -> None:
        self._stats.queued -= 1
        mine = self._waiting[client]
        mine.remove(turn)
        if not mine:
            del self._waiting[client]

    def _busy(self, why: str) -> DetenteError:
        seconds = max(1, math.ceil(self._room.wait / 2))
        return DetenteError(f"{why}. Try again in {seconds} seconds.", 503, {"Retry-After": str(seconds)})
