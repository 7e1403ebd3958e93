"""Whether a service gives back what it was given."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from graph.graphs import in_graph, normalised
from graph.remote.connection import Connection
from graph.remote.journal import JOURNAL_GRAPH
from graph.remote.pieces import Change, Size, send
from graph.remote.reading import stored
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

_TRIAL_GRAPH: Final = JOURNAL_GRAPH + "/trial"
_LONG: Final = "é" * 5_000
"""Longer than what Virtuoso keeps in its index."""


def check_literals(connection: Connection, size: Size) -> None:
    """Write a literal of each kind, read it back and remove it.

    Raises:
        DetenteError: the service changes what it is given (502).
    """
    wanted = normalised(in_graph(_triples(), _TRIAL_GRAPH))
    send(connection, Change(graphs={_TRIAL_GRAPH: wanted}), size)
    found = stored(connection, [_TRIAL_GRAPH])
    connection.update(f"DROP SILENT GRAPH <{_TRIAL_GRAPH}>")
    require_same({_TRIAL_GRAPH: wanted}, found)


def require_same(wanted: Mapping[str, set[Quad]], found: Mapping[str, set[Quad]]) -> None:
    """Compare graphs with what was to be in them.

    Raises:
        DetenteError: the service has changed something (502).
    """
    for graph, quads in wanted.items():
        lost, foreign = quads - found[graph], found[graph] - quads
        if lost or foreign:
            raise DetenteError(
                f"The service has not kept what was written to <{graph}>: {_some(lost)} went in, "
                f"{_some(foreign)} came out. It cannot be used as a store as it is.",
                502,
            )


def _some(quads: set[Quad]) -> str:
    first = min((f"{quad.subject} {quad.predicate} {quad.object}" for quad in quads), default="nothing of the kind")
    return first if len(first) < 300 else first[:300] + "…"


def _triples() -> list[Triple]:
    from pyoxigraph import Literal, RdfFormat, Triple, parse

    data = files("graph").joinpath("remote", "literals.ttl").read_bytes()
    triples = [quad.triple for quad in parse(data, RdfFormat.TURTLE)]
    return [*triples, Triple(triples[0].subject, triples[0].predicate, Literal(_LONG, language="fr"))]
