"""Lists over the index: conditions, a stable order, and the places in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from graph.catalogue.index import Index, Value

Place = tuple[str, ...]
"""The sort key of a row, which tells where the next page begins."""

Filters = Mapping[str, str | int | float | None]
"""What is asked for by name, ``None`` for anything."""

DOWN: Final = "DESC"
UP: Final = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of a source that fit all conditions, ordered by key columns that together are unique."""

    source: str
    columns: Sequence[str]
    order: Mapping[str, str]
    conditions: Sequence[str] = ()
    values: Mapping[str, Value] = field(default_factory=dict)

    def page(self, index: Index, limit: int, offset: int = 0, after: Place | None = None) -> list[tuple[Any, ...]]:
        """Give rows, each with its key first, from an offset or after a place on."""
        beyond, bounds = self._beyond(after) if after is not None else ([], {})
        order = ", ".join(f"{column} {way}" for column, way in self.order.items())
        columns = ", ".join((*self.order, *self.columns))
        sql = f"SELECT {columns} FROM {self.source} {_where([*self.conditions, *beyond])} ORDER BY {order}"
        values = {**self.values, **bounds, "limit": limit, "offset": offset}
        return index.rows(f"{sql} LIMIT :limit OFFSET :offset", values)

    def total(self, index: Index) -> int:
        """Count all rows."""
        return index.count(f"SELECT COUNT(*) FROM {self.source} {_where(self.conditions)}", self.values)

    def key(self, row: Sequence[Any]) -> Place:
        """Give the place of a row."""
        return tuple(map(str, row[: len(self.order)]))

    def _beyond(self, place: Place) -> tuple[list[str], dict[str, Value]]:
        """Compare with a place column by column; the first comparison alone lets an index be used."""
        columns = list(self.order.items())
        bounds: dict[str, Value] = {f"place{number}": value for number, value in enumerate(place)}
        signs = ["<" if way == DOWN else ">" for _, way in columns]
        cases = []
        for last, (column, _) in enumerate(columns):
            same = [f"{columns[number][0]} = :place{number}" for number in range(last)]
            cases.append(" AND ".join([*same, f"{column} {signs[last]} :place{last}"]))
        return [f"{columns[0][0]} {signs[0]}= :place0", f"({' OR '.join(cases)})"], bounds


def asked(filters: Filters) -> dict[str, Value]:
    """Keep what is asked for."""
    return {name: value for name, value in filters.items() if value is not None}


def _where(conditions: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""
