"""Names as they are looked up: without accents, case and punctuation, from each of their words on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_MARKS: Final = frozenset({"Mn", "Mc", "Me"})
_GAPS: Final = re.compile(r"[\W_]+")
_LONGEST: Final = 200


def fold(text: str) -> str:
    """Write a name without accents, case and punctuation: “L’Élysée” as ``l elysee``."""
    plain = text.casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain).casefold().translate(_LIGATURES)
        plain = "".join(char for char in apart if unicodedata.category(char) not in _MARKS)
    return _GAPS.sub(" ", plain).strip()


def keys(name: str) -> Iterator[str]:
    """Yield what a name is found by: the folded name, then the same from each later word on."""
    folded = fold(name)[:_LONGEST].strip()
    start = 0
    while folded:
        yield folded[start:]
        start = folded.find(" ", start) + 1
        if not start:
            return


def after(prefix: str) -> str:
    """Give a text that sorts behind all texts beginning with a prefix."""
    return prefix + "\U0010ffff"
