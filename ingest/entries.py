"""Which rows of the language pack a word of the text may be read with."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from ingest.arguments import PROPER
from ingest.reading import Reading
from ingest.wording import BARE, Wording
from ontology.lexicon import Predicate, Requirement

DEPENDENT: Final = BARE | {"prt", "refl", "aux", "advcl", "xcomp", "ccomp", "oprd", "attr"}
"""Slots that the parser never hangs on a verb's object by mistake, unlike prepositions."""


class Entries:
    """Looks words up in the predicates of the language pack."""

    def __init__(self, reading: Reading, wording: Wording) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        self.wording = wording

    def of(self, token: Token) -> tuple[Predicate, ...]:
        """Give the rows of a word that stands in a sense which says something between actors."""
        found = self._listed(token)
        if not found or token.dep_.startswith("aux") or self.wording.dated(token):
            return ()
        inside = self.grammar.pos(token) != "verb" and self.named(token)
        return () if inside or self._elsewise(token, found[0]) else found

    def _listed(self, token: Token) -> tuple[Predicate, ...]:
        """Give the rows of a word of whatever sense."""
        pos = self.grammar.pos(token)
        if not pos:
            return ()
        lemma, table = self.grammar.lemma(token), self.reading.lexicon.predicates
        found = table.get((pos, lemma), ())
        if not found and pos == "adj" and token.dep_ in ("amod", "acl", "advcl", "ROOT", "appos", "conj"):
            found = table.get(("verb", lemma), ()) if self.grammar.passive(token) else ()
        return found

    def _elsewise(self, token: Token, entry: Predicate) -> bool:
        """Tell whether a word stands in another sense, in which it says nothing between actors ("a storm hit X")."""
        others = self.reading.lexicon.other_senses.get((entry.pos, entry.lemma), ())
        return any(self.met(token, other.requires) for other in others)

    def named(self, token: Token) -> bool:
        """Tell whether a word is part of a longer name ("Defence Ministry"), so that it says nothing by itself."""
        at = self.reading.arguments.at.get(token.i, [])
        inside = token.pos_ == "PROPN" and any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.children)
        return any(
            m.stop - m.start > 1 and m.how != "definite" and (inside or m.how in PROPER or token.i != m.head)
            for m in at
        )

    def met(self, token: Token, requires: tuple[Requirement, ...]) -> bool:
        """Tell whether the dependents that a row asks for are there."""
        return all(self._holds(token, slot, words) for slot, words in requires)

    def _holds(self, token: Token, slot: str, words: frozenset[str]) -> bool:
        path = self.reading.arguments.path
        tokens = path(token, slot) or ([] if slot in DEPENDENT else path(token, f"obj.{slot}"))
        if slot in ("obj", "xcomp", "attr"):
            tokens += [c for t in tokens for c in t.conjuncts]
        return self.grammar.any_of(tokens, words)
