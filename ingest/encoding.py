"""The encoder of spaCy's models, which looks at the words beside each word, computed with little memory moved about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from thinc.api import Model

ROWS: Final = 256
"""How many words are encoded at a time: what is in between then stays in the processor's cache."""
LAYER: Final = "residual(expand_window>>maxout>>layernorm"
"""How the name of a layer of such an encoder begins."""

Array = Any
"""A numpy array; thinc gives its arrays no types that mypy and pyright agree on."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A maxout layer over a word and its two neighbours, with the normalisation after it.

    The pieces among which the greatest is taken stand one after the other, each as wide as the layer.
    """

    width: int
    pieces: int
    weights: Array
    bias: Array
    scale: Array
    shift: Array

    def __call__(self, words: Array) -> Array:
        """Encode words, a row each, and add what they were."""
        encoded: Array = np.empty_like(words)
        window: Array = np.empty((ROWS, 3 * self.width), dtype=words.dtype)
        pieces: Array = np.empty((ROWS, self.pieces * self.width), dtype=words.dtype)
        for start in range(0, len(words), ROWS):
            stop = min(start + ROWS, len(words))
            beside = _beside(words, start, stop, window[: stop - start])
            found = np.dot(beside, self.weights, out=pieces[: stop - start])
            found += self.bias
            self._normalise(self._greatest(found), words[start:stop], encoded[start:stop])
        return encoded

    def _greatest(self, found: Array) -> Array:
        best: Array = found[:, : self.width]
        for at in range(self.width, self.pieces * self.width, self.width):
            best = np.maximum(best, found[:, at : at + self.width])
        return best

    def _normalise(self, found: Array, words: Array, into: Array) -> None:
        np.subtract(found, np.add.reduce(found, axis=1, keepdims=True) / self.width, out=into)
        variance = np.add.reduce(into * into, axis=1, keepdims=True) / self.width
        variance += 1e-08
        into *= variance ** (-1.0 / 2.0)
        into *= self.scale
        into += self.shift
        into += words


def _beside(words: Array, start: int, stop: int, window: Array) -> Array:
    """Put some words between those before and after them; before the first and after the last is nothing."""
    width = words.shape[1]
    window[:, width : 2 * width] = words[start:stop]
    window[1:, :width] = words[start : stop - 1]
    window[0, :width] = words[start - 1] if start else 0
    window[:-1, 2 * width :] = words[start + 1 : stop]
    window[-1, 2 * width :] = words[stop] if stop < len(words) else 0
    return window


def encoder(layers: Any) -> Any:
    """Make a layer that computes the same as a chain of such layers, for reading only; others stay as they are."""
    if not all(layer.name.startswith(LAYER) and len(layer.layers) == 1 for layer in layers.layers):
        return layers
    return Model("encoder", _forward, attrs={"layers": [_layer(layer) for layer in layers.layers]})


def _forward(model: Any, words: Array, is_train: bool) -> tuple[Array, Any]:  # noqa: ARG001
    for layer in model.attrs["layers"]:
        words = layer(words)
    return words, _untrained


def _untrained(_: Array) -> Array:
    raise NotImplementedError("a pipeline made quick cannot be trained")


def _layer(node: Any) -> Layer:
    maxout, norm = _named(node, "maxout"), _named(node, "layernorm")
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    width, pieces, seen = weights.shape
    by_piece: Array = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(pieces * width, seen)
    return Layer(
        width=width,
        pieces=pieces,
        weights=by_piece.T,
        bias=np.ascontiguousarray(bias.T).reshape(-1),
        scale=norm.get_param("G"),
        shift=norm.get_param("b"),
    )


def _named(node: Any, name: str) -> Any:
    nodes: Iterator[Any] = node.walk()
    return next(inner for inner in nodes if inner.name == name)
