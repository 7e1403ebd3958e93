"""SPARQL against pyoxigraph with our prefixes, the union default graph and errors in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from graph.disk import failure
from graph.keywords import has_keyword
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples


_POSITION: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
UNNAMED_GRAPH: Final = "urn:x-arq:DefaultGraph"
"""What the unnamed graph can be called where a dataset is chosen; the name is Jena's."""

_LONGEST_HINT: Final = 160
_DEFAULT: Final = "DEFAULT"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query is asked over (SPARQL 1.1 Protocol).

    Without any, those that FROM and FROM NAMED give are asked; else all, the default graph being the union of the named
    graphs and the unnamed one, or the unnamed one alone without ``union``.
    """

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = True


WHOLE: Final = Dataset()


def query(
    store: pyoxigraph.Store, sparql: str, dataset: Dataset = WHOLE, *, base: str | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE; ``base`` resolves its relative IRIs.

    Raises:
        DetenteError: the text is not SPARQL; the message gives line and column.
    """
    try:
        if dataset.default_graphs or dataset.named_graphs:
            chosen = _nodes(dataset.default_graphs), _nodes(dataset.named_graphs)
            return store.query(
                sparql, base_iri=base, prefixes=PREFIXES, default_graph=chosen[0], named_graphs=chosen[1]
            )
        union = dataset.union and not has_keyword("from", "query", sparql, base)
        return store.query(sparql, base_iri=base, prefixes=PREFIXES, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise syntax_error(error) from None


def update(store: pyoxigraph.Store, sparql: str, *, base: str | None = None) -> None:
    """Run a SPARQL update as one transaction.

    Raises:
        DetenteError: the text is not a SPARQL update, or the store cannot be written.
    """
    try:
        store.update(sparql, base_iri=base, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(error) from None
    except RuntimeError as error:
        raise DetenteError(f"Nothing was changed: {error}.", 409) from error
    except OSError as error:
        raise failure(error, "Nothing was changed") from error


def syntax_error(error: SyntaxError) -> DetenteError:
    """Turn pyoxigraph's parse error into one short line with its position, which is in the members too."""
    found = _POSITION.search(str(error))
    if found is None:
        return DetenteError(f"SPARQL syntax error: {error}.")
    line, column, hint = found.groups()
    where = f"SPARQL syntax error at line {line}, column {column}"
    members = {"line": int(line), "column": int(column)}
    if "Prefix not found" in hint:
        known = ", ".join(PREFIXES)
        told = f"{where}: this prefix is not declared. Known without declaration: {known}."
        return DetenteError(told, members=members)
    hint = " ".join(hint.split())
    shortened = hint if len(hint) <= _LONGEST_HINT else hint[:_LONGEST_HINT] + "…"
    return DetenteError(f"{where}: {shortened}", members=members)


def change(removed: Iterable[Quad], added: Iterable[Quad], drop: Iterable[str] = ()) -> str:
    """Write one update that drops graphs, then deletes and adds quads; empty if there is nothing to do."""
    parts = [f"DROP SILENT GRAPH <{graph}>" for graph in drop]
    for keyword, quads in (("DELETE", list(removed)), ("INSERT", list(added))):
        if quads:
            parts.append(f"{keyword} DATA {{\n{_blocks(quads)}\n}}")
    return " ;\n".join(parts)


def _blocks(quads: list[Quad]) -> str:
    blocks: list[str] = []
    for graph, members in groupby(sorted(quads, key=_graph_key), key=_graph_key):
        triples = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in members)
        blocks.append(triples if graph == _DEFAULT else f"GRAPH {graph} {{\n{triples}\n}}")
    return "\n".join(blocks)


def _nodes(iris: Sequence[str]) -> list[Any]:
    from pyoxigraph import DefaultGraph, NamedNode

    try:
        return [DefaultGraph() if iri == UNNAMED_GRAPH else NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise DetenteError(f"The name of a graph must be an absolute IRI: {error}.") from None


def _graph_key(quad: Quad) -> str:
    return str(quad.graph_name)
