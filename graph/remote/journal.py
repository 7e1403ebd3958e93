"""What a service is told of our writing: which graphs are under way, whether the rest lags behind, and the last change.

The marks are triples in a graph of ours. They are put with the first request of a change and removed with the last, so
that whoever opens the store after a process died in between knows what to repair.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from ontology.namespaces import GRAPH

JOURNAL_GRAPH: Final = GRAPH + "journal"
_PENDING: Final = JOURNAL_GRAPH + "#pending"
_STALE: Final = JOURNAL_GRAPH + "#stale"
_STATE: Final = JOURNAL_GRAPH + "#state"

READ: Final = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{JOURNAL_GRAPH}> {{ ?s ?p ?o }} }}"
"""The query for what the journal says."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the journal says: the graphs under way, whether the derived ones lag behind, the name of the last state."""

    pending: frozenset[str] = frozenset()
    stale: bool = False
    state: str = ""

    @property
    def clean(self) -> bool:
        """Tell whether nothing is to be repaired."""
        return not (self.pending or self.stale)

    @property
    def modified(self) -> datetime | None:
        """Give the time of the last change, where it is known."""
        try:
            return datetime.fromisoformat(self.state.partition(" ")[0])
        except ValueError:
            return None


def read(rows: Iterable[tuple[object, ...]]) -> Marks:
    """Make the marks of the triples of the journal."""
    triples = [tuple(getattr(term, "value", "") for term in row) for row in rows]
    states = sorted(value for _, name, value in triples if name == _STATE)
    return Marks(
        pending=frozenset(graph for graph, name, _ in triples if name == _PENDING),
        stale=any(name == _STALE for _, name, _ in triples),
        state=states[-1] if states else "",
    )


def begin(graphs: Iterable[str]) -> str:
    """Write the update that marks graphs as under way."""
    return _data("INSERT", [f'<{graph}> <{_PENDING}> "1" .' for graph in sorted(graphs)])


def end(graphs: Iterable[str], state: str) -> str:
    """Write the update that removes such marks and names the new state."""
    gone = _data("DELETE", [f'<{graph}> <{_PENDING}> "1" .' for graph in sorted(graphs)])
    return " ;\n".join(part for part in (gone, named(state)) if part)


def lag(stale: bool) -> str:
    """Write the update that says that the derived graphs lag behind, or no longer do."""
    return _data("INSERT" if stale else "DELETE", [f'<{JOURNAL_GRAPH}> <{_STALE}> "1" .'])


def named(state: str) -> str:
    """Write the update that names the present state."""
    pattern = f"{{ GRAPH <{JOURNAL_GRAPH}> {{ <{JOURNAL_GRAPH}> <{_STATE}> ?state }} }}"
    return f"DELETE WHERE {pattern} ;\n" + _data("INSERT", [f'<{JOURNAL_GRAPH}> <{_STATE}> "{state}" .'])


def new_state() -> str:
    """Make the name of a state, which begins with the time."""
    return f"{datetime.now(UTC).isoformat(timespec='milliseconds')} {uuid4().hex[:12]}"


def _data(keyword: str, triples: list[str]) -> str:
    lines = "\n".join(triples)
    return f"{keyword} DATA {{ GRAPH <{JOURNAL_GRAPH}> {{\n{lines}\n}} }}" if triples else ""
