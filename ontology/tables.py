"""Reading of the comma-separated knowledge files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from ontology.errors import DetenteError

SEPARATOR: Final = "|"


def rows(*path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a knowledge file below ``ontology/`` as dictionaries by column.

    Raises:
        DetenteError: a row has more or fewer cells than the header.
    """
    resource = files("ontology").joinpath(*path)
    with resource.open("r", encoding="utf-8") as handle:
        reader = csv.DictReader(handle, strict=True)
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise DetenteError(f"{'/'.join(path)} line {number}: wrong number of cells", 500)
            yield row


def cell(text: str) -> tuple[str, ...]:
    """Split a cell with several values at ``|``."""
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())
