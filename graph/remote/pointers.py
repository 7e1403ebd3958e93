"""Which quads point to some nodes or values by a predicate, read for all of a batch with one request."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyoxigraph import Quad

AT_ONCE: Final = 200
"""Values asked about with one request."""
Fetch = Callable[[str], Iterable["Quad"]]
"""Gives the quads that a pattern of ?s ?p ?o ?g finds."""
_Way = tuple[str, str]
"""A predicate and a graph as written in SPARQL; the graph is empty where any will do."""


class Pointers:
    """Remembers what was read for one change."""

    def __init__(self) -> None:
        self._expected: dict[_Way, dict[str, None]] = {}
        self._known: dict[_Way, dict[str, list[Quad]]] = {}

    def expect(self, predicate: str, targets: Iterable[str], graph: str = "") -> None:
        """Tell of values, as written in SPARQL, that will be asked about."""
        self._expected.setdefault((predicate, graph), {}).update(dict.fromkeys(targets))

    def find(self, predicate: str, target: str, graph: str, fetch: Fetch) -> list[Quad] | None:
        """Give the quads that point to a value, ``None`` if it was not expected."""
        way = (predicate, graph)
        known, expected = self._known.setdefault(way, {}), self._expected.get(way, {})
        if target not in known and target in expected:
            rest = (other for other in expected if other not in known and other != target)
            self._read(way, [target, *islice(rest, AT_ONCE)], fetch)
        return known.get(target)

    def _read(self, way: _Way, targets: list[str], fetch: Fetch) -> None:
        predicate, graph = way
        found: dict[str, list[Quad]] = {target: [] for target in targets}
        where = f"VALUES ?g {{ {graph} }}" if graph else ""
        values = f"VALUES ?o {{ {' '.join(targets)} }} VALUES ?p {{ {predicate} }} {where}"
        for quad in fetch(f"{values} GRAPH ?g {{ ?s ?p ?o }}"):
            found.setdefault(str(quad.object), []).append(quad)
        self._known[way].update(found)
