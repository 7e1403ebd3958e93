"""Happenings kept in step with the article graphs, block by block.

The derived graph holds for each report the key of its block, so that the reports to compare with are found by one
look-up in the store. A block depends on its own reports only, hence on nothing that grows with the graph.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from graph.actors import Delta
from graph.clusters.nodes import BLOCKING_KEY, SAME_EVENT_AS, block_quads
from graph.clusters.report import Report, reports
from ontology.namespaces import ARTICLE_GRAPHS, CURRENT_GRAPH, GP, NIF, PROV, article_graph, article_iri

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad

    from graph.quads import QuadSource

    Links = dict[str, set[str]]

COPY_OF: Final = GP + "copyOf"
MOST_REPORTS: Final = 20_000
"""Reports kept in memory, those of the blocks that were used last."""


class Clusters:
    """Work out how the happenings must change when articles change."""

    def __init__(self, store: QuadSource) -> None:
        from pyoxigraph import NamedNode

        self._store = store
        self._graph = NamedNode(CURRENT_GRAPH)
        self._blocks: OrderedDict[str, dict[str, Report]] = OrderedDict()
        self._kept = 0

    def forget(self) -> None:
        """Read the blocks afresh next time."""
        self._blocks.clear()
        self._kept = 0

    def changes(self, articles: Collection[str], old: Collection[Quad], new: Collection[Quad]) -> Delta:
        """Give the delta when some article graphs go from ``old`` to ``new``, all together."""
        gone = {report.event: report for report in reports(old)}
        come = {report.event: report for report in reports(new)}
        copies = _Copies(self._store, _links(old), _links(new))
        touched = {report.block for report in set(gone.values()) ^ set(come.values())}
        touched |= self._blocks_of(copies.originals, articles, come)
        delta = Delta()
        for block in sorted(touched):
            delta |= self._revise(block, gone, come, copies)
        return delta

    def rebuilt(self, found: Iterable[Report]) -> Iterator[Quad]:
        """Yield all that follows from all reports, given in any order; they wait in a file, not in memory."""
        self.forget()
        copies = _Copies(self._store, {}, {})
        for block, members in _sorted(found):
            yield from block_quads(block, members, copies.of)

    def _revise(self, block: str, gone: Mapping[str, Report], come: Mapping[str, Report], copies: _Copies) -> Delta:
        stored = self._stored(block)
        present = {quad for event in stored for quad in self._about(event)}
        kept = {event: report for event, report in stored.items() if event not in gone}
        after = kept | {event: report for event, report in come.items() if report.block == block}
        wanted = set(block_quads(block, list(after.values()), copies.of))
        self._keep(block, after)
        return Delta(frozenset(wanted - present), frozenset(present - wanted))

    def _blocks_of(self, originals: Iterable[str], articles: Collection[str], come: Mapping[str, Report]) -> set[str]:
        """Name the blocks of all reports of some articles, those of this change and others."""
        from pyoxigraph import NamedNode

        wanted = set(originals)
        found = {report.block for report in come.values() if report.article in wanted}
        for article in wanted:
            graph = article_graph(article.removeprefix(article_iri("")))
            if graph not in articles:
                quads = self._store.quads_for_pattern(None, None, None, NamedNode(graph))
                found |= {report.block for report in reports(quads)}
        return found

    def _stored(self, block: str) -> dict[str, Report]:
        from pyoxigraph import Literal, NamedNode

        if block in self._blocks:
            return self._blocks[block]
        members = self._store.quads_for_pattern(None, NamedNode(BLOCKING_KEY), Literal(block), self._graph)
        found: dict[str, Report] = {}
        for quad in list(members):
            if isinstance(quad.subject, NamedNode):
                read = reports(self._read(quad.subject))
                found[quad.subject.value] = next(read)
        return found

    def _read(self, event: NamedNode) -> Iterator[Quad]:
        """Yield the quads of an event claim, of its passages and of their articles."""
        from pyoxigraph import NamedNode

        for quad in self._store.quads_for_pattern(event, None, None, None):
            yield quad
            if quad.predicate.value == PROV + "wasDerivedFrom" and isinstance(quad.object, NamedNode):
                for part in self._store.quads_for_pattern(quad.object, None, None, quad.graph_name):
                    yield part
                    if part.predicate.value == NIF + "referenceContext" and isinstance(part.object, NamedNode):
                        yield from self._store.quads_for_pattern(part.object, None, None, quad.graph_name)

    def _about(self, event: str) -> Iterator[Quad]:
        """Yield what the derived graph says of an event and of its happening."""
        from pyoxigraph import NamedNode

        for quad in self._store.quads_for_pattern(NamedNode(event), None, None, self._graph):
            yield quad
            if quad.predicate.value == SAME_EVENT_AS and isinstance(quad.object, NamedNode):
                yield from self._store.quads_for_pattern(quad.object, None, None, self._graph)

    def _keep(self, block: str, members: dict[str, Report]) -> None:
        self._kept += len(members) - len(self._blocks.pop(block, ()))
        self._blocks[block] = members
        while self._kept > MOST_REPORTS and self._blocks:
            self._kept -= len(self._blocks.popitem(last=False)[1])


class _Copies:
    """Who copies which article once a change is made."""

    def __init__(self, store: QuadSource, gone: Links, come: Links) -> None:
        self._store = store
        self._gone = gone
        self._come = come
        both = gone.keys() | come.keys()
        self.originals = {original for original in both if gone.get(original) != come.get(original)}

    def of(self, article: str) -> set[str]:
        """Give the copies of an article."""
        from pyoxigraph import NamedNode

        stored = self._store.quads_for_pattern(None, NamedNode(COPY_OF), NamedNode(article), None)
        copies = {getattr(quad.subject, "value", "") for quad in stored if _of_article(quad)}
        return (copies - self._gone.get(article, set())) | self._come.get(article, set())


def _links(quads: Iterable[Quad]) -> Links:
    found: Links = defaultdict(set)
    for quad in quads:
        if quad.predicate.value == COPY_OF:
            found[getattr(quad.object, "value", "")].add(getattr(quad.subject, "value", ""))
    return dict(found)


def _of_article(quad: Quad) -> bool:
    return getattr(quad.graph_name, "value", "").startswith(ARTICLE_GRAPHS)


def _sorted(found: Iterable[Report]) -> Iterator[tuple[str, list[Report]]]:
    """Bring reports together by block, in a temporary database that goes to disk when it is large."""
    db = sqlite3.connect("", isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("CREATE TABLE report (block TEXT, event TEXT, body BLOB, PRIMARY KEY (block, event)) WITHOUT ROWID")
        db.execute("BEGIN")
        rows = ((report.block, report.event, pickle.dumps(report)) for report in found)
        db.executemany("INSERT OR REPLACE INTO report VALUES (?, ?, ?)", rows)
        block, members = "", list[Report]()
        for name, body in db.execute("SELECT block, body FROM report ORDER BY block, event"):
            if name != block and members:
                yield block, members
                members = []
            block = name
            members.append(pickle.loads(body))
        if members:
            yield block, members
    finally:
        db.close()
