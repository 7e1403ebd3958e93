"""Checking graphs against the SHACL shapes, in portions that fit in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graph.formats import write_quads
from ontology.namespaces import ACTORS_GRAPH
from ontology.scheme import resource_bytes

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from rdflib import Graph

    from graph.store import Store

PORTION: Final = 2_000
"""Quads checked at a time; articles are never divided."""
_SH: Final = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One broken rule: the node, the property (``None`` for the node as a whole), the value and the rule in words."""

    focus: str
    path: str | None
    value: str | None
    message: str
    shape: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: what was broken, and how many quads were looked at."""

    violations: tuple[Violation, ...]
    quads: int

    @property
    def conforms(self) -> bool:
        """Tell whether nothing was broken."""
        return not self.violations


def validate(store: Store, graph_iri: str | None = None) -> Report:
    """Check one article graph, or the articles and actors of the whole store."""
    shapes = _parse(resource_bytes("shapes.ttl"), "turtle")
    found: list[Violation] = []
    quads = 0
    for portion in _portions(store, graph_iri):
        found += check(portion, shapes)
        quads += len(portion)
    return Report(tuple(sorted(set(found), key=repr)), quads)


def check(quads: Iterable[Quad], shapes: Graph | None = None) -> list[Violation]:
    """Check some quads, graph names aside, against the shapes."""
    from io import BytesIO

    from pyoxigraph import RdfFormat
    from pyshacl import validate as run_shacl

    buffer = BytesIO()
    write_quads(quads, RdfFormat.N_TRIPLES, buffer)
    data = _parse(buffer.getvalue(), "nt")
    shapes = shapes if shapes is not None else _parse(resource_bytes("shapes.ttl"), "turtle")
    conforms, report, _ = run_shacl(data, shacl_graph=shapes, inplace=True)
    return [] if conforms else list(_violations(report))


def _portions(store: Store, graph_iri: str | None) -> Iterator[list[Quad]]:
    if graph_iri:
        yield list(store.quads(graph_iri))
        return
    portion: list[Quad] = []
    for graph in (ACTORS_GRAPH, *sorted({article.graph for article in store.articles()})):
        portion += store.quads(graph)
        if len(portion) >= PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _violations(report: Any) -> Iterator[Violation]:
    from rdflib import RDF, URIRef

    for result in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")):

        def text(name: str, node: Any = result) -> str | None:
            found = report.value(node, URIRef(_SH + name))
            return None if found is None else str(found)

        yield Violation(
            focus=text("focusNode") or "",
            path=text("resultPath"),
            value=text("value"),
            message=text("resultMessage") or "",
            shape=text("sourceConstraintComponent") or "",
        )


def _parse(data: bytes, syntax: str) -> Graph:
    from rdflib import Graph

    return Graph().parse(data=data, format=syntax)
