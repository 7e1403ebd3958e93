"""Lines that say who wrote or sent a text, or what else to read: they claim nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from ontology.tables import rows

LONGEST: Final = 8
"""Words of a credit; a longer sentence says something."""


def is_credit(words: Sequence[str]) -> bool:
    """Tell whether a sentence, as its words in small letters, is a credit line."""
    if len(words) > LONGEST:
        return False
    return any(" ".join(words[:length]) in _forms() for length in range(1, len(words) + 1))


@cache
def _forms() -> frozenset[str]:
    return frozenset(row["form"] for row in rows("credits.csv"))
