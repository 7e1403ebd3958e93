"""Content negotiation (RFC 9110) between what a client accepts and what an answer can be written in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ontology.errors import DetenteError

RESULTS: Final[dict[str, str]] = {
    "application/sparql-results+json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/json": "JSON",
    "application/xml": "XML",
    "text/xml": "XML",
}
"""Media types of SELECT and ASK, best first, with pyoxigraph's name of the format."""

GRAPHS: Final[dict[str, str]] = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "application/n-quads": "N_QUADS",
    "application/trig": "TRIG",
    "application/json": "JSON_LD",
    "application/xml": "RDF_XML",
    "text/xml": "RDF_XML",
    "text/n3": "TURTLE",
    "text/plain": "N_TRIPLES",
}
"""Media types of graphs, best first."""

INPUTS: Final[dict[str, str]] = {
    media: member for media, member in GRAPHS.items() if media.partition("/")[2] not in ("json", "xml", "plain", "n3")
}
"""Media types in which graphs are taken."""

SHORT: Final[dict[str, tuple[str, ...]]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "turtle": ("text/turtle",),
    "ntriples": ("application/n-triples",),
    "nquads": ("application/n-quads",),
    "trig": ("application/trig",),
    "rdfxml": ("application/rdf+xml",),
    "jsonld": ("application/ld+json",),
    "json-ld": ("application/ld+json",),
    "n3": ("text/n3",),
    "rdf": ("application/rdf+xml",),
    "rdf+xml": ("application/rdf+xml",),
}
"""Names for ``?format=``, with the media types each stands for; media types name themselves."""


def choose(accept: str, offered: Iterable[str]) -> str:
    """Choose the media type a client likes best; where it likes several as much, the one offered first.

    The most specific range that matches a type decides how much it is liked.

    Raises:
        DetenteError: it accepts none of them (406).
    """
    candidates = list(offered)
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best = max(candidates, key=lambda media: _quality(media, ranges))
    if _quality(best, ranges) <= 0:
        told = f"None of the accepted media types fits this answer; it can be {', '.join(candidates)}."
        raise DetenteError(told, 406)
    return best


def accepted(accept: str, formats: Iterable[str]) -> str:
    """Give what a client accepts when it also names formats, which it likes best; unknown names say nothing."""
    named = [media for name in formats for media in _media_types(name.strip().lower())]
    if not named:
        return accept
    others = [_range(part) for part in accept.split(",") if part.strip()]
    return ", ".join((*named, *(f"{media};q={quality / 2:.4f}" for media, quality in others)))


def content_type(media: str) -> str:
    """Give the header of a body in UTF-8."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _media_types(name: str) -> tuple[str, ...]:
    return (name,) if name in RESULTS or name in GRAPHS else SHORT.get(name, ())


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return media, _number(value)
    return media, 1.0


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """Give the quality of the most specific range that matches."""
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        found = [quality for name, quality in ranges if name == pattern]
        if found:
            return max(found)
    return 0.0
