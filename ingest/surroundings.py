"""Sides of a predicate that stand around it rather than in its own slots."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from ingest.arguments import Arguments
from ingest.dependency import ARGUMENTS, SUBJECTS
from ingest.model import Filler, weakened
from ingest.syntax import Grammar
from ontology.lexicon import Lexicon, Predicate

ENGAGED: Final = 0.8
"""Score of who takes part in a fight that a phrase of the clause tells ("as part of the war against X")."""
NEXT: Final = 3
"""How many words after "ally" the ally's name may begin: "its partner the Social Democrats"."""
OUTERMOST: Final = 4
"""How many prepositional phrases are climbed from a noun to its verb."""


class Surroundings:
    """Finds sides of predicates in the clause around them."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar, arguments: Arguments) -> None:
        self.lexicon = lexicon
        self.grammar = grammar
        self.arguments = arguments

    def agents(self, token: Token, entry: Predicate, recipients: list[Filler]) -> list[Filler]:
        """Find who acts where the slots of a predicate name nobody."""
        if entry.pos == "verb":
            return self._purposeful(token) if recipients else []
        if entry.pos != "noun":
            return []
        if "between" in (*entry.agent, *entry.recipient) and (found := self._between(token)):
            return found
        if recipients and not entry.relational:
            return self._measured(token) or (self._engaged(token) if entry.type == "ASSAULT" else [])
        return []

    def _between(self, token: Token) -> list[Filler]:
        """Take both sides from the verb that the noun is subject of: "tensions remain high between X and Y"."""
        verb = token.head
        if token.dep_ not in ARGUMENTS or self.grammar.pos(verb) != "verb":
            return []
        told = [verb, *(c for c in verb.children if c.dep_ in ("acomp", "prt", "attr", "advmod", "xcomp"))]
        sides = [t for word in told for slot in ("between", "entre") for t in self.grammar.slots(word).get(slot, [])]
        found = self.arguments.side(t for t in sides if t.i > token.i)
        return found if len(found) > 1 else []

    def _measured(self, token: Token) -> list[Filler]:
        """Take the owner of the amount that a noun is counted in: "its own round of sanctions against X"."""
        above = self.grammar.above(token)
        if above == token or self.lexicon.holders.get(self.grammar.lemma(above)) != "partitive":
            return []
        if token not in (self.grammar.slots(above).get("of", []) + self.grammar.slots(above).get("de", [])):
            return []
        slots = self.grammar.slots(above)
        return self.arguments.side([*slots.get("poss", []), *slots.get("mod", [])])

    def _engaged(self, token: Token) -> list[Filler]:
        """Take who fights from the clause: "France sent soldiers as part of the fight against X"."""
        current = token
        for _ in range(OUTERMOST):
            preposition = current.head
            if current.dep_ != "pobj" or preposition.lower_ not in self.lexicon.words("setting"):
                return []
            current = preposition.head
            if self.grammar.pos(current) == "verb":
                return self._fighting(current)
            if self.grammar.lemma(current) not in self.lexicon.words("struggle"):
                return []
        return []

    def _fighting(self, verb: Token) -> list[Filler]:
        """Give whom a verb says to take part: whom it helps, else who does it."""
        if ("verb", self.grammar.lemma(verb)) in self.lexicon.reporting or self.grammar.passive(verb):
            return []
        slots = self.grammar.slots(verb)
        found = self.arguments.side(slots.get("obj", [])) or self.arguments.side(slots.get("subj", []))
        return weakened(found, ENGAGED)

    def _purposeful(self, token: Token) -> list[Filler]:
        """Take who has or needs the means to an end: "the US needs more tools to fight X"."""
        thing = token.head
        infinitive = token.tag_ == "VB" and any(c.lower_ == "to" for c in token.children)
        if not infinitive or token.dep_ not in ("relcl", "acl") or thing.dep_ != "dobj":
            return []
        if any(c.dep_ in SUBJECTS for c in token.children) or self.arguments.fillers(thing):
            return []
        if self.grammar.lemma(thing.head) not in self.lexicon.words("having"):
            return []
        found = self.arguments.side(self.grammar.slots(thing.head).get("subj", []))
        return weakened(found, ENGAGED)

    def named_after(self, token: Token) -> list[Filler]:
        """Take the name right after an English "ally", "rival" as whom the word is said of: "and its ally MoDem"."""
        doc, at = token.doc, token.i + 1
        if doc.lang_ != "en":
            return []
        while at < min(len(doc), token.i + NEXT) and doc[at].pos_ == "DET":
            at += 1
        found = self.arguments.at.get(at, []) if at < len(doc) else []
        return [Filler(m, m.score * 0.9, "apposition") for m in found if m.start == at and m.how != "demonym"]
