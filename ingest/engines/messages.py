"""What a worker says while it reads a batch, whether through a pipe or from a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.article import Article
from ingest.engines.memory import resident
from ingest.engines.model import Outcome
from ingest.engines.reading import Reader
from ontology.errors import DetenteError


@dataclass(frozen=True, slots=True)
class Loaded:
    """The models are there, the first article is begun."""


@dataclass(frozen=True, slots=True)
class Told:
    """One article is done; ``number`` is its place in the batch."""

    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Done:
    """The batch is done; the worker has grown by so many bytes since it had its models."""

    grown: int


@dataclass(frozen=True, slots=True)
class Refused:
    """No article can be read at all, and this is why."""

    error: DetenteError


@dataclass(frozen=True, slots=True)
class Exhausted:
    """There is no memory left; the worker is of no more use."""


Message = Loaded | Told | Done | Refused | Exhausted


class Work:
    """Reads batch after batch, and says how it goes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._base = resident()

    def load(self, articles: Sequence[Article]) -> Loaded | Refused | Exhausted:
        """Load what a batch needs; growing by that does not count."""
        before = resident()
        try:
            self._reader.load(articles)
        except DetenteError as error:
            return Refused(DetenteError(error.detail, error.status))
        except MemoryError:
            return Exhausted()
        self._base += resident() - before
        return Loaded()

    def read(self, articles: Sequence[Article]) -> Iterator[Told | Done | Exhausted]:
        """Read a batch for which everything is loaded; the last message is ``Done`` or ``Exhausted``."""
        last: Done | Exhausted
        try:
            for number, outcome in self._reader.read(articles):
                yield Told(number, outcome)
            last = Done(resident() - self._base)
        except MemoryError:
            last = Exhausted()
        yield last  # out of the handler, so that what the error held is free again
