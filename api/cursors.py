"""Cursors: where the next page of a list begins, in a form that clients carry and need not understand."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence

from ontology.errors import DetenteError

_LONGEST = 4000


def encode(scope: str, place: Sequence[str]) -> str:
    """Write the place behind which a page of a list begins."""
    text = json.dumps([scope, *place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, scope: str, length: int) -> tuple[str, ...]:
    """Read the place, which has a certain length, out of a cursor.

    Raises:
        DetenteError: it is no cursor, or the cursor of another list.
    """
    found = _parts(cursor)
    if found is None or len(found) != length + 1:
        raise DetenteError("cursor: this is no cursor of this list. Take it from the Link header of the page before.")
    if found[0] != scope:
        raise DetenteError("cursor: it belongs to a list with other parameters. Keep them the same from page to page.")
    return tuple(found[1:])


def _parts(cursor: str) -> list[str] | None:
    """Read a list of strings that can be written as UTF-8."""
    try:
        data = base64.b64decode((cursor + "=" * (-len(cursor) % 4)).encode("ascii"), altchars=b"-_", validate=True)
        found = json.loads(data) if len(cursor) <= _LONGEST else None
        return [_text(part) for part in found] if isinstance(found, list) else None
    except (binascii.Error, ValueError, RecursionError):
        return None


def _text(part: object) -> str:
    if not isinstance(part, str):
        raise ValueError("a cursor holds strings")
    return part.encode().decode()
