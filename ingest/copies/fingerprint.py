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
from typing import TYPE_CHECKING, Final

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from ingest.article import Article

SCHEME: Final = "1"
"""Names how fingerprints are made; those of another scheme are not compared."""
BANDS: Final = 12
ROWS: Final = 4
"""Texts with Jaccard similarity s share a band with probability 1 - (1 - s⁴)¹²: 0.97 at 0.7, 0.02 at 0.2."""
WORDS_TOGETHER: Final = 4
SHORTEST: Final = 40
"""Words that a text must have: briefs share a good deal by chance."""

_WORD: Final = re.compile(r"\w+")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\s»”\")\]]+|\n+")
_DATELINE: Final = re.compile(r"^[^.!?\n]{0,60}?(?:\([^)\n]{2,40}\)\s*[-–—:,.]?|[A-ZÀ-Þ]{3,}[^.!?\n]{0,30}[-–—])\s+")
"""What agencies put before the first sentence: PARIS (Agency) –, LONDON –, (Agency)."""
_PACKED: Final = struct.Struct(">IH")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Bands of the MinHash of a text, and how many words each of its sentences has, by the hash of the sentence."""

    bands: tuple[str, ...]
    sentences: Mapping[int, int]

    @property
    def words(self) -> int:
        """Count the words."""
        return sum(self.sentences.values())

    def words_of(self, other: Fingerprint) -> int:
        """Count the words that stand in sentences of another text, too."""
        return sum(words for key, words in self.sentences.items() if key in other.sentences)

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
    sentences = [found for part in _sentences(article.text) if (found := _WORD.findall(part.casefold()))]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < SHORTEST:
        return None
    return Fingerprint(_bands(words), {_hash(" ".join(sentence)): len(sentence) for sentence in sentences})


def _sentences(text: str) -> list[str]:
    return _SENTENCE_END.split(_DATELINE.sub("", text, count=1))


def _bands(words: list[str]) -> tuple[str, ...]:
    from datasketch import MinHash

    shingles = {" ".join(group).encode() for group in zip(*(words[n:] for n in range(WORDS_TOGETHER)), strict=False)}
    made = MinHash(num_perm=BANDS * ROWS, seed=1)
    made.update_batch(shingles)
    values = [int(value) for value in made.hashvalues]
    return tuple(_band(number, values[number * ROWS : (number + 1) * ROWS]) for number in range(BANDS))


def _band(number: int, values: list[int]) -> str:
    return f"{SCHEME}:{number:x}:{hashlib.blake2b(repr(values).encode(), digest_size=6).hexdigest()}"


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest())
