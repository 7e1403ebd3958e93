"""Options and words that several commands share."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from api import defaults

STORE_HELP: Final = "Folder of the graph store, :memory:, or the address of a SPARQL service."

StoreOption = Annotated[str, typer.Option("--store", envvar="DETENTE_STORE", metavar="FOLDER|URL", help=STORE_HELP)]
HostOption = Annotated[str, typer.Option("--host", envvar="DETENTE_HOST", help="Address to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", envvar="DETENTE_PORT", min=0, max=65535, help="Port to listen on; 0 takes a free one.")
]

STORE: Final = defaults.STORE
HOST: Final = defaults.HOST
PORT: Final = defaults.PORT


def examples(*lines: str) -> str:
    """Write the examples that close a help text, one a line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def counted(number: int, noun: str) -> str:
    """Say how many: ``1 article``, ``12 articles``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
