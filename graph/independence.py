"""How sure several sources together are: the one place where confidence is joined.

Claims of one source are not independent: a source is as sure as its surest claim. Sources are taken to err
independently of each other, so that all of them are wrong with the product of their probabilities of being wrong
(noisy-or). Where the same hand wrote for several of them unseen, that is too hopeful; hence the limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import prod
from typing import Final

SUREST: Final = 0.99
"""No number of sources makes more of it, unless one claim alone is surer."""


def joined(claims: Iterable[tuple[str, float]]) -> float:
    """Join the confidence of claims, each with its source; where that is unknown (``""``), it adds nothing to others.

    Returns a number from 0 to 1, to four digits; 0 without claims.
    """
    best: dict[str, float] = {}
    for source, confidence in claims:
        best[source] = max(confidence, best.get(source, 0.0))
    surest = max(best.values(), default=0.0)
    known = [best[source] for source in sorted(best) if source]
    together = 1 - prod(1 - min(max(confidence, 0.0), 1.0) for confidence in known)
    return round(max(surest, min(together, SUREST)), 4)


def independent(sources: Iterable[str]) -> int:
    """Count independent sources; those that are unknown (``""``) make one if there is no other."""
    found = set(sources)
    return len(found - {""}) or len(found)
