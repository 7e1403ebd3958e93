"""Parquet with columns named as the fields of an article, a batch of rows in memory at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ingest.article import Article
from ingest.readers.record import FIELDS, to_article
from ingest.readers.result import Origin, Outcome, ReadError, attempt

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

ROWS: Final = 256


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read a row at a time; a row that is no article is a failure, and the next is read.

    Raises:
        ReadError: pyarrow is not installed, the file is damaged or comes through a pipe, or has no column ``text``.
    """
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise ReadError("is Parquet, which needs pyarrow: pip install 'detente[parquet]'") from error
    number = 0
    try:
        for number, row in enumerate(_rows(_opened(stream)), 1):
            yield attempt(f"{origin.name}:row {number}", partial(_article, row, origin.numbered(number)))
    except pyarrow.ArrowException as error:
        raise ReadError(f"the Parquet data is damaged after row {number}: {str(error)[:200]}") from error


def _opened(stream: io.BufferedReader) -> ParquetFile:
    from pyarrow.parquet import ParquetFile

    if not stream.seekable():
        raise ReadError("is Parquet, whose end must be read first: give the file itself, not a pipe")
    return ParquetFile(stream)


def _rows(table: ParquetFile) -> Iterator[dict[str, Any]]:
    columns = {name: name.strip().lower() for name in table.schema_arrow.names}
    wanted = [name for name, field in columns.items() if field in FIELDS]
    if "text" not in columns.values():
        raise ReadError(f"has no column 'text' (columns: {', '.join(columns)[:200]})")
    for batch in table.iter_batches(batch_size=ROWS, columns=wanted):
        for row in batch.to_pylist():
            yield {columns[name]: value for name, value in row.items()}


def _article(row: dict[str, Any], default_id: str | None) -> Article:
    """Make an article of one row, whose day may be a date or a time."""
    return to_article({name: v.isoformat() if isinstance(v, date) else v for name, v in row.items()}, default_id)
