"""Which words of a SPARQL text are keywords: the engine's own parser is asked, so that we and it cannot disagree.

A word is replaced, wherever it is written, by one that means nothing. Strings, comments, IRIs and names stay readable
that way; where a keyword stood, the text is no longer SPARQL.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
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
            unknown: dict[Variable, Any] = {Variable("unknown" + _fresh(16)): Term("")}
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
    """Replace some words, however they are spelt, by one of no meaning, except where ``keep`` says so."""
    for word in words:
        sparql = spelling(word).sub(partial(_replacement, _fresh(len(word)), keep), sparql)
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


def _fresh(length: int) -> str:
    """Make a word that is no keyword; should the text have it as a name, the worst is that a text is refused."""
    return "".join(secrets.choice("ghjkqvwxyz") for _ in range(length))


def _replacement(fresh: str, keep: Callable[[Found], bool], found: Found) -> str:
    """Give the word in the case of what was found, so that names that differ in case only still do."""
    if keep(found):
        return found[0]
    plain = _CODE.sub(lambda code: chr(int(code[1] or code[2], 16)), found[0])
    return "".join(new.upper() if old.isupper() else new for new, old in zip(fresh, plain, strict=True))
