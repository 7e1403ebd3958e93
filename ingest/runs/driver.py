"""A run from its inputs to its end: read, left out or cut into batches, read by an engine, loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.article import Article
from ingest.engines.model import Engine
from ingest.held import held
from ingest.readers import Failure, Meter, read
from ingest.report import Report
from ingest.runs.feed import Cut, Feed, Known, Placed
from ingest.runs.inputs import Input, Place
from ingest.runs.loader import Loader, Shield
from ingest.runs.manifest import Manifest
from ingest.runs.state import State, failure_key, is_done
from ingest.runs.tally import Tally
from ingest.runs.watch import Watch

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.copies import Copies

Reader = Callable[[Input, Meter], Iterable[Article | Failure]]


@dataclass(frozen=True)
class Tools:
    """What a run works with.

    Attributes:
        engine: Who reads; it is closed at the end of the run.
        shield: Makes a block that no signal interrupts, around each transaction.
        copies: Tells which articles are copies of others; without it everything is read.
    """

    store: Store
    engine: Engine
    watch: Watch
    shield: Shield
    copies: Copies | None = None


def read_input(item: Input, meter: Meter) -> Iterator[Article | Failure]:
    """Read one input from its beginning."""
    return read([item.name], item.defaults, meter)


class Driver:
    """Works off one run, from where its state says."""

    def __init__(self, tools: Tools, manifest: Manifest, state: State, reader: Reader = read_input) -> None:
        counts = state.counts
        self.report = Report(
            counts.stored, counts.unchanged, counts.events, counts.stances, [], counts.failed, counts.copies
        )
        self._tools = tools
        self._manifest = manifest
        self._state = state
        self._reader = reader
        self._tally = Tally(state.inputs)
        self._loader = Loader(tools.store, manifest, self.report, tools.watch, tools.shield)

    def run(self, *, resumed: bool = False) -> Report:
        """Do all that is left to do.

        Raises:
            DetenteError: the store, the manifest or the engine fails; what was loaded before is kept.
        """
        copies = self._tools.copies
        known = Known(self._held, self._is_counted, copies.original if copies else None)
        self._tools.watch.started(self.report, self._tally.at(self._state.place.input), resumed=resumed)
        feed = Feed(self._state.place, self._outcomes(), known, self._fail, self._passed)
        with closing(self._tools.engine) as engine:
            for shard in engine.map(feed.batches()):
                cut = feed.landed(shard.number)
                self._loader.load(shard, cut)
                if copies:
                    copies.forget(cut.keys)
                self._tools.watch.progressed(self.report, self._tally.share())
        self._loader.passed(feed.rest())
        self._loader.save(feed.rest())
        return self.report

    def _outcomes(self) -> Iterator[Placed]:
        """Read the inputs from the place where the run is."""
        start = self._state.place
        for number, item in enumerate(self._state.inputs):
            if number >= start.input:
                self._tally.enter(number)
                passed = start.outcomes if number == start.input else 0
                for count, outcome in enumerate(self._reader(item, self._tally.meter), 1):
                    if count > passed:
                        yield Place(number, count), outcome
                yield Place(number + 1), None

    def _held(self, articles: list[Article]) -> set[str]:
        return held(articles, self._tools.store, self._state.program)

    def _is_counted(self, article: Article) -> bool:
        return is_done(self._state, article)

    def _passed(self, cut: Cut) -> None:
        self._loader.passed(cut)
        self._tools.watch.progressed(self.report, self._tally.share())

    def _fail(self, place: Place, failure: Failure) -> None:
        """Note and tell a failure, unless that was done before the run was stopped."""
        name = failure_key(self._state.inputs[place.input], place, failure.source, failure.reason)
        if self._state.told[name] > 0:
            self._state.told[name] -= 1
            return
        with self._tools.shield():
            self._manifest.write("failure", place=list(place), source=failure.source, reason=failure.reason)
            self.report.failures.append(failure)
        self._tools.watch.failed(failure)
