"""Words that are verbs against the tagger's opinion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc

from ingest.names import folded
from ontology.lexicon import Lexicon

PARTICIPLE: Final = re.compile(r"ée?s?$")


def opening_participles(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Yield participles that open a French sentence and are taken for names: "Parrainée par l'Arabie, …"."""
    if lexicon.lang != "fr":
        return
    for sentence in doc.sents:
        first = next((t for t in sentence if t.is_alpha), None)
        if first is None or first.pos_ in ("VERB", "AUX") or not PARTICIPLE.search(first.lower_):
            continue
        lemma = PARTICIPLE.sub("er", first.lower_)
        by = any(t.lower_ == "par" and t.head.head == first for t in sentence)
        if by and _is_verb(lemma, lexicon):
            yield first.i, lemma


def mistagged(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Yield roots that are finite verbs of the pack though tagged otherwise ("dément", "condemn"), with their lemma."""
    if any(t.pos_ in ("VERB", "AUX") and t.dep_ == "ROOT" for t in doc) and len(list(doc.sents)) == 1:
        return
    root = doc.vocab.strings["ROOT"]
    for token in doc:
        if (
            token.dep != root
            or token.pos_ not in ("NOUN", "ADV", "PROPN", "ADJ", "X", "ADP")
            or not token.text.islower()
        ):
            continue
        if token.i == token.sent.start or any(
            c.dep_ in ("det", "case", "cop", "aux") and c.i < token.i for c in token.children
        ):
            continue
        lemma = next((form for form in _infinitives(token.lower_, lexicon) if _is_verb(form, lexicon)), None)
        if lemma is not None:
            yield token.i, lemma


def between(doc: Doc, lexicon: Lexicon, after_names: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Yield words right after a name that can only be its verb: "L'Union européenne remercie la Turquie".

    So is a word between "que" and a noun phrase: "les rebelles que finance l'Arabie".
    """
    if lexicon.lang != "fr":
        return
    after_that = {t.i + 1 for t in doc if folded(t.text) in ("que", "qu'")}
    for at in sorted(after_names | after_that):
        if at + 1 >= len(doc) or not doc[at].text.islower():
            continue
        adnominal = doc[at].pos_ == "VERB" and doc[at].dep_ in ("amod", "acl")
        if doc[at].pos_ not in ("NOUN", "ADJ", "ADV", "X") and not adnominal:
            continue
        if not _names(doc, at + 1, lexicon):
            continue
        lemma = next((form for form in _infinitives(doc[at].lower_, lexicon) if _is_verb(form, lexicon)), None)
        if lemma is not None:
            yield at, lemma


def _infinitives(form: str, lexicon: Lexicon) -> Iterator[str]:
    """Guess what verb a present form belongs to, by the pack's corrections and the regular endings."""
    known = lexicon.lemmas_by_pos.get(("VERB", form)) or lexicon.lemmas.get(form)
    if known:
        yield known
    if lexicon.lang == "fr":
        yield from (
            form + "r",
            form[:-2] + "r" if form.endswith("nt") else form + "r",
            form[:-1] + "r",
            form[:-1] + "tir",
        )
    else:
        yield from (form, form[:-1] if form.endswith("s") else form, form[:-2] if form.endswith("es") else form)


def _is_verb(lemma: str, lexicon: Lexicon) -> bool:
    key = ("verb", lemma)
    return key in lexicon.predicates or key in lexicon.operators or key in lexicon.reporting


def _names(doc: Doc, at: int, lexicon: Lexicon) -> bool:
    """Tell whether a noun phrase begins at a token, adverbs aside."""
    first = next((word for word in doc[at : at + 3] if word.pos_ != "ADV"), None)
    return first is not None and (first.pos_ in ("DET", "PROPN") or folded(first.text) in lexicon.words("determiner"))
