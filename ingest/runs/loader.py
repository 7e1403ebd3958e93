"""What engines have read into the store: each batch one transaction, noted in the manifest before and after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ingest.copies import graph_of_copy
from ingest.engines.model import Read, SetAside, Shard
from ingest.readers import Failure
from ingest.readers.record import to_record
from ingest.runs.feed import Cut
from ingest.runs.manifest import Manifest
from ingest.runs.state import Counts
from ingest.runs.watch import Watch

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from graph.store import Store
    from ingest.report import Report

SAVE_SECONDS: Final = 30.0
"""How often the store is brought to the disk; after a power cut so much is read again at most."""
Shield = Callable[[], AbstractContextManager[object]]
"""Makes a block that no signal interrupts."""


@dataclass
class Loader:
    """Loads shards in order, and counts."""

    store: Store
    manifest: Manifest
    report: Report
    watch: Watch
    shield: Shield = nullcontext
    _saved: float = field(default_factory=time.monotonic)
    _aside: set[str] = field(default_factory=set)

    def load(self, shard: Shard, cut: Cut) -> None:
        """Put one shard into the store.

        Raises:
            DetenteError: the store or the manifest cannot be written.
        """
        self._aside.update(item.article.iri for item in shard.outcomes if isinstance(item, SetAside))
        self._load(cut, (*shard.outcomes, *self._copies(cut)))

    def passed(self, cut: Cut) -> None:
        """Note what was passed over while nothing was to be read."""
        self._load(cut, tuple(self._copies(cut)))

    def _copies(self, cut: Cut) -> Iterator[Read | SetAside]:
        """Write the graphs of copies; one whose original could not be read would fare no better."""
        for article, link in cut.copies:
            if link.original in self._aside:
                yield SetAside(article, f"is a copy of <{link.original}>, which could not be read")
            else:
                yield Read(article.iri, article.graph, b"".join(_lines(graph_of_copy(article, link))), 0, 0)

    def _load(self, cut: Cut, outcomes: Sequence[Read | SetAside]) -> None:
        read = [outcome for outcome in outcomes if isinstance(outcome, Read)]
        aside = [outcome for outcome in outcomes if isinstance(outcome, SetAside)]
        with self.shield():
            self._note(cut, read, aside)
            changed = self.store.replace_articles((item.graph, _quads(item)) for item in read) if read else 0
            self.manifest.write("loaded", batch=cut.number, changed=changed)
            self._count(cut, read, changed)
            for item in aside:
                self._tell(item)
        if time.monotonic() - self._saved > SAVE_SECONDS:
            self.save(cut)

    def save(self, cut: Cut) -> None:
        """Bring all that was loaded to the disk, and note how far the run is."""
        report = self.report
        counts = Counts(report.stored, report.unchanged, report.events, report.stances, report.failed, report.copies)
        with self.shield():
            self.store.flush()
            names = Counts.__dataclass_fields__
            self.manifest.write(
                "saved",
                sync=True,
                place=list(cut.place),
                here=cut.here,
                counts={name: getattr(counts, name) for name in names},
            )
        self._saved = time.monotonic()

    def _note(self, cut: Cut, read: list[Read], aside: list[SetAside]) -> None:
        self.manifest.write(
            "batch",
            batch=cut.number,
            place=list(cut.place),
            here=cut.here,
            unchanged=cut.unchanged,
            events=sum(item.events for item in read),
            stances=sum(item.stances for item in read),
            articles=[cut.keys[item.article] for item in read],
            copies=_linked(cut, read),
            set_aside=[{"article": to_record(item.article), "reason": item.reason} for item in aside],
        )

    def _count(self, cut: Cut, read: list[Read], changed: int) -> None:
        self.report.stored += changed
        self.report.unchanged += cut.unchanged + len(read) - changed
        self.report.copies += _linked(cut, read)
        self.report.events += sum(item.events for item in read)
        self.report.stances += sum(item.stances for item in read)

    def _tell(self, item: SetAside) -> None:
        failure = Failure(item.article.name, item.reason)
        self.report.failures.append(failure)
        self.watch.set_aside(failure)


def _quads(read: Read) -> Iterator[Quad]:
    """Parse the quads of an article."""
    from pyoxigraph import RdfFormat, parse

    return iter(parse(read.quads, RdfFormat.N_QUADS))


def _lines(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Write quads as N-Quads."""
    return (f"{quad} .\n".encode() for quad in quads)


def _linked(cut: Cut, read: list[Read]) -> int:
    """Count the copies among what is loaded."""
    linked = {article.iri for article, _ in cut.copies}
    return sum(item.article in linked for item in read)
