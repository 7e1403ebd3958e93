"""CSV with a header that names the fields of an article; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import partial
from typing import Final

from ingest.article import Article, ArticleError
from ingest.readers.decode import lines
from ingest.readers.record import to_article
from ingest.readers.result import Failure, Origin, Outcome, ReadError, attempt

_FIELD_LIMIT: Final = 64 * 1024 * 1024


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read a row at a time; a row that is no article is a failure, and the next is read.

    Raises:
        ReadError: There is no header with a column ``text``.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    rows = _lines(stream)
    first = next(rows, "")
    delimiter = max(",;\t", key=first.count)
    header = _header(first, delimiter)
    if "text" not in header:
        raise ReadError(f"has no column 'text' in its header (columns: {', '.join(header)[:200]})")
    for number, (line, row) in enumerate(_rows(rows, delimiter), 1):
        where = f"{origin.name}:line {line}"
        if isinstance(row, csv.Error):
            yield Failure(where, f"is not valid CSV: {row}")
        elif any(row):
            yield attempt(where, partial(_row_article, header, row, origin.numbered(number)))


def _lines(stream: io.BufferedReader) -> Iterator[str]:
    """Give the decoded lines; one that cannot be decoded ends the file, for a row may go on over it."""
    for line in lines(stream):
        if isinstance(line, ReadError):
            raise line
        yield line.removeprefix("\ufeff")


def _rows(lines_after_header: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Give each row with the line it begins on; a row that cannot be read is given as its error."""
    reader = csv.reader(lines_after_header, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 2
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error


def _header(line: str, delimiter: str) -> list[str]:
    """Give the names of the columns.

    Raises:
        ReadError: The first line is not CSV.
    """
    try:
        return [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error as error:
        raise ReadError(f"is not valid CSV: {error}") from error


def _row_article(header: list[str], row: list[str], default_id: str | None) -> Article:
    """Make an article of one row."""
    if len(row) != len(header):
        raise ArticleError(f"has {len(row)} fields where the header has {len(header)}")
    return to_article(dict(zip(header, row, strict=True)), default_id)
