"""Happenings as RDF: one node for all reports of the same happening, in the graph of current relations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from graph.clusters.report import Report
from graph.clusters.same import Cluster, clusters
from graph.independence import independent, joined
from ontology.namespaces import CURRENT_GRAPH, GP, PLOVER, RDF, XSD, happening_iri

if TYPE_CHECKING:
    from pyoxigraph import Quad

BLOCKING_KEY: Final = GP + "blockingKey"
SAME_EVENT_AS: Final = GP + "sameEventAs"
HAPPENING: Final = GP + "Happening"

Copies = Callable[[str], Collection[str]]
"""Gives the copies of an article."""


def block_quads(block: str, reports: Collection[Report], copies: Copies) -> Iterator[Quad]:
    """Yield all that follows from the reports of a block: its key on each, and the happenings told more than once."""
    for report in reports:
        yield _text(report.event, BLOCKING_KEY, block)
    for cluster in clusters(reports):
        articles = {report.article for report in cluster}
        printed = len(articles.union(*(copies(article) for article in articles)))
        if max(printed, len(cluster)) > 1:
            yield from _happening(cluster, printed)


def _happening(cluster: Cluster, articles: int) -> Iterator[Quad]:
    """Describe a happening, named by its first report so that later ones do not rename it."""
    reports = sorted(cluster, key=lambda report: report.rank)
    node = happening_iri(reports[0].event)
    yield _link(node, RDF + "type", HAPPENING)
    yield _link(node, GP + "eventType", PLOVER + reports[0].type)
    yield from _shared(node, reports)
    yield from _dated(node, reports)
    counts = {"reports": len(reports), "articles": articles, "sources": independent(r.source for r in reports)}
    for name, count in counts.items():
        yield _typed(node, GP + name, str(count), "integer")
    sure = joined((report.source, report.confidence) for report in reports)
    yield _typed(node, GP + "confidence", f"{sure:.4f}".rstrip("0").rstrip("."), "decimal")
    for report in reports:
        yield _link(report.event, SAME_EVENT_AS, node)


def _shared(node: str, reports: list[Report]) -> Iterator[Quad]:
    """Yield the actors that at least half of the reports name on a side if they name any, the mode and the place."""
    for name, sides in (("agent", [r.agents for r in reports]), ("recipient", [r.recipients for r in reports])):
        named = Counter(actor for side in sides for actor in side)
        filled = sum(map(bool, sides))
        yield from (_link(node, GP + name, actor) for actor, times in named.items() if times * 2 >= filled)
    for name, values in (("mode", [_mode(r) for r in reports]), ("place", [r.place for r in reports])):
        yield from (_link(node, GP + name, value) for value in set(values) - {""})


def _dated(node: str, reports: Iterable[Report]) -> Iterator[Quad]:
    """Yield the day or interval that is common to the reports, if a text gives one."""
    dated = [report for report in reports if report.start]
    if dated:
        start, end = max(report.start for report in dated), min(report.end for report in dated)
        yield _typed(node, GP + "date", start, "date")
        yield _link(node, GP + "datePrecision", GP + dated[0].precision)
        if end != start:
            yield _typed(node, GP + "dateEnd", end, "date")


def _mode(report: Report) -> str:
    return PLOVER + report.mode if report.mode else ""


def _link(subject: str, predicate: str, value: str) -> Quad:
    from pyoxigraph import NamedNode, Quad

    return Quad(NamedNode(subject), NamedNode(predicate), NamedNode(value), NamedNode(CURRENT_GRAPH))


def _text(subject: str, predicate: str, value: str) -> Quad:
    from pyoxigraph import Literal, NamedNode, Quad

    return Quad(NamedNode(subject), NamedNode(predicate), Literal(value), NamedNode(CURRENT_GRAPH))


def _typed(subject: str, predicate: str, value: str, datatype: str) -> Quad:
    from pyoxigraph import Literal, NamedNode, Quad

    literal = Literal(value, datatype=NamedNode(XSD + datatype))
    return Quad(NamedNode(subject), NamedNode(predicate), literal, NamedNode(CURRENT_GRAPH))
