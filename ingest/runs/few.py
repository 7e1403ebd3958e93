"""For a handful of articles workers are not worth their start: those are read in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from ingest.engines.inside import InsideEngine
from ingest.engines.model import Batch, Engine, Shard


class SparingEngine:
    """Starts the engine that is meant only when a second batch comes."""

    def __init__(self, start: Callable[[], Engine]) -> None:
        self._start = start
        self._started: Engine | None = None

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        """Read a single batch here, more with the engine that is meant."""
        coming = iter(batches)
        first = [batch for batch in (next(coming, None), next(coming, None)) if batch is not None]
        if len(first) < 2:
            yield from InsideEngine().map(first)
            return
        self._started = self._start()
        yield from self._started.map(chain(first, coming))

    def close(self) -> None:
        """Stop the workers, if there are any."""
        if self._started is not None:
            self._started.close()
