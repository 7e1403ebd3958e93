"""The sign of a word: whether its entries of the language pack speak of support or of opposition."""

from __future__ import annotations

from collections import Counter
from functools import cache
from types import MappingProxyType
from typing import Final

from spacy.tokens import Token

from ingest.syntax import Grammar
from ontology.lexicon import Predicate, load_lexicon
from ontology.scheme import load_scheme

SIGN: Final[dict[str, str]] = {"supports": "+", "opposes": "-"}
NEUTRAL: Final = "0"


def stance_sign(stance: str | None) -> str:
    """Give the sign of a stance, ``0`` of none."""
    return SIGN.get(stance or "", NEUTRAL)


def sign_of(token: Token, grammar: Grammar) -> str:
    """Give ``+``, ``-`` or ``0`` for a predicate of the pack, nothing for other words."""
    pos = grammar.pos(token)
    return _signs(grammar.lexicon.lang).get((pos, grammar.lemma(token)), "") if pos else ""


def types_of(token: Token, grammar: Grammar) -> tuple[str, ...]:
    """Give the event types that a word can mean."""
    return _types(grammar.lexicon.lang).get((grammar.pos(token), grammar.lemma(token)), ())


@cache
def _signs(lang: str) -> MappingProxyType[tuple[str, str], str]:
    table = load_lexicon(lang).predicates
    return MappingProxyType({key: Counter(map(_sign, entries)).most_common(1)[0][0] for key, entries in table.items()})


@cache
def _types(lang: str) -> MappingProxyType[tuple[str, str], tuple[str, ...]]:
    table = load_lexicon(lang).predicates
    return MappingProxyType({key: tuple(sorted({entry.type for entry in entries})) for key, entries in table.items()})


def _sign(entry: Predicate) -> str:
    if entry.stance:
        return stance_sign(entry.stance)
    relation, _ = load_scheme()[entry.type].stance(entry.mode or None)
    return stance_sign(relation)
