"""Ways through the parse between two actors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

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
    best: Path | None = None
    ends = list(targets)
    for source in sources:
        for target in ends:
            path = _path(doc, source, target)
            if path is not None and (best is None or path.length < best.length):
                best = path
    return best


def _path(doc: Doc, source: Mention, target: Mention) -> Path | None:
    up = [doc[source.head], *doc[source.head].ancestors]
    place = {token.i: n for n, token in enumerate(up)}
    down = [doc[target.head]]
    while down[-1].i not in place:
        if down[-1].head == down[-1]:
            return None
        down.append(down[-1].head)
    top = place[down[-1].i]
    return Path(source, target, tuple(up[: top + 1]), tuple(reversed(down[:-1])))


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
