"""Choosing the sentences of a document that can carry a claim, before anything is parsed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ingest.sieve.look import Eye, Seen
from ingest.sieve.model import Sifted

SHORT: Final = 3
"""A text of so many sentences is parsed whole."""
REACH: Final = 1
"""How many sentences before one that points back are parsed for what it points to."""
SCENE: Final = 2
"""For how many sentences a date that opens a sentence holds."""


class Sieve:
    """Decides which sentences of a document of one language reach the models.

    A sentence is kept for a predicate of the language pack that stands in it with all its row asks for, beside an
    actor: a name or role of the gazetteer, a word with a capital that no list knows, or words that point back. Others
    are kept as the context of these: the title, what is pointed back to, who is quoted, what day it is.
    """

    def __init__(self, nlp: Language) -> None:
        self.eye = Eye(nlp)

    def sift(self, doc: Doc) -> tuple[Sifted, ...]:
        """Decide about each sentence of a tokenised document whose sentence starts are set."""
        seen = self.eye.look(doc)
        short = len(seen) <= SHORT
        kept = {number: why for number, one in enumerate(seen) if (why := _claim(one))}
        for number, why in _context(seen, kept):
            kept.setdefault(number, why)
        return tuple(
            Sifted(
                one.start,
                one.stop,
                number in kept,
                number in kept and (one.unknown or short),
                _why(one, kept.get(number)),
            )
            for number, one in enumerate(seen)
        )


def whole(doc: Doc) -> tuple[Sifted, ...]:
    """Keep all sentences of a document."""
    return tuple(Sifted(sentence.start, sentence.end, True, True, "all") for sentence in doc.sents)


def _claim(one: Seen) -> str:
    """Say for what a sentence can carry a claim, nothing if it cannot."""
    actor = one.actor or ("a name" if one.unknown else "words that point back" if one.points else "")
    return f"{one.predicate} with {actor}" if one.predicate and actor else ""


def _why(one: Seen, kept: str | None) -> str:
    return kept or ("no predicate" if not one.predicate else "no actor")


def _context(seen: Sequence[Seen], kept: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the sentences that others need, with what for."""
    if len(seen) <= SHORT:
        yield from ((number, "short text") for number in range(len(seen)))
    elif seen:
        yield 0, "title"
    for number in sorted(kept):
        for before in range(max(0, number - REACH), number):
            if seen[number].points and (seen[before].actor or seen[before].unknown):
                yield before, "pointed back to"
        for before in range(max(0, number - SCENE), number):
            if seen[before].dates:
                yield before, "day"
        for other in _speakers(seen, number):
            yield other, "speaker"


def _speakers(seen: Sequence[Seen], number: int) -> Iterator[int]:
    """Give the sentences around one in quotation marks that may say who speaks."""
    quotes = seen[number].quotes
    if not quotes:
        return
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(seen) and set(quotes) & set(seen[other].quotes):
            if seen[other].reports:
                yield other
            other += step
        if step < 0 and other >= 0 and seen[other].quotes and seen[other].reports:
            yield other
