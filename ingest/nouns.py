"""Participants of noun predicates outside the noun's own slots: light verbs, appositions, "with the aid of"."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from ingest.arguments import PROPER
from ingest.entries import Entries
from ingest.model import Filler, actors_of, weakened
from ingest.reading import Reading
from ingest.sides import Sides
from ingest.surroundings import Surroundings
from ontology.lexicon import Predicate

SEPARATE: Final = frozenset({"prevent", "accuse", "demand", "urge_support"})
"""Effects of operators whose subject is not the one who acts in the noun below."""
BORROWED: Final = 0.85
"""Score of an agent taken from the verb that governs a noun predicate."""


class Nouns:
    """Finds who acts, and to whom, for nouns such as "strikes", "support", "ally"."""

    def __init__(self, reading: Reading, entries: Entries, sides: Sides, surroundings: Surroundings) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        self.entries = entries
        self.sides = sides
        self.surroundings = surroundings

    def agents(self, token: Token, entry: Predicate) -> list[Filler]:
        """Find who does what a noun says, or who is called what it says."""
        if entry.relational:
            return self._bearer(token, entry)
        return self._doer(token, entry) or self.borrowed(token)

    def _doer(self, token: Token, entry: Predicate) -> list[Filler]:
        """Take who helps ("with the aid of X") or who the parser hangs elsewhere ("the arrest of Y by X")."""
        if self._accompanies(token):
            return self.sides.fill(token, ("of", "de", "from"), set())[0]
        inner = tuple(f"{of}.{by}" for of in ("of", "de") for by in ("by", "par") if by in entry.agent)
        return self.sides.fill(token, inner, set())[0]

    def _bearer(self, token: Token, entry: Predicate) -> list[Filler]:
        """Take who is called an ally or opponent: the name after the noun, or the noun itself where it is an actor.

        Of mutual words only a name says something: that partners are partners of somebody needs no claim.
        """
        for child in token.children:
            if child.dep_ == "appos" and child.i > token.i:
                return self.reading.arguments.fillers(child)
        named = self.surroundings.named_after(token)
        if not named and self.reading.arguments.at.get(token.i) and not entry.symmetric:
            return self.reading.arguments.fillers(token)
        return named or self.apposed(token)

    def whose(self, token: Token, apposed: list[Filler]) -> list[Filler]:
        """Find whose rival or ally somebody in apposition is: "Eric Chu, son principal adversaire"."""
        besides = actors_of(apposed)
        pointing = self.grammar.slots(token).get("poss", [])
        found = [
            self.reading.arguments.coreference.antecedent(p, besides) for p in pointing if p.pos_ in ("DET", "PRON")
        ]
        return [Filler(m, m.score, "pronoun") for m in found if m is not None]

    def apposed(self, token: Token) -> list[Filler]:
        """Take the name before a comma: "l'Iran, principal ennemi de l'Arabie saoudite"."""
        at = token.i - 1
        while at > 0 and self.reading.doc[at].pos_ in ("ADJ", "DET", "ADV", "NUM"):
            at -= 1
        if at <= 0 or self.reading.doc[at].text != ",":
            return self._introducing(token)
        before = self.reading.arguments.at.get(at - 1, [])
        return [Filler(m, m.score * 0.9, "apposition") for m in before if m.how != "demonym"]

    def _introducing(self, token: Token) -> list[Filler]:
        """Take the name after a comma: "son principal rival, le conservateur X", "Ennemi de X, l'Arménie …"."""
        doc = self.reading.doc
        opening = all(t.is_punct or t.pos_ == "DET" for t in doc[token.sent.start : token.i])
        commas = (t.i for t in doc[token.i + 1 : token.sent.end] if t.text == ",")
        at = next(commas, len(doc)) if opening else token.i + 1
        if at + 2 >= len(doc) or doc[at].text != ",":
            return []
        named = self.reading.arguments.at.get(at + 1) or self.reading.arguments.at.get(at + 2) or []
        kinds = PROPER if opening else {"person"}
        return [Filler(m, m.score * 0.9, "apposition") for m in named if m.how in kinds]

    def borrowed(self, token: Token) -> list[Filler]:
        """Take the agent of a noun from the light verb that governs it ("mener des frappes contre")."""
        verb = self.light_verb(token) or self._fought_in(token)
        if verb is None:
            above = self.grammar.above(token)
            held = self.grammar.pos(above) == "noun" and self.grammar.lemma(above) in self.reading.lexicon.holders
            return self.reading.arguments.fillers(above) if held and not self.entries.named(above) else []
        subjects = self.reading.arguments.side(self.grammar.slots(verb).get("subj", []))
        return weakened(subjects, BORROWED)

    def _accompanied(self, token: Token) -> Token:
        """Give the verb that a noun with "with", "avec", "grâce à" belongs to."""
        governor = self.grammar.governor(token)
        return governor if governor is not None else token.head.head if token.dep_ == "pobj" else token.head

    def _accompanies(self, token: Token) -> bool:
        """Tell whether a noun says with whose help a verb's subject acts ("avec l'appui de", "with the aid of")."""
        if phrase := self.grammar.phrase(token):
            return phrase in self.reading.lexicon.words("accompanying")
        if token.dep_ == "pobj":
            return (
                token.head.lower_ in self.reading.lexicon.words("accompanying")
                and self.grammar.pos(token.head.head) == "verb"
            )
        cases = {c.lower_ for c in token.children if c.dep_ == "case"}
        return bool(cases & self.reading.lexicon.words("accompanying")) and self.grammar.pos(token.head) == "verb"

    def _fought_in(self, token: Token) -> Token | None:
        """Give the active verb that a struggle is the setting of: "Kiev a reçu des chars dans sa lutte contre X"."""
        if self.grammar.lemma(token) not in self.reading.lexicon.words("struggle"):
            return None
        setting = self.grammar.phrase(token) or next(iter(c.lower_ for c in token.children if c.dep_ == "case"), "")
        if token.dep_ == "pobj" and not setting:
            setting = token.head.lower_
        governor = self._accompanied(token)
        inside = setting in self.reading.lexicon.words("setting") and self.grammar.pos(governor) == "verb"
        return governor if inside and not self.grammar.passive(governor) else None

    def light_verb(self, token: Token) -> Token | None:
        """Give the verb that a noun is the act of: "mener des frappes", "provide support"."""
        head = self.grammar.above(token)
        if head == token or self.grammar.pos(head) != "verb":
            return None
        entries = self.reading.lexicon.operators.get(("verb", self.grammar.lemma(head)), ())
        light = any(
            e.effect not in SEPARATE and set(e.complement) & {"obj", "de", "à", "to", "from", "in"} for e in entries
        )
        return head if light else None

    def borrowed_recipient(self, token: Token, entry: Predicate) -> list[Filler]:
        """Take the recipient of a noun from what embeds it, where the parser attached its preposition there."""
        if self._accompanies(token):
            return self.sides.fill(self._accompanied(token), ("subj", "obj"), set())[0]
        above = self.grammar.above(token)
        embeds = (
            self.grammar.pos(above) == "noun" and ("noun", self.grammar.lemma(above)) in self.reading.lexicon.operators
        )
        head = above if embeds else self.light_verb(token)
        paths = tuple(p for p in entry.recipient if p not in ("de", "of", "mod", "poss", "obj", "subj"))
        return self.sides.fill(head, paths, set())[0] if head is not None else []
