"""Answers of queries on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from api.terms import compact
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples
    from rich.console import Console

RESULT_FORMATS: Final = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
PIPED_WIDTH: Final = 200
"""Columns of a table where no terminal says how many there are."""


def write_answer(answer: QuerySolutions | QueryBoolean | QueryTriples, form: str | None) -> None:
    """Write an answer in a form, or in the one that suits it and where it goes.

    Raises:
        DetenteError: the form does not fit the answer.
    """
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    if isinstance(answer, QueryTriples):
        _write_graph(answer, form or "turtle")
    elif form in RESULT_FORMATS or (form is None and not sys.stdout.isatty()):
        _write_results(answer, form or "csv")
    elif form not in (None, "table"):
        raise DetenteError(f"{form} is for CONSTRUCT and DESCRIBE; choose table, {', '.join(RESULT_FORMATS)}.")
    elif isinstance(answer, QueryBoolean):
        sys.stdout.write("true\n" if answer else "false\n")
    elif isinstance(answer, QuerySolutions):
        _write_table(answer)


def list_queries() -> None:
    """Write the named queries with their questions, one a line."""
    from graph.queries import named_queries

    for query in named_queries().values():
        names = " ".join(f"{parameter.name}={parameter.default}" for parameter in query.parameters)
        sys.stdout.write(f"{query.name:<20} {query.question}  [{names}]\n")


def console() -> Console:
    """Make a console on standard output that does not cut lines in a pipe."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def print_table(variables: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table of RDF terms, IRIs shortened by our prefixes, numbers to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    found = [list(row) for row in rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for index, variable in enumerate(variables):
        numbers = bool(found) and all(_is_number(row[index]) for row in found)
        table.add_column(Text(variable), justify="right" if numbers else "left", overflow="fold")
    for row in found:
        table.add_row(*(Text(term_text(term)) for term in row))
    console().print(table)


def term_text(term: object) -> str:
    """Write a term for people to read."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        return compact(term.value)
    if isinstance(term, Literal):
        return " ".join(term.value.split())
    return "" if term is None else str(term)


def _write_table(answer: QuerySolutions) -> None:
    rows = list(answer)
    print_table((variable.value for variable in answer.variables), rows)
    if not rows:
        sys.stderr.write("no answers\n")


def _write_results(answer: QuerySolutions | QueryBoolean, form: str) -> None:
    from pyoxigraph import QueryResultsFormat

    answer.serialize(sys.stdout.buffer, format=getattr(QueryResultsFormat, RESULT_FORMATS[form]))
    if form == "json" or not isinstance(answer, _solutions()):
        sys.stdout.buffer.write(b"\n")


def _write_graph(answer: QueryTriples, form: str) -> None:
    from pyoxigraph import serialize

    from graph.formats import rdf_format

    if form not in ("turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld", "xml"):
        raise DetenteError(f"{form} is for SELECT and ASK; choose turtle, ntriples, nquads, trig, rdfxml or jsonld.")
    serialize(answer, sys.stdout.buffer, format=rdf_format(form), prefixes=PREFIXES)


def _solutions() -> type:
    from pyoxigraph import QuerySolutions

    return QuerySolutions


def _is_number(term: object) -> bool:
    from pyoxigraph import Literal

    numeric = ("integer", "decimal", "double", "float")
    return term is None or (isinstance(term, Literal) and term.datatype.value.rpartition("#")[2] in numeric)
