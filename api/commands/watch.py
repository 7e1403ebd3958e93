"""``detente watch``: feeds and folders, looked at again and again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.ingest import Lang, Publisher, Quiet, StoreOption
from api.commands.options import STORE
from api.progress import tell_failure

if TYPE_CHECKING:
    from ingest.article import Article
    from ingest.readers import Failure
    from ingest.report import Report

EXAMPLES: Final = (
    "detente watch https://example.org/feed.xml inbox/ --every 15m --store news-graph",
    "detente watch https://example.org/feed.xml --once --full-text",
)
NOTES: Final = ".detente.watch.sqlite"
_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}

Sources = Annotated[list[str], typer.Argument(metavar="FEED|FOLDER...", help="Addresses of feeds, and folders.")]
Every = Annotated[str, typer.Option("--every", metavar="TIME", help="Time between two looks: 30s, 15m, 2h, 1d.")]
Once = Annotated[bool, typer.Option("--once", help="Look once at what is due, and stop; for cron.")]
FullText = Annotated[
    bool, typer.Option("--full-text", help="Fetch the pages that feeds link to, where robots.txt lets us.")
]
State = Annotated[
    Path | None,
    typer.Option(
        "--state", metavar="FILE", help=f"Where to note what was seen; by default {NOTES} in the store's folder."
    ),
]
LogJson = Annotated[bool, typer.Option("--log-json", help="Tell what happens as JSON, an object a line.")]


class Lines:
    """Tells what happens in lines on standard error."""

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self._quiet = quiet
        self._as_json = as_json

    def looked(self, source: str, report: Report) -> None:
        """Tell what was new at a source."""
        counts = {"stored": report.stored, "copies": report.copies, "unchanged": report.unchanged}
        told = ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing new"
        if not self._quiet:
            self._tell("looked", source, told, counts | {"failed": len(report.failures)})

    def problem(self, source: str, problem: str) -> None:
        """Tell a problem once, and when it is over."""
        self._tell("problem" if problem else "well", source, problem or "is well again", {})

    def failed(self, failure: Failure) -> None:
        """Tell what could not be taken."""
        if self._as_json:
            self._tell("failed", failure.source, failure.reason, {})
        else:
            tell_failure(failure)

    def _tell(self, event: str, source: str, text: str, counts: dict[str, int]) -> None:
        if self._as_json:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            line = json.dumps(
                {"time": now, "event": event, "source": source, "text": text, **counts}, ensure_ascii=False
            )
        else:
            line = f"detente: {source}: {text}"
        typer.echo(line, err=True)


def watch(
    sources: Sources,
    store: StoreOption = STORE,
    every: Every = "15m",
    once: Once = False,
    full_text: FullText = False,
    state: State = None,
    lang: Lang = None,
    publisher: Publisher = None,
    quiet: Quiet = False,
    log_json: LogJson = False,
) -> None:
    """Take in what is new in feeds and folders.

    This goes on until it is stopped, and a restart goes on where it was. Feeds are asked only whether they have
    changed, less often when they fail, and not more often than they wish; the robots.txt of their sites is heeded.
    Files are taken when they have come to rest.
    """
    from ingest.readers import Defaults
    from ingest.watch import Notes, Plan, SystemClock, Watcher
    from ingest.watch.fetching import Fetcher

    lines, clock = Lines(quiet=quiet, as_json=log_json), SystemClock()
    plan = Plan(tuple(_source(name) for name in sources), _seconds(every), full_text, Defaults(lang, None, publisher))
    fetcher = Fetcher(clock)
    with _taking(store, lines.failed) as take, Notes(_notes(state, store)) as notes:
        watcher = Watcher(plan, notes, take, lines, clock, fetcher)
        try:
            watcher.once() if once else watcher.forever()
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        finally:
            fetcher.close()


@contextmanager
def _taking(
    store: str, on_failure: Callable[[Failure], None]
) -> Iterator[Callable[[Iterable[Article | Failure]], Report]]:
    """Open the store, or a way to the service that holds it."""
    from api.stores import is_address, is_service, open_store

    if is_address(store) and is_service(store):
        from api.remote import ingest as send

        yield lambda items: send(store, os.environ.get("DETENTE_TOKEN"), items, on_failure)
        return
    from ingest.run import take

    with open_store(store) as opened:
        yield lambda items: take(items, opened, on_failure=on_failure)


def _notes(state: Path | None, store: str) -> Path:
    if state is not None:
        return state
    if store == ":memory:" or store.startswith(("http://", "https://")):
        raise typer.BadParameter("the store has no folder of ours, so a file must be named", param_hint="--state")
    return Path(store).expanduser() / NOTES


def _source(name: str) -> str:
    return name if name.lower().startswith(("http://", "https://")) else str(Path(name).expanduser().absolute())


def _seconds(text: str) -> float:
    found = re.fullmatch(r"(\d+)([smhd]?)", text.strip())
    if found is None or not int(found[1]):
        raise typer.BadParameter(f"{text!r} is no time; say 30s, 15m, 2h or 1d", param_hint="--every")
    return float(found[1]) * _UNITS[found[2]]
