"""The attribute ruler of a model, asked once for each word in each reading instead of at each place it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

READ: Final = ("LOWER", "TAG", "DEP", "POS", "MORPH")
WRITTEN: Final = ("TAG", "DEP", "POS", "MORPH", "LEMMA")
KNOWN: Final = frozenset({"LOWER", "TAG", "DEP", "POS", "MORPH", "IS_SPACE"})
"""What patterns may ask of a word for the answer to be kept."""
NOTHING: Final = "\u00a4"
"""A word without tag or label, which no pattern describes."""
MOST: Final = 200_000
"""How many answers are kept."""

MIX: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD)
"""Odd numbers that make one number of all that the ruler sees of a word."""
SIDES: Final = (0x2545F4914F6CDD1D, 0x9FB21C651E98DF25)

Rows = Any
"""A numpy array of words by attributes; spaCy gives them no types."""


class Ruler:
    """Gives what an attribute ruler would, for rulers whose patterns look at no more than two words."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.name = ruler.name
        self.ruler = ruler
        self.pairs = [entry for entry in _entries(ruler) if any(len(p) > 1 for p in entry["patterns"])]
        self._paired: dict[int, bool] = {}
        self._forget()

    def _forget(self) -> None:
        self._places: dict[int, int] = {}
        self._answers: Rows = np.zeros((0, len(WRITTEN)), dtype="uint64")

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:  # noqa: ARG002 (as of all pipes)
        """Set the attributes of documents."""
        for doc in docs:
            yield self(doc)

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of a document."""
        if not len(doc):
            return doc
        if len(self._places) > MOST:
            self._forget()
        words: Rows = doc.to_array(list(READ))
        keys: list[int] = self._keys(words).tolist()
        missing = {key: at for at, key in enumerate(keys) if key not in self._places}
        if missing:
            self._ask(doc, words, missing)
        return doc.from_array(list(WRITTEN), self._answers[[self._places[key] for key in keys]])

    def _keys(self, words: Rows) -> Rows:
        """Make a number of each word, and of those whose neighbours count, of the three together."""
        keys = (words * np.array(MIX, dtype="uint64")).sum(axis=1, dtype="uint64")
        keys ^= keys >> np.uint64(29)
        if not self.pairs:
            return keys
        paired = np.array([self._sees_pairs(lower) for lower in words[:, 0].tolist()])
        around = np.concatenate([[np.uint64(0)], keys, [np.uint64(0)]])
        return keys + paired * (around[:-2] * np.uint64(SIDES[0]) + around[2:] * np.uint64(SIDES[1]))

    def _sees_pairs(self, lower: int) -> bool:
        if lower not in self._paired:
            text = self.ruler.vocab.strings[lower]
            self._paired[lower] = any(_may_be(entry, text) for entry in self.pairs)
        return self._paired[lower]

    def _ask(self, doc: Doc, words: Rows, missing: dict[int, int]) -> None:
        """Ask the ruler about words in a text of their own, in which those whose neighbours count have them."""
        at = np.array(list(missing.values())) + 1
        paired = np.array([self._sees_pairs(lower) for lower in words[at - 1, 0].tolist()], dtype=bool)
        alone, beside = at[~paired], at[paired]
        empty = np.zeros((1, len(READ)), dtype="uint64")
        around = np.concatenate([empty, words, empty])
        rows = around[np.concatenate([alone, np.stack([beside - 1, beside, beside + 1], axis=1).reshape(-1)])]
        text = Doc(doc.vocab, words=[lower or NOTHING for lower in rows[:, 0].tolist()])
        attributes: Rows = np.ascontiguousarray(rows[:, 1:])
        text = self.ruler(text.from_array(list(READ[1:]), attributes))
        places = np.zeros(len(at), dtype="int64")
        places[~paired] = np.arange(len(alone))
        places[paired] = len(alone) + 1 + 3 * np.arange(len(beside))
        self._places.update({key: len(self._answers) + n for n, key in enumerate(missing)})
        self._answers = np.concatenate([self._answers, text.to_array(list(WRITTEN))[places]])


def memoised(ruler: AttributeRuler) -> Ruler | AttributeRuler:
    """Keep the answers of an attribute ruler, where they depend on nothing but a word and the words beside it."""
    patterns = [pattern for entry in _entries(ruler) for pattern in entry["patterns"]]
    asked = {name for pattern in patterns for word in pattern for name in word}
    simple = asked <= KNOWN and all(len(pattern) <= 2 for pattern in patterns)
    return Ruler(ruler) if simple else ruler


def _entries(ruler: AttributeRuler) -> list[dict[str, Any]]:
    entries: Any = ruler.patterns
    return list(entries)


def _may_be(entry: dict[str, Any], text: str) -> bool:
    """Tell whether a word may be the one whose attributes an entry sets."""
    return any(_fits(pattern[entry["index"]].get("LOWER"), text) for pattern in entry["patterns"])


def _fits(asked: Any, text: str) -> bool:
    if isinstance(asked, dict):
        named = text in asked["IN"] if "IN" in asked else True
        return named and (re.search(asked["REGEX"], text) is not None if "REGEX" in asked else True)
    return asked is None or asked == text
