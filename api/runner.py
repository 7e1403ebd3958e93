"""Who answers the queries of strangers: the seam behind which time limits and processes of their own are put."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from api.evaluation import Question, Rules
from api.pipe import AnswerCut, Pipe
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.store import Store

__all__ = ["Answer", "AnswerCut", "QueryRunner", "Question", "Rules", "ThreadRunner"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer that comes in chunks of some 64 KiB, the first of which is ready.

    Closing ``chunks`` early cancels the query; ``AnswerCut`` out of it means that the rest will not come.
    """

    media_type: str
    chunks: AsyncIterator[bytes]

    async def whole(self) -> bytes:
        """Collect all of it."""
        return b"".join([chunk async for chunk in self.chunks])

    async def close(self) -> None:
        """Cancel what is left of it."""
        close = getattr(self.chunks, "aclose", None)
        if close is not None:
            await close()


class QueryRunner(Protocol):
    """Answers queries without blocking the event loop."""

    @property
    def generation(self) -> str:
        """Name the state of the data that answers begun now are at least as new as."""
        ...

    async def run(self, question: Question) -> Answer:
        """Answer one query.

        Raises:
            DetenteError: 400 for a syntax error, 403 for SERVICE and updates, 406 for an unacceptable media type, 413
                for too large an answer, 503 (with ``Retry-After``) when busy, 504 at the deadline.
        """
        ...

    async def start(self) -> None:
        """Be ready for the first query."""
        ...

    async def refresh(self) -> None:
        """Wait until answers show all that the store has taken."""
        ...

    async def close(self) -> None:
        """Stop answering."""
        ...


class ThreadRunner:
    """Answers in threads of this process, which an endless query keeps; for tests and small private stores."""

    def __init__(self, store: Store, rules: Rules | None = None, timeout: float = 30.0) -> None:
        self._store = store
        self._rules = rules or Rules()
        self._timeout = timeout

    @property
    def generation(self) -> str:
        """Name the state of the store, which is what is read."""
        return self._store.generation

    async def run(self, question: Question) -> Answer:
        """Answer one query in a worker thread; what it writes waits in a pipe of bounded size."""
        pipe = Pipe(asyncio.get_running_loop())
        deadline = asyncio.get_running_loop().time() + min(question.timeout or self._timeout, self._timeout)
        pipe.start(self._store, question, self._rules)
        try:
            async with asyncio.timeout_at(deadline):
                media_type, first = await pipe.opening()
        except TimeoutError:
            pipe.close()
            raise DetenteError("The query took too long. Ask for less, or give it a larger timeout.", 504) from None
        except BaseException:
            pipe.close()
            raise
        return Answer(media_type, pipe.chunks(first, deadline))

    async def start(self) -> None:
        """Do nothing: threads begin with their answers."""

    async def refresh(self) -> None:
        """Do nothing: the store itself is read."""

    async def close(self) -> None:
        """Do nothing: threads end with their answers."""
