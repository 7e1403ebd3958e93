"""Ways through the parse between two actors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc, Token

from ingest.learned.signs import sign_of
from ingest.model import Mention
from ingest.syntax import Grammar

HIGHEST: Final = 6
"""How many words above an actor are looked at for what governs it."""


@dataclass(frozen=True, slots=True)
class Path:
    """The words from one mention up to the word above both, and down to the other."""

    source: Mention
    target: Mention
    up: tuple[Token, ...]
    down: tuple[Token, ...]

    @property
    def top(self) -> Token:
        """Give the word above both."""
        return self.up[-1]

    @property
    def length(self) -> int:
        """Count the words of the way."""
        return len(self.up) + len(self.down)

    @property
    def inner(self) -> tuple[Token, ...]:
        """Give the words between the two, the top included."""
        return (*self.up[1:], *self.down[:-1]) if len(self.up) > 1 else (*self.up, *self.down[:-1])


@dataclass(frozen=True, slots=True)
class Governor:
    """A predicate above an actor: its word, its sign, and how the actor hangs on it."""

    token: Token
    sign: str
    relation: str
    preposition: str


def shortest(doc: Doc, sources: Iterable[Mention], targets: Iterable[Mention]) -> Path | None:
    """Find the shortest way between any two mentions of two actors, none if they are the same word."""
    climbs = _climbs_of(doc)
    ends = list(targets)
    ways = ((source, target, climbs.between(source.head, target.head)) for source in sources for target in ends)
    found = [(source, target, *way) for source, target, way in ways if way is not None]
    if not found:
        return None
    source, target, up, down = min(found, key=lambda way: len(way[2]) + len(way[3]))
    return Path(source, target, tuple(doc[at] for at in up), tuple(doc[at] for at in down))


class Climbs:
    """The words above each word of a document, up to the first of its tree, by position.

    A word without a label was not parsed and hangs on nothing, as for spaCy.
    """

    def __init__(self, doc: Doc) -> None:
        parse: Any = doc.to_array(["HEAD", "DEP"])
        heads: Any = np.where(parse[:, 1] == 0, 0, parse[:, 0].astype("int64"))
        self._heads: list[int] = (np.arange(len(doc)) + heads).tolist()
        self._known: dict[int, tuple[int, ...]] = {}

    def of(self, at: int) -> tuple[int, ...]:
        """Give a word and those above it, the nearest first."""
        if at not in self._known:
            way = [at]
            while (above := self._heads[way[-1]]) != way[-1]:
                way.append(above)
            self._known[at] = tuple(way)
        return self._known[at]

    def between(self, source: int, target: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Give the way up from a word to the one above both, and the way down from there, none between two trees."""
        up, down = self.of(source), self.of(target)
        if up[-1] != down[-1]:
            return None
        shared = 1
        while shared < min(len(up), len(down)) and up[-1 - shared] == down[-1 - shared]:
            shared += 1
        return up[: len(up) - shared + 1], down[: len(down) - shared][::-1]


KEY: Final = "detente climbs"


def _climbs_of(doc: Doc) -> Climbs:
    found = doc.user_data.get(KEY)
    if not isinstance(found, Climbs):
        found = doc.user_data[KEY] = Climbs(doc)
    return found


def preposition(token: Token, grammar: Grammar) -> str:
    """Give the preposition that a word stands with, in either scheme of dependencies."""
    if token.head.pos_ == "ADP" and token.dep_ in ("pobj", "pcomp"):
        return token.head.lower_
    return next((grammar.preposition(child) for child in token.children if child.dep_ == "case"), "")


def governors(token: Token, grammar: Grammar, limit: int = 2) -> list[Governor]:
    """Find the nearest predicates above a word."""
    found: list[Governor] = []
    current = token
    for _ in range(HIGHEST):
        if current.head == current or len(found) == limit:
            break
        case, relation = preposition(current, grammar), current.dep_
        above = grammar.above(current)
        sign = sign_of(above, grammar)
        if sign:
            found.append(Governor(above, sign, relation, case))
        current = above
    return found
