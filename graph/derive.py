"""What follows from the articles: who supports or opposes whom now, and who the actors are.

A stance counts if it is affirmed, certain or probable, sure enough (``LEAST_CONFIDENCE``), and if the text does not
itself say that it had ended by publication. It is dated by ``gp:validFrom``, else by the publication date; undated
ones are the oldest. For an ordered pair of actors a relation holds now unless a stance of the opposite relation is
later: a flip replaces the older relation, contradictions of one day stand side by side. Denials count for neither.
The result depends on the set of articles only, never on the order in which they came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from graph.actors import ActorBook, ActorSource, Delta
from ontology.namespaces import ARTICLE_GRAPHS, CURRENT_GRAPH, GP, RDF, SCHEMA

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import Quad

Pair = tuple[str, str]
Evidence = tuple[str, str]
"""A relation's IRI and an ISO date, empty if there is none."""
Ledger = dict[Pair, Counter[Evidence]]
_Node = dict[str, list[str]]

SUPPORTS: Final = GP + "supports"
OPPOSES: Final = GP + "opposes"
OPPOSITE: Final = {SUPPORTS: OPPOSES, OPPOSES: SUPPORTS}
LEAST_CONFIDENCE: Final = 0.4
"""Up to here F1 on annotated news is nearly flat; ``docs/reader.md`` tells how many of the claims are right."""
MOST_PAIRS: Final = 20_000
"""Pairs whose evidence is kept in memory; beyond that the counting starts afresh."""

_READ: Final = (
    RDF + "subject",
    RDF + "predicate",
    RDF + "object",
    GP + "subjectPrincipal",
    GP + "objectPrincipal",
    GP + "claimPolarity",
    GP + "certainty",
    GP + "confidence",
    GP + "validFrom",
    GP + "validUntil",
    SCHEMA + "datePublished",
)

_BETWEEN: Final = f"""SELECT DISTINCT ?stance ?graph WHERE {{{{
  {{{{ GRAPH ?graph {{{{ ?stance <{RDF}subject> <{{0}}> ; <{RDF}object> <{{1}}> }}}} }}}}
  UNION
  {{{{ GRAPH ?graph {{{{ ?stance <{GP}subjectPrincipal> <{{0}}> ; <{GP}objectPrincipal> <{{1}}> }}}} }}}}
}}}}"""


class Deriver:
    """Keep the derived graphs in step with the article graphs of one store."""

    def __init__(self, store: pyoxigraph.Store, actors: ActorSource) -> None:
        self._store = store
        self._book = ActorBook(store, actors)
        self._ledger: Ledger = {}

    def changes(self, articles: Collection[str], old: Collection[Quad], new: Collection[Quad]) -> Delta:
        """Give the delta of the derived graphs when some article graphs go from ``old`` to ``new``, all together."""
        gone, come = ledger(old), ledger(new)
        touched = {pair for pair in gone.keys() | come.keys() if gone.get(pair) != come.get(pair)}
        return self._revise(touched, gone, come) | self._book.changes(articles, old, new)

    def rebuild(self) -> Delta:
        """Give the delta that makes the derived graphs right again, whatever was done to the store."""
        from pyoxigraph import NamedNode

        self.forget()
        wanted = {quad for pair, counts in ledger(self._scan()).items() for quad in _quads(pair, current(counts))}
        present = set(self._store.quads_for_pattern(None, None, None, NamedNode(CURRENT_GRAPH)))
        return Delta(frozenset(wanted - present), frozenset(present - wanted)) | self._book.rebuild()

    def forget(self) -> None:
        """Count the evidence afresh next time: the store was changed behind our back, or a write failed."""
        self._ledger = {}

    def _revise(self, touched: set[Pair], gone: Ledger, come: Ledger) -> Delta:
        if not touched:
            return Delta()
        added: set[Quad] = set()
        removed: set[Quad] = set()
        for pair in touched:
            wanted = _quads(pair, current(self._count(pair, gone, come)))
            present = {quad for quad in _quads(pair, OPPOSITE) if quad in self._store}
            added |= wanted - present
            removed |= present - wanted
        return Delta(frozenset(added), frozenset(removed))

    def _count(self, pair: Pair, gone: Ledger, come: Ledger) -> Counter[Evidence]:
        if len(self._ledger) > MOST_PAIRS:
            self.forget()
        if pair not in self._ledger:
            self._ledger[pair] = ledger(self._about(pair)).get(pair, Counter())
        self._ledger[pair] = self._ledger[pair] - gone.get(pair, Counter()) + come.get(pair, Counter())
        return self._ledger[pair]

    def _about(self, pair: Pair) -> Iterator[Quad]:
        """Yield all quads of the stances between a pair, with the publication dates of their articles."""
        from pyoxigraph import NamedNode, QuerySolutions

        found = self._store.query(_BETWEEN.format(*pair))
        assert isinstance(found, QuerySolutions)
        for stance, graph in found:
            yield from self._store.quads_for_pattern(stance, None, None, graph)
            yield from self._store.quads_for_pattern(None, NamedNode(SCHEMA + "datePublished"), None, graph)

    def _scan(self) -> Iterator[Quad]:
        from pyoxigraph import NamedNode

        for predicate in _READ:
            for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None, None):
                if str(quad.graph_name).startswith("<" + ARTICLE_GRAPHS):
                    yield quad


