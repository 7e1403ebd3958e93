"""The entity recogniser of a model, deciding about all words at once instead of one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc

FEATURES: Final = 3
"""What the recogniser sees of a state: the next word, and in an entity its first word and the one before."""
SEEN: Final = ("SENT_START", "IS_SPACE")
WRITTEN: Final = ("ENT_IOB", "ENT_TYPE")
INSIDE: Final = 1
OUTSIDE: Final = 2
FIRST: Final = 3

Array = Any
"""A numpy array; spaCy and thinc give theirs no types that mypy and pyright agree on."""


class Entities:
    """Gives the entities that a greedy recogniser would, in documents without any.

    Outside of an entity the recogniser sees nothing of what it decided before, so that all words are scored at once as
    if they stood outside; only the words after a beginning are scored again, those of all entities side by side.
    """

    def __init__(self, recogniser: EntityRecognizer) -> None:
        self.name = recogniser.name
        model: Any = recogniser.model
        self.words, self.lower = model.get_ref("tok2vec"), model.get_ref("lower")
        upper = model.get_ref("upper")
        self.weights: Array = upper.get_param("W")
        self.bias: Array = upper.get_param("b")
        strings, system = recogniser.vocab.strings, recogniser.moves
        moves = [system.get_class_name(n).partition("-") for n in range(system.n_moves)]
        self.moves: Array = np.array([move for move, _, _ in moves])
        self.labels: Array = np.array([strings[label] if label else 0 for _, _, label in moves], dtype="uint64")
        at = {(move, label): n for n, (move, _, label) in enumerate(moves)}
        self.goes_on: Array = np.array([at.get(("I", label), -1) for _, _, label in moves])
        self.ends: Array = np.array([at.get(("L", label), -1) for _, _, label in moves])

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:  # noqa: ARG002 (as of all pipes)
        """Set the entities of documents."""
        batch = list(docs)
        written = [doc for doc in batch if len(doc)]
        if written:
            lengths = [len(doc) for doc in written]
            columns: list[Array] = np.split(self._told(written), np.cumsum(lengths)[:-1])
            for doc, column in zip(written, columns, strict=True):
                doc.from_array(list(WRITTEN), column)
        yield from batch

    def _told(self, docs: Sequence[Doc]) -> Array:
        """Give the columns of the words of all documents."""
        seen: Array = np.concatenate([doc.to_array(list(SEEN)) for doc in docs])
        starts: Array = seen[:, 0] == 1
        starts[np.cumsum([0, *map(len, docs[:-1])])] = True
        last: Array = np.append(starts[1:], True)
        hidden: Array = self.lower.predict(self.words.predict(docs))
        outside = self._outside(hidden, last, seen[:, 1] == 1)
        return self._written(outside, self._stops(hidden, outside, last))

    def _scores(self, first: Array, second: Array, third: Array) -> Array:
        """Score all moves for words, given the hidden layer's part of each feature."""
        summed = first + second + third + self.lower.get_param("b")
        return np.dot(summed.max(axis=2), self.weights.T) + self.bias

    def _outside(self, hidden: Array, last: Array, blank: Array) -> Array:
        """Choose the move for each word as if it stood outside of an entity."""
        scores = self._scores(hidden[1:, 0], hidden[0, 1], hidden[0, 2])
        begins, units = self.moves == "B", (self.moves == "U") & (self.labels != 0)
        scores[:, ~(begins | units | (self.moves == "O"))] = -np.inf
        closed: Array = last | blank
        scores[closed[:, None] & begins] = -np.inf
        scores[blank[:, None] & units] = -np.inf
        return scores.argmax(axis=1)

    def _stops(self, hidden: Array, outside: Array, last: Array) -> dict[int, int]:
        """Find where each entity of several words would stop (excluded), by where it begins."""
        starts: Array = np.flatnonzero(self.moves[outside] == "B")
        stops: dict[int, int] = {}
        at = starts + 1
        while len(starts):
            scores = self._scores(hidden[at + 1, 0], hidden[starts + 1, 1], hidden[at, 2])
            move, rows = outside[starts], np.arange(len(starts))
            more: Array = scores[rows, self.goes_on[move]] - scores[rows, self.ends[move]]
            goes_on = ((more > 0) | ((more == 0) & (self.goes_on[move] < self.ends[move]))) & ~last[at]
            stops.update(zip(starts[~goes_on].tolist(), (at[~goes_on] + 1).tolist(), strict=True))
            starts, at = starts[goes_on], at[goes_on] + 1
        return stops

    def _written(self, outside: Array, stops: dict[int, int]) -> Array:
        """Write down the entities from left to right: what begins inside of one is none."""
        told: Array = np.zeros((len(outside), len(WRITTEN)), dtype="uint64")
        told[:, 0] = OUTSIDE
        free = 0
        for start in np.flatnonzero(self.moves[outside] != "O").tolist():
            if start >= free:
                free = stops.get(start, start + 1)
                told[start:free] = (INSIDE, self.labels[outside[start]])
                told[start, 0] = FIRST
        return told


def at_once(recogniser: EntityRecognizer) -> Entities | EntityRecognizer:
    """Let a recogniser decide about all words at once, if it is of the kind that can."""
    model: Any = recogniser.model
    simple = model.attrs["has_upper"] and model.get_ref("lower").get_dim("nF") == FEATURES
    greedy = recogniser.cfg["beam_width"] == 1 and not model.attrs["unseen_classes"]
    return Entities(recogniser) if simple and greedy else recogniser
