"""How deep JSON is nested, told without parsing it."""

from __future__ import annotations

import re
from typing import Final

from ontology.errors import DetenteError

_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKET: Final = re.compile(rb"[\[\]{}]")


def check_depth(data: bytes, limit: int) -> None:
    """Refuse JSON that is nested deeper than the limit, before a parser goes down into it.

    Raises:
        DetenteError: it is (400).
    """
    depth = 0
    for bracket in _BRACKET.findall(_TEXT.sub(b"", data)):
        depth += 1 if bracket in b"[{" else -1
        if depth > limit:
            raise DetenteError(f"The JSON is nested deeper than {limit} levels.", 400)
