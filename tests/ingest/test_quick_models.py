"""What computes in place of parts of spaCy's models finds what they find."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest.encoding import ROWS, encoder
from ingest.entities import Entities, at_once
from ingest.nlp import MODELS, prepare, sentences

TEXTS = {
    "en": (
        "Zubrovka, Freedonia",
        "The President of the Republic of Zubrovka met Rufus T. Firefly in New York on 3 May 2019. He left on Monday.",
        "Officials from the United Arab Emirates and the African Union\n\nUnited Nations Security Council\nRufus  Firefly ",
        "",
        "More than 1,200 soldiers of the First Army crossed the Danube near Vienna, the Vienna Post reported.",
    ),
    "fr": (
        "Zoubrowka, Freedonia",
        "Le président de la République de Zoubrowka a rencontré Rufus T. Firefly à New York le 3 mai 2019. Il est parti.",
        "Les Émirats arabes unis et l'Union africaine\n\nConseil de sécurité des Nations unies\nRufus  Firefly ",
        "",
        "Plus de 1 200 soldats de la Première armée ont traversé le Danube près de Vienne, rapporte Le Courrier de Vienne.",
    ),
}


@pytest.fixture(scope="module", params=sorted(TEXTS))
def model(request: pytest.FixtureRequest) -> Language:
    loaded: Language = importlib.import_module(MODELS[request.param]).load()
    return loaded


def documents(model: Language) -> list[Doc]:
    return [sentences(prepare(model, text, None)) for text in TEXTS[model.lang or ""]]


def test_entities_of_all_words_at_once_are_those_of_one_word_after_the_other(model: Language) -> None:
    recogniser: Any = model.get_pipe("ner")
    quick = at_once(recogniser)
    assert isinstance(quick, Entities)
    vectors: Any = model.get_pipe("tok2vec")
    found: list[list[tuple[str, str]]] = []
    for component in (recogniser, quick):
        docs = list(vectors.pipe(documents(model), batch_size=len(TEXTS)))
        read = list(component.pipe(docs, batch_size=len(docs)))
        assert read == docs
        found.append([(e.text, e.label_) for doc in read for e in doc.ents])
    one_by_one, together = found
    assert together == one_by_one
    assert any(" " in text for text, _ in together)


def test_the_quick_encoder_computes_what_the_layers_of_the_model_do(model: Language) -> None:
    nodes = (node for name in ("tok2vec", "ner") for node in model.get_pipe(name).model.walk())  # type: ignore[attr-defined]
    layers: Any = next(node.layers[0] for node in nodes if node.name.startswith("with_array(residual(expand_window"))
    quick = encoder(layers)
    assert quick.name == "encoder"
    for words in (1, 2, ROWS, ROWS + 1, 2 * ROWS + 7):
        vectors = np.random.default_rng(words).normal(size=(words, layers.get_dim("nO"))).astype("float32")
        np.testing.assert_allclose(quick.predict(vectors), layers.predict(vectors), rtol=1e-3, atol=1e-4)
