"""How the models of a pipeline compute: matrix products by numpy, in one thread, and what a word is like once."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from ingest.encoding import encoder

SEEN: Final = ("ORTH", "NORM", "SPACY")
"""All that the first layer of the models sees of a word."""
MIX: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
MOST: Final = 40_000
"""Of how many words the vectors are kept: some 15 MB a model."""

Array = Any
"""A numpy array; thinc and spaCy give theirs no types that mypy and pyright agree on."""


def quicken(nlp: Language) -> None:
    """Let the models of a pipeline take less time for the same results.

    Matrix products are numpy's instead of BLIS's, which takes twice as long on models of this size, in one thread:
    more processes are the way to use more cores. The first layer, which sees a word without its neighbours, is asked
    once for each word; the encoder, which sees its neighbours, moves less memory about.
    """
    importlib.import_module("threadpoolctl").threadpool_limits(1, user_api="blas")
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        if not isinstance(model, Model):
            continue
        for node in list(model.walk()):
            node.ops = ops
            if _embeds(node):
                node.layers[0] = _remembered(node.layers[0])
                node.layers[1].layers[0] = encoder(node.layers[1].layers[0])


def _embeds(node: Any) -> bool:
    """Tell whether a layer is spaCy's pair of an embedding and an encoder that looks at neighbours."""
    names = [layer.name for layer in node.layers]
    return (
        len(names) == 2 and "extract_features" in names[0] and names[1].startswith("with_array(residual(expand_window")
    )


def _remembered(embed: Any) -> Any:
    return Model("remembered", _forward, layers=[embed], attrs={"vectors": Vectors(embed.predict)})


def _forward(model: Any, docs: Sequence[Doc], is_train: bool) -> tuple[list[Array], Callable[[Array], Array]]:  # noqa: ARG001
    vectors: Vectors = model.attrs["vectors"]
    return vectors.of(docs), _untrained


def _untrained(_: Array) -> Array:
    raise NotImplementedError("a pipeline made quick cannot be trained")


class Vectors:
    """The vectors of words without their neighbours, computed once."""

    def __init__(self, compute: Callable[[list[Doc]], list[Array]]) -> None:
        self._compute = compute
        self._forget()

    def _forget(self) -> None:
        self._places: dict[int, int] = {}
        self._known: Array = None

    def of(self, docs: Sequence[Doc]) -> list[Array]:
        """Give the vectors of the words of documents."""
        if len(self._places) > MOST:
            self._forget()
        words: Array = np.concatenate([doc.to_array(list(SEEN)) for doc in docs])
        mixed: Array = (words * np.array(MIX, dtype="uint64")).sum(axis=1, dtype="uint64")
        keys: list[int] = mixed.tolist()
        new = {key: at for at, key in enumerate(keys) if key not in self._places}
        if new:
            self._add(docs[0], words[list(new.values())], list(new))
        rows = self._known[[self._places[key] for key in keys]]
        return list(np.split(rows, np.cumsum([len(doc) for doc in docs])[:-1]))

    def _add(self, doc: Doc, words: Array, keys: list[int]) -> None:
        text = Doc(doc.vocab, words=words[:, 0].tolist(), spaces=(words[:, 2] != 0).tolist())
        norms: Array = np.ascontiguousarray(words[:, 1:2])
        text.from_array(["NORM"], norms)
        (found,) = self._compute([text])
        start = len(self._places)
        self._known = found if self._known is None else np.concatenate([self._known, found])
        self._places.update({key: start + n for n, key in enumerate(keys)})
