"""``detente validate``: the graph against its shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import typer

from api.commands.options import STORE, StoreOption, counted

if TYPE_CHECKING:
    from graph.validate import Violation

EXAMPLES: Final = ("detente validate", "detente validate --store news-graph > violations.txt")


def validate(store: StoreOption = STORE) -> None:
    """Check the graph against its SHACL shapes.

    Each violation is a line; the exit code is 1 if there are any.
    """
    from api.stores import open_store
    from graph.validate import validate as run

    with open_store(store, read_only=True) as opened:
        report = run(opened)
    for violation in report.violations:
        typer.echo(_line(violation))
    typer.echo(f"{counted(report.quads, 'quad')} checked, {counted(len(report.violations), 'violation')}", err=True)
    if not report.conforms:
        raise typer.Exit(1)


def _line(violation: Violation) -> str:
    from api.terms import compact

    parts = [compact(part) for part in (violation.focus, violation.path, violation.value) if part]
    return " ".join(f"{'  '.join(parts)}  {violation.message}".split("\n"))