def ledger(quads: Iterable[Quad]) -> Ledger:
    """Count the evidence for each ordered pair of actors, as mentioned and as principals, in article graphs."""
    nodes = _nodes(quads)
    published = _published(nodes)
    found: Ledger = defaultdict(Counter)
    for (graph, _), node in nodes.items():
        for pair, evidence in _stance(node, published.get(graph, "")):
            found[pair][evidence] += 1
    return dict(found)


def current(counts: Mapping[Evidence, int]) -> set[str]:
    """Tell which relations of a pair hold as of the latest evidence."""
    latest: dict[str, str] = {}
    for relation, date in counts:
        latest[relation] = max(date, latest.get(relation, ""))
    return {relation for relation, date in latest.items() if date >= latest.get(OPPOSITE[relation], "")}


def _nodes(quads: Iterable[Quad]) -> dict[tuple[str, str], _Node]:
    nodes: dict[tuple[str, str], _Node] = defaultdict(lambda: defaultdict(list))
    short = {iri: iri.replace("#", "/").rsplit("/", 1)[-1] for iri in _READ}
    for quad in quads:
        name = short.get(quad.predicate.value)
        if name:
            value: str = getattr(quad.object, "value", "")
            nodes[str(quad.graph_name), str(quad.subject)][name].append(value)
    return nodes


def _published(nodes: Mapping[tuple[str, str], _Node]) -> dict[str, str]:
    dates: dict[str, list[str]] = defaultdict(list)
    for (graph, _), node in nodes.items():
        dates[graph].extend(node.get("datePublished", ()))
    return {graph: min(found)[:10] for graph, found in dates.items() if found}


def _stance(node: _Node, published: str) -> Iterator[tuple[Pair, Evidence]]:
    if not _counts(node, published):
        return
    date = min(node.get("validFrom", [published]))[:10]
    pairs = {(node["subject"][0], node["object"][0])}
    pairs |= {(a, b) for a in node.get("subjectPrincipal", ()) for b in node.get("objectPrincipal", ())}
    for pair in pairs:
        if pair[0] != pair[1]:
            yield pair, (node["predicate"][0], date)


def _counts(node: _Node, published: str) -> bool:
    if not ("subject" in node and "object" in node and node.get("predicate", [""])[0] in OPPOSITE):
        return False
    if node.get("claimPolarity") != [GP + "affirmed"]:
        return False
    if node.get("certainty") not in ([GP + "certain"], [GP + "probable"]):
        return False
    ended = "validUntil" in node and node["validUntil"][0][:10] < (published or "9999")
    return not ended and _number(node.get("confidence", ["0"])[0]) >= LEAST_CONFIDENCE


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _quads(pair: Pair, relations: Iterable[str]) -> set[Quad]:
    from pyoxigraph import NamedNode, Quad

    subject, object_ = map(NamedNode, pair)
    graph = NamedNode(CURRENT_GRAPH)
    return {Quad(subject, NamedNode(relation), object_, graph) for relation in relations}
