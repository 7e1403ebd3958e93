"""Questions to the index that are no plain lists: names, relations, timelines and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from graph.catalogue.names import after, fold
from graph.catalogue.selection import UP, Filters, Selection, asked

if TYPE_CHECKING:
    from graph.catalogue.index import Index, Value

EXACT, PREFIX, WORD = 0, 1, 2
"""How well a name fits: it is the text, begins with it, or one of its later words does."""

_MANY: Final = 5000
"""So many names are sorted; of more, the actors most is said of are asked for theirs, as many of these will fit."""

_FITTING: Final = "later = :later AND key >= :low AND key < :high"
_FEW: Final = f"""SELECT iri, type, claims, MIN(text) FROM name JOIN actor ON actor.iri = name.actor
WHERE {_FITTING} GROUP BY iri ORDER BY claims DESC, iri LIMIT :limit"""
_OF_MANY: Final = f"""SELECT iri, type, claims, (SELECT MIN(text) FROM name WHERE name.actor = actor.iri AND {_FITTING})
FROM actor INDEXED BY actor_claims WHERE EXISTS (SELECT 1 FROM name WHERE name.actor = actor.iri AND {_FITTING})
ORDER BY claims DESC, iri LIMIT :limit"""
_RELATIONS: Final = """(SELECT '{way}' AS direction, relation, {other} AS other,
  SUM(polarity = 'affirmed' AND certainty <> 'possible') AS affirmed,
  SUM(polarity = 'affirmed' AND certainty = 'possible') AS possible, SUM(polarity = 'denied') AS denied,
  COALESCE(MIN(NULLIF(day, '')), '') AS first, MAX(day) AS last,
  CAST(1000000000 - COUNT(*) AS TEXT) AS fewness
  FROM pair WHERE {own} = :actor AND confidence >= :confidence GROUP BY relation, {other})"""
_EVENTS: Final = """SELECT p.day AS day, 'event' AS kind, p.event AS iri, {back} AS back, 'text' AS dated_by, precision,
    event.last AS last
  FROM participant p
  JOIN participant r ON r.actor = :{recipient} AND r.side = 'recipient' AND r.day = p.day AND r.event = p.event
  JOIN event ON event.iri = p.event
  WHERE p.actor = :{agent} AND p.side = 'agent' AND event.confidence >= :confidence"""
_STANCES: Final = """SELECT pair.day AS day, 'stance' AS kind, pair.stance AS iri, {back} AS back, dated_by, precision,
    pair.day AS last
  FROM pair JOIN stance ON stance.iri = pair.stance
  WHERE a = :{subject} AND b = :{object} AND pair.confidence >= :confidence"""
_ACTOR_EVENTS: Final = """SELECT p.day AS day, 'event' AS kind, p.event AS iri, {back} AS back, 'text' AS dated_by,
    precision, event.last AS last
  FROM participant p JOIN event ON event.iri = p.event
  WHERE p.actor = :actor AND p.side = '{side}' AND event.confidence >= :confidence"""
_ACTOR_STANCES: Final = """SELECT pair.day AS day, 'stance' AS kind, pair.stance AS iri, {back} AS back, dated_by,
    precision, pair.day AS last
  FROM pair JOIN stance ON stance.iri = pair.stance WHERE {side} = :actor AND pair.confidence >= :confidence"""
_MONTHS: Final = """SELECT SUBSTR(p.day, 1, 7) AS month, type, COUNT(*) FROM participant p
  JOIN participant r ON r.actor = :{recipient} AND r.side = 'recipient' AND r.day = p.day AND r.event = p.event
  JOIN event ON event.iri = p.event
  WHERE p.actor = :{agent} AND p.side = 'agent' AND p.day <> '' AND precision NOT IN ('Year', '')
    AND polarity = 'affirmed' AND certainty = 'certain' AND tense = 'Past' AND confidence >= :confidence
  GROUP BY month, type"""
_SOURCES: Final = """SELECT polarity, publisher, speaker, COUNT(*), COALESCE(MIN(NULLIF(day, '')), ''),
  MAX(day || '|' || iri) FROM stance
WHERE subject_principal = :subject AND object_principal = :object AND relation = :relation
  AND confidence >= :confidence GROUP BY polarity, publisher, speaker ORDER BY polarity, publisher, speaker"""


@dataclass(frozen=True, slots=True)
class Match:
    """An actor found by one of its names."""

    iri: str
    type: str
    claims: int
    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """What one speaker says in one outlet; '' for an outlet unknown, and for the outlet's own voice."""

    polarity: Literal["affirmed", "denied"]
    publisher: str
    speaker: str
    claims: int
    first: str
    last: str
    latest: str


def search(index: Index, text: str, limit: int) -> list[Match]:
    """Find actors by the beginning of a name or of a word of it; best fit first, then those most is said of."""
    q = fold(text)
    steps = ((EXACT, 0, q + "\x01"), (PREFIX, 0, after(q)), (WORD, 1, after(q))) if q else ()
    found: dict[str, Match] = {}
    for rank, later, high in steps:
        if len(found) < limit:
            for match in _fitting(index, rank, {"later": later, "low": q, "high": high, "limit": limit + len(found)}):
                found.setdefault(match.iri, match)
    return list(found.values())[:limit]


