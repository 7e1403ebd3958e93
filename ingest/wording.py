"""The words in a slot that names no actor ("a Chinese singer", "the daily"), and the place that stands for one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from spacy.tokens import Doc, Token

from ingest.actors.find import PLACES
from ingest.arguments import Arguments
from ingest.model import Filler, Mention, Time
from ontology.lexicon import Predicate

PLACE_LABELS: Final = frozenset({"GPE", "LOC", "FAC"})
TIME_LABELS: Final = frozenset({"DATE", "TIME"})
BARE: Final = frozenset({"obj", "subj", "de", "of", "mod", "poss", "speaker", "arg", "from", "par", "by"})
"""Slots that say nothing about a verb when they hang on its object."""
LONGEST: Final = 12
"""How many words of a noun phrase are kept on either side of its head."""
DANGLING: Final = frozenset({"ADP", "PART", "CCONJ", "DET"})
"""Word classes that do not end a noun phrase."""


def inside(entry: Predicate) -> tuple[str, ...]:
    """Give the recipient slots of a verb where the parser hangs them on its object: "a team of experts to Mali"."""
    slots = [slot for slot in entry.recipient if slot not in BARE]
    return (*(f"obj.{slot}" for slot in slots), *(f"obj.{of}.{slot}" for of in ("of", "de") for slot in slots))


class Wording:
    """Reads the words of participants that are no actors off the slots of one document."""

    def __init__(self, doc: Doc, arguments: Arguments, times: list[Time]) -> None:
        self.doc = doc
        self.arguments = arguments
        self._dated = frozenset(at for time in times for at in range(time.start, time.stop))
        self._dated |= {at for e in doc.ents if e.label_ in TIME_LABELS for at in range(e.start, e.end)}
        tagged = {e.start: e.text for e in doc.ents if e.label_ in PLACE_LABELS}
        listed = {m.start: m.text for ms in arguments.at.values() for m in ms if m.how in PLACES}
        self._places = sorted((listed | tagged).items())
        named = (at for at, mentions in arguments.at.items() if any(m.place for m in mentions))
        self._located_at = sorted({*named, *(start for start, _ in self._places)})

    def slot(self, token: Token, paths: Iterable[str], besides: Token | None = None) -> str:
        """Give the words in the first slot that holds a noun phrase, up to its first clause or comma."""
        for path in paths:
            for found in self.arguments.path(token, path) if path != "speaker" else ():
                if self._names(found) and found not in (token, besides) and not self.dated(found):
                    return self._phrase(found)
        return ""

    def _names(self, token: Token) -> bool:
        """Tell whether a word heads the words of a participant: "two of the men" does, "a bid to" does not."""
        if token.pos_ == "NUM":
            return any(child.dep_ == "prep" for child in token.children)
        purpose = self.arguments.grammar.lemma(token) in self.arguments.lexicon.words("effort")
        return token.pos_ in ("NOUN", "PROPN") and not purpose

    def dated(self, token: Token) -> bool:
        """Tell whether a word is part of a date."""
        return token.i in self._dated

    def place(self, token: Token, agents: Iterable[Filler] = ()) -> str:
        """Give the place that an act was aimed at or took place in: neither who acts nor a dateline."""
        if bisect_right(self._located_at, token.right_edge.i) == bisect_left(self._located_at, token.left_edge.i):
            return ""
        first = self.arguments.grammar.sentences.of(token).start
        inner = {t.i for t in token.subtree if t.i > first}
        for subject in self.arguments.path(token, "subj"):
            if token != subject and not subject.is_ancestor(token):
                inner -= {t.i for t in subject.subtree}
        for agent in agents:
            inner -= set(range(agent.mention.start, agent.mention.stop))
        there = self.places(token, inner)
        return there[0].text if there else self._located(inner)

    def scene(self, token: Token, paths: Iterable[str]) -> str:
        """Give the place named in the first of some slots that holds one."""
        for path in paths:
            words = self._located({t.i for found in self.arguments.path(token, path) for t in found.subtree})
            if words:
                return words
        return ""

    def _located(self, inner: set[int]) -> str:
        return next((text for start, text in self._places if start in inner), "")

    def places(self, token: Token, inner: set[int] | None = None) -> list[Mention]:
        """Give the names that stand as places under a token."""
        kept = (child.i for child in token.subtree if inner is None or child.i in inner)
        return [m for at in kept for m in self.arguments.at.get(at, []) if m.place]

    def _phrase(self, head: Token) -> str:
        stop = head.i + 1
        for word in self.doc[head.i + 1 : min(head.right_edge.i + 1, head.i + LONGEST)]:
            if word.is_punct or word.pos_ in ("VERB", "AUX", "SCONJ", "PRON"):
                break
            stop = word.i + 1
        while stop > head.i + 1 and self.doc[stop - 1].pos_ in DANGLING:
            stop -= 1
        return self.doc[max(head.left_edge.i, head.i - LONGEST) : stop].text.strip()
