"""RDF data into a service, in portions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from graph.graphs import invalid
from graph.remote.connection import Connection
from graph.remote.pieces import Change, Size, send
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat


def load(connection: Connection, source: Path | bytes | IO[bytes], fmt: RdfFormat, size: Size) -> None:
    """Add the quads of a file or of bytes, portion by portion; blank nodes must fit into one of them.

    Raises:
        DetenteError: the data is not in that format, the file cannot be read, or there are too many blank nodes.
    """
    from pyoxigraph import parse

    options: dict[str, Any] = {"path": str(source)} if isinstance(source, Path) else {"input": source}
    try:
        quads = parse(format=fmt, rename_blank_nodes=True, **options)
        blank: list[Quad] = []
        while portion := list(islice(_named(quads, blank, size.triples), size.triples)):
            send(connection, Change(added=portion), size)
    except SyntaxError as error:
        raise invalid(fmt, error) from None
    except OSError as error:
        raise DetenteError(f"Cannot read {source if isinstance(source, Path) else 'the data'}: {error}.") from error
    send(connection, Change(added=blank), size)


def _named(quads: Iterable[Quad], blank: list[Quad], most: int) -> Iterator[Quad]:
    """Yield quads, but keep those with blank nodes back: in two requests their labels would mean two nodes."""
    for quad in quads:
        if not any(str(term).startswith("_:") for term in (quad.subject, quad.object)):
            yield quad
            continue
        blank.append(quad)
        if len(blank) > most:
            raise DetenteError(
                f"More than {most} quads hold blank nodes, which must go in one request. Give them IRIs."
            )
