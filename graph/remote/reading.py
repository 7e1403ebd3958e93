"""What is ours in a service: the graphs below our own address, which others' graphs may stand beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from graph.graphs import normalised
from graph.remote.answers import select
from graph.remote.connection import Connection
from graph.remote.journal import JOURNAL_GRAPH
from graph.remote.source import quads
from ontology.namespaces import GRAPH

if TYPE_CHECKING:
    from pyoxigraph import Quad

GRAPHS_AT_ONCE: Final = 50
_OURS: Final = f'GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{GRAPH}") && STR(?g) != "{JOURNAL_GRAPH}")'


def count_quads(connection: Connection) -> int:
    """Count the quads that are ours, the journal aside."""
    rows = select(connection, f"SELECT (COUNT(*) AS ?n) WHERE {{ {_OURS} }}")
    return next((int(str(getattr(count, "value", 0))) for (count,) in rows), 0)


def all_quads(connection: Connection) -> Iterator[Quad]:
    """Yield the quads that are ours, some graphs at a time."""
    rows = select(connection, f"SELECT DISTINCT ?g WHERE {{ {_OURS} }}")
    yield from quads_of(connection, sorted(str(getattr(graph, "value", "")) for (graph,) in rows))


def quads_of(connection: Connection, graphs: Iterable[str]) -> Iterator[Quad]:
    """Yield the quads of some graphs."""
    waiting = iter(graphs)
    while names := list(islice(waiting, GRAPHS_AT_ONCE)):
        listed = " ".join(f"<{name}>" for name in names)
        yield from quads(connection, f"VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }}")


def stored(connection: Connection, graphs: Iterable[str]) -> dict[str, set[Quad]]:
    """Map graphs to their quads, literals being written as the embedded store writes them."""
    found: dict[str, set[Quad]] = {graph: set() for graph in graphs}
    for quad in normalised(quads_of(connection, found)):
        found[str(quad.graph_name)[1:-1]].add(quad)
    return found
