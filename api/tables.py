"""Lists as CSV: one row an item, one column a field, ``subject.id`` for a field of a field."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, get_args, get_origin

from pydantic import BaseModel


def table(model: type[BaseModel], items: Sequence[BaseModel]) -> str:
    """Write a list; several values in one field are parted by ``; ``."""
    columns = list(_columns(model))
    return written([".".join(path) for path in columns], ([_cell(item, path) for path in columns] for item in items))


def written(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write rows below a header."""
    output = StringIO()
    writer = csv.writer(output)
    writer.writerow(header)
    writer.writerows(rows)
    return output.getvalue()


def _columns(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        if get_origin(field.annotation) is dict:
            continue  # names by language have no place in a column; the label is beside them
        inner = _model(field.annotation)
        if inner is None:
            yield (name,)
        else:
            yield from ((name, *rest) for rest in _columns(inner))


def _model(annotation: Any) -> type[BaseModel] | None:
    """Give the model that a field holds one of, or none of."""
    choices = get_args(annotation) if type(None) in get_args(annotation) else (annotation,)
    return next((kind for kind in choices if isinstance(kind, type) and issubclass(kind, BaseModel)), None)


def _cell(item: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        item = getattr(item, name, None)
    if isinstance(item, bool):
        return str(item).lower()
    return "; ".join(map(str, item)) if isinstance(item, list) else item
