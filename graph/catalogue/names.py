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
    plain = (
        char for char in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(char) not in _MARKS
    )
    return _GAPS.sub(" ", "".join(plain).translate(_LIGATURES)).strip()


def keys(name: str) -> Iterator[tuple[str, int]]:
    """Yield what a name is found by: the folded name, and the same from each later word on, with the word's number."""
    folded = fold(name)[:_LONGEST]
    start, word = 0, 0
    while folded:
        yield folded[start:], word
        start = folded.find(" ", start) + 1
        word += 1
        if not start:
            return


def after(prefix: str) -> str:
    """Give a text that sorts behind all texts beginning with a prefix."""
    return prefix + "\U0010ffff"
