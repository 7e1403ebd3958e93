"""JSON: one object, an array of objects, or an object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from functools import partial

from ingest.article import Article, ArticleError
from ingest.readers.decode import decode, lines
from ingest.readers.record import to_article
from ingest.readers.result import Failure, Origin, Outcome, ReadError, attempt, read_all
from ingest.readers.sniff import is_document


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read an object a line; a line that is no article is a failure, and the next is read."""
    if is_document(stream.peek(4096)):
        yield from read_document(stream, origin)
    else:
        yield from _records(lines(stream), origin)


def read_document(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read one object or an array; fall back to an object a line when only that fits.

    Raises:
        ReadError: It is not JSON.
    """
    text = decode(read_all(stream), origin.charset)
    try:
        value = _parse(text)
    except ArticleError as error:
        rows = text.split("\n")
        if not any(map(_is_object, rows)):
            raise ReadError(str(error)) from error
        yield from _records(rows, origin)
        return
    if not isinstance(value, list):
        yield attempt(origin.name, partial(to_article, value, origin.source_id))
        return
    for number, record in enumerate(value, 1):
        yield attempt(f"{origin.name}:item {number}", partial(to_article, record, origin.numbered(number)))


def _records(rows: Iterable[str | ReadError], origin: Origin) -> Iterator[Outcome]:
    """Read each line that is not blank."""
    for number, row in enumerate(rows, 1):
        where = f"{origin.name}:line {number}"
        if isinstance(row, ReadError):
            yield Failure(where, str(row))
        elif row.strip("\ufeff \t\r\n"):
            yield attempt(where, partial(_line_article, row, origin.numbered(number)))


def _line_article(row: str, default_id: str | None) -> Article:
    """Make an article of one line."""
    return to_article(_parse(row), default_id)


def _parse(text: str) -> object:
    """Parse JSON.

    Raises:
        ArticleError: It is not JSON.
    """
    try:
        value: object = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ArticleError(f"is not valid JSON: {error.msg} ({place})") from error
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"is not valid JSON: {str(error)[:100]}") from error
    return value


def _is_object(row: str) -> bool:
    """Tell whether a line alone is a JSON object."""
    try:
        return isinstance(_parse(row), dict)
    except ArticleError:
        return False
