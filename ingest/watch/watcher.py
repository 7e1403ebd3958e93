"""The watch: each feed and folder looked at when it is due, until it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

from ingest.article import Article
from ingest.readers import Defaults, Meter, folder
from ingest.readers.result import Failure
from ingest.report import Report
from ingest.watch.clock import Clock
from ingest.watch.feeds import look_at_feed
from ingest.watch.fetching import Fetcher
from ingest.watch.folders import changed_files
from ingest.watch.notes import Notes, Source

LONGEST_SLEEP: Final = 3600.0
FILES_AT_ONCE: Final = 50
Take = Callable[[Iterable[Article | Failure]], Report]
"""Stores articles; gives back what became of them when all are stored."""


class Tell(Protocol):
    """Is told what happens."""

    def looked(self, source: str, report: Report) -> None:
        """Something new was found at a source."""
        ...

    def problem(self, source: str, problem: str) -> None:
        """A source has a problem that it had not at the last look; empty if it has got over it."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What to watch, and how.

    Attributes:
        sources: Addresses of feeds, and folders.
        every: Seconds between two looks at a source.
        full_text: Whether to fetch the pages that feeds link to.
        defaults: What to assume of articles that do not say it themselves.
    """

    sources: tuple[str, ...]
    every: float
    full_text: bool = False
    defaults: Defaults = Defaults()  # noqa: RUF009 (a frozen value)


class Watcher:
    """Looks at sources when they are due, and has what is new in them taken in."""

    def __init__(self, plan: Plan, notes: Notes, take: Take, tell: Tell, clock: Clock, fetcher: Fetcher) -> None:
        self._plan = plan
        self._notes = notes
        self._take = take
        self._tell = tell
        self._clock = clock
        self._fetcher = fetcher

    def forever(self) -> None:
        """Look, and wait for the next look, until a signal ends it."""
        while True:
            self.once()
            due = min((source.due for source in self._sources() if not source.gone), default=None)
            if due is None:
                return
            self._clock.sleep(min(max(0.0, due - self._clock.now()), LONGEST_SLEEP))

    def once(self) -> None:
        """Look at each source that is due."""
        for source in self._sources():
            if source.gone or source.due > self._clock.now():
                continue
            after = self._feed(source) if is_address(source.name) else self._folder(source)
            if after.problem != source.problem:
                self._tell.problem(source.name, after.problem)
            self._notes.save(after)

    def _sources(self) -> list[Source]:
        return [self._notes.source(name) for name in self._plan.sources]

    def _feed(self, source: Source) -> Source:
        now = self._clock.now()
        look = look_at_feed(source, self._fetcher, self._notes, now, self._plan.every, full_text=self._plan.full_text)
        if look.items:
            self._tell.looked(source.name, self._take(map(self._completed, look.items)))
        for name, mark in look.marks:
            self._notes.set_mark(source.name, name, mark, done=True)
        return look.after

    def _folder(self, source: Source) -> Source:
        """Take in what has changed, some files at a time, each noted when it is stored."""
        now, root = self._clock.now(), Path(source.name)
        if not root.is_dir():
            return replace(source, due=now + self._plan.every, problem="there is no such folder")
        waiting: list[tuple[Path, str]] = []
        for item in changed_files(root, self._notes, now):
            if isinstance(item, Failure):
                self._take([item])
                continue
            waiting.append(item)
            if len(waiting) == FILES_AT_ONCE:
                self._files(source.name, root, waiting)
                waiting = []
        self._files(source.name, root, waiting)
        return source.well(now + self._plan.every)

    def _files(self, name: str, root: Path, files: list[tuple[Path, str]]) -> None:
        if not files:
            return
        meter = Meter()
        read = (folder.read_file(path, path.relative_to(root).as_posix(), meter) for path, _ in files)
        self._tell.looked(name, self._take(map(self._completed, chain.from_iterable(read))))
        for path, mark in files:
            self._notes.set_mark(name, str(path), mark, done=True)

    def _completed(self, item: Article | Failure) -> Article | Failure:
        if isinstance(item, Failure):
            return item
        return item.with_defaults(
            self._plan.defaults.lang, self._plan.defaults.published, self._plan.defaults.publisher
        )


def is_address(name: str) -> bool:
    """Tell a web address from a folder."""
    return name.lower().startswith(("http://", "https://"))
