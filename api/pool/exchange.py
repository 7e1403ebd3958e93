"""One query with one reader: from the question to the last byte of the answer, or to the kill."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Final

from api.pool import frames
from api.pool.process import Limits, Reader, ReaderDiedError, Reason, obituary
from api.pool.stats import PoolStats
from api.pool.team import Team
from api.runner import Answer, AnswerCut, Question
from ontology.errors import DetenteError

_SLOW: Final = 0.5
"""Seconds after which a query gives way to shorter ones."""


class Exchange:
    """Holds a place and a reader until the answer is complete, refused or given up."""

    def __init__(
        self,
        question: Question,
        *,
        team: Team,
        limits: Limits,
        stats: PoolStats,
        wait: float,
        leave: Callable[[], None],
    ) -> None:
        self._question = question
        self._team, self._limits, self._stats = team, limits, stats
        self._wait, self._leave = wait, leave
        self._seconds = max(0.001, min(question.timeout or limits.seconds, limits.seconds))
        self._loop = asyncio.get_running_loop()
        self._reader: Reader | None = None
        self._timers: list[asyncio.TimerHandle] = []
        self._over = False

    async def begin(self) -> Answer:
        """Ask, and wait for the first bytes.

        Raises:
            DetenteError: there is no answer.
        """
        try:
            reader = await self._take()
            await reader.ask(self._question, self._seconds)
            replies = reader.replies()
            head = await self._next(replies)
            data = await anext(replies)
            if head["whole"]:
                await anext(replies)
                self._finish()
                return Answer(head["media_type"], _once(data[1]))
            return Answer(head["media_type"], Chunks(self, data[1], replies))
        except ReaderDiedError:
            raise await self._died() from None
        except BaseException:
            self.give_up()
            raise

    async def more(self, replies: AsyncIterator[tuple[bytes, bytes]]) -> bytes | None:
        """Wait for the next bytes, ``None`` after the last.

        Raises:
            AnswerCut: the answer breaks off.
        """
        try:
            kind, payload = await anext(replies)
        except ReaderDiedError:
            error = await self._died()
        except BaseException:
            self.give_up()
            raise
        else:
            if kind == frames.DATA:
                return payload
            self._finish(answered=kind == frames.END)
            if kind == frames.END:
                return None
            error = _failure(payload)
        self._stats.failed[error.status] += 1
        raise AnswerCut(error.detail, error.status, error.headers)

    def give_up(self, reason: Reason = "gone") -> None:
        """Kill the reader if it is still at it."""
        if not self._over:
            if self._reader is not None:
                self._reader.kill(reason)
            self._end()

    def give_up_soon(self) -> None:
        """Give up from wherever this is called."""
        with suppress(RuntimeError):  # the event loop has ended, and the readers with it
            self._loop.call_soon_threadsafe(self.give_up)

    async def _take(self) -> Reader:
        try:
            async with asyncio.timeout(self._wait):
                reader = await self._team.take()
        except TimeoutError:
            raise DetenteError("No reader is ready. Try again in a second.", 503, {"Retry-After": "1"}) from None
        self._reader = reader
        self._timers = [
            self._loop.call_later(self._seconds, self.give_up, "deadline"),
            self._loop.call_later(_SLOW, reader.demote),
        ]
        return reader

    async def _next(self, replies: AsyncIterator[tuple[bytes, bytes]]) -> dict[str, str]:
        kind, payload = await anext(replies)
        if kind == frames.FAIL:
            self._finish(answered=False)
            raise _failure(payload)
        head: dict[str, str] = json.loads(payload)
        return head

    async def _died(self) -> DetenteError:
        assert self._reader is not None
        reason = await self._reader.ended()
        self._end()
        return obituary(reason, self._seconds, self._limits.memory)

    def _finish(self, *, answered: bool = True) -> None:
        if self._over:
            return
        assert self._reader is not None
        if answered:
            self._stats.answered += 1
        self._team.give_back(self._reader)
        self._end()

    def _end(self) -> None:
        if self._over:
            return
        self._over = True
        for timer in self._timers:
            timer.cancel()
        self._leave()


class Chunks:
    """The bytes of an answer; letting go of it kills the reader."""

    def __init__(self, exchange: Exchange, first: bytes, replies: AsyncIterator[tuple[bytes, bytes]]) -> None:
        self._exchange = exchange
        self._first: bytes | None = first
        self._replies = replies
        self._done = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Iterate over the bytes."""
        return self

    async def __anext__(self) -> bytes:
        """Give the next bytes.

        Raises:
            AnswerCut: the answer breaks off.
        """
        if self._first is not None:
            data, self._first = self._first, None
            return data
        more = None if self._done else await self._exchange.more(self._replies)
        if more is None:
            self._done = True
            raise StopAsyncIteration
        return more

    async def aclose(self) -> None:
        """Give the rest up."""
        self._done = True
        self._first = None
        self._exchange.give_up()

    def __del__(self) -> None:
        """Give the rest up where nobody closed it."""
        if not self._done:
            self._exchange.give_up_soon()


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _failure(payload: bytes) -> DetenteError:
    values = json.loads(payload)
    return DetenteError(values["detail"], values["status"], members=values["members"])
