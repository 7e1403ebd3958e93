"""Which words of a SPARQL text are keywords: the engine's own parser is asked, so that we and it cannot disagree.

A word is replaced, wherever it is written, by one that means nothing. Strings, comments, IRIs and names stay readable
that way; where a keyword stood, the text is no longer SPARQL.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, Literal

from ontology.namespaces import PREFIXES

Kind = Literal["query", "update"]
Found = re.Match[str]

GAP: Final = r"(?:\s|#[^\r\n]*+(?:[\r\n]|$))*+"
"""What may stand between two words: white space and comments."""
_PROLOGUE: Final = re.compile(
    rf"{GAP}(?:(?:base{GAP}<[^<>\s]*+>|prefix{GAP}[^\s:<>]*+:{GAP}<[^<>\s]*+>){GAP})*+", re.IGNORECASE
)
_NOWHERE: Final = "urn:x-detente:nowhere"
_CODE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")


def syntax_error(kind: Kind, sparql: str, base: str | None = None) -> SyntaxError | None:
    """Parse a text as a query or an update without running any of it; give the parser's complaint."""
    from pyoxigraph import Literal as Term
    from pyoxigraph import Store, Variable

    try:
        if kind == "query":  # it asks for no such variable, which the engine sees after parsing, before evaluating
            unknown: dict[Variable, Any] = {Variable("unknown" + _fresh()): Term("")}
            Store().query(sparql, base_iri=base, prefixes=PREFIXES, substitutions=unknown)
        else:  # there is no such graph, so the update ends where it begins
            start = after_prologue(sparql)
            stopped = f"{sparql[:start]} CLEAR GRAPH <{_NOWHERE}> ; {sparql[start:]}"
            Store().update(stopped, base_iri=base, prefixes=PREFIXES)
    except SyntaxError as error:
        return error
    except RuntimeError:
        return None
    raise AssertionError("The engine ran a text that was only to be parsed.")


def has_keyword(word: str, kind: Kind, sparql: str, base: str | None = None) -> bool:
    """Tell whether a word is a keyword somewhere in a query or an update that can be parsed."""
    if spelling(word).search(sparql) is None:
        return False
    return syntax_error(kind, without([word], sparql), base) is not None


def without(words: Iterable[str], sparql: str, keep: Callable[[Found], bool] = lambda _: False) -> str:
    """Replace some words, however they are spelt, by one the text does not contain, except where ``keep`` says so."""
    fresh = _fresh()
    for word in words:
        sparql = spelling(word).sub(lambda found: found[0] if keep(found) else _cased(fresh, found[0]), sparql)
    return sparql


@lru_cache(maxsize=16)
def spelling(word: str) -> re.Pattern[str]:
    """Match a word in any case, its letters plain or as codepoint escapes."""
    return re.compile("".join(map(_letter, word)))


def after_prologue(sparql: str) -> int:
    """Give the place where the prefixes of a text end."""
    found = _PROLOGUE.match(sparql)
    return found.end() if found else 0


def _letter(letter: str) -> str:
    forms = [form for case in (letter.lower(), letter.upper()) for form in (case, *_escapes(case))]
    return f"(?:{'|'.join(forms)})"


def _escapes(letter: str) -> tuple[str, str]:
    digits = "".join(f"[{digit.lower()}{digit.upper()}]" for digit in f"{ord(letter):02x}")
    return rf"\\u00{digits}", rf"\\U000000{digits}"


def _fresh() -> str:
    return "".join(secrets.choice("ghjkqvwxyz") for _ in range(16))


def _cased(fresh: str, word: str) -> str:
    """Give words that differ in case only names that do so too."""
    plain = _CODE.sub(lambda code: chr(int(code[1] or code[2], 16)), word)
    return "".join(new.upper() if old.isupper() else new for new, old in zip(fresh, plain, strict=False)) + fresh
