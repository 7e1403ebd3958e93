"""From the body of a request to articles: one JSON object, a list of them, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from api.json_depth import check_depth
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from ingest.article import Article

JSON: Final = "application/json"
LINES: Final = ("application/x-ndjson", "application/jsonl", "application/json-lines")
MEDIA: Final = (JSON, *LINES)
MOST_COMPLAINTS: Final = 20


def articles(data: bytes, media_type: str, depth: int) -> list[Article]:
    """Take the articles of a body, all or none.

    Args:
        data: the body.
        media_type: one of ``MEDIA``.
        depth: how deep the JSON may be nested.

    Raises:
        DetenteError: it is not JSON, or too deep (400), or something in it is no article (422).
    """
    taken: list[Article] = []
    complaints: list[str] = []
    for where, record in _records(data, media_type, depth):
        try:
            taken.append(_article(record))
        except DetenteError as error:
            complaints.append(f"{where}: {error.detail}")
    if complaints:
        more = f"; and {len(complaints) - MOST_COMPLAINTS} more" if len(complaints) > MOST_COMPLAINTS else ""
        raise DetenteError(f"Nothing was accepted. {'; '.join(complaints[:MOST_COMPLAINTS])}{more}.", 422)
    if not taken:
        raise DetenteError("There is no article in the body.", 422)
    return taken


def _article(record: object) -> Article:
    from ingest.readers.record import to_article

    return to_article(record)


def _records(data: bytes, media_type: str, depth: int) -> Iterator[tuple[str, object]]:
    if media_type in LINES:
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                yield f"line {number}", _parse(line, depth, f"Line {number}")
        return
    value = _parse(data, depth, "The body")
    if isinstance(value, list):
        yield from ((f"item {number}", record) for number, record in enumerate(value, 1))
    else:
        yield "the article", value


def _parse(data: bytes, depth: int, where: str) -> object:
    check_depth(data, depth)
    try:
        value: object = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DetenteError(f"{where} is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise DetenteError(f"{where} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except ValueError as error:  # an integer of thousands of digits
        raise DetenteError(f"{where} is not JSON that can be read: {error}.") from None
    return value
