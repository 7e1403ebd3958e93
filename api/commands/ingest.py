"""``detente ingest``: articles into the store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.options import STORE, counted

if TYPE_CHECKING:
    from ingest.extract import Extraction
    from ingest.readers import Defaults, Failure
    from ingest.run import Report

EXAMPLES: Final = (
    "detente ingest news/ extra.jsonl --store news-graph",
    "detente ingest https://example.org/feed.xml --publisher 'The Example'",
    "detente ingest news/ --store http://127.0.0.1:8000",
    "cat article.txt | detente ingest - --lang fr --published 2015-12-22",
)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files (.txt .html .json .jsonl .csv .xml .rss .atom, also .gz), folders, web addresses, - for stdin.",
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
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only tell what fails.")]


def ingest(
    inputs: Inputs,
    store: StoreOption = STORE,
    lang: Lang = None,
    published: Published = None,
    publisher: Publisher = None,
    quiet: Quiet = False,
) -> None:
    """Read articles and store who supports or opposes whom.

    With the address of a service as --store, the articles are sent there, with the token in DETENTE_TOKEN.

    An article that is stored already is left as it is; one whose text changed is replaced. What cannot be read is told
    in one line, and the rest is taken.
    """
    from graph.store import open_store
    from ingest.readers import Defaults
    from ingest.run import ingest as run

    given = Defaults(lang, published.date() if published else None, publisher)
    if store.startswith(("http://", "https://")):
        report = _send(inputs, store, given)
    else:
        with open_store(store) as opened, progress(quiet) as tell:
            report = run(inputs, opened, given, on_failure=tell_failure, on_article=tell)
    if not quiet:
        typer.echo(summary(report), err=True)
    if report.failures:
        raise typer.Exit(1)


def _send(inputs: list[str], url: str, defaults: Defaults) -> Report:
    """Let a service that holds the store take the articles."""
    from api.remote import ingest as send
    from ingest.readers import read

    return send(url, os.environ.get("DETENTE_TOKEN"), read(inputs, defaults), tell_failure)


def tell_failure(failure: Failure) -> None:
    """Tell in one line what could not be taken."""
    typer.echo(f"detente: {failure}", err=True)


def summary(report: Report) -> str:
    """Say in one line what an ingest did."""
    return (
        f"{counted(report.stored, 'article')} stored, {report.unchanged} unchanged, {len(report.failures)} failed; "
        f"{counted(report.stances, 'stance')}, {counted(report.events, 'event')}"
    )


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[Extraction], None] | None]:
    """Show on a terminal how many articles were taken; nothing in a pipe."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    taken = 0

    def tell(_: Extraction) -> None:
        nonlocal taken
        taken += 1
        status.update(f"{counted(taken, 'article')} read")

    with console.status("loading the language models") as status:
        yield tell
