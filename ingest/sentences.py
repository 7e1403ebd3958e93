"""The sentences of a document, found once: spaCy walks to both ends of a sentence each time a word is asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from ingest.names import text_of

KEY: Final = "detente sentences"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by number, by tokens and by characters (ends excluded), the characters without the blanks after it."""

    number: int
    span: Span
    start: int
    stop: int
    begin: int
    end: int
    ends_line: bool
    asks: bool


class Sentences:
    """The sentences of one document."""

    def __init__(self, doc: Doc) -> None:
        text = text_of(doc)
        self.all = [_sentence(number, span, text) for number, span in enumerate(doc.sents)]
        self._numbers = [sentence.number for sentence in self.all for _ in range(sentence.start, sentence.stop)]

    def of(self, token: Token) -> Sentence:
        """Give the sentence of a token."""
        return self.all[self._numbers[token.i]]

    def number(self, at: int) -> int:
        """Give the number of the sentence of the token at a position."""
        return self._numbers[at]


def _sentence(number: int, span: Span, text: str) -> Sentence:
    written = text[span.start_char : span.end_char]
    plain = written.rstrip()
    last = span[-1]
    return Sentence(
        number=number,
        span=span,
        start=span.start,
        stop=span.end,
        begin=span.start_char,
        end=span.start_char + len(plain),
        ends_line="\n" in written[len(plain) :] or "\n" in last.text or "\n" in last.whitespace_,
        asks=plain.endswith("?"),
    )


def sentences_of(doc: Doc) -> Sentences:
    """Give the sentences of a parsed document, found at first use."""
    found = doc.user_data.get(KEY)
    if not isinstance(found, Sentences):
        found = doc.user_data[KEY] = Sentences(doc)
    return found
