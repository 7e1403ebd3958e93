"""What a query on the public endpoint may not do: reach out to other servers, or change anything."""

from __future__ import annotations

import re
from typing import Final

from ontology.errors import DetenteError

# oxigraph reads keywords without word boundaries, and strings and IRIs by place, so no tokenizer of ours can tell for
# sure where it will see SERVICE. What SERVICE must be followed by is looked for everywhere, in strings too.
_GAP: Final = r"(?:\s|#[^\r\n]*+(?:[\r\n]|$))*+"
_WHERE: Final = r"(?:<[^<>{\s]*+>|[?$]\w++|[^\s<{#?$:]*+:[^\s{]*+)"
_SERVICE: Final = re.compile(rf"service{_GAP}(?:silent{_GAP})?{_WHERE}{_GAP}\{{", re.IGNORECASE)
_PROLOGUE: Final = re.compile(
    rf"{_GAP}(?:(?:base{_GAP}<[^<>\s]*+>|prefix\s+[^\s:]*+:{_GAP}<[^<>\s]*+>){_GAP})*+", re.IGNORECASE
)
_UPDATE: Final = re.compile(r"(?:insert|delete|load|clear|drop|create|add|move|copy|with)\b", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")


def check(sparql: str) -> None:
    """Let a query pass only if it reads from this store alone.

    Raises:
        DetenteError: it uses SERVICE, or is an update such as LOAD (403).
    """
    for text in {sparql, _ESCAPE.sub(_character, sparql)}:
        if _SERVICE.search(text):
            raise DetenteError("SERVICE is not allowed: this endpoint does not query other servers.", 403)
        if is_update(text):
            raise DetenteError("Updates are not allowed: this endpoint only answers queries.", 403)


def is_update(sparql: str) -> bool:
    """Tell whether a text opens, after its prologue, like a SPARQL update."""
    prologue = _PROLOGUE.match(sparql)
    return _UPDATE.match(sparql, prologue.end() if prologue else 0) is not None


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]
