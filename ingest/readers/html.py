"""HTML pages: trafilatura finds the article in the page; nothing is ever fetched."""

from __future__ import annotations

import html
import io
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ingest.article import ArticleError, clean_url, make_article
from ingest.readers.decode import declared_charset, decode
from ingest.readers.result import Origin, Outcome, ReadError, attempt, read_all

if TYPE_CHECKING:
    from trafilatura.settings import Document

_LANG: Final = re.compile(r"""(?i)<html\b[^>]{0,500}?\slang\s*=\s*["']?([a-z]{2,3}(?:[-_]\w+)*)""")
_BLOCKS: Final = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
        "nav ol p pre section table td th tr ul",
    )
)
_SILENT: Final = frozenset({"script", "style", "noscript", "template", "iframe", "object", "svg"})


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read the one article of a page.

    Raises:
        ReadError: There is no article in it.
    """
    data = read_all(stream)
    page = decode(data, origin.charset, declared_charset(data))
    found = _extract(page, origin.url)
    if found is None or not found.text:
        raise ReadError("no article text found in the page")
    text, title, published, publisher = found.text, found.title, found.date, found.sitename
    lang = _LANG.search(page[:20000])
    yield attempt(
        origin.name,
        lambda: make_article(
            text,
            title=title,
            url=_address(found.url, origin.url),
            source_id=origin.source_id,
            published=published,
            publisher=publisher,
            lang=lang[1] if lang else None,
        ),
    )


def fragment_text(fragment: str) -> str:
    """Give the text of a piece of HTML, as in a feed: a line for each block, no markup."""
    if "<" not in fragment:
        return html.unescape(fragment).strip()
    parser = _Text()
    parser.feed(fragment)
    parser.close()
    rows = (re.sub(r"[ \t\r\n]+", " ", row).strip(" ") for row in "".join(parser.parts).split("\0"))
    return "\n".join(row for row in rows if row)


class _Text(HTMLParser):
    """Collects the text of a fragment, with NUL where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a line at a block, silence at a script."""
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\0")

    def handle_endtag(self, tag: str) -> None:
        """End the line or the silence."""
        self.silent = max(0, self.silent - (tag in _SILENT))
        if tag in _BLOCKS:
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        """Keep what a reader would see."""
        if not self.silent:
            self.parts.append(data.replace("\0", ""))


def _extract(page: str, url: str | None) -> Document | None:
    """Run trafilatura; dates come from the page's metadata only, never from a guess at its text."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(
            page,
            url=url,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # one malformed page, whatever it breaks, must not end the batch
        raise ReadError(f"the page cannot be parsed: {error}") from error
    return found if isinstance(found, Document) else None


def _address(declared: str | None, fetched: str | None) -> str | None:
    """Take the canonical address of a page, unless it was fetched from another host or that is only the home page."""
    try:
        canonical = clean_url(declared)
    except ArticleError:
        canonical = None
    if canonical is None or fetched is None:
        return canonical or fetched
    ours, theirs = urlsplit(fetched), urlsplit(canonical)
    same_host = (ours.hostname or "").removeprefix("www.") == (theirs.hostname or "").removeprefix("www.")
    return canonical if same_host and (len(theirs.path) > 1 or len(ours.path) < 2) else fetched
