"""The texts written in a script, as far as a test needs to know them: no parser, but strings, templates and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN: re.Pattern[str] = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`""", re.DOTALL)
_PIECE: re.Pattern[str] = re.compile(r"\\.|\$\{|`|[^\\$`]+|\$", re.DOTALL)
Literal = tuple[str, str, str]
"""What stands before a text on its line, the text, and what follows; ``*`` stands for what is put into a template."""


def literals(script: str) -> Iterator[Literal]:
    """Yield the texts of a script, those within templates, too."""
    at = 0
    while token := _TOKEN.search(script, at):
        at = token.end()
        if token[0] == "`":
            text, at, inner = _template(script, at)
            yield _around(script, token.start(), at, text)
            for code in inner:
                yield from literals(code)
        elif token[0][0] in "\"'":
            yield _around(script, token.start(), at, token[0][1:-1])


def _around(script: str, start: int, end: int, text: str) -> Literal:
    return script[max(0, start - 12) : start], text, script[end : end + 6]


def _template(script: str, at: int) -> tuple[str, int, list[str]]:
    """Read a template from behind its first backtick: its text, where it ends, and the code in it."""
    text, inner = "", []
    while piece := _PIECE.match(script, at):
        at = piece.end()
        if piece[0] == "`":
            break
        if piece[0] == "${":
            end = _closing(script, at)
            inner.append(script[at:end])
            text, at = text + "*", end + 1
        else:
            text += piece[0]
    return text, at, inner


def _closing(script: str, at: int) -> int:
    """Find the brace that ends the code in a template."""
    depth = 0
    while depth >= 0:
        if script[at] == "`":
            _, at, _ = _template(script, at + 1)
            continue
        depth += {"{": 1, "}": -1}.get(script[at], 0)
        at += 1
    return at - 1
