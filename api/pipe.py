"""A pipe of bounded size from a thread that writes an answer to the event loop that sends it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import IO, TYPE_CHECKING, Final, cast

from api.evaluation import Question, Rules, evaluate
from api.threads import begin
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.evaluation import Queryable

CHUNK: Final = 64 * 1024
"""Bytes in a chunk."""
DEPTH: Final = 8
"""Chunks that wait in the pipe at most."""

_Item = tuple[str, bytes] | bytes | DetenteError | None
"""The media type with the first chunk, a further chunk, an error, or the end."""


class AnswerCut(DetenteError):  # noqa: N818
    """Say that an answer broke off after its beginning was sent."""


class ClosedError(Exception):
    """Tell the writing thread that nobody reads any more."""


class Pipe:
    """Carry one answer: the media type with the first chunk, then chunks, then the end or an error."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._items: asyncio.Queue[_Item] = asyncio.Queue()
        self._room = threading.Semaphore(DEPTH)
        self._closed = False

    @property
    def waiting(self) -> int:
        """Count the chunks that wait to be read."""
        return self._items.qsize()

    def start(self, store: Queryable, question: Question, rules: Rules) -> None:
        """Begin to answer in a thread."""
        begin("query", self._answer, store, question, rules)

    async def opening(self) -> tuple[str, bytes]:
        """Wait for the media type and the first chunk.

        Raises:
            DetenteError: there is no answer.
        """
        item = await self._take()
        if isinstance(item, DetenteError):
            raise item
        assert isinstance(item, tuple)
        return item

    async def chunks(self, first: bytes, deadline: float) -> AsyncIterator[bytes]:
        """Yield the chunks; closing this closes the pipe.

        Raises:
            AnswerCut: the query failed or took too long.
        """
        try:
            yield first
            while (item := await self._take_by(deadline)) is not None:
                if isinstance(item, DetenteError):
                    raise AnswerCut(item.detail, item.status)
                yield cast(bytes, item)
        finally:
            self.close()

    def close(self) -> None:
        """Let the writing thread end at its next chunk."""
        self._closed = True
        self._room.release()

    async def _take_by(self, deadline: float) -> _Item:
        late = DetenteError("The query took too long.", 504)
        if self._loop.time() >= deadline:  # a full pipe would never let the timeout strike
            return late
        try:
            async with asyncio.timeout_at(deadline):
                return await self._take()
        except TimeoutError:
            return late

    async def _take(self) -> _Item:
        item = await self._items.get()
        self._room.release()
        return item

    def _put(self, item: _Item) -> None:
        self._room.acquire()
        if self._closed:
            raise ClosedError
        self._loop.call_soon_threadsafe(self._items.put_nowait, item)

    def _answer(self, store: Queryable, question: Question, rules: Rules) -> None:
        """Write one answer into the pipe; solutions of the engine must not leave this thread."""
        try:
            written = evaluate(store, question, rules)
            sink = _Sink(self, written.media_type)
            written.write(cast(IO[bytes], sink))
            sink.finish()
        except (ClosedError, RuntimeError):  # nobody reads any more, or the event loop is closed
            return
        except DetenteError as error:
            self._tell(DetenteError(error.detail, error.status, error.headers, error.members))
        except BaseException as error:
            self._tell(DetenteError(f"The query failed: {type(error).__name__}.", 500))
            raise

    def _tell(self, error: DetenteError) -> None:
        try:
            self._put(error)
        except (ClosedError, RuntimeError):
            return


class _Sink:
    """A binary file that passes on what is written to it in chunks."""

    def __init__(self, pipe: Pipe, media_type: str) -> None:
        self._pipe = pipe
        self._media_type: str | None = media_type
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        """Take bytes; wait while the pipe is full."""
        self._waiting += data
        if len(self._waiting) >= CHUNK:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the pipe takes whole chunks."""

    def finish(self) -> None:
        """Pass on the rest, and the end."""
        if self._waiting or self._media_type:
            self._pass_on()
        self._pipe._put(None)

    def _pass_on(self) -> None:
        chunk, self._waiting = bytes(self._waiting), bytearray()
        media_type, self._media_type = self._media_type, None
        self._pipe._put((media_type, chunk) if media_type else chunk)
