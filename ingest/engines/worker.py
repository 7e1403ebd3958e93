"""A worker as its engine sees it: it is given a batch, tells how it goes, and may be lost over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol

from ingest.article import Article
from ingest.engines.messages import Done, Exhausted, Loaded, Message, Refused
from ingest.engines.model import Limits

START_SECONDS: Final = 180.0
"""The longest that the start of a worker with the loading of its models may take."""


class WorkerLost(Exception):  # noqa: N818 (what happened, to be mended; no error of the program)
    """The worker is gone; ``reason`` is what "reading it" did, and ``begun`` whether it had come to the articles."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.begun = False


class Worker(Protocol):
    """One who reads a batch at a time."""

    def read(self, articles: Sequence[Article]) -> Iterator[Message]:
        """Yield what the worker says of a batch.

        Raises:
            WorkerLost: it died, or was killed for taking too long.
        """
        ...

    def kill(self) -> None:
        """End it at once and for good, from any thread."""
        ...


def follow(receive: Callable[[float], Message], articles: Sequence[Article], limits: Limits) -> Iterator[Message]:
    """Pass on what a worker says of a batch; before each article is done it has the seconds of the limits.

    Args:
        receive: waits so many seconds for a message, and raises ``WorkerLost`` if none comes.
        articles: the batch.
        limits: what one article may take.

    Raises:
        WorkerLost: from ``receive``, or the worker has no memory left.
    """
    seconds, begun = START_SECONDS, False
    try:
        while True:
            message = receive(seconds)
            if isinstance(message, Exhausted):
                raise WorkerLost(took_memory(limits))
            if isinstance(message, Loaded):
                seconds, begun = limits.seconds_for(articles), True
            yield message
            if isinstance(message, Done | Refused):
                return
    except WorkerLost as lost:
        lost.begun = begun
        raise


def took_long(seconds: float) -> str:
    """Say that a deadline has passed."""
    return f"took longer than {seconds:g} seconds"


def took_memory(limits: Limits) -> str:
    """Say that the memory of a worker did not suffice."""
    most = f" ({limits.bytes >> 20} MB)" if limits.bytes else ""
    return f"takes more memory than one worker may have{most}"
