"""Slots of French verbs that the parser gets wrong in a regular way: inversion, relative clauses, clitics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spacy.tokens import Token

from ingest.dependency import ANY_SUBJECT
from ingest.names import folded

if TYPE_CHECKING:
    from ingest.syntax import Grammar

QUOTING: Final = frozenset({"parataxis", "conj", "advcl", "xcomp", "ccomp", "ROOT"})
"""What the parser makes of a reporting verb after its quotation."""
CLOSING: Final = frozenset('»”"')
CLAUSES: Final = frozenset({"advcl", "ccomp", "xcomp", "parataxis"})
VERB_GROUP: Final = ("aux", "expl", "iobj", "advmod")


def repair(grammar: Grammar, token: Token, slots: dict[str, list[Token]]) -> None:
    """Put right, in place, the slots of a French verb."""
    _clitics(grammar, token, slots)
    _partitive(grammar, token, slots)
    if _inverted(grammar, token) or _inverted_relative(grammar, token):
        slots["subj"] = slots.pop("obj", [])
    _relative_object(grammar, token, slots)
    _second_verb(token, slots)
    _sentence_of_lists(grammar, token, slots)


def _person(token: Token) -> str:
    forms = [token, *(c for c in token.children if c.dep_.startswith("aux"))]
    return next((p for f in forms for p in f.morph.get("Person", [])), "")


def _clitics(grammar: Grammar, token: Token, slots: dict[str, list[Token]]) -> None:
    """Read "nous", "me" before a verb of another person as its object, direct or not: "Asmara nous menace"."""
    clitics = grammar.lexicon.words("object_clitic")
    wrong = [t for t in slots.get("subj", []) if t.head == token and folded(t.text) in clitics]
    if wrong and _person(token) == "3":
        slots["subj"] = [t for t in slots["subj"] if t not in wrong]
        slots.setdefault("à", []).extend(wrong)
    dative = [t for t in slots.get("à", []) if folded(t.text) in clitics]
    if dative and "obj" not in slots:
        slots["obj"] = dative


def _partitive(grammar: Grammar, token: Token, slots: dict[str, list[Token]]) -> None:
    """Read "des vivres", "du blé", "plus d'armes" as a direct object where the verb asks for one of these."""
    if "obj" in slots:
        return
    wanted = {
        word
        for entry in grammar.lexicon.predicates.get(("verb", grammar.lemma(token)), ())
        for slot, words in entry.requires
        if slot == "obj"
        for word in words
    }
    found = [t for t in slots.get("de", []) if t.head == token and t.pos_ == "NOUN" and grammar.lemma(t) in wanted]
    if found:
        slots["obj"] = found


def _inverted(grammar: Grammar, token: Token) -> bool:
    """Tell whether the noun after a reporting verb that closes a quotation is its subject: "« … », accuse Bamako"."""
    if token.dep_ not in QUOTING or ("verb", grammar.lemma(token)) not in grammar.lexicon.reporting:
        return False
    if any(c.dep_ in ANY_SUBJECT for c in token.children):
        return False
    if not any(c.dep_ in ("obj", "obl:mod") and c.i > token.i for c in token.children):
        return False
    first = min([token.i, *(c.i for c in token.children if c.i < token.i and c.dep_.startswith(VERB_GROUP))])
    doc = token.doc
    if first < 3 or doc[first - 1].text != ",":
        return False
    told = token.dep_ == "parataxis" or any(c.dep_ in CLAUSES and c.i < first for c in token.children)
    return told or any(t.text in CLOSING for t in doc[first - 3 : first - 1])


def _inverted_relative(grammar: Grammar, token: Token) -> bool:
    """Tell whether the noun after the verb of a relative clause is its subject: "contre lequel se bat l'armée"."""
    if token.dep_ != "acl:relcl" or any(c.dep_ in ANY_SUBJECT for c in token.children):
        return False
    relative = next((c for c in token.children if folded(c.text) in grammar.lexicon.words("relative")), None)
    return relative is not None and bool(grammar.case(relative)) and relative.i < token.i


def _relative_object(grammar: Grammar, token: Token, slots: dict[str, list[Token]]) -> None:
    """Let the noun before "que" be the object of the verb after it: "la Turquie, que l'Autriche accuse".

    A relative pronoun after a preposition fills its slot, whatever the parser calls it: "contre lequel".
    """
    for child in token.children:
        if child.dep_ == "dep" and child.pos_ == "PRON" and (slot := grammar.case(child)):
            slots.setdefault(slot, []).append(child)
    if token.dep_ != "acl:relcl" or "obj" in slots or token.head.pos_ != "PROPN":
        return
    own = [t for t in slots.get("subj", []) if t.head == token]
    opening = any(c.dep_ == "mark" and folded(c.text) in ("que", "qu'") for c in token.children)
    if own and opening:
        slots["obj"] = [token.head]


def _second_verb(token: Token, slots: dict[str, list[Token]]) -> None:
    """Give a finite verb after a comma that the parser hangs on a noun the subject of the clause before."""
    if token.dep_ not in ("acl", "advcl", "amod") or "VerbForm=Fin" not in token.morph or token.i < 2:
        return
    if token.doc[token.i - 1].text != "," or any(c.dep_ in ANY_SUBJECT | {"mark"} for c in token.children):
        return
    for above in token.ancestors:
        subjects = [c for c in above.children if c.dep_ in ANY_SUBJECT and c.i < token.i]
        named = [c for c in subjects if c.pos_ != "PRON"]
        if subjects:
            slots["subj"] = named or subjects
            return


def _sentence_of_lists(grammar: Grammar, token: Token, slots: dict[str, list[Token]]) -> None:
    """Give a verb that the parser coordinates with the first of its subjects that subject back: "A et B ont …"."""
    head = token.head
    if token.dep_ != "conj" or grammar.pos(head) != "noun" or not grammar.finite(token) or head.i > token.i:
        return
    own = [t for t in slots.get("subj", []) if head.i < t.i < token.i]
    joined = any(c.dep_ == "cc" and head.i < c.i < own[0].i for c in token.children) if own else False
    if joined:
        slots["subj"] = [head, *slots["subj"]]
