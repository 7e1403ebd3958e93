"""Actors in slots that the parser leaves empty, by where they stand: beside a verb, or below the wrong noun."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from ingest.arguments import Arguments, distinct
from ingest.model import Filler, Mention, actors_of, weakened
from ingest.syntax import Grammar

BESIDE: Final = 0.85
"""Score of a subject that only stands before the verb."""
BELOW: Final = 0.85
"""Score of an actor whose preposition the parser attached to another noun."""
DEEPEST: Final = 4
"""How many nouns may stand between a predicate and the one its preposition was attached to."""
ATTACHED: Final = frozenset(
    {"obj", "subj", "de", "of", "mod", "poss", "speaker", "arg", "from", "by", "par", "en", "dans"}
)
"""Slots that belong to the noun they stand with, so that they are not looked for further down."""
VERB_GROUP: Final = frozenset({"aux:tense", "aux", "advmod", "iobj", "expl:comp", "expl:pass", "neg", "obj"})


class Nearby:
    """Looks for actors around a predicate whose slots are empty."""

    def __init__(self, grammar: Grammar, arguments: Arguments) -> None:
        self.doc = grammar.doc
        self.grammar = grammar
        self.arguments = arguments
        self.indefinite = arguments.lexicon.words("indefinite_plural")

    def object(self, token: Token) -> list[Filler]:
        """Take a name without a preposition that the parser calls an adjunct for the direct object."""
        if self.grammar.retagged(token):
            after = [t for t in self.doc[token.i + 1 : token.i + 5] if t.pos_ not in ("DET", "ADV", "ADP")]
            return next((f for t in after[:2] if (f := self.arguments.fillers(t))), [])
        slots = self.grammar.slots(token)
        adjuncts = ("obl:mod", "obl:arg", "obl", "xcomp", *(("mod",) if token.pos_ == "VERB" else ()))
        loose = [t for slot in adjuncts for t in slots.get(slot, []) if t.i > token.i]
        loose += [t for t in slots.get("de", []) if self.doc[t.left_edge.i].lower_ in self.indefinite]
        return self.arguments.side(t for t in loose if self.arguments.at.get(t.i))

    def subject(self, token: Token) -> list[Filler]:
        """Take the name right before a finite verb as its subject where the parser found none."""
        if self.grammar.pos(token) != "verb" or not self.grammar.finite(token) or self.grammar.passive(token):
            return []
        first = min([token.i, *(c.i for c in token.children if c.i < token.i and c.dep_ in VERB_GROUP)])
        at = [m for m in self.arguments.at.get(first - 1, []) if m.how != "demonym" and not m.place]
        inside = any(m.start <= token.head.i < m.stop for m in at) and not self.grammar.retagged(token)
        if not at or inside:
            return []
        if self.grammar.retagged(token):
            fillers = [Filler(n, n.score) for m in at for n in self.arguments.lists.get(m, (m,))]
        else:
            fillers = [f for m in at for f in self.arguments.fillers(self.doc[m.head])]
        fillers += self._before_and(at[0].start - 1)
        return weakened(distinct(fillers), BESIDE)

    def _before_and(self, before: int) -> list[Filler]:
        while before > 0 and self.doc[before].pos_ == "DET":
            before -= 1
        if before <= 0 or self.doc[before].lower_ not in ("et", "and"):
            return []
        at = self.arguments.at.get(before - 1, [])
        return [Filler(m, m.score) for m in at if m.how != "demonym" and not m.place]

    def agent(self, token: Token) -> list[Filler]:
        """Take the first actor after "par" below a noun or passive verb."""
        acting = self.grammar.pos(token) == "noun" or self.grammar.passive(token)
        return self._below(token, frozenset({"par"}), []) if acting else []

    def recipient(self, token: Token, paths: tuple[str, ...], taken: list[Filler]) -> list[Filler]:
        """Take the first actor after a preposition of the predicate that the parser hung on a noun in between.

        "livrer des missiles à courte portée à X", "l'enlèvement de deux employés de Y par X".
        """
        return self._below(token, frozenset(path.rsplit(".", 1)[-1] for path in paths) - ATTACHED, taken)

    def _below(self, token: Token, wanted: frozenset[str], taken: list[Filler]) -> list[Filler]:
        if self.doc.lang_ != "fr" or not wanted:
            return []
        known = actors_of(taken)
        for word in self.doc[token.i + 1 : token.right_edge.i + 1]:
            mention = self._heads(word)
            if mention is None or mention.actor in known or self._slot(word) not in wanted:
                continue
            if self._through_nouns(word, token):
                return weakened(self.arguments.fillers(word), BELOW)
        return []

    def _heads(self, word: Token) -> Mention | None:
        at = (m for m in self.arguments.at.get(word.i, []) if m.head == word.i)
        return next((m for m in at if m.how != "demonym" and not m.place), None)

    def _slot(self, word: Token) -> str:
        return self.grammar.phrase(word) or self.grammar.case(word)

    def _asks(self, noun: Token, token: Token, slot: str) -> bool:
        """Tell whether a noun on the way, no object of a light verb, takes the preposition itself."""
        if noun in self.grammar.slots(token).get("obj", []):
            return False
        entries = self.arguments.lexicon.predicates.get(("noun", self.grammar.lemma(noun)), ())
        return any(slot in (*entry.agent, *entry.recipient) for entry in entries)

    def _through_nouns(self, word: Token, token: Token) -> bool:
        """Tell whether only nouns that do not ask for the preposition stand between a word and a predicate."""
        slot = self._slot(word)
        above = self.grammar.governor(word) or word.head
        for _ in range(DEEPEST):
            if above == token:
                return True
            if self.grammar.pos(above) == "verb" or above.head == above or self._asks(above, token, slot):
                return False
            above = self.grammar.governor(above) or above.head
        return False
