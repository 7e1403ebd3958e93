"""What goes into an engine and what comes out: batches of articles, and the quads read in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from ingest.article import Article

LONG: Final = 100_000
"""Characters from which on an article may take longer than others."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take for one article.

    Attributes:
        seconds: The longest that one article may take, ten times as long if it has a million characters; loading the
            models does not count.
        bytes: Memory of one worker with its models, kept where the system can do that (Linux); 0 is no limit.
    """

    seconds: float = 120.0
    bytes: int = 3 << 30

    def seconds_for(self, articles: Sequence[Article]) -> float:
        """Give the longest that the next of these articles may take."""
        return self.seconds * max([1.0, *(len(article.full_text) / LONG for article in articles)])


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles that are read together by one worker; the number tells their place in the stream."""

    number: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in one article: its graph as N-Quads, with the number of claims."""

    article: str
    """The IRI of the article."""
    graph: str
    """The IRI of its graph."""
    quads: bytes
    """N-Quads, all in that graph."""
    events: int
    stances: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """An article that could not be read, and why."""

    article: Article
    reason: str


Outcome = Read | SetAside


@dataclass(frozen=True, slots=True)
class Shard:
    """What became of one batch, in the order of its articles."""

    number: int
    outcomes: tuple[Outcome, ...]


class Engine(Protocol):
    """Reads batches of articles; holds a bounded number of them at a time, and never opens a store."""

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        """Read batches, and give their shards in the order of the batches.

        An article on which a worker crashes, hangs or runs out of memory is set aside; the rest of its batch is read.

        Raises:
            DetenteError: no worker can be started.
        """
        ...

    def close(self) -> None:
        """Stop the workers at once."""
        ...
