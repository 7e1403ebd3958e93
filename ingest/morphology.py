"""Morphological features of words, looked up once for each analysis."""

from __future__ import annotations

from typing import Any, Final

from spacy.tokens import Token

_FEATURES: Final[dict[tuple[int, str], str]] = {}
"""Values of features by analysis (a hash) and feature; there are a few thousand."""


def morph(token: Token, feature: str) -> str:
    """Give a morphological feature of a token (``Tense``: ``Past``), empty if the tagger gives none."""
    found: Any = token.morph
    key = (found.key, feature)
    if key not in _FEATURES:
        _FEATURES[key] = next(iter(found.get(feature, [])), "")
    return _FEATURES[key]