def _fitting(index: Index, rank: int, values: dict[str, Value]) -> Iterator[Match]:
    """Yield the actors with a name in a range, those most is said of first."""
    size = f"SELECT COUNT(*) FROM (SELECT 1 FROM name WHERE {_FITTING} LIMIT {_MANY})"
    bounds = {name: value for name, value in values.items() if name != "limit"}
    sql = _FEW if index.count(size, bounds) < _MANY else _OF_MANY
    for iri, type_, claims, text in index.rows(sql, values):
        yield Match(iri, type_, claims, rank, text)


def relations(actor: str, confidence: float, direction: str | None = None, relation: str | None = None) -> Selection:
    """List with whom an actor has relations, those with most evidence first."""
    ways = (("out", "a", "b"), ("in", "b", "a"))
    parts = [_RELATIONS.format(way=way, own=own, other=other) for way, own, other in ways]
    values: Filters = {"actor": actor, "confidence": confidence, "direction": direction, "relation": relation}
    given = asked(values)
    conditions = [f"{name} = :{name}" for name in ("direction", "relation") if name in given]
    columns = ("affirmed", "possible", "denied", "first", "last")
    order = {"fewness": UP, "other": UP, "relation": UP, "direction": UP}
    union = " UNION ALL ".join(f"SELECT * FROM {part}" for part in parts)
    return Selection(f"({union})", columns, order, conditions, given)


def timeline(
    a: str, b: str, confidence: float, start: str | None = None, end: str | None = None, dated: bool = True
) -> Selection:
    """List the dated events and stances between two actors, oldest first, or else the undated ones."""
    ways = (("a", "b", 0), ("b", "a", 1))
    parts = [_EVENTS.format(agent=one, recipient=other, back=back) for one, other, back in ways]
    parts += [_STANCES.format(subject=one, object=other, back=back) for one, other, back in ways]
    return _steps(parts, {"a": a, "b": b, "confidence": confidence, "start": start, "end": end}, dated)


def actor_timeline(
    actor: str, confidence: float, start: str | None = None, end: str | None = None, dated: bool = True
) -> Selection:
    """List the dated events and stances of an actor, oldest first, or else the undated ones."""
    parts = [_ACTOR_EVENTS.format(side=side, back=back) for back, side in enumerate(("agent", "recipient"))]
    parts += [_ACTOR_STANCES.format(side=side, back=back) for back, side in enumerate(("a", "b"))]
    values: Filters = {"actor": actor, "confidence": confidence, "start": start, "end": end}
    return _steps(parts, values, dated)


def _steps(parts: list[str], values: Filters, dated: bool) -> Selection:
    """List claims of several sources once each; a period takes in what only partly lies in it."""
    columns = "day, kind, iri, MIN(back) AS back, dated_by, precision, last"
    union = f"(SELECT {columns} FROM ({' UNION ALL '.join(parts)}) GROUP BY kind, iri)"
    given = asked(values)
    bounds = {"start": "last >= :start", "end": "day <= :end"}
    order = {"day": UP, "kind": UP, "iri": UP}
    conditions = ["day <> ''" if dated else "day = ''", *(bounds[name] for name in bounds if name in given)]
    return Selection(union, ("back", "dated_by", "precision"), order, conditions, given)


def months(index: Index, a: str, b: str, confidence: float) -> list[tuple[str, str, int]]:
    """Count affirmed, certain, past events between two actors by month and type, as ``monthly-balance`` does."""
    union = " UNION ALL ".join(_MONTHS.format(agent=one, recipient=other) for one, other in (("a", "b"), ("b", "a")))
    return [tuple(row) for row in index.rows(f"{union} ORDER BY month", {"a": a, "b": b, "confidence": confidence})]


def sources(index: Index, subject: str, object_: str, relation: str, confidence: float) -> list[Source]:
    """List who affirms and who denies a relation, and where."""
    values: dict[str, Value] = {"subject": subject, "object": object_, "relation": relation, "confidence": confidence}
    found = []
    for polarity, publisher, speaker, claims, first, latest in index.rows(_SOURCES, values):
        last, _, iri = latest.partition("|")
        found.append(Source(polarity, publisher, speaker, claims, first, last, iri))
    return found


def claims_by_article(index: Index, articles: Iterable[str]) -> Mapping[tuple[str, str], int]:
    """Count stances and events by article."""
    counted: dict[tuple[str, str], int] = {}
    for article in articles:
        for kind in ("stance", "event"):
            found = index.rows(f"SELECT COUNT(*) FROM {kind} WHERE article = :article", {"article": article})
            counted[article, kind] = found[0][0]
    return counted


def claims_of(index: Index, article: str) -> list[str]:
    """List the stances and events of an article."""
    sql = "SELECT iri FROM stance WHERE article = :article UNION SELECT iri FROM event WHERE article = :article"
    return [iri for (iri,) in index.rows(sql, {"article": article})]


def claims_about(index: Index, actor: str) -> int:
    """Count how often claims name an actor."""
    return sum(claims for (claims,) in index.rows("SELECT claims FROM actor WHERE iri = :iri", {"iri": actor}))


def known_actor(index: Index, iri: str) -> bool:
    """Tell whether the store describes an actor."""
    return bool(index.rows("SELECT 1 FROM actor WHERE iri = :iri", {"iri": iri}))
