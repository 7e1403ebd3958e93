"""Counts of what a store holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.articles import rows

if TYPE_CHECKING:
    from graph.store import Store

_QUERIES: Final = {
    "articles": "SELECT (COUNT(*) AS ?n) { ?x a schema:NewsArticle }",
    "copies": "SELECT (COUNT(*) AS ?n) { ?x gp:copyOf ?original }",
    "passages": "SELECT (COUNT(*) AS ?n) { ?x nif:referenceContext ?article }",
    "by_language": "SELECT ?k (COUNT(*) AS ?n) { ?x schema:inLanguage ?k } GROUP BY ?k",
    "by_publisher": "SELECT ?k (COUNT(*) AS ?n) { ?x schema:publisher ?k } GROUP BY ?k",
    "events_by_type": "SELECT ?k (COUNT(*) AS ?n) { ?x a gp:Event ; gp:eventType ?k } GROUP BY ?k",
    "stances_by_relation": "SELECT ?k (COUNT(*) AS ?n) { ?x a gp:StanceAssertion ; rdf:predicate ?k } GROUP BY ?k",
    "stances_by_polarity": "SELECT ?k (COUNT(*) AS ?n) { ?x a gp:StanceAssertion ; gp:claimPolarity ?k } GROUP BY ?k",
    "actors_by_class": "SELECT ?k (COUNT(*) AS ?n) { GRAPH graph:actors { ?x a ?k } } GROUP BY ?k",
    "current_by_relation": """SELECT ?k (COUNT(*) AS ?n) {
      VALUES ?k { gp:supports gp:opposes } GRAPH graph:current { ?x ?k ?y } } GROUP BY ?k""",
    "happenings": "SELECT (COUNT(*) AS ?n) { GRAPH graph:current { ?x a gp:Happening } }",
    "told_again": "SELECT (SUM(?k - 1) AS ?n) { GRAPH graph:current { ?x a gp:Happening ; gp:reports ?k } }",
}
_PUBLISHED: Final = "SELECT (MIN(?d) AS ?from) (MAX(?d) AS ?to) { ?x schema:datePublished ?d }"
_HAPPENED: Final = "SELECT (MIN(?d) AS ?from) (MAX(?d) AS ?to) { ?x a gp:Event ; gp:date ?d }"

Range = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts by short name (``REJECT``, ``State``) and ranges of ISO dates, ``None`` where there are none.

    ``events_by_type`` counts reports; ``happenings`` are those told more than once, ``told_again`` the reports that
    tell anew of what another has told.
    """

    quads: int
    articles: int
    copies: int
    passages: int
    by_language: dict[str, int]
    by_publisher: dict[str, int]
    events_by_type: dict[str, int]
    happenings: int
    told_again: int
    stances_by_relation: dict[str, int]
    stances_by_polarity: dict[str, int]
    actors_by_class: dict[str, int]
    current_by_relation: dict[str, int]
    published: Range
    happened: Range

    @property
    def event_reports(self) -> int:
        """Count the event claims: every report of every event."""
        return sum(self.events_by_type.values())

    @property
    def events(self) -> int:
        """Count the events, each once however often it is told."""
        return self.event_reports - self.told_again


def stats(store: Store) -> Stats:
    """Count articles, passages, events, stances and actors."""
    counted = {name: _groups(store, query) for name, query in _QUERIES.items()}
    single = ("articles", "copies", "passages", "happenings", "told_again")
    numbers = {name: counted.pop(name).get("", 0) for name in single}
    return Stats(
        quads=store.count(),
        articles=numbers["articles"],
        copies=numbers["copies"],
        passages=numbers["passages"],
        happenings=numbers["happenings"],
        told_again=numbers["told_again"],
        published=_range(store, _PUBLISHED),
        happened=_range(store, _HAPPENED),
        **counted,
    )


def _groups(store: Store, query: str) -> dict[str, int]:
    """Map short names to counts; a query without groups has the name ''."""
    found: dict[str, int] = {}
    for *names, count in rows(store, query):
        name = (names[0] or "") if names else ""
        found[name.rpartition("#")[2] if name.startswith("http") else name] = int(count or 0)
    return dict(sorted(found.items()))


def _range(store: Store, query: str) -> Range:
    start, end = next(rows(store, query))
    return (start and start[:10]), (end and end[:10])
