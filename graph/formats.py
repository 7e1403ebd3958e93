"""The RDF formats by the names and file endings users know, and quads written in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad, RdfFormat

MEMBERS: Final[dict[str, str]] = {
    "nquads": "N_QUADS",
    "trig": "TRIG",
    "turtle": "TURTLE",
    "ntriples": "N_TRIPLES",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON_LD",
}
"""Our name of each format and pyoxigraph's."""

_ALIASES: Final[dict[str, str]] = {"nq": "nquads", "ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "xml": "rdfxml"}


def rdf_format(name: str) -> RdfFormat:
    """Look a format up by our name or its usual file ending.

    Raises:
        DetenteError: no such format.
    """
    from pyoxigraph import RdfFormat

    key = name.lower().lstrip(".").replace("-", "")
    member = MEMBERS.get(_ALIASES.get(key, key))
    if member is None:
        raise DetenteError(f"{name!r} is not an RDF format; choose one of {', '.join(MEMBERS)}.")
    found: RdfFormat = getattr(RdfFormat, member)
    return found


def format_of(path: Path) -> RdfFormat:
    """Tell the format of a file from its ending.

    Raises:
        DetenteError: the ending is of no RDF format.
    """
    return rdf_format(path.suffix or path.name)


def write_quads(quads: Iterable[Quad], fmt: RdfFormat, output: IO[bytes], *, sort: bool = False) -> None:
    """Serialise quads; a format without graphs gets each triple once. Only N-Quads and N-Triples can be sorted."""
    from pyoxigraph import RdfFormat, serialize

    items: Iterable[object] = quads if fmt.supports_datasets else dict.fromkeys(quad.triple for quad in quads)
    if sort and fmt in (RdfFormat.N_QUADS, RdfFormat.N_TRIPLES):
        output.writelines(sorted(f"{item} .\n".encode() for item in items))
        return
    serialize(items, output, format=fmt, prefixes=PREFIXES)  # type: ignore[arg-type]
