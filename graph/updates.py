"""Updates as text: which graphs they are asked over, and whether they can touch what others are derived from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.graphs import graph_node
from graph.keywords import GAP, after_prologue, has_keyword
from ontology.errors import DetenteError
from ontology.namespaces import GRAPH

_TOKEN: Final = re.compile(
    r"""
      (?P<string> \"{3}(?:[^"\\]|\\.|\"(?!\"\"))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
                | "(?:[^"\\\r\n]|\\.)*+" | '(?:[^'\\\r\n]|\\.)*+' )
    | (?P<iri> <[^<>"{}|^`\x00-\x20]*+> )
    | (?P<comment> \#[^\r\n]*+ )
    | (?P<brace> [{}] )
    | (?P<name> [?$@_]?[^\W\d]\w*+ | : )
    """,
    re.VERBOSE | re.DOTALL,
)
_GRAPH: Final = re.compile(rf"{GAP}<([^<>\\\s]*+)>", re.IGNORECASE)
_HARMLESS: Final = frozenset(("INSERT", "DELETE", "DATA", "CLEAR", "DROP", "CREATE", "SILENT", "GRAPH", "DEFAULT"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, IRI or brace of a text, with how deep in braces it stands."""

    kind: str
    text: str
    start: int
    end: int
    depth: int


def with_using(sparql: str, graphs: Sequence[str], named: Sequence[str], base: str | None = None) -> str:
    """Let the patterns of an update be matched over some graphs, as if it said USING and USING NAMED.

    Raises:
        DetenteError: it says so itself, by USING or WITH.
    """
    if not graphs and not named:
        return sparql
    if has_keyword("using", "update", sparql, base) or has_keyword("with", "update", sparql, base):
        raise DetenteError("Name the graphs by using-graph-uri or by USING and WITH in the update, not by both.")
    over = [f"USING {graph_node(iri)}" for iri in graphs] + [f"USING NAMED {graph_node(iri)}" for iri in named]
    clause = " ".join(over)
    parts, done = [], 0
    for where, previous, body in _patterns(sparql):
        parts += [sparql[done : where.start], f"{body} " if previous == "DELETE" else "", clause, " "]
        done = where.start
    return "".join((*parts, sparql[done:]))


def touches_ours(sparql: str) -> bool:
    """Tell whether an update may touch graphs of our namespace; ``False`` only where that is plain to see."""
    for token in _tokens(sparql, after_prologue(sparql)):
        name = token.text.upper() if token.kind == "name" else ""
        if token.depth == 0 and name and name not in _HARMLESS:
            return True
        if name.endswith("GRAPH") and not _is_foreign(_GRAPH.match(sparql, token.end)):
            return True
    return False


def _is_foreign(graph: re.Match[str] | None) -> bool:
    """Tell whether a graph is named by a plain absolute IRI outside our namespace."""
    return graph is not None and ":" in graph[1] and "/." not in graph[1] and not graph[1].startswith(GRAPH)


def _tokens(sparql: str, start: int = 0) -> Iterator[Token]:
    depth = 0
    for found in _TOKEN.finditer(sparql, start):
        kind, text = found.lastgroup or "", found[0]
        depth -= text == "}"
        if kind != "comment":
            yield Token(kind, text, found.start(), found.end(), depth)
        depth += text == "{"


def _patterns(sparql: str) -> Iterator[tuple[Token, str, str]]:
    """Find the words WHERE of an update, each with the word before it and the text of its braces."""
    tokens = [token for token in _tokens(sparql) if token.depth == 0]
    for before, where, opening, closing in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if where.text.upper() == "WHERE" and opening.text == "{":
            yield where, before.text.upper(), sparql[opening.start : closing.end]
