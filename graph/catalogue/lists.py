"""The lists of the service, newest first where they have days: stances, events, happenings, articles, actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.catalogue.names import after, fold
from graph.catalogue.selection import DOWN, UP, Filters, Selection, asked

if TYPE_CHECKING:
    from graph.catalogue.index import Value

_NEWEST: Final = {"day": DOWN, "iri": UP}
_STANCES: Final = {
    "subject": "subject = :subject",
    "object": "object = :object",
    "subject_principal": "subject_principal = :subject_principal",
    "object_principal": "object_principal = :object_principal",
    "relation": "relation = :relation",
    "polarity": "polarity = :polarity",
    "certainty": "certainty = :certainty",
    "confidence": "confidence >= :confidence",
    "article": "article = :article",
    "start": "day >= :start",
    "end": "day <= :end AND day <> ''",
}
_EVENTS: Final = {
    "agent": "{item} IN (SELECT event FROM participant WHERE side = 'agent' AND actor = :agent)",
    "recipient": "{item} IN (SELECT event FROM participant WHERE side = 'recipient' AND actor = :recipient)",
    "actor": "{item} IN (SELECT event FROM participant WHERE side = 'any' AND actor = :actor)",
    "type": "type = :type",
    "confidence": "confidence >= :confidence",
    "article": "article = :article",
    "start": "last >= :start",
    "end": "event.day <= :end AND event.day <> ''",
}
_SIDES: Final = {"agent": "agent", "recipient": "recipient", "actor": "any"}
_HAPPENINGS: Final = {
    "actor": "iri IN (SELECT happening FROM party WHERE actor = :actor)",
    "type": "type = :type",
    "sources": "sources >= :sources",
    "articles": "articles >= :articles",
    "confidence": "confidence >= :confidence",
    "start": "last >= :start",
    "end": "day <= :end AND day <> ''",
}
_ARTICLES: Final = {
    "publisher": "publisher = :publisher",
    "lang": "lang = :lang",
    "source_id": "source_id = :source_id",
    "url": "url = :url",
    "start": "day >= :start",
    "end": "day <= :end AND day <> ''",
}
_ACTORS: Final = {
    "q": "iri IN (SELECT actor FROM name WHERE later IN (0, 1) AND key >= :q AND key < :q_end)",
    "type": "type = :type",
}
_CONTRADICTIONS: Final = {
    "subject": "subject_principal = :subject",
    "object": "object_principal = :object",
    "actor": "(subject_principal = :actor OR object_principal = :actor)",
    "relation": "relation = :relation",
    "publisher": """EXISTS (SELECT 1 FROM stance v WHERE v.publisher = :publisher AND v.confidence >= :confidence
      AND v.subject_principal = d.subject_principal AND v.object_principal = d.object_principal
      AND v.relation = d.relation)""",
}
_AFFIRMED: Final = """EXISTS (SELECT 1 FROM stance y WHERE y.subject_principal = d.subject_principal
  AND y.object_principal = d.object_principal AND y.relation = d.relation AND y.polarity = 'affirmed'
  AND y.confidence >= :confidence AND (y.article <> d.article OR y.speaker <> d.speaker))"""


def stances(filters: Filters) -> Selection:
    """List stances by the day the text dates them from, else by that of publication."""
    values = asked(filters)
    return Selection("stance", (), _NEWEST, [_STANCES[name] for name in values], values)


def events(filters: Filters) -> Selection:
    """List events by their first day, undated ones last; actors match who acts for them, too."""
    values = asked(filters)
    leading = next((name for name in _SIDES if name in values), None)
    names = [name for name in values if name != leading]
    if leading is None:
        conditions = [_EVENTS[name].format(item="event.iri") for name in names]
        return Selection("event", (), {"event.day": DOWN, "event.iri": UP}, conditions, values)
    conditions = [f"p.side = '{_SIDES[leading]}'", f"p.actor = :{leading}"]
    conditions += [_EVENTS[name].format(item="p.event") for name in names]
    source = "participant p CROSS JOIN event ON event.iri = p.event"
    return Selection(source, (), {"p.day": DOWN, "p.event": UP}, conditions, values)


def happenings(filters: Filters) -> Selection:
    """List happenings by their first day, undated ones last."""
    values = asked(filters)
    return Selection("happening", (), _NEWEST, [_HAPPENINGS[name] for name in values], values)


def articles(filters: Filters) -> Selection:
    """List articles by day of publication, undated ones last."""
    values = asked(filters)
    return Selection("article", (), _NEWEST, [_ARTICLES[name] for name in values], values)


def actors(filters: Filters) -> Selection:
    """List actors by IRI; ``q`` is the beginning of a word of a name."""
    values = asked(filters)
    conditions = [_ACTORS[name] for name in values]
    if "q" in values:
        q = fold(str(values["q"]))
        values |= {"q": q, "q_end": after(q)} if q else {"q": "\U0010ffff", "q_end": ""}
    return Selection("actor", ("claims",), {"iri": UP}, conditions, values)


def contradictions(filters: Filters, confidence: float) -> Selection:
    """List what some affirm and others deny, by subject, object and relation."""
    values: dict[str, Value] = {**asked(filters), "confidence": confidence}
    conditions = ["d.polarity = 'denied'", "d.confidence >= :confidence", _AFFIRMED]
    conditions += [_CONTRADICTIONS[name] for name in values if name in _CONTRADICTIONS]
    distinct = f"""(SELECT DISTINCT subject_principal AS subject, object_principal AS object, relation
      FROM stance d WHERE {" AND ".join(conditions)})"""
    return Selection(distinct, (), {"subject": UP, "object": UP, "relation": UP}, (), values)
