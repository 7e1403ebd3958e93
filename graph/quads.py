"""What the derived graphs are worked out from: anything that can be asked for quads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pyoxigraph import (
        BlankNode,
        DefaultGraph,
        Literal,
        NamedNode,
        Quad,
        QueryBoolean,
        QuerySolutions,
        QueryTriples,
        Triple,
    )


class QuadSource(Protocol):
    """Answers patterns, queries and questions for single quads, as ``pyoxigraph.Store`` does."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        target: NamedNode | BlankNode | Literal | Triple | None,
        graph_name: NamedNode | BlankNode | DefaultGraph | None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that match; ``None`` matches everything."""
        ...

    def query(self, query: str, /) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a query in which every graph is named."""
        ...

    def __contains__(self, quad: Quad, /) -> bool:
        """Tell whether a quad is there."""
        ...
