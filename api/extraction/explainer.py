"""The queue before the process that explains texts: one at a time, a few wait, others are sent away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool

from api.extraction.process import ExtractionProcess
from api.extraction.question import Question, answer
from ontology.errors import DetenteError

RETRY_SECONDS: Final = 10
"""When a client that found the queue full may try again."""

Gone = Callable[[], Awaitable[bool]]


class Explainer:
    """Explain texts in a process, in the order they come.

    Args:
        process: reads the texts.
        waiting: how many may wait.
        allow: servers that are fetched from though they are not public, as ``address:port``.
    """

    def __init__(self, process: ExtractionProcess, waiting: int, allow: frozenset[str] = frozenset()) -> None:
        self.allow = allow
        self._process = process
        self._waiting = waiting
        self._inside = 0
        self._turn = asyncio.Lock()
        self._stopping = False

    async def explain(self, question: Question, gone: Gone) -> bytes:
        """Explain a text as JSON; ``gone`` tells that nobody waits for the answer any more.

        Raises:
            DetenteError: too many wait, or the service is stopping (503), or the text cannot be read.
        """
        if self._inside > self._waiting:
            raise _busy(f"{self._inside} texts are being read or wait already")
        self._inside += 1
        try:
            async with self._turn:
                if self._stopping or await gone():
                    raise _busy("The service is stopping")
                return await run_in_threadpool(self._process.call, answer, question)
        finally:
            self._inside -= 1

    def close(self) -> None:
        """Kill the process; what waits is sent away."""
        self._stopping = True
        self._process.close()


def _busy(why: str) -> DetenteError:
    return DetenteError(f"{why}; try again in {RETRY_SECONDS} seconds.", 503, {"Retry-After": str(RETRY_SECONDS)})
