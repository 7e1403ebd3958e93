"""The article: one news text, what is known about it, its identity and its graph."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from ontology.errors import DetenteError
from ontology.namespaces import article_graph, article_iri, digest

MAX_CHARACTERS: Final = 1_000_000
"""The longest text taken, in characters; spaCy's own limit."""

# Surrogates and noncharacters cannot be written as UTF-8 or XML; the rest is invisible and splits words in two.
_UNWRITABLE: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_LINE_END: Final = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_C1: Final = re.compile("[\x80-\x9f]")
_OUTSIDE_IRI: Final = re.compile(r"""[\s<>"{}|\\^`]""")


class ArticleError(DetenteError):
    """What was given cannot be an article: no text, too much of it, or a field that makes no sense."""


@dataclass(frozen=True)
class Article:
    """One news text. Build it with `make_article`, which cleans and checks its fields.

    Attributes:
        text: The body. Non-breaking spaces stay in it as they are, and count as spaces wherever words are told apart.
        title: The headline, on one line; empty when it is not known apart from the text.
        source_id: The id the user gave, or the name of the file.
        published: The day it came out, None when unknown.
    """

    text: str
    title: str = ""
    url: str | None = None
    source_id: str | None = None
    published: date | None = None
    publisher: str | None = None
    lang: str | None = None

    @cached_property
    def hash(self) -> str:
        """Identify the article: by its URL, else by publisher and id, else by its text."""
        if self.url:
            return digest(self.url)
        if self.publisher and self.source_id:
            return digest(self.publisher, self.source_id)
        return digest(unicodedata.normalize("NFC", " ".join(self.text.split())))

    @property
    def name(self) -> str:
        """Give what a user knows the article by."""
        return self.source_id or self.url or self.title or self.iri

    @property
    def iri(self) -> str:
        """Name the article."""
        return article_iri(self.hash)

    @property
    def graph(self) -> str:
        """Name the graph that holds what the article claims."""
        return article_graph(self.hash)

    @cached_property
    def content_hash(self) -> str:
        """Fingerprint every field, so that any change is seen when the article comes again."""
        day = self.published.isoformat() if self.published else ""
        fields = (self.title, self.text, day, self.publisher, self.lang, self.url, self.source_id)
        return "sha256:" + digest(*(field or "" for field in fields), length=64)

    @cached_property
    def full_text(self) -> str:
        """Give the one text that all character offsets count in: the title, a blank line, the body.

        The title is left out when there is none or when the body already opens with it.
        """
        if not self.title or re.match(re.escape(self.title) + r"(?!\w)", self.text):
            return self.text
        return f"{self.title}\n\n{self.text}"

    def with_defaults(
        self, lang: str | None = None, published: date | None = None, publisher: str | None = None
    ) -> Article:
        """Fill in what the article does not say of itself."""
        return replace(
            self,
            lang=self.lang or lang,
            published=self.published or published,
            publisher=self.publisher or publisher,
        )


def make_article(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    source_id: str | None = None,
    published: date | str | None = None,
    publisher: str | None = None,
    lang: str | None = None,
) -> Article:
    """Clean and check the fields, and make an article of them; blank fields count as absent.

    Raises:
        ArticleError: The text is empty or too long, the URL is not a web address, or the date is not an ISO date.
    """
    article = Article(
        text=clean(text),
        title=_line(title) or "",
        url=clean_url(url),
        source_id=_line(source_id),
        published=parse_day(published),
        publisher=_line(publisher),
        lang=_line(lang),
    )
    _check_length(article)
    return article


def clean(text: str) -> str:
    r"""Normalise to NFC with LF line ends; take out invisible characters; keep every kind of space as it is.

    C1 controls are read as the Windows-1252 characters they nearly always were (``\x92`` for ``’``).
    """
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    text = _C1.sub(lambda match: match[0].encode("latin-1").decode("cp1252"), text)
    return unicodedata.normalize("NFC", _UNWRITABLE.sub("\ufffd", text))


def clean_url(url: str | None) -> str | None:
    """Make a web address safe to write as an IRI, without its fragment or password.

    Raises:
        ArticleError: It is not an absolute http or https address.
    """
    url = _line(url)
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ArticleError(f"url: {url!r} is not a web address") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ArticleError(f"url: {url!r} is not a web address (http or https)")
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
    return _OUTSIDE_IRI.sub(lambda match: quote(match[0]), bare)


def parse_day(value: date | str | None) -> date | None:
    """Read an ISO date or date and time; the day is the one of its own time zone.

    Raises:
        ArticleError: It is not an ISO date.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    value = value.strip()
    try:
        return datetime.fromisoformat(value).date() if value else None
    except ValueError as error:
        raise ArticleError(f"published: {value[:40]!r} is not an ISO date (YYYY-MM-DD)") from error


def _line(value: str | None) -> str | None:
    """Clean a short field and put it on one line."""
    return re.sub(r"[ \t\n]+", " ", clean(value)).strip() or None if value else None


def _check_length(article: Article) -> None:
    """Refuse a text with nothing in it, or with more in it than can be parsed."""
    if not article.text.strip():
        raise ArticleError("the text is empty")
    length = len(article.full_text)
    if length > MAX_CHARACTERS:
        raise ArticleError(f"text of {length} characters is longer than the limit of {MAX_CHARACTERS}; split it")
