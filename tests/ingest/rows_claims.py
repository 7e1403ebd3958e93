"""How the rows of claims are written: a sentence, its stances, the phenomenon it stands for."""

from __future__ import annotations

# subject principal, relation, object principal, polarity
Claim = tuple[str, str, str, str]
# (sentence, its stances, phenomenon)
Row = tuple[str, set[Claim], str]
NOTHING: set[Claim] = set()


def claims(*lines: str) -> set[Claim]:
    """Write claims briefly: ``claims("RUS supports SYR", "USA opposes IRN denied")``."""
    found: set[Claim] = set()
    for line in lines:
        subject, relation, object_, *polarity = line.split()
        found.add((subject, relation, object_, polarity[0] if polarity else "affirmed"))
    return found


def mutual(one: str, relation: str, other: str) -> set[Claim]:
    """Write a stance of two actors to each other."""
    return claims(f"{one} {relation} {other}", f"{other} {relation} {one}")
