"""``detente stats``: counts of what the store holds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.options import STORE, StoreOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EXAMPLES: Final = ("detente stats", "detente stats --format json | jq .events_by_type")


class Format(StrEnum):
    """The forms the counts can be written in."""

    table = "table"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="For people or for programs.")]


def stats(form: FormatOption = Format.table, store: StoreOption = STORE) -> None:
    """Count articles, stances, events and actors."""
    import json
    from dataclasses import asdict

    from api.stores import open_store
    from graph.stats import stats as run

    with open_store(store, read_only=True) as opened:
        found = run(opened)
    counts = asdict(found) | {"event_reports": found.event_reports, "events": found.events}
    if form is Format.json:
        typer.echo(json.dumps(counts, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(counts)))


def _lines(counts: Mapping[str, object]) -> Iterator[str]:
    """Write one count a line, the largest of a group first."""
    for name, value in counts.items():
        title = name.replace("_", " ")
        if isinstance(value, dict):
            yield title
            yield from (f"  {key:<30}{n:>10}" for key, n in sorted(value.items(), key=lambda item: (-item[1], item[0])))
        elif isinstance(value, tuple | list):
            yield f"{title:<20}{' to '.join(str(day) for day in value if day) or '-':>24}"
        else:
            yield f"{title:<32}{value!s:>10}"
