"""One side of a predicate, who acts or to whom, from the slots that its row names."""

from __future__ import annotations

from spacy.tokens import Token

from ingest.arguments import distinct
from ingest.attribution import side_of
from ingest.model import Filler, Mention
from ingest.nearby import Nearby
from ingest.reading import Reading


class Sides:
    """Fills sides of predicates from their slots."""

    def __init__(self, reading: Reading, nearby: Nearby) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        self.nearby = nearby

    def fill(self, token: Token, paths: tuple[str, ...], used: set[int]) -> tuple[list[Filler], set[int]]:
        """Fill one side from the first of its slots that holds an actor; give the tokens used."""
        for path in paths:
            tokens = [t for t in self.reading.arguments.path(token, path) if t.i not in used]
            fillers = self.reading.arguments.side(tokens)
            if path == "obj" and not tokens:
                fillers = self.nearby.object(token)
            if path == "subj":
                fillers = self._subject(token, tokens, fillers)
            if path == "speaker":
                fillers = self._speaker(token)
            if path == "mod" and not fillers:
                fillers = self.demonyms(token)
            if fillers:
                return distinct(fillers), used | {t.i for t in tokens}
        return [], used

    def _subject(self, token: Token, tokens: list[Token], fillers: list[Filler]) -> list[Filler]:
        """Prefer the name beside a verb to subjects that the parser gets wrong."""
        near = any(self._same_side(t, token) for t in tokens)
        if near and not self._adnominal(token):
            return fillers
        return self.nearby.subject(token) or (fillers if near else [])

    def _same_side(self, subject: Token, verb: Token) -> bool:
        """Tell whether no colon parts a subject from its verb: before one stands what a headline is about."""
        between = self.reading.doc[min(subject.i, verb.i) : max(subject.i, verb.i)]
        return all(t.text != ":" for t in between)

    def _adnominal(self, token: Token) -> bool:
        """Tell whether a finite verb was taken for an adjective of the name before it."""
        return self.grammar.retagged(token) and token.dep_ == "amod"

    def _speaker(self, token: Token) -> list[Filler]:
        """Fill a side with who says the clause: "Paris estime qu'il doit partir"."""
        speaker = self.reading.attribution.source(token).speaker
        return [Filler(side_of(speaker), speaker.score, "speaker")] if speaker is not None else []

    def demonyms(self, token: Token) -> list[Filler]:
        """Take the demonyms beside a noun: "les frappes russes"."""
        near = (m for k in range(token.i - 3, token.i + 3) for m in self.reading.arguments.at.get(k, []))
        found = [m for m in near if m.how == "demonym" and self._modifies(m, token)]
        return distinct([Filler(n, n.score) for m in found for n in self.reading.arguments.lists.get(m, (m,))])

    def _modifies(self, mention: Mention, token: Token) -> bool:
        head = self.reading.doc[mention.head]
        return head.head == token or (head.head.head == token and head.dep_ == "conj")
