"""Answers of SPARQL queries in plain values, for people who do not write SPARQL."""

from __future__ import annotations

import json
from typing import Any, Final

from ontology.namespaces import DATA, GP, PLOVER, XSD, actor_id

_ACTOR: Final = DATA + "actor/"
_IDS: Final = (DATA + "stance/", DATA + "event/", DATA + "article/")
_NUMBERS: Final = {XSD + "integer": int, XSD + "decimal": float, XSD + "double": float, XSD + "float": float}


def plain(results: bytes) -> tuple[list[str], list[list[Any]]]:
    """Turn SPARQL results in JSON into a header and rows: ids for actors and claims, local names for our terms."""
    found = json.loads(results)
    header: list[str] = found["head"]["vars"]
    rows = [[_value(row.get(name)) for name in header] for row in found["results"]["bindings"]]
    return header, rows


def _value(term: dict[str, str] | None) -> Any:
    if term is None:
        return None
    value = term["value"]
    return _short(value) if term["type"] == "uri" else _literal(value, term.get("datatype", ""))


def _short(iri: str) -> str:
    if iri.startswith(_ACTOR):
        return actor_id(iri)
    if iri.startswith((GP, PLOVER)):
        return iri.rpartition("#")[2]
    return next((iri.removeprefix(start) for start in _IDS if iri.startswith(start) and "#" not in iri), iri)


def _literal(value: str, datatype: str) -> Any:
    if datatype == XSD + "boolean":
        return value in ("true", "1")
    try:
        return _NUMBERS[datatype](value)
    except (KeyError, ValueError):
        return value
