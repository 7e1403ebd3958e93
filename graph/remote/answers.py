"""Queries as a service takes them, and its answers as the embedded store would have given them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from graph import sparql as engine
from graph.keywords import after_prologue, has_keyword, syntax_error
from graph.remote.connection import Connection
from graph.remote.terms import usual
from graph.sparql import WHOLE, Dataset
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import httpx
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

Row = tuple[object, ...]

JSON: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples, text/turtle;q=0.5, text/plain;q=0.3"
_FORM: Final = re.compile(r"[A-Za-z]+")
_PREFIX: Final = re.compile(r"prefix\s+([\w-]*):", re.IGNORECASE)
_ASKED: Final = "__ask_retval"
"""What some Virtuoso servers call the answer of an ASK, which they then write as a table."""


def ask(
    connection: Connection, sparql: str, dataset: Dataset = WHOLE, base: str | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Ask a service a SELECT, ASK, CONSTRUCT or DESCRIBE, our prefixes being declared.

    Raises:
        DetenteError: a syntax error, with its line and column; the service refuses the query or cannot be reached.
    """
    error = syntax_error("query", sparql, base)
    if error is not None:
        raise engine.syntax_error(error) from None
    text = with_prefixes(sparql, base)
    parameters = list(_dataset(connection, sparql, dataset, base))
    if _form(sparql) in ("CONSTRUCT", "DESCRIBE"):
        return _triples(connection.query(text, TRIPLES, parameters))
    return results(connection.query(text, JSON, parameters).content, is_ask=_form(sparql) == "ASK")


def select(connection: Connection, sparql: str) -> Iterator[Row]:
    """Ask a SELECT of our own, in which every graph is named; give its rows."""
    from pyoxigraph import QuerySolutions

    found = results(connection.query(sparql, JSON).content)
    assert isinstance(found, QuerySolutions)
    return (tuple(row) for row in found)


def holds(connection: Connection, pattern: str) -> bool:
    """Tell whether a pattern, in which every graph is named, is there."""
    return bool(results(connection.query(f"ASK {{ {pattern} }}", JSON).content, is_ask=True))


def results(content: bytes, *, is_ask: bool = False) -> QuerySolutions | QueryBoolean:
    """Read the answer of a SELECT or ASK in JSON.

    Raises:
        DetenteError: it is something else (502).
    """
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    try:
        found = parse_query_results(usual(content), QueryResultsFormat.JSON)
        if is_ask and isinstance(found, QuerySolutions):
            return _boolean(found)
    except (SyntaxError, ValueError) as error:
        begin = " ".join(content[:100].decode("utf-8", "replace").split())
        raise DetenteError(f"The service gives no SPARQL results: {error}. It says: {begin}…", 502) from None
    return found


def with_prefixes(sparql: str, base: str | None = None) -> str:
    """Declare those of our prefixes that a text uses and does not declare, behind its own declarations.

    Everything stays on its line, so that a complaint of the service tells the right one.
    """
    end = after_prologue(sparql)
    own = set(_PREFIX.findall(sparql[:end]))
    ours = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name not in own and f"{name}:" in sparql]
    start = f"BASE <{base}> " if base else ""
    return f"{start}{sparql[:end]} {' '.join(ours)} {sparql[end:]}"


def _form(sparql: str) -> str:
    found = _FORM.match(sparql, after_prologue(sparql))
    return found[0].upper() if found else ""


def _dataset(connection: Connection, sparql: str, dataset: Dataset, base: str | None) -> Iterator[tuple[str, str]]:
    """Say in parameters of the protocol which graphs are asked."""
    if dataset.default_graphs or dataset.named_graphs:
        yield from (("default-graph-uri", iri) for iri in dataset.default_graphs)
        yield from (("named-graph-uri", iri) for iri in dataset.named_graphs)
        return
    where = connection.where
    if has_keyword("from", "query", sparql, base):
        return
    if dataset.union and not where.union:
        yield from where.union_parameters
    elif where.union and not dataset.union:
        raise DetenteError("The default graph of this service is the union of all graphs; it cannot be asked without.")


def _boolean(found: QuerySolutions) -> QueryBoolean:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

    if [variable.value.lower() for variable in found.variables] != [_ASKED]:
        raise ValueError("a table, where true or false was asked for")
    truth = "true" if any(True for _ in found) else "false"
    answer = parse_query_results(f'{{"head": {{}}, "boolean": {truth}}}'.encode(), QueryResultsFormat.JSON)
    assert isinstance(answer, QueryBoolean)
    return answer


def _triples(answer: httpx.Response) -> QueryTriples:
    """Read triples into an engine of our own, whose answers callers know."""
    from pyoxigraph import QueryTriples, Store

    scratch = Store()
    scratch.extend(_as_quads(parse(answer.content, answer.headers.get("Content-Type", ""))))
    found = scratch.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, QueryTriples)
    return found


def _as_quads(triples: Iterable[Triple]) -> Iterator[Quad]:
    from pyoxigraph import Quad

    return (Quad(triple.subject, triple.predicate, triple.object) for triple in triples)


def parse(content: bytes, media_type: str) -> list[Triple]:
    """Read triples as a service wrote them.

    Raises:
        DetenteError: they cannot be read (502).
    """
    from pyoxigraph import RdfFormat
    from pyoxigraph import parse as read

    kind = media_type.partition(";")[0].strip()
    fmt = RdfFormat.from_media_type(kind) if kind not in ("", "text/plain") else RdfFormat.N_TRIPLES
    try:
        return [quad.triple for quad in read(content, fmt or RdfFormat.TURTLE)]
    except (SyntaxError, ValueError) as error:
        raise DetenteError(f"The service gives triples that cannot be read: {error}.", 502) from None
