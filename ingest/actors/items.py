"""Gazetteer hits as labelled spans of tokens, one reading each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from ingest.actors.cast import Cast
from ingest.names import NOT_ACTOR, Hit, folded, hits_in, lower, normalise, text_of
from ontology.gazetteer import load_gazetteer
from ontology.lexicon import load_lexicon

PREFIXES: Final = ("pro-", "anti-", "ex-", "non-")
COMPOUND: Final = re.compile(r"(?<![\w-])([^\W\d_]{3,})-(?=[^\W\d_]{3,})")


@dataclass(frozen=True, slots=True)
class Item:
    """A span of tokens that names a state, a body, a person, a demonym or a role."""

    start: int
    stop: int
    kind: str
    ref: str


def find_items(doc: Doc, cast: Cast) -> dict[int, Item]:
    """Find all items of a document, by their first token; none overlap."""
    hits = [*_compound_hits(doc, cast), *hits_in(doc)]
    spans: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        span = doc.char_span(hit.begin, hit.end)
        if span is not None:
            spans.setdefault((span.start, span.end), []).append(hit)
    people = _people_named(spans, cast)
    states = _states_named(spans, cast)
    items: dict[int, Item] = {}
    for (start, stop), readings in sorted(spans.items()):
        item = _read(doc, start, stop, readings, cast, people, states)
        if item is not None:
            items[start] = item
    return items


def _compound_hits(doc: Doc, cast: Cast) -> list[Hit]:
    """Find the first halves of "russo-turc", "Franco-German"."""
    text = normalise(text_of(doc))
    firsts = cast.gazetteer.compounds[doc.lang_]
    return [
        Hit(m.start(1), m.end(1), "demonym", firsts[m.group(1).lower()])
        for m in COMPOUND.finditer(text)
        if m.group(1).lower() in firsts
    ]


def _people_named(spans: dict[tuple[int, int], list[Hit]], cast: Cast) -> Counter[str]:
    return Counter(
        hit.ref
        for hits in spans.values()
        for hit in hits
        if hit.kind == "name" and cast.gazetteer.actors[hit.ref].cls == "Person"
    )


def _states_named(spans: dict[tuple[int, int], list[Hit]], cast: Cast) -> Counter[str]:
    named = (hit for hits in spans.values() for hit in hits if hit.kind not in ("surname", "role", NOT_ACTOR))
    return Counter(cast.gazetteer.principal(hit.ref, cast.published) for hit in named)


def _read(
    doc: Doc,
    start: int,
    stop: int,
    readings: list[Hit],
    cast: Cast,
    people: Counter[str],
    states: Counter[str],
) -> Item | None:
    kinds = {hit.kind: hit.ref for hit in readings}
    if NOT_ACTOR in kinds:
        return None
    if "surname" in kinds and len(kinds) == 1:
        return _surname(doc, start, stop, readings, cast, people, states)
    if "demonym" in kinds and _adjective(doc, start, stop):
        return Item(start, stop, "demonym", kinds["demonym"])
    if ("inhabitant" in kinds and "name" not in kinds) or ("demonym" in kinds and len(kinds) == 1):
        ref = kinds.get("inhabitant") or kinds["demonym"]
        return Item(start, stop, "inhabitant", ref)
    for kind in ("name", "capital", "seat"):
        if kind in kinds:
            return Item(start, stop, _named_kind(kinds[kind], kind, cast), kinds[kind])
    return Item(start, stop, "role", kinds["role"]) if "role" in kinds and _nominal(doc, start, stop) else None


def _nominal(doc: Doc, start: int, stop: int) -> bool:
    """Tell whether a span is a noun phrase: "les militaires", not "opérations militaires"."""
    span = doc[start:stop]
    return len(span) > 1 or span[0].pos_ in ("NOUN", "PROPN") or (start > 0 and doc[start - 1].pos_ == "DET")


def _named_kind(ref: str, kind: str, cast: Cast) -> str:
    cls = cast.gazetteer.actors[ref].cls
    if cls == "Person":
        return "person"
    if cls == "State":
        return "capital" if kind == "capital" else "seat" if kind == "seat" else "state"
    return "body"


def _adjective(doc: Doc, start: int, stop: int) -> bool:
    """Tell whether a demonym stands as an adjective or modifier rather than for people."""
    last = doc[stop - 1]
    if doc.lang_ == "en":
        if last.dep_ in ("amod", "compound", "npadvmod", "nmod", "acomp", "advmod"):
            return True
        after = doc[stop] if stop < len(doc) else None
        return after is not None and (after.text == "-" or (last.pos_ == "ADJ" and after.pos_ in ("NOUN", "ADJ")))
    return not doc[start].text[0].isupper() and not (last.pos_ == "NOUN" and doc[max(start - 1, 0)].pos_ == "DET")


def _surname(
    doc: Doc, start: int, stop: int, readings: list[Hit], cast: Cast, people: Counter[str], states: Counter[str]
) -> Item | None:
    """Choose whom a surname alone means: one named in full, else one in office then whose state is in the text."""
    before = doc[start - 1] if start else None
    if before is not None and before.pos_ == "PROPN" and before.text[0].isupper() and not _introduces(before):
        return None
    refs = {hit.ref for hit in readings}
    named = [ref for ref in refs if people[ref]]
    if len(named) == 1:
        return Item(start, stop, "person", named[0])
    day = cast.published
    terms = cast.gazetteer.terms
    serving = {
        ref: max((states[t.principal] for t in terms.get(ref, ()) if day is None or t.near(day)), default=0)
        for ref in refs
    }
    best = [ref for ref, weight in serving.items() if weight and weight == max(serving.values())]
    return Item(start, stop, "person", best[0]) if len(best) == 1 else None


def _introduces(token: Token) -> bool:
    """Tell whether a word comes before a surname without being part of the name: a courtesy, an office."""
    low = lower(token.text)
    forms = load_gazetteer().role_forms[token.doc.lang_]
    return low in load_lexicon(token.doc.lang_).words("courtesy") or low in forms


def prefixed(doc: Doc, start: int) -> str:
    """Give the prefix ("pro-", "anti-", "ex-") written before a token, or nothing."""
    text = folded("".join(t.text_with_ws for t in doc[max(0, start - 2) : start]))
    return next((prefix for prefix in PREFIXES if text.endswith(prefix)), "")
