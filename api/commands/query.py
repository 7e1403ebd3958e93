"""``detente query``: SPARQL over the store."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import Annotated, Final

import typer

from api.commands.options import STORE, StoreOption

EXAMPLES: Final = (
    "detente query 'SELECT ?who WHERE { ?who gp:opposes actor:RUS }'",
    "detente query --example who-opposes --param target=RUS --format csv",
    "detente query -f question.rq --format json > answer.json",
)


class Format(StrEnum):
    """The forms an answer can be written in."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    turtle = "turtle"
    ntriples = "ntriples"
    nquads = "nquads"
    trig = "trig"
    rdfxml = "rdfxml"
    jsonld = "jsonld"


Sparql = Annotated[str | None, typer.Argument(metavar="[SPARQL]", help="SELECT, ASK, CONSTRUCT or DESCRIBE.")]
File = Annotated[
    typer.FileText | None,
    typer.Option("--file", "-f", encoding="utf-8", help="Read the query from a file; - is standard input."),
]
Name = Annotated[str | None, typer.Option("--example", metavar="NAME", help="Ask a named question; `list` shows them.")]
Params = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="NAME=VALUE", help="Value of a parameter of the named question: RUS, 2021-05-01."),
]
MinConfidence = Annotated[
    float | None,
    typer.Option("--min-confidence", min=0, max=1, help="Least confidence of the claims a named question counts."),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="table, csv, tsv, json, xml for SELECT and ASK; turtle and the rest for CONSTRUCT and DESCRIBE."
        " By default a table on a terminal, csv in a pipe, turtle for graphs.",
    ),
]


def query(
    sparql: Sparql = None,
    file: File = None,
    example: Name = None,
    param: Params = None,
    min_confidence: MinConfidence = None,
    form: FormatOption = None,
    store: StoreOption = STORE,
) -> None:
    """Answer a SPARQL query.

    It is asked of the union of all graphs. The prefixes gp, plover, actor, graph, sem, nif, prov, skos, owl, rdf, rdfs,
    schema, org, wd and xsd are declared.
    """
    from api.output import list_queries, write_answer
    from api.stores import open_store

    if example == "list":
        list_queries()
        return
    least = [] if min_confidence is None else [f"least={min_confidence}"]
    text = _text(sparql, file, example, [*(param or []), *least])
    with open_store(store, read_only=True) as opened:
        write_answer(opened.query(text), form.value if form else None)


def _text(sparql: str | None, file: typer.FileText | None, example: str | None, params: list[str]) -> str:
    """Give the one query that was asked for."""
    if sum(given is not None for given in (sparql, file, example)) != 1:
        raise typer.BadParameter("give one query: as SPARQL text, with --file, or with --example")
    if params and example is None:
        raise typer.BadParameter("only a named question (--example) has parameters and a least confidence")
    if file is not None:
        return file.read()
    return sparql if sparql is not None else _named(example or "", params)


def _named(name: str, params: list[str]) -> str:
    from graph.queries import named_queries

    known = named_queries()
    if name not in known:
        raise typer.BadParameter(f"there is no {name!r}; choose one of {', '.join(known)}", param_hint="--example")
    given: dict[str, list[str | None]] = defaultdict(list)
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise typer.BadParameter(f"{param!r} is not of the form NAME=VALUE", param_hint="--param")
        given[key].append(None if value == "UNDEF" else value)
    return known[name].bind(given)
