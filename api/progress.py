"""How an ingest is told while it goes on: a bar on a terminal, a line now and then elsewhere, or JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import typer

from api.commands.options import counted

if TYPE_CHECKING:
    from rich.progress import Progress

    from ingest.readers import Failure
    from ingest.report import Report
    from ingest.runs.watch import Watch

LINE_SECONDS: Final = 15.0
"""How often a line tells of progress where no terminal is."""


def tell_failure(failure: Failure) -> None:
    """Tell in one line what could not be taken."""
    typer.echo(f"detente: {failure}", err=True)


def summary(report: Report) -> str:
    """Say in one line what an ingest did."""
    copies = f" ({report.copies} of them copies)" if report.copies else ""
    return (
        f"{counted(report.stored, 'article')} stored{copies}, {report.unchanged} unchanged, {report.failed} failed; "
        f"{counted(report.stances, 'stance')}, {counted(report.events, 'event')}"
    )


class Pace:
    """How fast a run is, since this process took it up."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._before = 0
        self._share: float | None = None

    def start(self, report: Report, share: float | None) -> None:
        """Hear what was done before."""
        self._begun, self._before, self._share = time.monotonic(), report.articles + report.failed, share

    def measure(self, report: Report, share: float | None) -> tuple[float, float | None]:
        """Give articles a second, and the seconds left where the share that is done is known."""
        done, seconds = report.articles + report.failed - self._before, time.monotonic() - self._begun
        rate = done / seconds if seconds else 0.0
        gained = share - self._share if share is not None and self._share is not None else 0.0
        left = 1.0 - (share or 0.0)
        return rate, seconds * left / gained if gained > 0 and left > 0 else None


class Quiet:
    """Tells only what fails."""

    def started(self, report: Report, share: float | None, *, resumed: bool) -> None:
        """Say nothing."""

    def progressed(self, report: Report, share: float | None) -> None:
        """Say nothing."""

    def failed(self, failure: Failure) -> None:
        """Tell in one line."""
        tell_failure(failure)

    def set_aside(self, failure: Failure) -> None:
        """Tell in one line."""
        tell_failure(failure)

    def finished(self, report: Report) -> None:
        """Say nothing."""


class Lines(Quiet):
    """Tells of progress in a line now and then, and sums up at the end."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._told: float | None = None

    def started(self, report: Report, share: float | None, *, resumed: bool) -> None:
        """Begin to measure."""
        self._pace.start(report, share)
        if resumed:
            typer.echo(f"detente: going on after {counted(report.articles, 'article')}", err=True)

    def progressed(self, report: Report, share: float | None) -> None:
        """Say how far it is, unless that was said a moment ago; not of the first batch, which may be all there is."""
        rate, left = self._pace.measure(report, share)
        now = time.monotonic()
        if self._told is None or now - self._told >= LINE_SECONDS:
            first, self._told = self._told is None, now
            if first:
                return
            typer.echo(f"detente: {_state(report, share, rate, left)}", err=True)

    def finished(self, report: Report) -> None:
        """Sum up."""
        typer.echo(summary(report), err=True)


class Bar(Quiet):
    """Shows on a terminal how far it is."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("loading the language models", total=None)
        self._pace = Pace()

    def started(self, report: Report, share: float | None, *, resumed: bool) -> None:
        """Begin to measure."""
        self._pace.start(report, share)
        if resumed:
            self._bar.console.print(f"detente: going on after {counted(report.articles, 'article')}", highlight=False)

    def progressed(self, report: Report, share: float | None) -> None:
        """Move the bar."""
        rate, left = self._pace.measure(report, share)
        text = _state(report, share, rate, left)
        self._bar.update(self._task, description=text, total=None if share is None else 1.0, completed=share or 0.0)

    def failed(self, failure: Failure) -> None:
        """Tell in one line above the bar."""
        self._bar.console.print(f"detente: {failure}", markup=False, highlight=False, soft_wrap=True)

    def set_aside(self, failure: Failure) -> None:
        """Tell in one line above the bar."""
        self.failed(failure)

    def finished(self, report: Report) -> None:
        """Sum up in place of the bar."""
        self._bar.update(self._task, visible=False)
        self._bar.stop()
        typer.echo(summary(report), err=True)


class JsonLines:
    """Tells everything as a JSON object a line."""

    def __init__(self) -> None:
        self._pace = Pace()
        self._told = 0.0

    def started(self, report: Report, share: float | None, *, resumed: bool) -> None:
        """Tell that it begins."""
        self._pace.start(report, share)
        log("started", resumed=resumed, **_counts(report))

    def progressed(self, report: Report, share: float | None) -> None:
        """Tell how far it is, unless that was told a moment ago."""
        rate, left = self._pace.measure(report, share)
        if time.monotonic() - self._told >= LINE_SECONDS:
            self._told = time.monotonic()
            known = {"share": share and round(share, 4), "seconds_left": left and round(left)}
            told = {name: value for name, value in known.items() if value is not None}
            log("progress", **_counts(report), rate=round(rate, 1), **told)

    def failed(self, failure: Failure) -> None:
        """Tell what gave no article."""
        log("failure", source=failure.source, reason=failure.reason)

    def set_aside(self, failure: Failure) -> None:
        """Tell which article could not be read."""
        log("set_aside", article=failure.source, reason=failure.reason)

    def finished(self, report: Report) -> None:
        """Tell the counts."""
        log("finished", **_counts(report))


def log(event: str, **members: Any) -> None:
    """Write one JSON object to standard error."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    typer.echo(json.dumps({"event": event, "at": now, **members}, ensure_ascii=False), err=True)


@contextmanager
def watching(*, quiet: bool = False, log_json: bool = False) -> Iterator[Watch]:
    """Tell of an ingest in the way that suits where standard error goes."""
    if log_json or quiet or not sys.stderr.isatty():
        yield JsonLines() if log_json else Quiet() if quiet else Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), BarColumn(bar_width=24), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Bar(bar)


@contextmanager
def counting() -> Iterator[Callable[[object], None] | None]:
    """Show on a terminal how many articles were read, where there is no run; nothing elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    read = 0

    def tell(_: object) -> None:
        nonlocal read
        read += 1
        status.update(f"{counted(read, 'article')} read")

    with console.status("loading the language models") as status:
        yield tell


def _counts(report: Report) -> dict[str, int]:
    names = ("stored", "unchanged", "failed", "stances", "events")
    return {name: getattr(report, name) for name in names}


def _state(report: Report, share: float | None, rate: float, left: float | None) -> str:
    parts = [f"{counted(report.articles, 'article')} done", f"{rate:.1f}/s", f"{report.failed} failed"]
    if share is not None:
        parts.append(f"{share:.0%}")
    if left is not None:
        parts.append(f"about {_duration(left)} left")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    """Say roughly how long: ``40 s``, ``12 min``, ``3 h 20 min``."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"
