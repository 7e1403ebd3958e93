"""Validators (RFC 9110): tags that change with the data, and answers to requests that carry one."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from fastapi import Request, Response

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.runner import QueryRunner
    from graph.store import Store

VOLATILE: Final = re.compile(r"now|rand|uuid|service|bnode", re.IGNORECASE)
"""Words of queries whose answers change though the data does not."""
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")|(\*)')


def tag(generation: str, *parts: str) -> str:
    """Make the tag of what some parts of a request ask of the data of a generation."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f'W/"{generation}-{digest}"'


def validators(runner: QueryRunner, store: Store, *parts: str) -> dict[str, str]:
    """Give the headers of what some parts of a request ask.

    There is no date while answers lag behind the store, nor in the second of a change, which may see another one.
    """
    generation = runner.generation
    headers = {"ETag": tag(generation, *parts), "Cache-Control": "no-cache"}
    if generation == store.generation and datetime.now(UTC) - store.modified >= timedelta(seconds=1):
        headers["Last-Modified"] = format_datetime(store.modified, usegmt=True)
    return headers


def not_modified(request: Request, headers: dict[str, str]) -> Response | None:
    """Answer 304 if the client has what the headers are of."""
    if "if-none-match" in request.headers:
        known = _matches(request.headers["if-none-match"], headers["ETag"])
    else:
        ours, theirs = _date(headers.get("Last-Modified")), _date(request.headers.get("if-modified-since"))
        known = ours is not None and theirs is not None and ours <= theirs
    return Response(status_code=304, headers=headers) if known else None


def check_preconditions(request: Request, etag: str | None) -> None:
    """Heed If-Match and If-None-Match before a change of something whose tag is ``etag``, ``None`` if there is nothing.

    Raises:
        DetenteError: they do not hold (412).
    """
    wanted, unwanted = request.headers.get("if-match"), request.headers.get("if-none-match")
    held = wanted is None or (etag is not None and _matches(wanted, etag))
    if not held or (unwanted is not None and etag is not None and _matches(unwanted, etag)):
        raise DetenteError("The graph is not as If-Match or If-None-Match expect it; read it again.", 412)


def _matches(header: str, etag: str) -> bool:
    ours = etag.removeprefix("W/")
    return any(star or quoted == ours for quoted, star in _TAG.findall(header))


def _date(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
