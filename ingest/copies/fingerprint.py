"""What a text is recognised by: bands of a MinHash that find likely copies, and its sentences that prove them.

The bands are looked up in the store, where near-duplicates share at least one (Broder 1997; banding after Leskovec,
Rajaraman and Ullman, *Mining of Massive Datasets*, chapter 3). A MinHash only makes likely what two texts have in
common; whether the words of one stand in the other is told by comparing their sentences.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ingest.copies.credit import is_credit
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from ingest.article import Article

SCHEME: Final = "1"
"""Names how fingerprints are made; those of another scheme are not compared."""
BANDS: Final = 8
ROWS: Final = 2
"""Texts with Jaccard similarity s share a band with probability 1 - (1 - s²)⁸: 0.90 at a half, 0.003 at a fiftieth."""
WORDS_TOGETHER: Final = 4
SHORTEST: Final = 40
"""Words that a text must have: briefs share a good deal by chance."""
NAMELESS: Final = 2
"""Words of a sentence in which two actors and what is between them cannot be named."""

# What changes a claim counts as a word: "5 %" is not "5 €", and a question is no statement.
_WORD: Final = re.compile(r"\w+|[%€$£¥?]")
# Not after an initial or "M.": the pieces would be too small to tell who did what.
_SENTENCE_END: Final = re.compile(r"(?:(?<=\w\w\w[.!?…])|(?<=[\s»”\")\]][.!?…]))[\s»”\")\]]+|\n+")
_WRAPPED: Final = re.compile(r"(?<![.!?…:»”\"\n])\n(?=[^\W\d_A-ZÀ-Þ])")
_DATELINE: Final = re.compile(
    r"\s*(?:(?:[^\W\d_][^.!?\n(]{0,40})?\([^)\n]{2,40}\)\s*[-–—:]"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ '’-]{2,30}(?:, [^.!?\n–—]{1,20})?\s[-–—])\s+"
)
"""What agencies put before the first sentence: PARIS (Agency) –, LONDON, March 3 –, (Agency) –."""
_PACKED: Final = struct.Struct(">IH")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a text is recognised by.

    Attributes:
        minima: The MinHash of the text; empty where it was read from a store, which holds its bands only.
        sentences: How many words each sentence has, by the hash of the sentence.
        idle: The hashes of those sentences that can claim nothing: credits, and words that stand alone.
    """

    minima: tuple[int, ...]
    sentences: Mapping[int, int]
    idle: frozenset[int] = frozenset()

    @property
    def words(self) -> int:
        """Count the words."""
        return sum(self.sentences.values())

    def new(self, other: Fingerprint) -> set[int]:
        """Give the hashes of the sentences that do not stand in another text."""
        return self.sentences.keys() - other.sentences.keys()

    def bands(self, lang: str, week: int | None) -> tuple[str, ...]:
        """Name the bands; the language and the week keep apart what is not compared, so that a look-up finds few."""
        rows = (self.minima[number * ROWS : (number + 1) * ROWS] for number in range(BANDS))
        return tuple(f"{SCHEME}:{_hex(repr((lang, week, number, row)))}" for number, row in enumerate(rows))

    def packed(self) -> str:
        """Write the sentences as text."""
        rows = (_PACKED.pack(key, min(words, 0xFFFF)) for key, words in sorted(self.sentences.items()))
        return f"{SCHEME}:{base64.b64encode(b''.join(rows)).decode()}"


def unpacked(text: str) -> dict[int, int]:
    """Read back the sentences of a fingerprint; those of another scheme are none.

    Raises:
        DetenteError: the text was not written by `Fingerprint.packed`.
    """
    scheme, _, data = text.partition(":")
    if scheme != SCHEME:
        return {}
    try:
        return dict(_PACKED.iter_unpack(base64.b64decode(data, validate=True)))
    except (ValueError, struct.error):
        raise DetenteError(f"{text[:40]!r} is no fingerprint of sentences.", 500) from None


def fingerprint(article: Article) -> Fingerprint | None:
    """Make the fingerprint of the text of an article, without its headline; ``None`` if it is too short."""
    sentences = [tuple(found) for part in _sentences(article) if (found := _WORD.findall(part.casefold()))]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < SHORTEST:
        return None
    hashed = {_hash(" ".join(sentence)): sentence for sentence in sentences}
    idle = frozenset(key for key, sentence in hashed.items() if len(sentence) <= NAMELESS or is_credit(sentence))
    return Fingerprint(_minima(words), {key: len(sentence) for key, sentence in hashed.items()}, idle)


def _sentences(article: Article) -> list[str]:
    text = article.text
    if article.full_text == text and article.title:
        text = text.removeprefix(article.title)
    return _SENTENCE_END.split(_WRAPPED.sub(" ", text[opening.end() :] if (opening := _DATELINE.match(text)) else text))


def _minima(words: list[str]) -> tuple[int, ...]:
    shingles = {" ".join(group).encode() for group in zip(*(words[n:] for n in range(WORDS_TOGETHER)), strict=False)}
    made = _empty().copy()
    made.update_batch(sorted(shingles))
    return tuple(int(value) for value in made.hashvalues)


@cache
def _empty() -> Any:
    """Make a MinHash of nothing, every choice spelt out: a default that changes would orphan what stores hold."""
    from datasketch import MinHash
    from datasketch.hashfunc import sha1_hash32

    return MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32", hashfunc=sha1_hash32, gpu_mode="disable")


def _hex(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())
