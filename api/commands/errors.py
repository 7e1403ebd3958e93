"""``detente errors``: what ingests have set aside."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from api.commands.options import STORE, counted

if TYPE_CHECKING:
    from ingest.runs.errors import Problem

EXAMPLES: Final = (
    "detente errors --store news-graph",
    "detente errors --format json | jq -r '.[] | .name + \": \" + .reason'",
)

StoreOption = Annotated[
    str, typer.Option("--store", envvar="DETENTE_STORE", metavar="FOLDER|URL", help="The store of the ingests.")
]
RunsOption = Annotated[
    Path | None,
    typer.Option("--runs", metavar="FOLDER", help="Where the runs are noted; by default in the folder of the store."),
]
Format = Annotated[Literal["table", "json"], typer.Option("--format", help="A table, or JSON with whole articles.")]


def errors(store: StoreOption = STORE, runs: RunsOption = None, form: Format = "table") -> None:
    """List what ingests could not read.

    These are articles that were set aside, with the reason, and inputs or parts of inputs that gave no article.
    `detente ingest --retry-errors` tries them again; what is read then is listed no more.
    """
    from ingest.runs.errors import unresolved
    from ingest.runs.folder import folder_of

    _check(store, runs)
    problems = unresolved(folder_of(store, runs))
    if form == "json":
        sys.stdout.write(json.dumps([_object(problem) for problem in problems], ensure_ascii=False, indent=2) + "\n")
        return
    if problems:
        from api.output import print_table

        print_table(("when", "what", "name", "reason"), (_row(problem) for problem in problems))
    typer.echo(f"{counted(len(problems), 'error')}", err=True)


def _check(store: str, runs: Path | None) -> None:
    """Look whether there is a store, where it is a folder.

    Raises:
        DetenteError: there is none (404).
    """
    from graph.locking import prepare

    if runs is None and store != ":memory:" and not store.startswith(("http://", "https://")):
        prepare(Path(store).expanduser(), read_only=True)


def _row(problem: Problem) -> tuple[str, str, str, str]:
    return problem.at[:16].replace("T", " "), problem.kind, problem.name, problem.reason


def _object(problem: Problem) -> dict[str, Any]:
    found = {"run": problem.run, "at": problem.at, "kind": problem.kind, "name": problem.name, "reason": problem.reason}
    more = {"input": problem.item.name if problem.item else None, "article": problem.record}
    return found | {name: value for name, value in more.items() if value is not None}
