"""Finding the words that embed a predicate and applying what they do to it, from the inside out."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from ingest.actors import Cast
from ingest.arguments import Arguments
from ingest.effects import EFFECTS, Frame, cooperative, prospective, rejected
from ingest.modality import Modality
from ingest.model import Certainty, Filler, Predication, Tense
from ingest.nearby import Nearby
from ingest.syntax import Grammar
from ingest.wording import Wording
from ontology.lexicon import Lexicon, Operator

CLAUSES: Final = frozenset(
    {"xcomp", "ccomp", "acl", "pcomp", "advcl", "de", "à", "to", "from", "of", "for", "into", "à ce que", "that"}
)
HIGHEST: Final = 5
CERTAIN: Final[Certainty] = "certain"
PRESENT: Final[Tense] = "Present"


class Operators:
    """Applies the operators above a predicate from the inside out."""

    def __init__(
        self,
        lexicon: Lexicon,
        grammar: Grammar,
        arguments: Arguments,
        modality: Modality,
        wording: Wording,
        cast: Cast,
    ) -> None:
        self.lexicon = lexicon
        self.cast = cast
        self.grammar = grammar
        self.arguments = arguments
        self.modality = modality
        self.wording = wording
        self.nearby = Nearby(grammar, arguments)

    def apply(self, token: Token, draft: Predication) -> tuple[list[Predication], set[int]]:
        """Give what a predication becomes, and the tokens of operators that it swallowed.

        An operator that leaves it without a recipient is not swallowed: it may have one of its own.
        """
        results = [self._negate(draft, token)] if self.modality.negated(token) else [draft]
        swallowed: set[int] = set()
        if draft.relational:
            return results, swallowed
        disguised = self._disguised(token, draft)
        if disguised is not None:
            results = [p for r in results for p in EFFECTS[disguised.operator.effect](r, disguised)]
        current = token
        for _ in range(HIGHEST):
            head = self.grammar.above(current)
            if head == current:
                break
            frame = self._frame(head, current)
            if frame is None:
                if not self._bridge(current, head):
                    break
                current = head
                continue
            effect = EFFECTS[frame.operator.effect]
            results = [p for r in results for p in effect(r, frame)]
            if frame.operator.effect not in ("transparent", "intend"):
                swallowed.add(head.i)
            if frame.negated:
                results = [self._negate(r, head) for r in results]
            current = head
        aimed = any(r.recipients or r.recipient_words for r in results)
        return [prospective(r) for r in results], swallowed - {token.i} if aimed else set()

    def _disguised(self, token: Token, draft: Predication) -> Frame | None:
        """Find an operator that the parser takes for an adverb: "La Russie dément soutenir …"."""
        for child in token.children:
            lemma = self.lexicon.lemmas.get(child.lower_, "") if child.dep_ == "advmod" else ""
            operator = next(iter(self.lexicon.operators.get(("verb", lemma), ())), None)
            if operator is not None:
                told = self.modality.negated(child), CERTAIN, PRESENT
                return Frame(operator, child, draft.agents, (), *told, self.cast.principal)
        return None

    def _bridge(self, token: Token, head: Token) -> bool:
        """Tell whether to look past a word: coordination, and nouns such as "campaign of"."""
        return token.dep_ == "conj" and self.grammar.pos(token) == self.grammar.pos(head)

    def _frame(self, head: Token, inner: Token) -> Frame | None:
        at = {slot for slot, tokens in self.grammar.slots(head).items() if inner in tokens}
        if self.grammar.told(inner):
            at.add("xcomp")
        entries = self.lexicon.operators.get((self.grammar.pos(head), self.grammar.lemma(head)), ())
        if inner.dep_ in ("advcl", "acl") and self.grammar.passive(inner) and self.grammar.pos(head) == "verb":
            return None
        met = [op for op in entries if self._met(head, op) and not self._says(op, inner)]
        exact = [op for op in met if set(op.complement) & at]
        fitting = exact or [op for op in met if self._clausal(op, at, inner)]
        operator = max(fitting, key=lambda op: len(op.requires), default=None)
        if operator is None:
            return self._predicative(head, inner)
        agents = self._side(head, operator.agent or ("subj",))
        recipients = self._side(head, operator.recipient)
        mode = self.modality
        return Frame(
            operator,
            head,
            agents,
            recipients,
            mode.negated(head) and not self._negative(operator),
            mode.certainty(head),
            mode.tense(head),
            self.cast.principal,
            "" if agents else self.wording.slot(head, operator.agent or ("subj",), inner),
            "" if recipients else self.wording.slot(head, operator.recipient, inner),
            any(entry.symmetric for entry in self.lexicon.predicates.get((self.grammar.pos(head), operator.lemma), ())),
        )

    def _predicative(self, copula: Token, inner: Token) -> Frame | None:
        """Find an adjective that a clause is the subject of: "it was untrue that X attacked Y"."""
        if inner.dep_ != "ccomp" or self.grammar.lemma(copula) not in self.lexicon.words("copula"):
            return None
        for child in self.grammar.slots(copula).get("xcomp", []):
            entries = self.lexicon.operators.get(("adj", self.grammar.lemma(child)), ())
            operator = next((op for op in entries if "ccomp" in op.complement and not op.requires), None)
            if operator is not None:
                mode = self.modality
                told = mode.negated(copula), mode.certainty(copula), mode.tense(copula)
                return Frame(operator, child, (), (), *told, self.cast.principal)
        return None

    def _negative(self, operator: Operator) -> bool:
        """Tell whether an operator is its own negation ("ne pas vouloir" is to refuse), so that it counts once."""
        return any(slot == "advmod" and words & self.lexicon.words("negation") for slot, words in operator.requires)

    def _says(self, operator: Operator, inner: Token) -> bool:
        """Tell whether a verb of demand with a finite clause only reports ("told the agency that")."""
        if operator.effect != "demand" or inner.dep_ != "ccomp" or self._subjunctive(inner):
            return False
        entries = self.lexicon.reporting.get(("verb", self.grammar.lemma(inner.head)), ())
        return any(entry.kind in ("say", "think", "claim") for entry in entries)

    def _subjunctive(self, inner: Token) -> bool:
        """Tell whether an English clause has the bare verb of what is demanded: "insisted that X withdraw"."""
        return inner.tag_ == "VB" and not any(c.dep_.startswith("aux") for c in inner.children)

    def _clausal(self, operator: Operator, at: set[str], inner: Token) -> bool:
        """Tell whether a clause stands where the operator takes one, whatever the parser calls it."""
        return (
            self.grammar.pos(inner) == "verb"
            and not (inner.dep_ == "advcl" and inner.tag_ == "VBG")
            and not self._done(inner)
            and bool({"xcomp", "ccomp"} & set(operator.complement))
            and bool(at & CLAUSES)
        )

    def _done(self, inner: Token) -> bool:
        """Tell whether a participle says what was done to the noun above it: "a deal struck by X"."""
        return self.grammar.pos(inner.head) == "noun" and self.grammar.passive(inner)

    def _met(self, head: Token, operator: Operator) -> bool:
        slots = self.grammar.slots(head)
        return all(self.grammar.any_of(slots.get(slot, []), words) for slot, words in operator.requires)

    def _side(self, head: Token, paths: tuple[str, ...]) -> tuple[Filler, ...]:
        for path in paths:
            tokens = self.arguments.path(head, path)
            found = self.arguments.side(tokens)
            if not tokens and path in ("subj", "obj"):
                found = self.nearby.subject(head) if path == "subj" else self.nearby.object(head)
            if found:
                return tuple(found)
        return ()

    def _negate(self, draft: Predication, token: Token) -> Predication:
        """Negate: what somebody says they will not do is a refusal, what did not happen is denied."""
        if draft.type in ("REJECT", "ACCUSE") or not draft.agents:
            return replace(draft, denied=not draft.denied)
        future = self.modality.tense(token) == "Future" or draft.agents[0].via == "speaker"
        if future and cooperative(draft) and not draft.denied:
            return rejected(draft)
        return replace(draft, denied=not draft.denied)
