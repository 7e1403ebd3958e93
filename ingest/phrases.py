"""Prepositions of several words ("grâce à", "in favour of") and of contracted forms ("du", "upon")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from spacy.tokens import Doc, Token

from ingest.dependency import NAMED_SUBJECTS, OBJECTS
from ontology.lexicon import Lexicon, load_lexicon

CONTRACTED: Final = {
    "du": "de", "des": "de", "d'": "de", "d’": "de", "au": "à", "aux": "à",
    "towards": "toward", "upon": "on", "onto": "on", "vis-à-vis": "envers",
}  # fmt: skip


def preposition_phrases(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield, for each argument of a prepositional phrase of the pack, its slot and the token it depends on."""
    firsts = _firsts(lexicon.lang)
    words = [token.lower_.replace("’", "'") for token in doc]
    for token in (doc[at] for at, word in enumerate(words) if word.rstrip("'") in firsts):
        for stop in range(min(token.i + 6, len(doc)), token.i + 1, -1):
            form = " ".join(_uncontracted(words[token.i : stop]))
            slot = lexicon.prepositions.get(form)
            if slot is None:
                continue
            argument = _argument(doc, stop)
            if argument is not None and argument.dep_ not in OBJECTS:
                governor = argument
                while token.i <= governor.head.i < stop or governor.head.i == argument.i:
                    if governor.head == governor:
                        break
                    governor = governor.head
                if governor.head != argument:
                    yield argument.i, (slot, governor.head.i)
            break


@cache
def _firsts(lang: str) -> frozenset[str]:
    """Give the first words of all prepositions."""
    return frozenset(form.split()[0].rstrip("'") for form in load_lexicon(lang).prepositions)


def _uncontracted(words: list[str]) -> list[str]:
    return [*words[:-1], CONTRACTED.get(words[-1], words[-1])]


def _argument(doc: Doc, stop: int) -> Token | None:
    """Find the head of the noun phrase that begins at a token."""
    if stop >= len(doc):
        return None
    token = doc[stop]
    while token.head.i > token.i and token.head.i - stop < 8 and token.dep_ not in NAMED_SUBJECTS:
        token = token.head
    return token
