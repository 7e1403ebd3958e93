"""Single graphs as the Graph Store Protocol sees them: parsed, replaced, added to, removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from graph import sparql as engine
from ontology.errors import DetenteError
from ontology.namespaces import ACTORS_GRAPH, CURRENT_GRAPH

if TYPE_CHECKING:
    from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

DERIVED: Final = frozenset((ACTORS_GRAPH, CURRENT_GRAPH))


def parse_triples(data: bytes, fmt: RdfFormat, base: str | None = None) -> list[Triple]:
    """Parse RDF that names no graphs; the labels of its blank nodes are its own.

    Raises:
        DetenteError: the data is not in that format or names graphs, with the place where that is known.
    """
    from pyoxigraph import parse

    try:
        quads = parse(data, fmt, base_iri=base, without_named_graphs=True, rename_blank_nodes=True)
        return [quad.triple for quad in quads]
    except (SyntaxError, ValueError) as error:
        raise invalid(fmt, error) from None


def invalid(fmt: RdfFormat, error: SyntaxError | ValueError) -> DetenteError:
    """Turn a parser's complaint about data into an error that has its place in its members."""
    place = {"line": getattr(error, "lineno", None), "column": getattr(error, "offset", None)}
    members = {name: number for name, number in place.items() if number}
    return DetenteError(f"The data is not valid {fmt.name}: {error}.", members=members)


def graph_node(graph_iri: str | None) -> NamedNode | DefaultGraph:
    """Give the term that names a graph; ``None`` is the unnamed graph.

    Raises:
        DetenteError: the name is not an absolute IRI.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    try:
        return DefaultGraph() if graph_iri is None else NamedNode(graph_iri)
    except ValueError:
        raise DetenteError(f"{graph_iri!r} is not an absolute IRI, so it cannot name a graph.") from None


def check_writable(graph_iri: str | None) -> None:
    """Refuse graphs that are derived and never authored.

    Raises:
        DetenteError: it is one of them (403), or the name is not an absolute IRI (400).
    """
    graph_node(graph_iri)
    if graph_iri in DERIVED:
        raise DetenteError(f"<{graph_iri}> is derived from the articles; write to their graphs instead.", 403)


def in_graph(triples: Iterable[Triple], graph_iri: str | None) -> list[Quad]:
    """Put triples into a graph."""
    from pyoxigraph import Quad

    graph = graph_node(graph_iri)
    return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


def without_blank_nodes(quads: Iterable[Quad]) -> list[Quad]:
    """Give the quads back if all their nodes have names, as those of an article must.

    Raises:
        DetenteError: a node has none.
    """
    found = list(quads)
    if any(map(_has_blank_node, found)):
        raise DetenteError("The graph of an article holds no blank nodes; give every node an IRI.")
    return found


def emptied(graph_iri: str | None) -> str:
    """Write the update that removes a graph."""
    return "CLEAR SILENT DEFAULT" if graph_iri is None else f"DROP SILENT GRAPH {graph_node(graph_iri)}"


def written(graph_iri: str | None, quads: list[Quad], *, replace: bool) -> str:
    """Write the update that adds quads to a graph, or puts them in its place; it is then there even without quads."""
    parts = [emptied(graph_iri)] if replace else []
    parts += [f"CREATE SILENT GRAPH {graph_node(graph_iri)}"] if graph_iri is not None else []
    parts += [engine.change([], quads)] if quads else []
    return " ;\n".join(parts)


def checked(graph_iri: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield quads that are all of one graph and hold no blank nodes.

    Raises:
        DetenteError: one is not, or does (500).
    """
    from pyoxigraph import NamedNode

    graph = NamedNode(graph_iri)
    for quad in quads:
        if quad.graph_name != graph:
            raise DetenteError(f"A quad of {quad.graph_name} was given for the article graph <{graph_iri}>.", 500)
        if _has_blank_node(quad):
            raise DetenteError(f"The article graph <{graph_iri}> holds a blank node; give it an IRI.", 500)
        yield quad


def _has_blank_node(quad: Quad) -> bool:
    from pyoxigraph import BlankNode

    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def normalised(quads: Iterable[Quad]) -> set[Quad]:
    """Write literals as the store keeps them: ``0.50`` as ``0.5``, non-negative integers as integers."""
    import pyoxigraph

    scratch = pyoxigraph.Store()
    scratch.extend(quads)
    return set(scratch)
