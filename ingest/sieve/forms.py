"""The forms in which the words of a language pack may stand in a text: the lemmatizer's tables read backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from spacy.pipeline import Lemmatizer
from spacy.strings import get_string_id

from ontology.lexicon import Lexicon

CLASSES: Final = {"verb": ("verb", "aux"), "noun": ("noun", "propn"), "adj": ("adj",)}
"""Word classes of the packs as the lemmatizer's tables name them."""

Ids = frozenset[int]


class Forms:
    """Gives the forms of lemmas, in lower case, as hashes of spaCy's string store."""

    def __init__(self, lemmatizer: Lemmatizer, lexicon: Lexicon) -> None:
        self._rules = {
            pos: [(ending, base) for ending, base in _table(lemmatizer, "lemma_rules").get(pos, ())]
            for names in CLASSES.values()
            for pos in names
        }
        self._irregular: dict[tuple[str, str], set[int]] = defaultdict(set)
        exceptions = _table(lemmatizer, "lemma_exc")
        for pos in self._rules:
            self._invert(pos, exceptions.get(pos, {}).items())
        self._invert("", _table(lemmatizer, "lemma_lookup").items())
        self._invert("", lexicon.lemmas.items())
        self._invert("", ((form, lemma) for (_, form), lemma in lexicon.lemmas_by_pos.items()))

    def _invert(self, pos: str, lemmas: Iterable[tuple[Any, Any]]) -> None:
        for form, found in lemmas:
            for lemma in (found,) if isinstance(found, str) else found:
                self._irregular[pos, lemma].add(form if isinstance(form, int) else get_string_id(form))

    def of(self, lemma: str, pos: str) -> Ids:
        """Give all forms that may be read as a lemma of a word class."""
        regular = {get_string_id(form) for form in (lemma, *self._regular(lemma, pos))}
        return frozenset(regular.union(*(self._irregular.get((name, lemma), ()) for name in ("", *CLASSES[pos]))))

    def any_of(self, words: Iterable[str]) -> Ids:
        """Give all forms of some words, of whatever class."""
        return frozenset[int]().union(*(self.of(word.lower(), pos) for word in words for pos in CLASSES))

    def _regular(self, lemma: str, pos: str) -> Iterator[str]:
        for name in CLASSES[pos]:
            for ending, base in self._rules[name]:
                if lemma.endswith(base):
                    yield lemma.removesuffix(base) + ending


def _table(lemmatizer: Lemmatizer, name: str) -> Mapping[Any, Any]:
    has: bool = lemmatizer.lookups.has_table(name)
    return lemmatizer.lookups.get_table(name) if has else {}
