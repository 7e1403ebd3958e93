"""Where a sentence names the actors of a claim: the graph keeps their words, and these are found in it again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from api.schemas import Mark

Role = Literal["subject", "object"]
_LETTER: Final = r"[^\W_]"


def marks(quote: str, subject: Iterable[str], object_: Iterable[str]) -> list[Mark]:
    """Find the words for both sides, each once, in the order of the text; what is not found has no mark.

    The longest words come first, and none lie within others, so that in “the president of Mali thanked Mali” the
    second “Mali” is the object.
    """
    wanted: set[tuple[str, Role]] = {(words, "subject") for words in subject}
    wanted |= {(words, "object") for words in object_}
    found: list[Mark] = []
    for words, role in sorted(wanted, key=lambda one: (-len(one[0]), one)):
        mark = next((one for one in _places(quote, words, role) if not _meets(one, found)), None)
        found += [mark] if mark else []
    return sorted(found, key=lambda mark: mark.begin)


def _places(quote: str, words: str, role: Role) -> Iterator[Mark]:
    """Yield where words stand as words, and only if they nowhere do, within others."""
    if not words.strip():
        return
    inside = re.escape(words)
    whole = [match.span() for match in re.finditer(f"(?<!{_LETTER}){inside}(?!{_LETTER})", quote)]
    for begin, end in whole or [match.span() for match in re.finditer(inside, quote)]:
        yield Mark(begin=begin, end=end, role=role)


def _meets(mark: Mark, others: Iterable[Mark]) -> bool:
    return any(mark.begin < other.end and other.begin < mark.end for other in others)
