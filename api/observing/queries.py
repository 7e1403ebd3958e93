"""Every query counted, timed, and logged if it was slow."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from time import perf_counter
from typing import TYPE_CHECKING, Final

from api.observing.trace import current
from api.runner import Answer, Question
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.observing.metrics import Metrics
    from api.runner import QueryRunner

SHOWN: Final = 2000
"""Characters of a slow query that the log shows."""

_log: Final = logging.getLogger("detente.queries")


class ObservedRunner:
    """Pass queries on to another runner, and say how they went."""

    def __init__(self, inner: QueryRunner, metrics: Metrics, slow: float) -> None:
        self.inner = inner
        self._metrics = metrics
        self._slow = slow

    @property
    def stats(self) -> object:
        """Give the statistics of the other runner, ``None`` if it keeps none."""
        return getattr(self.inner, "stats", None)

    @property
    def generation(self) -> str:
        """Give the generation of the data that the other runner answers from."""
        return self.inner.generation

    async def run(self, question: Question) -> Answer:
        """Answer one query.

        Raises:
            DetenteError: what the other runner raises.
        """
        current().query = query_hash(question.sparql)
        started = perf_counter()
        try:
            answer = await self.inner.run(question)
        except BaseException as error:
            self._tell(question, started, _outcome(error))
            raise
        return Answer(answer.media_type, _Watched(answer, lambda ended: self._tell(question, started, ended)))

    async def start(self) -> None:
        """Make the other runner ready."""
        await self.inner.start()

    async def refresh(self) -> None:
        """Wait until answers show all that the store has taken."""
        await self.inner.refresh()

    async def close(self) -> None:
        """Close the other runner."""
        await self.inner.close()

    def _tell(self, question: Question, started: float, outcome: str) -> None:
        seconds = perf_counter() - started
        self._metrics.queries.labels(outcome).inc()
        self._metrics.query_seconds.observe(seconds)
        if seconds < self._slow:
            return
        self._metrics.slow_queries.inc()
        text = " ".join(question.sparql[:SHOWN].split())
        told = {"query": query_hash(question.sparql), "seconds": round(seconds, 3), "outcome": outcome, "sparql": text}
        _log.warning("slow query", extra=told)


class _Watched:
    """The chunks of an answer, which tells once how it ended; closing it closes the answer, even before the first."""

    def __init__(self, answer: Answer, tell: Callable[[str], None]) -> None:
        self._answer = answer
        self._tell: Callable[[str], None] | None = tell

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        try:
            return await anext(self._answer.chunks)
        except StopAsyncIteration:
            self._end("ok")
            raise
        except BaseException:
            self._end("cut")
            raise

    async def aclose(self) -> None:
        """Stop the answer where it is."""
        self._end("cut")
        await self._answer.close()

    def _end(self, outcome: str) -> None:
        tell, self._tell = self._tell, None
        if tell is not None:
            tell(outcome)


def _outcome(error: BaseException) -> str:
    return str(error.status) if isinstance(error, DetenteError) else "cut"


def query_hash(sparql: str) -> str:
    """Give the SHA-256 of a query or an update, by which the logs name it."""
    return sha256(sparql.encode("utf-8", "surrogatepass")).hexdigest()
