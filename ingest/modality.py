"""Negation, certainty and tense of a predicate."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

from ingest.dependency import ARGUMENTS, NAMED_SUBJECTS, OBJECTS
from ingest.model import Certainty, Tense
from ingest.morphology import morph
from ingest.names import folded, lower
from ingest.syntax import Grammar
from ontology.lexicon import Lexicon

INHERITING: Final = OBJECTS | {"xcomp", "conj"}
"""Parts of a clause whose mood is that of the verb above them."""


class Modality:
    """Reads off a parse whether something is said to be, not to be, or perhaps to be."""

    def __init__(self, grammar: Grammar, lexicon: Lexicon) -> None:
        self.grammar = grammar
        self.words = lexicon.words
        self.reporting = lexicon.reporting
        self._hypothetical: dict[int, bool] = {}
        self.cues = {cue.form: cue for cue in lexicon.cues}
        self.thinking = frozenset(
            lemma
            for (pos, lemma), entries in lexicon.reporting.items()
            if pos == "verb" and any(entry.kind == "think" for entry in entries)
        )

    def negated(self, token: Token) -> bool:
        """Tell whether a predicate is negated where it stands."""
        children = [folded(c.text) for c in token.children]
        if self.grammar.pos(token) == "noun":
            return any(c in self.words("negative_determiner") for c in children)
        if any(c.dep_ == "neg" for c in token.children) or self._nobody(token) or self._cleft(token):
            return True
        found = [
            c for c in token.children if folded(c.text) in self.words("negation") and c.dep_ in ("advmod", "neg", "mod")
        ]
        if "plus" in (c.lower_ for c in found) and not any(c in ("ne", "n'") for c in children):
            return False
        return bool(found)

    def _cleft(self, token: Token) -> bool:
        """Tell whether somebody did not do it: "it was not X that …", "ce n'est pas X qui …", "no longer"."""
        if any(c.lower_ == "longer" and any(d.lower_ == "no" for d in c.children) for c in token.children):
            return True
        told = token.dep_ == "ccomp" and self.grammar.lemma(token.head) in self.words("copula")
        if token.dep_ not in ("relcl", "acl:relcl") and not told:
            return False
        copular = [token.head, token.head.head]
        subjects = {folded(c.text) for verb in copular for c in verb.children}
        pointing = bool(subjects & {"it", "ce", "c'"})
        return pointing and any(self.negated(verb) for verb in copular if verb != token)

    def _nobody(self, token: Token) -> bool:
        """Tell whether the subject or object is "no country", "aucune arme"."""
        subjects = [c for c in token.children if c.dep_ in ARGUMENTS]
        words = self.words("negative_determiner")
        return any(lower(c.text) in words for t in (token, *subjects) for s in (t, *t.conjuncts) for c in s.children)

    def certainty(self, token: Token) -> Certainty:
        """Tell how sure the text is: mood, modal verbs, adverbs, conditions."""
        if self.hypothetical(token) or self.grammar.sentences.of(token).asks:
            return "possible"
        if self._doubted(token):
            return "possible"
        if any(self._conditional(verb) or self._modal(verb) for verb in (*self._chain(token), *self._told_of(token))):
            return "possible"
        aside = self.words("future_past") if self._announced(token) else frozenset[str]()
        said = {folded(c.text) for c in token.children if c.dep_ != "xcomp"} - aside
        kinds = {self.cues[form].kind for form in said if form in self.cues}
        if "possible" in kinds or "hypothetical" in kinds:
            return "possible"
        return "probable" if "probable" in kinds else "certain"

    def _doubted(self, token: Token) -> bool:
        """Tell whether somebody does not think it: "she doesn't believe that X will attack"."""
        clause = self._chain(token)[-1]
        head = clause.head
        return clause.dep_ == "ccomp" and self.grammar.lemma(head) in self.thinking and self.negated(head)

    def hearsay(self, token: Token) -> bool:
        """Tell whether an act is told as heard: "aurait livré", "may have delivered", "reportedly"."""
        if self.hypothetical(token):
            return False
        children = [c for verb in self._chain(token) for c in verb.children]
        perfect = any(c.dep_.startswith("aux") and morph(c, "Mood") == "Cnd" for c in children)
        have = any(c.lower_ == "have" for c in children) and any(c.lower_ in ("may", "might") for c in children)
        told = any(folded(c.text) in self.words("hearsay") for c in children)
        return (perfect and self.grammar.pos(token) == "verb") or have or told

    def hypothetical(self, token: Token) -> bool:
        """Tell whether a clause is a condition ("if …", "si …") or depends on one."""
        if token.i not in self._hypothetical:
            self._hypothetical[token.i] = self._condition(token)
        return self._hypothetical[token.i]

    def _condition(self, token: Token) -> bool:
        verb = self._finite(token)
        marks = [c for c in verb.children if c.dep_ in ("mark", "advmod")]
        marked = any(folded(c.text) in self.words("conditional_mark") or self._supposed(c) for c in marks)
        return marked or self._inverted(verb) or self._inverted(token)

    def _supposed(self, mark: Token) -> bool:
        """Tell whether a conjunction follows an infinitive that asks to suppose: "à supposer que"."""
        before = mark.nbor(-1) if mark.i else mark
        return self.grammar.lemma(before) in self.words("supposing") and not self.grammar.finite(before)

    def _inverted(self, verb: Token) -> bool:
        """Tell whether a clause is a condition by its order: "Should X attack, …", "Were X to attack, …"."""
        if verb.dep_ not in ("advcl", "xcomp"):
            return False
        openers = [c for c in (*verb.children, verb.head) if folded(c.text) in self.words("inverted_condition")]
        subjects = [c.i for of in (verb, verb.head) for c in of.children if c.dep_ in NAMED_SUBJECTS]
        return any(c.text[0].isupper() and c.i < first for c in openers for first in subjects[:1])

    def _chain(self, token: Token) -> list[Token]:
        """List a predicate and the verbs it is an infinitive complement of."""
        chain = [token]
        while chain[-1].dep_ in ("xcomp", "pcomp") and chain[-1].head != chain[-1]:
            chain.append(chain[-1].head)
        return chain

    def _told_of(self, token: Token) -> list[Token]:
        """Give the verb that says of an act what it would bring: "a Russian attack on X would trigger …"."""
        subject = self.grammar.pos(token) == "noun" and token.dep_ in NAMED_SUBJECTS
        return [token.head] if subject and not self._presupposed(token) else []

    def _presupposed(self, token: Token) -> bool:
        """Tell whether a verb of possibility takes its noun for given: "Iran's support for X could grow"."""
        definite = any(c.dep_ == "poss" or c.lower_ in self.words("definite") for c in token.children)
        auxiliaries = {c.lower_ for c in token.head.children if c.dep_ == "aux"}
        return definite and bool(auxiliaries & self.words("modal_presupposing"))

    def _finite(self, token: Token) -> Token:
        while (
            (token.dep_ in INHERITING or self._purpose(token))
            and token.head != token
            and self.grammar.pos(token.head) == "verb"
        ):
            token = token.head
        return token

    def _purpose(self, token: Token) -> bool:
        """Tell whether a verb says what for: "if X sent troops to help Y" leaves the help as open as the sending."""
        return token.dep_ == "advcl" and morph(token, "VerbForm") == "Inf" and self.grammar.pos(token) == "verb"

    def _conditional(self, token: Token) -> bool:
        forms = [token, *(c for c in token.children if c.dep_.startswith("aux") or c.dep_ == "cop")]
        return any(morph(f, "Mood") == "Cnd" for f in forms)

    def _modal(self, token: Token) -> bool:
        if any(c.dep_ == "aux" and c.lower_ in self.words("modal_possible") for c in token.children):
            return not self._announced(token)
        head = token.head
        return token.dep_ == "xcomp" and self.grammar.lemma(head) in self.words("modal_possible")

    def _announced(self, token: Token) -> bool:
        """Tell whether somebody said what they themselves were going to do: "it said it would free prisoners"."""
        if token.dep_ != "ccomp" or token.head.i > token.i or morph(token.head, "Tense") != "Past":
            return False
        aux = {c.lower_ for c in token.children if c.dep_ == "aux"}
        own = any(c.dep_ == "nsubj" and c.lower_ in self.words("own_subject") for c in token.children)
        conditional = any(c.dep_ == "advcl" for c in token.children)
        reported = ("verb", self.grammar.lemma(token.head)) in self.reporting
        return own and reported and not conditional and bool(aux & self.words("future_past"))

    def tense(self, token: Token) -> Tense:
        """Tell whether the act is past, present or future, as the verb form says."""
        verb = token if self.grammar.pos(token) == "verb" else self._finite(token.head)
        forms = [verb, *(c for c in verb.children if c.dep_.startswith("aux"))]
        if any(morph(f, "Tense") == "Fut" for f in forms) or any(f.lower_ in self.words("future_modal") for f in forms):
            return "Future"
        if verb.head != verb and verb.dep_ == "xcomp" and self.grammar.lemma(verb.head) in self.words("future_verb"):
            return "Future"
        if self._announced(verb):
            return "Future"
        past = any(morph(f, "Tense") in ("Past", "Imp") for f in forms)
        return "Past" if past else "Present"
