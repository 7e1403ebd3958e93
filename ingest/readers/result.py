"""What every reader shares: where input comes from, what it gives, and how it fails."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final, cast

from ingest.article import Article
from ontology.errors import DetenteError

MAX_BYTES: Final = 128 * 1024 * 1024
"""The most bytes held in memory for one document; JSON lines and CSV stream and have no such limit."""


class ReadError(DetenteError):
    """An input cannot be read."""


@dataclass(frozen=True)
class Defaults:
    """What to assume of articles that do not say it themselves."""

    lang: str | None = None
    published: date | None = None
    publisher: str | None = None


@dataclass(frozen=True)
class Failure:
    """One input, or one part of it, that gave no article, and why."""

    source: str
    reason: str

    def __str__(self) -> str:
        """Say it in one line."""
        return " ".join(f"{self.source}: {self.reason}".split())


@dataclass(frozen=True)
class Origin:
    """Where bytes come from.

    Attributes:
        name: How the user knows it: path, address, ``stdin``. Failures begin with it.
        source_id: The id of an article that brings none of its own.
        url: The web address, when there is one.
        charset: The charset the server declared.
    """

    name: str
    source_id: str | None = None
    url: str | None = None
    charset: str | None = None

    def numbered(self, number: int) -> str | None:
        """Give the id of one article among several: ``name#N``."""
        return f"{self.source_id}#{number}" if self.source_id else None


Outcome = Article | Failure
Reader = Callable[[io.BufferedReader, Origin], Iterator[Outcome]]


def attempt(source: str, build: Callable[[], Article]) -> Outcome:
    """Build an article, or say why it cannot be one."""
    try:
        return build()
    except DetenteError as error:
        return Failure(source, str(error))


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """Make a stream that can be peeked at."""
    return io.BufferedReader(cast(io.RawIOBase, stream), buffer_size=65536)


def read_all(stream: BinaryIO, limit: int = MAX_BYTES) -> bytes:
    """Read a whole document.

    Raises:
        ReadError: It is larger than the limit.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(f"is larger than {limit // 1024 // 1024} MB; JSON lines have no such limit")
    return data
