"""Of which article another is a copy: asked of the store, and of those on their way into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ingest.copies.fingerprint import Fingerprint, fingerprint, unpacked
from ingest.language import detect
from ontology.namespaces import GP, SCHEMA

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.article import Article

MOST_NEW_WORDS: Final = 12
MOST_NEW_SHARE: Final = 0.1
"""A copy may say so much that its original does not: a credit, a caption. With one sentence more it is read."""
MOST_DAYS: Final = 2
"""Days between a copy and its original: "yesterday" in a text of last month means another day."""

_LOOK_UP: Final = f"""SELECT DISTINCT ?band ?article ?hash ?lang ?published ?sentences WHERE {{
  VALUES ?band {{ %s }}
  GRAPH ?graph {{
    ?article <{GP}textBand> ?band ; <{GP}contentHash> ?hash ; <{GP}sentenceHashes> ?sentences ;
      <{SCHEMA}inLanguage> ?lang .
    OPTIONAL {{ ?article <{SCHEMA}datePublished> ?published }}
  }}
}}"""


@dataclass(frozen=True, slots=True)
class Link:
    """What a copy is a copy of: the original's IRI and content hash, and the share of its words that stand there."""

    original: str
    content_hash: str
    similarity: float


@dataclass(frozen=True, slots=True)
class _Text:
    """An article as others are compared with it."""

    iri: str
    content_hash: str
    lang: str
    published: date | None
    print: Fingerprint

    def link_from(self, other: _Text) -> Link | None:
        """Link another text to this one if it is a copy of it."""
        if other.iri == self.iri or other.lang != self.lang or not _near(other.published, self.published):
            return None
        shared, words = other.print.words_of(self.print), other.print.words
        if words - shared > min(MOST_NEW_WORDS, MOST_NEW_SHARE * words):
            return None
        return Link(self.iri, self.content_hash, round(shared / words, 3))


class Copies:
    """Find of which article each of a stream is a copy, as if each were stored before the next is looked at."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._coming: dict[str, _Text] = {}
        self._by_band: dict[str, set[str]] = defaultdict(set)

    def originals(self, articles: Sequence[Article]) -> list[Link | None]:
        """Give the link of each article that is a copy, in order; the others are remembered until they are stored."""
        texts = [_text(article) for article in articles]
        stored = self._stored({band for text in texts if text for band in text.print.bands})
        return [self._original(article.iri, text, stored) for article, text in zip(articles, texts, strict=True)]

    def original(self, article: Article) -> Link | None:
        """Give the link of one article if it is a copy; else it is remembered."""
        return self.originals([article])[0]

    def forget(self, iris: Iterable[str]) -> None:
        """Let articles go that are in the store by now, or that will not come into it."""
        for iri in iris:
            text = self._coming.pop(iri, None)
            for band in text.print.bands if text else ():
                self._by_band[band].discard(iri)
                if not self._by_band[band]:
                    del self._by_band[band]

    def _original(self, iri: str, text: _Text | None, stored: Mapping[str, list[_Text]]) -> Link | None:
        self.forget([iri])
        if text is None:
            return None
        held = {other.iri: other for band in text.print.bands for other in stored.get(band, ())}
        known = held | {name: self._coming[name] for name in self._sharing(text)}
        found = [(link, other) for other in known.values() if (link := other.link_from(text))]
        if found:
            return min(found, key=_rank)[0]
        self._remember(text)
        return None

    def _remember(self, text: _Text) -> None:
        self._coming[text.iri] = text
        for band in text.print.bands:
            self._by_band[band].add(text.iri)

    def _sharing(self, text: _Text) -> set[str]:
        return {iri for band in text.print.bands for iri in self._by_band.get(band, ())}

    def _stored(self, bands: Iterable[str]) -> dict[str, list[_Text]]:
        """Look up the stored articles that have some of these bands, by band; those that come anew are left out."""
        from graph.articles import rows

        wanted = " ".join(f'"{band}"' for band in sorted(bands))
        found: dict[str, list[_Text]] = defaultdict(list)
        for band, *row in rows(self._store, _LOOK_UP % wanted) if wanted else ():
            found[band or ""].append(_stored_text(*row))
        return found


def _rank(found: tuple[Link, _Text]) -> tuple[float, str, str]:
    """Prefer the original that has most of the words, then the earliest."""
    link, text = found
    return -link.similarity, text.published.isoformat() if text.published else "", text.iri


def _near(day: date | None, other: date | None) -> bool:
    if day is None or other is None:
        return day is other
    return abs((day - other).days) <= MOST_DAYS


def _text(article: Article) -> _Text | None:
    found = fingerprint(article)
    return _Text(article.iri, article.content_hash, detect(article), article.published, found) if found else None


def _stored_text(
    iri: str | None, content_hash: str | None, lang: str | None, day: str | None, packed: str | None
) -> _Text:
    published = date.fromisoformat(day[:10]) if day else None
    return _Text(iri or "", content_hash or "", lang or "", published, Fingerprint((), unpacked(packed or "")))
