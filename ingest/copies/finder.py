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

MOST_NEW_SHARE: Final = 0.1
"""A copy may have so much, in credits and lone words, that its original has not; any other sentence is to be read."""
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
_ORIGINALS: Final = f"""SELECT DISTINCT ?article WHERE {{
  VALUES ?article {{ %s }}
  GRAPH ?graph {{ ?article <{GP}sentenceHashes> ?sentences }}
}}"""
_STALE: Final = f"""SELECT DISTINCT ?article WHERE {{
  VALUES ?article {{ %s }}
  GRAPH ?graph {{ ?article <{GP}copyOf> ?original ; <{GP}originalHash> ?hash }}
  FILTER NOT EXISTS {{ GRAPH ?other {{ ?original <{GP}contentHash> ?hash ; <{GP}sentenceHashes> ?sentences }} }}
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
        new = other.print.new(self.print)
        words, new_words = other.print.words, sum(other.print.sentences[key] for key in new)
        if not new <= other.print.idle or new_words > MOST_NEW_SHARE * words:
            return None
        return Link(self.iri, self.content_hash, round(1 - new_words / words, 3))

    @property
    def bands(self) -> tuple[str, ...]:
        """Name the bands that this text is found by."""
        return self.print.bands(self.lang, week(self.published))

    @property
    def sought(self) -> set[str]:
        """Name the bands that texts have of which this may be a copy: of its week, and of the one near it."""
        return {band for number in _weeks(self.published) for band in self.print.bands(self.lang, number)}


class Copies:
    """Find of which article each of a stream is a copy, as if each were stored before the next is looked at."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._coming: dict[str, _Text | None] = {}
        self._by_band: dict[str, set[str]] = defaultdict(set)

    def originals(self, articles: Sequence[Article]) -> list[Link | None]:
        """Give the link of each article that is a copy, in order.

        All are remembered until `forget` is told of them, since what the store says of them is out of date.
        """
        texts = [_text(article) for article in articles]
        stored = self._stored({band for text in texts if text for band in text.sought})
        kept = _named(self._store, _ORIGINALS, [article.iri for article in articles])
        return [
            self._original(article.iri, text, stored, article.iri in kept)
            for article, text in zip(articles, texts, strict=True)
        ]

    def original(self, article: Article) -> Link | None:
        """Give the link of one article if it is a copy."""
        return self.originals([article])[0]

    def forget(self, iris: Iterable[str]) -> None:
        """Let articles go, copies and others, that are in the store by now or that will not come into it."""
        for iri in iris:
            text = self._coming.pop(iri, None)
            for band in text.bands if text else ():
                self._by_band[band].discard(iri)
                if not self._by_band[band]:
                    del self._by_band[band]

    def _original(
        self, iri: str, text: _Text | None, stored: Mapping[str, list[_Text]], was_original: bool
    ) -> Link | None:
        """Find the original of one text; what is an original stays one, as others may be linked to it."""
        if iri in self._coming:
            was_original = self._coming[iri] is not None
        self.forget([iri])
        link = self._found(text, stored) if text and not was_original else None
        self._remember(iri, None if link else text)
        return link

    def _found(self, text: _Text, stored: Mapping[str, list[_Text]]) -> Link | None:
        """Choose among the originals by what they are, not by whether they are stored yet."""
        known = {other.iri: other for band in text.sought for other in stored.get(band, ())}
        known = {name: other for name, other in known.items() if name not in self._coming}
        coming = {name: self._coming[name] for band in text.sought for name in self._by_band.get(band, ())}
        found = ((other.link_from(text), other) for other in (known | coming).values() if other)
        return min(((link, other) for link, other in found if link), key=_rank, default=(None, None))[0]

    def _remember(self, iri: str, text: _Text | None) -> None:
        self._coming[iri] = text
        for band in text.bands if text else ():
            self._by_band[band].add(iri)

    def _stored(self, bands: Iterable[str]) -> dict[str, list[_Text]]:
        """Look up the stored articles that have some of these bands, by band."""
        from graph.articles import rows

        wanted = " ".join(f'"{band}"' for band in sorted(bands))
        found: dict[str, list[_Text]] = defaultdict(list)
        for band, *row in rows(self._store, _LOOK_UP % wanted) if wanted else ():
            found[band or ""].append(_stored_text(*row))
        return found


def stale(iris: Sequence[str], store: Store) -> set[str]:
    """Give those of some articles that are copies of what the store does not hold with these words any more.

    That is so as well where the original has become a copy: a copy is linked to an article that has been read.
    """
    return _named(store, _STALE, iris)


def week(day: date | None) -> int | None:
    """Number the week that a day is in."""
    return day.toordinal() // 7 if day else None


def _weeks(day: date | None) -> set[int | None]:
    """Number the weeks in which the original of what came out on a day may be."""
    return {(day.toordinal() + days) // 7 for days in (-MOST_DAYS, MOST_DAYS)} if day else {None}


def _named(store: Store, query: str, iris: Sequence[str]) -> set[str]:
    """Ask which of some articles a query is true of."""
    from graph.articles import rows

    wanted = " ".join(f"<{iri}>" for iri in iris)
    return {row[0] or "" for row in rows(store, query % wanted)} if wanted else set()


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
