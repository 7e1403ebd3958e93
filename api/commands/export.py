"""``detente export``: the whole graph in a format of others."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from api.commands.options import STORE, StoreOption

EXAMPLES: Final = (
    "detente export --format trig --output graph.trig",
    "detente export --format csv > relations.csv",
    "detente export --format graphml --output network.graphml",
)


class Format(StrEnum):
    """The formats the graph can be written in."""

    nquads = "nquads"
    trig = "trig"
    turtle = "turtle"
    ntriples = "ntriples"
    rdfxml = "rdfxml"
    jsonld = "jsonld"
    csv = "csv"
    graphml = "graphml"


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help="RDF with graph names (nquads, trig, jsonld) or without; csv: the current relations;"
        " graphml: the signed network of states and other principals.",
    ),
]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="File to write; - is standard output.")]


def export(form: FormatOption = Format.nquads, output: Output = "-", store: StoreOption = STORE) -> None:
    """Write the graph, its current relations or its network."""
    from api.stores import open_store
    from graph.export import export as run

    with open_store(store, read_only=True) as opened:
        if output == "-":
            run(opened, form.value, sys.stdout.buffer)
            return
        with Path(output).open("wb") as target:
            run(opened, form.value, target)
