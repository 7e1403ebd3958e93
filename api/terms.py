"""RDF terms written into queries: only through here, so that nothing a user types is read as SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from ontology.errors import DetenteError
from ontology.namespaces import DATA, PREFIXES, actor_iri

_LOCAL: Final = re.compile(r"\w(?:[\w.-]*[\w-])?")
_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def iri(value: str) -> str:
    """Write an IRI as a SPARQL term.

    Raises:
        DetenteError: it is not an absolute IRI.
    """
    from pyoxigraph import NamedNode

    try:
        return str(NamedNode(value))
    except ValueError:
        raise DetenteError(f"{value!r} is not an IRI.") from None


def values(variable: str, iris: Iterable[str]) -> str:
    """Write a VALUES block that binds a variable to IRIs."""
    return f"VALUES ?{variable} {{ {' '.join(map(iri, iris))} }}"


def actor(ref: str) -> str:
    """Write an actor, given by its id (``RUS``), by ``actor:RUS`` or by its IRI."""
    return iri(ref if ref.startswith(("http://", "https://")) else actor_iri(ref.removeprefix("actor:")))


def resource(kind: str, name: str) -> str:
    """Name an article, event or stance by the last part of its IRI."""
    return f"{DATA}{kind}/{quote(name, safe='-_.~')}"


def compact(value: str) -> str:
    """Shorten an IRI with our prefixes, where the result is a valid prefixed name."""
    for prefix, namespace in _BY_LENGTH:
        local = value.removeprefix(namespace)
        if local != value and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return value
