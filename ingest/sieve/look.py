"""What is seen of the sentences of a document before anything is parsed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc

from ingest.attribution import QUOTED
from ingest.names import NOT_ACTOR, hits_in, text_of
from ingest.sieve.cues import Phrases, pointers, predicates
from ingest.sieve.forms import Forms, Ids
from ontology.lexicon import Lexicon, load_lexicon

OPENING: Final = 5
"""Among how many first words of a sentence a date may hold for the sentences after it."""
DAYS: Final = frozenset({"month", "weekday", "relative_day"})
"""Kinds of temporal words that make a date to the day."""
DATELINE: Final = 10
"""How many words a sentence that is nothing but a dateline may have."""


@dataclass(slots=True)
class Seen:
    """A sentence, by tokens (end excluded), and the cues in it.

    ``predicate`` and ``actor`` name the first of their kind, empty if there is none.
    """

    start: int
    stop: int
    predicate: str
    actor: str
    unknown: bool
    points: bool
    reports: bool
    dates: bool
    quotes: tuple[int, ...] = ()


class Eye:
    """Sees the cues of a language."""

    def __init__(self, nlp: Language) -> None:
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        lexicon = load_lexicon(nlp.lang)
        forms = Forms(lemmatizer, lexicon)
        self.predicates = predicates(forms, lexicon)
        self.pointers = pointers(lexicon)
        self.phrases = Phrases(lexicon)
        self.reporting = frozenset[int]().union(
            *(forms.of(lemma, pos) for pos, lemma in lexicon.reporting if pos in ("verb", "noun"))
        )
        self.listed = _Dictionary(lemmatizer)
        self.days = _days(lexicon)
        self.common = self.days | frozenset(map(get_string_id, {*lexicon.anaphors, *lexicon.words("courtesy")}))

    def look(self, doc: Doc) -> list[Seen]:
        """Look at each sentence of a tokenised document whose sentence starts are set."""
        if not len(doc):
            return []
        table: Any = doc.to_array(["LOWER", "LENGTH", "SPACY", "SENT_START"])
        words: list[int] = table[:, 0].tolist()
        ends = np.cumsum(table[:, 1] + table[:, 2])
        begins: list[int] = [0, *ends[:-1].tolist()]
        starts: list[int] = np.flatnonzero(table[:, 3] == 1).tolist()
        if starts[:1] != [0]:
            starts.insert(0, 0)
        return _Page(self, doc, words, begins, starts).sentences()


class _Dictionary:
    """Tells the words that the lemmatizer lists, those without an inflection too, from names."""

    def __init__(self, lemmatizer: Any) -> None:
        self._strings = lemmatizer.vocab.strings
        self._lexemes = lemmatizer.vocab
        names = ("lemma_index", "lemma_exc")
        self._tables = [t for n in names for t in lemmatizer.lookups.get_table(n).values()]
        self._told: dict[int, bool] = {}

    def __call__(self, word: int) -> bool:
        """Tell whether a form in lower case is a common word."""
        if word not in self._told:
            text = self._strings[word]
            known = any(text in table for table in self._tables) or self._lexemes[word].is_stop
            self._told[word] = known or not text.isalpha()
        return self._told[word]


def _days(lexicon: Lexicon) -> Ids:
    """Give the words by which expressions for a day are known: the longest of each."""
    forms = (word.form for word in lexicon.temporal if word.kind in DAYS)
    return frozenset(get_string_id(max(form.split(), key=len)) for form in forms)


class _Page:
    """One document while it is looked at."""

    def __init__(self, eye: Eye, doc: Doc, words: list[int], begins: list[int], starts: list[int]) -> None:
        self.eye = eye
        self.words = words
        self.begins = begins
        self.starts = starts
        self.opening = frozenset(starts)
        self.text = text_of(doc)
        self.actors: dict[int, str] = {}
        self.known: set[int] = set()
        for hit in hits_in(doc):
            first, last = self._token(hit.begin), self._token(hit.end - 1)
            self.known.update(range(first, last + 1))
            if hit.kind != NOT_ACTOR:
                self.actors.setdefault(self._sentence(first), self.text[hit.begin : hit.end])
        self.pointing: dict[int, str] = {}
        self.telling: dict[int, str] = {}
        for at, form in eye.phrases.find(self.text):
            table = self.pointing if form in eye.phrases.pointing else self.telling
            table.setdefault(self._sentence(self._token(at)), form)
        self.quotes = self._quotes()

    def _token(self, at: int) -> int:
        return bisect_right(self.begins, at) - 1

    def _sentence(self, token: int) -> int:
        return bisect_right(self.starts, token) - 1

    def _quotes(self) -> dict[int, list[int]]:
        """Number the quotations in each sentence that they touch."""
        found: dict[int, list[int]] = {}
        for number, match in enumerate(QUOTED.finditer(self.text)):
            first, last = (self._sentence(self._token(at)) for at in (match.start(), match.end() - 1))
            for sentence in range(first, last + 1):
                found.setdefault(sentence, []).append(number)
        return found

    def sentences(self) -> list[Seen]:
        """Give all sentences."""
        stops = [*self.starts[1:], len(self.words)]
        return [self._seen(number, *span) for number, span in enumerate(zip(self.starts, stops, strict=True))]

    def _seen(self, number: int, start: int, stop: int) -> Seen:
        eye, words = self.eye, self.words[start:stop]
        there = frozenset(words)
        return Seen(
            start=start,
            stop=stop,
            predicate=self.telling.get(number) or eye.predicates.first(words, there),
            actor=self.actors.get(number, ""),
            unknown=any(self._unknown(at) for at in range(start, stop)),
            points=number in self.pointing or bool(there & eye.pointers),
            reports=bool(there & eye.reporting),
            dates=bool(eye.days.intersection(words if len(words) <= DATELINE else words[:OPENING])),
            quotes=tuple(self.quotes.get(number, ())),
        )

    def _unknown(self, at: int) -> bool:
        """Tell whether a word may be a name that no list knows; one that opens a sentence must be no common word."""
        word = self.words[at]
        if not self.text[self.begins[at]].isupper() or at in self.known or word in self.eye.common:
            return False
        return at not in self.opening or not self.eye.listed(word)
