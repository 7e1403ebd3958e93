"""Persons: names the tagger finds, joined to the office beside them ("le président syrien Bachar el-Assad")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from ingest.actors.cast import Cast
from ingest.actors.compose import Composed, widen
from ingest.names import folded, lower
from ontology.lexicon import load_lexicon

PERSON_LABELS: Final = frozenset({"PER", "PERSON"})
ORGANISATION_LABELS: Final = frozenset({"ORG"})


def add_people(doc: Doc, found: list[Composed], cast: Cast) -> list[Composed]:
    """Add persons that no list knows, and join named persons with the offices written beside them."""
    people = {c.start: c for c in found if c.how == "person"}
    taken = {k for c in found for k in range(c.start, c.stop)}
    for start, stop in _tagged(doc, taken):
        people[start] = Composed(start, stop, "", "person")
    out = [c for c in found if c.how != "person"]
    offices = {c.start: c for c in out if c.how == "office"}
    by_end = {c.stop: c for c in out if c.how in ("office", "collective", "members")}
    surnames = _surnames(doc, people.values())
    people.update((c.start, c) for c in _bare_surnames(doc, taken | _covered(people.values()), surnames))
    for person in sorted(people.values(), key=lambda p: p.start):
        beside = [
            o for o in (_office_before(doc, person, by_end), _office_after(doc, person, offices)) if o is not None
        ]
        office = max(beside, key=lambda o: bool(o.side[0]), default=None)
        actor = person.actor or _identify(doc, person, office, cast, surnames)
        if not actor:
            continue
        joined = person if office is None else widen(office, person.start, person.stop, actor)
        out = [c for c in out if c not in beside]
        out.append(replace(joined, actor=actor, how="person", open_role=""))
    return sorted(out, key=lambda c: c.start)


def _covered(people: Iterable[Composed]) -> set[int]:
    return {k for person in people for k in range(person.start, person.stop)}


def _surnames(doc: Doc, people: Iterable[Composed]) -> dict[str, str]:
    """Give the last names of listed persons whom the text names in full."""
    return {
        doc[person.stop - 1].text: person.actor
        for person in people
        if person.actor and person.stop - person.start > 1 and doc[person.stop - 1].text[0].isupper()
    }


def _bare_surnames(doc: Doc, taken: set[int], surnames: dict[str, str]) -> Iterator[Composed]:
    """Find later mentions by last name alone, also of names that are common words ("Mme May")."""
    for token in doc:
        if token.i not in taken and token.pos_ == "PROPN" and token.text in surnames:
            yield Composed(token.i, token.i + 1, surnames[token.text], "person")


def _tagged(doc: Doc, taken: set[int]) -> list[tuple[int, int]]:
    """Find names of persons: entities of the tagger, trimmed of titles, outside what the gazetteer knows."""
    spans: list[tuple[int, int]] = []
    lexicon = load_lexicon(doc.lang_)
    for entity in doc.ents:
        if entity.label_ not in PERSON_LABELS:
            continue
        start, stop = entity.start, entity.end
        while start < stop and (
            start in taken or not doc[start].text[0].isupper() or lower(doc[start].text) in lexicon.words("courtesy")
        ):
            start += 1
        end = start
        while (
            end < stop
            and end not in taken
            and (doc[end].text[0].isupper() or folded(doc[end].text) in lexicon.words("name_particle"))
        ):
            end += 1
        while end > start and not doc[end - 1].text[0].isupper():
            end -= 1
        if end > start and any(t.is_alpha and len(t) > 1 for t in doc[start:end]):
            spans.append((start, end))
    return spans


def _identify(doc: Doc, person: Composed, office: Composed | None, cast: Cast, surnames: dict[str, str]) -> str:
    """Name an unlisted person: the full name once, the surname afterwards; a lone unknown word is nobody."""
    words = [t.text for t in doc[person.start : person.stop]]
    name = doc[person.start : person.stop].text
    acts_for = ""
    if office is not None and not office.former:
        acts_for = office.side[0]
    if acts_for.startswith(cast.nobody):
        acts_for = ""
    if len(words) == 1:
        known = surnames.get(words[0])
        if known is not None:
            return known
        if office is None and (len(name) < 4 or doc[person.start].is_sent_start):
            return ""
    actor = cast.discover("Person", name, acts_for)
    surnames[words[-1]] = actor
    return actor


def _office_before(doc: Doc, person: Composed, by_end: dict[int, Composed]) -> Composed | None:
    for gap in (person.start, person.start - 1):
        office = by_end.get(gap)
        if office is None:
            continue
        adjective = doc[gap].pos_ == "ADJ" and doc[gap].text.islower()
        if gap == person.start or (office.how == "office" and (doc[gap].text == "," or adjective)):
            return office
    return None


def _office_after(doc: Doc, person: Composed, offices: dict[int, Composed]) -> Composed | None:
    """Find an office in apposition: "Michelle Baldanza, porte-parole du Pentagone"."""
    at = person.stop
    if at >= len(doc) or doc[at].text not in (",", "("):
        return None
    for start in (at + 1, at + 2):
        office = offices.get(start)
        if office is not None:
            return office
    return None


def add_organisations(doc: Doc, found: list[Composed], cast: Cast) -> list[Composed]:
    """Add organisations that only the tagger knows: names of several words, or an acronym."""
    taken = {k for c in found for k in range(c.start, c.stop)}
    out = list(found)
    for entity in doc.ents:
        if entity.label_ not in ORGANISATION_LABELS or taken & set(range(entity.start, entity.end)):
            continue
        start = entity.start
        while start < entity.end and not doc[start].text[0].isupper():
            start += 1
        words = [t for t in doc[start : entity.end] if t.is_alpha]
        if not words or (len(words) < 2 and not (words[0].text.isupper() and 2 <= len(words[0]) <= 8)):
            continue
        actor = cast.discover("Organization", doc[start : entity.end].text)
        out.append(Composed(start, entity.end, actor, "entity"))
    return sorted(out, key=lambda c: c.start)
