"""What follows from the articles: who supports or opposes whom now, who the actors are, and what is told twice.

A stance counts if it is affirmed, certain or probable, sure enough (``LEAST_CONFIDENCE``), and if the text does not
itself say that it had ended by publication. It is dated by ``gp:validFrom``, else by the publication date; undated
ones are the oldest. For an ordered pair of actors a relation holds now unless a stance of the opposite relation is
later: a flip replaces the older relation, contradictions of one day stand side by side. Denials count for neither.
The result depends on the set of articles only, never on the order in which they came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from graph.actors import ActorBook, ActorSource, Delta
from graph.clusters import Clusters
from graph.clusters import report as event_reports
from graph.clusters.report import Report, reports
from ontology.namespaces import ARTICLE_GRAPHS, CURRENT_GRAPH, DATA, GP, RDF, SCHEMA, relation_iri

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from graph.quads import QuadSource

Pair = tuple[str, str]
Evidence = tuple[str, str]
"""A relation's IRI and an ISO date, empty if there is none."""
Ledger = dict[Pair, Counter[Evidence]]
Latest = dict[str, str]
"""The date of the latest evidence, by the IRI of the relation."""
_Node = dict[str, list[str]]
Correction = tuple[bool, "Quad"]
"""A quad to be added (``True``) or removed."""

SUPPORTS: Final = GP + "supports"
OPPOSES: Final = GP + "opposes"
LATEST: Final = GP + "latestEvidence"
OPPOSITE: Final = {SUPPORTS: OPPOSES, OPPOSES: SUPPORTS}
LEAST_CONFIDENCE: Final = event_reports.LEAST_CONFIDENCE
"""Up to here F1 on annotated news is nearly flat; ``docs/reader.md`` tells how many of the claims are right."""
CHUNK: Final = 20_000
"""Quads that a rebuild changes at a time, so that its memory does not grow with them."""

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

BETWEEN: Final = f"""SELECT DISTINCT ?stance ?graph WHERE {{{{
  {{{{ GRAPH ?graph {{{{ ?stance <{RDF}subject> <{{0}}> ; <{RDF}object> <{{1}}> }}}} }}}}
  UNION
  {{{{ GRAPH ?graph {{{{ ?stance <{GP}subjectPrincipal> <{{0}}> ; <{GP}objectPrincipal> <{{1}}> }}}} }}}}
}}}}"""
"""The question for the stances between a pair of actors."""

_INDEX: Final = (DATA + "event/", DATA + "relation/")
_GRAPHS: Final = f"""SELECT DISTINCT ?graph WHERE {{
  GRAPH ?graph {{ ?claim <{GP}claimPolarity> ?polarity }} FILTER (STRSTARTS(STR(?graph), "{ARTICLE_GRAPHS}"))
}}"""


class Deriver:
    """Keep the derived graphs in step with the article graphs of one store."""

    def __init__(self, store: QuadSource, actors: ActorSource) -> None:
        self._store = store
        self._book = ActorBook(store, actors)
        self._clusters = Clusters(store)

    def changes(self, articles: Collection[str], old: Collection[Quad], new: Collection[Quad]) -> Delta:
        """Give the delta of the derived graphs when some article graphs go from ``old`` to ``new``, all together."""
        gone, come = ledger(old), ledger(new)
        touched = {pair for pair in gone.keys() | come.keys() if gone.get(pair) != come.get(pair)}
        delta = self._revise(touched, gone, come) | self._book.changes(articles, old, new)
        return delta | self._clusters.changes(articles, old, new)

    def rebuild(self) -> Delta:
        """Give the delta that makes the derived graphs right again, whatever was done to the store."""
        delta = Delta()
        for part in self.rebuilding():
            delta |= part
        return delta

    def rebuilding(self) -> Iterator[Delta]:
        """Yield the same in parts of bounded size, each of which may be applied before the next is asked for."""
        self.forget()
        yield from _parts(self._corrections(self._book.rebuild()))

    def forget(self) -> None:
        """Read afresh next time: the store was changed behind our back, or a write failed."""
        self._clusters.forget()

    def _corrections(self, actors: Delta) -> Iterator[Correction]:
        wanted: set[int] = set()
        yield from ((True, quad) for quad in self._missing(wanted))
        yield from ((False, quad) for quad in self._needless(wanted))
        yield from ((True, quad) for quad in actors.added)
        yield from ((False, quad) for quad in actors.removed)

    def _missing(self, wanted: set[int]) -> Iterator[Quad]:
        """Yield the quads that the current graph lacks, and note all that it should hold."""
        pairs: dict[Pair, Latest] = {}
        for quads in (self._clusters.rebuilt(self._read_all(pairs)), _all_current(pairs)):
            for quad in quads:
                wanted.add(_mark(quad))
                if quad not in self._store:
                    yield quad

    def _needless(self, wanted: set[int]) -> Iterator[Quad]:
        from pyoxigraph import NamedNode

        present = self._store.quads_for_pattern(None, None, None, NamedNode(CURRENT_GRAPH))
        return (quad for quad in present if _mark(quad) not in wanted)

    def _revise(self, touched: set[Pair], gone: Ledger, come: Ledger) -> Delta:
        added: set[Quad] = set()
        removed: set[Quad] = set()
        for pair in touched:
            before = self._latest(pair)
            present = {quad for quad in _holding(pair, OPPOSITE) if quad in self._store} | _dated(pair, before)
            wanted = _quads(pair, self._after(pair, before, gone, come))
            added |= wanted - present
            removed |= present - wanted
        return Delta(frozenset(added), frozenset(removed))

    def _latest(self, pair: Pair) -> Latest:
        """Look up the date of the latest evidence for each relation of a pair."""
        from pyoxigraph import NamedNode

        found: Latest = {}
        for relation in OPPOSITE:
            node = NamedNode(relation_iri(pair[0], relation, pair[1]))
            for quad in self._store.quads_for_pattern(node, NamedNode(LATEST), None, NamedNode(CURRENT_GRAPH)):
                found[relation] = max(getattr(quad.object, "value", ""), found.get(relation, ""))
        return found

    def _after(self, pair: Pair, before: Latest, gone: Ledger, come: Ledger) -> Latest:
        """Date the latest evidence after a change; only where the latest itself goes, all of the pair is read."""
        less, more = gone.get(pair, Counter()), come.get(pair, Counter())
        if any(before.get(relation) == date for relation, date in less - more):
            return latest([ledger(self._about(pair)).get(pair, Counter()) - less + more])
        return latest([before.items(), more])

    def _about(self, pair: Pair) -> Iterator[Quad]:
        """Yield all quads of the stances between a pair, with the publication dates of their articles."""
        from pyoxigraph import NamedNode, QuerySolutions

        found = self._store.query(BETWEEN.format(*pair))
        assert isinstance(found, QuerySolutions)
        for stance, graph in found:
            yield from self._store.quads_for_pattern(stance, None, None, graph)
            yield from self._store.quads_for_pattern(None, NamedNode(SCHEMA + "datePublished"), None, graph)

    def _read_all(self, pairs: dict[Pair, Latest]) -> Iterator[Report]:
        """Read every article graph once: note the latest evidence for each pair, and yield the reports."""
        from pyoxigraph import QuerySolutions

        graphs = self._store.query(_GRAPHS)
        assert isinstance(graphs, QuerySolutions)
        for (graph,) in graphs:
            quads = list(self._store.quads_for_pattern(None, None, None, graph))
            for pair, evidence in ledger(quads).items():
                pairs[pair] = latest([pairs.get(pair, {}).items(), evidence])
            yield from reports(quads)


