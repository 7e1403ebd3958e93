"""What a query or update may not do: reach out to other servers, unless the settings name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from graph import sparql as engine
from graph.keywords import GAP, Found, Kind, after_prologue, spelling, syntax_error, without
from ontology.errors import DetenteError

_REACHING: Final = ("service", "load")
_TARGET: Final = re.compile(rf"{GAP}(?:silent{GAP})?<([^<>\s\\]*+)>", re.IGNORECASE)
_UPDATE: Final = re.compile(r"(?:insert|delete|load|clear|drop|create|add|move|copy|with)\b", re.IGNORECASE)


def check(sparql: str, kind: Kind = "query", *, allowed: Sequence[str] = (), base: str | None = None) -> None:
    """Let a text pass only if it reads from this store and from the servers allowed.

    An entry of ``allowed`` is an IRI, or the beginning of IRIs if it ends in ``*``.

    Raises:
        DetenteError: it reaches out by SERVICE or LOAD, or is an update given as a query (403), or cannot be parsed.
    """
    if kind == "query" and is_update(sparql):
        raise DetenteError("This is an update. Updates are not allowed here: send them to /update.", 403)
    if not any(spelling(word).search(sparql) for word in _REACHING):
        return
    blunted = without(_REACHING, sparql, keep=lambda found: _leads_to(found, allowed))
    if syntax_error(kind, blunted, base) is None:
        return
    error = syntax_error(kind, sparql, base)
    if error is not None:
        raise engine.syntax_error(error)
    raise DetenteError(_refusal(allowed), 403)


def is_update(sparql: str) -> bool:
    """Tell whether a text opens, after its prologue, like a SPARQL update."""
    return _UPDATE.match(sparql, after_prologue(sparql)) is not None


def _leads_to(found: Found, allowed: Sequence[str]) -> bool:
    """Tell whether the IRI that follows the word is allowed; as a keyword it could only have that IRI."""
    target = _TARGET.match(found.string, found.end())
    return target is not None and any(_matches(target[1], entry) for entry in allowed)


def _matches(iri: str, entry: str) -> bool:
    return iri.startswith(entry[:-1]) if entry.endswith("*") else iri == entry


def _refusal(allowed: Sequence[str]) -> str:
    if not allowed:
        return "SERVICE and LOAD are not allowed: this endpoint does not read from other servers."
    return (
        "SERVICE and LOAD are allowed only with an IRI of the list in DETENTE_SERVICE_ALLOW, written in full: "
        f"{', '.join(allowed)}."
    )
