"""``detente delete``: articles out of the store, by name or by age, source or query."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.options import STORE, StoreOption, counted
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.retention import Selection
    from graph.store import Store

EXAMPLES: Final = (
    "detente delete https://example.org/2021/03/09/article",
    "detente delete gas-04-en --store news-graph",
    "detente delete --older-than 365d --dry-run",
    "detente delete --older-than 2020-01-01 --source 'The Example' --copies --yes",
    "detente delete --query old.rq",
)
UNASKED: Final = 100
"""Articles chosen by a condition that are removed without --yes."""
_DAY: Final = ["%Y-%m-%d"]

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE...", help="URL, id as given, hash or IRI of each article.", show_default=False),
]
OlderThan = Annotated[
    str | None,
    typer.Option("--older-than", metavar="AGE|DAY", help="Published before a day, or longer ago than 365d."),
]
Undated = Annotated[bool, typer.Option("--undated", help="Take articles without a publication date too.")]
Source = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="NAME", help="Of this publisher; may be said again.", show_default=False),
]
Query = Annotated[
    str | None, typer.Option("--query", metavar="FILE|SPARQL", help="Those that a SELECT gives as ?article.")
]
Copies = Annotated[bool, typer.Option("--copies", help="Delete the copies of these articles too.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=_DAY, metavar="DAY", help="Count ages back from this day instead of today."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only print what would be deleted.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, however many there are.")]


def delete(
    articles: Names = None,
    store: StoreOption = STORE,
    older_than: OlderThan = None,
    undated: Undated = False,
    source: Source = None,
    query: Query = None,
    copies: Copies = False,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Remove articles and what was derived from them.

    Articles are named, or chosen by conditions all of which must hold. The names of the graphs removed are printed.
    More than a hundred chosen by conditions are removed only with --yes, or after a question on a terminal. If it is
    stopped, the same command goes on with the rest.
    """
    from api.stores import open_store

    selection = _selection(older_than, as_of, undated, source, query)
    if bool(articles) == bool(selection):
        raise typer.BadParameter("name articles, or give --older-than, --undated, --source or --query")
    with open_store(store, read_only=True) as opened:  # what is not there is an error, not a reason to make a store
        graphs, left = _chosen(opened, articles or [], selection, copies)
    if not dry_run and graphs:
        if selection and not yes:
            _ask(len(graphs))
        _remove(store, graphs)
    for graph in graphs:
        typer.echo(graph)
    typer.echo(f"{counted(len(graphs), 'article')} {'would be ' if dry_run else ''}deleted", err=True)
    if left:
        typer.echo(
            f"{counted(left, 'article')} that are copies of these stay without claims: ingest them again to have them "
            "read, or delete them too with --copies",
            err=True,
        )


def _selection(
    older_than: str | None, as_of: datetime | None, undated: bool, source: list[str] | None, query: str | None
) -> Selection:
    from graph.retention import Selection, cutoff

    today = as_of.date() if as_of else datetime.now(UTC).date()
    before = cutoff(older_than, today) if older_than else None
    return Selection(before, undated, tuple(source or ()), _text(query) if query else None)


def _text(query: str) -> str:
    """Give the SPARQL of a file, or the text itself if it is no name of one."""
    if "{" in query:
        return query
    try:
        return Path(query).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DetenteError(f"Cannot read the query {query}: {error}.") from error


def _chosen(store: Store, names: Sequence[str], selection: Selection, with_copies: bool) -> tuple[list[str], int]:
    """List the graphs to remove, and count the copies of them that would stay."""
    from graph import retention

    found = {graph for name in names for graph in retention.named(store, name)}
    graphs = sorted(found) if names else retention.select(store, selection)
    copied = retention.copies(store, graphs)
    return (sorted({*graphs, *copied}), 0) if with_copies else (graphs, len(copied))


def _ask(number: int) -> None:
    """Have it confirmed that so many are to go.

    Raises:
        DetenteError: there are many, and nobody to ask.
    """
    if _at_a_terminal():
        typer.confirm(f"Delete {counted(number, 'article')}?", abort=True, err=True)
    elif number > UNASKED:
        raise DetenteError(
            f"Nothing was deleted: this would delete {counted(number, 'article')}. Look with --dry-run, then say --yes."
        )


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _remove(store: str, graphs: Sequence[str]) -> None:
    from api.stores import open_store
    from graph.retention import BATCH, delete

    def tell(done: int) -> None:
        if len(graphs) > BATCH and sys.stderr.isatty():
            typer.echo(f"\r{done:,} of {len(graphs):,} deleted", err=True, nl=done == len(graphs))

    with open_store(store) as opened:
        delete(opened, graphs, tell)