def ledger(quads: Iterable[Quad]) -> Ledger:
    """Count the evidence for each ordered pair of actors, as mentioned and as principals, in article graphs."""
    nodes = _nodes(quads)
    published = _published(nodes)
    found: Ledger = defaultdict(Counter)
    for (graph, _), node in nodes.items():
        for pair, evidence in _stance(node, published.get(graph, "")):
            found[pair][evidence] += 1
    return dict(found)


def latest(evidence: Iterable[Iterable[Evidence]]) -> Latest:
    """Date the latest evidence for each relation."""
    found: Latest = {}
    for relation, date in chain.from_iterable(evidence):
        found[relation] = max(date, found.get(relation, ""))
    return found


def current(counts: Iterable[Evidence]) -> set[str]:
    """Tell which relations of a pair hold as of the latest evidence."""
    dates = latest([counts])
    return {relation for relation, date in dates.items() if date >= dates.get(OPPOSITE[relation], "")}


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


def _quads(pair: Pair, dates: Latest) -> set[Quad]:
    """Give the relations of a pair that hold, and the date of the latest evidence for each relation, held or not."""
    return _holding(pair, current(dates.items())) | _dated(pair, dates)


def _dated(pair: Pair, dates: Latest) -> set[Quad]:
    from pyoxigraph import Literal, NamedNode, Quad

    nodes = {NamedNode(relation_iri(pair[0], relation, pair[1])): Literal(date) for relation, date in dates.items()}
    return {Quad(node, NamedNode(LATEST), date, NamedNode(CURRENT_GRAPH)) for node, date in nodes.items()}


def _holding(pair: Pair, relations: Iterable[str]) -> set[Quad]:
    from pyoxigraph import NamedNode, Quad

    subject, object_ = map(NamedNode, pair)
    graph = NamedNode(CURRENT_GRAPH)
    return {Quad(subject, NamedNode(relation), object_, graph) for relation in relations}


def named_by(delta: Delta) -> set[str]:
    """Name the actors and happenings that a delta is about; events and dates follow their articles."""
    subjects = {getattr(quad.subject, "value", "") for quad in delta.added | delta.removed}
    return {subject for subject in subjects if not subject.startswith(_INDEX)}


def _all_current(pairs: Mapping[Pair, Latest]) -> Iterator[Quad]:
    for pair, dates in pairs.items():
        yield from _quads(pair, dates)


def _parts(corrections: Iterator[Correction]) -> Iterator[Delta]:
    """Cut what is to be added or removed into deltas of bounded size."""
    while part := list(islice(corrections, CHUNK)):
        added = frozenset(quad for wanted, quad in part if wanted)
        yield Delta(added, frozenset(quad for wanted, quad in part if not wanted))


def _mark(quad: Quad) -> int:
    """Name a quad in eight bytes; two of a billion quads share a name with a chance of one in thirty-six."""
    return int.from_bytes(blake2b(str(quad).encode(), digest_size=8).digest())
