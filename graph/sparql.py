"""SPARQL against pyoxigraph with our prefixes, the union default graph and errors in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples


_POSITION: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST_HINT: Final = 160


def query(store: pyoxigraph.Store, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE whose default graph is the union of all graphs.

    Raises:
        DetenteError: the text is not SPARQL; the message gives line and column.
    """
    try:
        return store.query(sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise syntax_error(error) from None


def update(store: pyoxigraph.Store, sparql: str) -> None:
    """Run a SPARQL update as one transaction.

    Raises:
        DetenteError: the text is not a SPARQL update, or the store cannot be written.
    """
    try:
        store.update(sparql, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(error) from None
    except OSError as error:
        raise DetenteError(f"The update failed and nothing was changed: {error}.", 500) from error


def syntax_error(error: SyntaxError) -> DetenteError:
    """Turn pyoxigraph's parse error into one short line with its position."""
    found = _POSITION.search(str(error))
    if found is None:
        return DetenteError(f"SPARQL syntax error: {error}.")
    line, column, hint = found.groups()
    where = f"SPARQL syntax error at line {line}, column {column}"
    if "Prefix not found" in hint:
        known = ", ".join(PREFIXES)
        return DetenteError(f"{where}: this prefix is not declared. Known without declaration: {known}.")
    hint = " ".join(hint.split())
    shortened = hint if len(hint) <= _LONGEST_HINT else hint[:_LONGEST_HINT] + "…"
    return DetenteError(f"{where}: {shortened}")


def change(removed: Iterable[Quad], added: Iterable[Quad], drop: str | None = None) -> str:
    """Write one update that drops a graph, then deletes and adds quads; empty if there is nothing to do."""
    parts = [f"DROP SILENT GRAPH <{drop}>"] if drop else []
    for keyword, quads in (("DELETE", list(removed)), ("INSERT", list(added))):
        if quads:
            parts.append(f"{keyword} DATA {{\n{_blocks(quads)}\n}}")
    return " ;\n".join(parts)


def _blocks(quads: list[Quad]) -> str:
    blocks: list[str] = []
    for graph, members in groupby(sorted(quads, key=_graph_key), key=_graph_key):
        triples = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in members)
        blocks.append(f"GRAPH {graph} {{\n{triples}\n}}")
    return "\n".join(blocks)


def _graph_key(quad: Quad) -> str:
    return str(quad.graph_name)
