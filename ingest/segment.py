"""Sentence boundaries of our own: paragraphs and titles end a sentence, commas and abbreviations do not."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc, Token

from ontology.lexicon import load_lexicon

END: Final = frozenset(".!?…")
CLOSING: Final = frozenset("»”\"')]’")
DASHES: Final = frozenset({"-", "--", "—", "–"})
ACRONYM: Final = 3
"""A shouted word up to this length is an acronym, not the city of a dateline."""
DATELINE: Final = 12
"""How many tokens a dateline may have."""
SIGNED: Final = re.compile(r"(?<=[.!?”»\"] )([a-z]{1,4}/[a-z]{1,4}) ?\([^()\n]+\)[ \t]*$", re.MULTILINE)
OPENING: Final = frozenset("«“\"'([‘—–-")


def set_boundaries(doc: Doc) -> Doc:
    """Fix the sentence starts of a document before it is parsed."""
    lines = _line_starts(doc)
    opens = lines | {at for start in {0, *lines} if (at := _after_dateline(doc, start))} | _sign_offs(doc)
    starts = [1 if t.i == 0 or t.i in opens or _begins(doc, t) else -1 for t in doc]
    column: Any = np.array([starts], dtype="int64").T.astype("uint64")
    return doc.from_array(["SENT_START"], column)  # the tokens' own setter scans the whole text at each token


def _line_starts(doc: Doc) -> set[int]:
    starts: set[int] = set()
    pending = False
    for token in doc:
        if token.is_space:
            pending = pending or "\n" in token.text
        elif pending:
            starts.add(token.i)
            pending = False
    return starts


def _after_dateline(doc: Doc, start: int) -> int:
    """Give where the text begins after a line's dateline ("TIRANA, Albania (AP) -- The …"), 0 if it has none."""
    shouted = "".join(t.text for t in takewhile(lambda t: t.text.isupper(), doc[start : start + DATELINE]))
    if len(shouted) <= ACRONYM:
        return 0
    for token in doc[start + 1 : start + DATELINE]:
        if token.text in DASHES and doc[token.i - 1].whitespace_:
            return token.i + 1 if token.i + 1 < len(doc) else 0
        if token.is_space or (token.is_alpha and token.text.islower()):
            return 0
    return 0


def _sign_offs(doc: Doc) -> set[int]:
    """Give the first tokens of what editors and agencies sign with at the end of a line: "ab/cd (Reuters, AP)"."""
    spans = (doc.char_span(m.start(1), m.end(1)) for m in SIGNED.finditer(doc.text))
    return {span.start for span in spans if span is not None}


def _begins(doc: Doc, token: Token) -> bool:
    """Tell whether a token in the middle of a line begins a sentence."""
    if token.is_space or not _may_open(token):
        return False
    at = token.i - 1
    while at >= 0 and (doc[at].text in CLOSING or doc[at].is_space):
        at -= 1
    if at < 0 or doc[at].text[-1] not in END:
        return False
    if any(doc[k].text in OPENING and doc[k].text not in CLOSING for k in range(at + 1, token.i)):
        return False
    return not (doc[at].text[-1] == "." and _abbreviation(doc, at))


def _may_open(token: Token) -> bool:
    if token.text in OPENING and token.text not in CLOSING:
        return True
    if token.text in '"':
        return bool(
            token.whitespace_ == "" and token.i + 1 < len(token.doc) and token.doc[token.i + 1].text[0].isupper()
        )
    return token.text[0].isupper() or token.text[0].isdigit()


def _abbreviation(doc: Doc, at: int) -> bool:
    token = doc[at]
    abbreviations = load_lexicon(doc.lang_).words("abbreviation")
    if token.text == ".":
        if at == 0 or doc[at - 1].whitespace_:
            return False
        word = doc[at - 1].text
        return f"{word.lower()}." in abbreviations or (len(word) == 1 and word.isupper())
    low = token.text.lower()
    return low in abbreviations or (len(low) == 2 and low[0].isalpha() and token.text[0].isupper())
