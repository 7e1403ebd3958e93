"""``detente ingest``: articles into the store."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from api.commands.options import STORE
from api.progress import log, summary, tell_failure, watching

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.engines.model import Engine
    from ingest.readers import Defaults
    from ingest.report import Report
    from ingest.runs.stopping import Stopping
    from ingest.runs.watch import Watch

    Work = Callable[[Store, Watch, Stopping], Report | None]
    WayOn = Callable[[], str]

EXAMPLES: Final = (
    "detente ingest news/ extra.jsonl --store news-graph",
    "detente ingest https://example.org/feed.xml --publisher 'The Example'",
    "detente ingest --resume --store news-graph",
    "detente ingest --retry-errors --store news-graph",
    "detente ingest news/ --store http://127.0.0.1:8000",
    "cat article.txt | detente ingest - --lang fr --published 2015-12-22",
)

Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files (.txt .html .json .jsonl .csv .xml .rss .atom .warc .parquet, also .gz), folders, "
        "web addresses, - for stdin.",
        show_default=False,
    ),
]
StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="DETENTE_STORE",
        metavar="FOLDER|URL",
        help="Folder of the graph store, :memory:, or the address of a service.",
    ),
]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="CODE", help="Language of articles that do not say: fr, en.")
]
Published = Annotated[
    datetime | None,
    typer.Option("--published", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Publication day of such articles."),
]
Publisher = Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="Publisher of such articles.")]
EngineOption = Annotated[
    Literal["inside", "processes", "ray"] | None,
    typer.Option(
        "--engine",
        help="Who reads: this process, worker processes, or a Ray cluster. By default worker processes, "
        "but this process where there are only a few articles.",
        show_default=False,
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="How many read at the same time; by default one for each core.")
]
Address = Annotated[str | None, typer.Option("--address", help="The Ray cluster, such as ray://head:10001.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the last ingest that was stopped.")]
RetryErrors = Annotated[bool, typer.Option("--retry-errors", help="Try again what `detente errors` lists.")]
CopiesOption = Annotated[
    bool, typer.Option("--copies/--no-copies", help="Link copies of other articles to them, or read them as well.")
]
Runs = Annotated[
    Path | None,
    typer.Option(
        "--runs", metavar="FOLDER", help="Where to note how far it is; by default in the folder of the store."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only tell what fails.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Tell everything as JSON, an object a line.")]


def ingest(
    inputs: Inputs = None,
    store: StoreOption = STORE,
    lang: Lang = None,
    published: Published = None,
    publisher: Publisher = None,
    engine: EngineOption = None,
    workers: Workers = None,
    address: Address = None,
    resume: Resume = False,
    retry_errors: RetryErrors = False,
    copies: CopiesOption = True,
    runs: Runs = None,
    quiet: Quiet = False,
    log_json: LogJson = False,
) -> None:
    """Read articles and store who supports or opposes whom.

    With the address of a détente service as --store, the articles are sent there, with the token in DETENTE_TOKEN; with
    that of another SPARQL service, their graphs are stored there, by the settings of remote stores.

    An article that is stored already is left as it is; one whose text changed is replaced. What cannot be read is told
    in one line, and the rest is taken. After Ctrl-C, a crash or a full disk, --resume goes on where it was.
    """
    from api.stores import is_address, is_service
    from ingest.readers import Defaults

    given = Defaults(lang, published.date() if published else None, publisher)
    again = resume or retry_errors
    _check_usage(inputs or [], given, store, resume=resume, retry_errors=retry_errors)
    if is_address(store) and is_service(store):
        if again:
            raise typer.BadParameter("A service sees to the articles it has taken itself; ask it for its jobs.")
        report: Report | None = _send(inputs or [], store, given)
        if report and not quiet:
            typer.echo(summary(report), err=True)
    else:
        folder = _folder(store, runs)
        if not again and not quiet:
            _mention_unfinished(folder, store, log_json=log_json)
        reading = _engine(engine, workers, address, again=again)
        work = _work(inputs or [], given, folder, reading, resume=resume, retry_errors=retry_errors, copies=copies)
        way_on = partial(_way_on, store, folder, runs, retry_errors=retry_errors)
        report = _run(work, store, reading, way_on, quiet=quiet, log_json=log_json)
    if report is None:
        _tell("nothing", "No ingest was stopped; there is nothing to go on with.", log_json=log_json)
    elif report.failed:
        raise typer.Exit(1)


def _check_usage(names: list[str], given: Defaults, store: str, *, resume: bool, retry_errors: bool) -> None:
    """Refuse options that do not go together.

    Raises:
        BadParameter: they do not.
    """
    from ingest.readers import Defaults

    if not names and not resume and not retry_errors:
        raise typer.BadParameter("name what to read: files, folders, web addresses, or - for standard input")
    if retry_errors and (names or resume):
        raise typer.BadParameter("--retry-errors knows what to read; give it neither inputs nor --resume.")
    if ((resume and not names) or retry_errors) and given != Defaults():
        raise typer.BadParameter("--lang, --published and --publisher are those of the ingest that is gone on with.")
    if (resume or retry_errors) and store == ":memory:":
        raise typer.BadParameter("A store in memory does not outlive its process; there is nothing to go on with.")


def _engine(name: str | None, workers: int | None, address: str | None, *, again: bool) -> Engine:
    """Make the engine that is asked for.

    Without a wish, worker processes read if there is more than one batch of articles, or if an earlier process may have
    died of one of them.
    """
    from ingest.engines.choose import engine
    from ingest.runs.few import SparingEngine

    chosen = name or ("ray" if address else "processes")
    if name or workers or address or again:
        return engine(chosen, workers, None, address)
    return SparingEngine(lambda: engine(chosen, workers, None, address))


def _folder(store: str, runs: Path | None) -> Path | None:
    from ingest.runs.folder import folder_of

    return folder_of(store, runs)


def _work(
    names: list[str],
    given: Defaults,
    folder: Path | None,
    engine: Engine,
    *,
    resume: bool,
    retry_errors: bool,
    copies: bool,
) -> Work:
    """Say what is to be done with the store when it is open."""
    from ingest import run

    def work(store: Store, watch: Watch, stop: Stopping) -> Report | None:
        if folder is not None and retry_errors:
            return run.retry(store, folder, engine=engine, watch=watch, shield=stop.shield)
        if folder is not None and resume:
            found = run.resume(store, folder, names, given, engine=engine, watch=watch, shield=stop.shield)
            if found or not names:
                return found
        return run.ingest(
            names, store, given, copies=copies, engine=engine, runs=folder, watch=watch, shield=stop.shield
        )

    return work


def _run(work: Work, store: str, engine: Engine, way_on: WayOn, *, quiet: bool, log_json: bool) -> Report | None:
    """Do the work with an open store; if it is stopped, say how to go on."""
    from api.stores import open_store
    from ingest.run import RunError
    from ingest.runs.stopping import Stopped, stopping

    try:
        with stopping() as stop, open_store(store) as opened, watching(quiet=quiet, log_json=log_json) as watch:
            return work(opened, watch, stop)
    except Stopped as stopped:
        reason, code = "Stopped.", stopped.exit_code
    except RunError as error:
        reason, code = error.detail, 1
    finally:
        engine.close()
    _tell("stopped", f"{reason} {way_on()}".strip(), log_json=log_json)
    raise typer.Exit(code)


def _way_on(store: str, folder: Path | None, runs: Path | None, *, retry_errors: bool) -> str:
    """Say how to go on with an ingest that was stopped."""
    from ingest.runs.folder import unfinished
    from ingest.runs.inputs import STDIN

    last = None if retry_errors else unfinished(folder)
    if not retry_errors and (last is None or any(item.name == STDIN for item in last[1].inputs)):
        return "Give the same input again to go on: what is stored already is left as it is." if folder else ""
    option = "--retry-errors" if retry_errors else "--resume"
    where = f" --runs {quote(str(runs))}" if runs else ""
    return f"What was stored is kept; go on with `detente ingest {option} --store {quote(store)}{where}`."


def _mention_unfinished(folder: Path | None, store: str, *, log_json: bool) -> None:
    """Tell of an earlier ingest that was stopped, when another begins."""
    from ingest.runs.folder import begun, unfinished
    from ingest.runs.inputs import STDIN

    last = unfinished(folder)
    if last is not None and all(item.name != STDIN for item in last[1].inputs):
        when, command = begun(last[0]), f"`detente ingest --resume --store {quote(store)}`"
        _tell("unfinished", f"The ingest of {when} was stopped before its end; {command} goes on.", log_json=log_json)


def _tell(event: str, text: str, *, log_json: bool) -> None:
    if log_json:
        log(event, reason=text)
    else:
        typer.echo(f"detente: {' '.join(text.split())}", err=True)


def _send(inputs: list[str], url: str, defaults: Defaults) -> Report:
    """Let a service that holds the store take the articles."""
    from api.remote import ingest as send
    from ingest.readers import read

    return send(url, os.environ.get("DETENTE_TOKEN"), read(inputs, defaults), tell_failure)
