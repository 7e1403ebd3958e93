"""RSS and Atom feeds: an article for each entry, from what the feed itself carries; links are not followed."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from ingest.article import Article, ArticleError, clean_url, make_article, parse_day
from ingest.readers import html
from ingest.readers.decode import declared_charset, decode
from ingest.readers.result import Origin, Outcome, ReadError, attempt, read_all
from ingest.readers.sniff import is_feed

Entry = Mapping[str, Any]


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read every entry of a feed; XML that is a web page is read as one.

    Raises:
        ReadError: It is not a feed.
    """
    head = stream.peek(4096)
    if b"<html" in head.lower() and not is_feed(head):
        yield from html.read(stream, origin)
        return
    data = read_all(stream)
    feed = _parse(decode(data, origin.charset, declared_charset(data)))
    for number, entry in enumerate(feed["entries"], 1):
        yield attempt(f"{origin.name}:entry {number}", partial(_article, entry, feed["feed"], origin, number))


def _parse(text: str) -> Mapping[str, Any]:
    """Parse the feed, which is now in UTF-8 whatever its declaration says."""
    import feedparser

    data = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    try:
        feed: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(data), response_headers={"content-type": "application/xml; charset=utf-8"}
        )
    except Exception as error:  # one malformed feed, whatever it breaks, must not end the batch
        raise ReadError(f"the feed cannot be parsed: {error}") from error
    if not feed["entries"]:
        reason = feed.get("bozo_exception")
        if not feed.get("version"):
            raise ReadError("is not an RSS or Atom feed")
        raise ReadError(f"the feed is broken: {reason}" if reason else "the feed has no entries")
    return feed


def _article(entry: Entry, channel: Entry, origin: Origin, number: int) -> Article:
    """Make an article of an entry; a headline without a body is its own text."""
    title, text = html.fragment_text(entry.get("title") or ""), _body(entry)
    return make_article(
        text or title,
        title=title if text else "",
        url=_address(entry),
        source_id=entry.get("id") or entry.get("link") or origin.numbered(number),
        published=_day(entry),
        publisher=(entry.get("source") or {}).get("title") or channel.get("publisher") or channel.get("title"),
        lang=(entry.get("title_detail") or {}).get("language") or channel.get("language"),
    )


def _body(entry: Entry) -> str:
    """Take the longest of the contents and the summary, as text."""
    parts = [part.get("value") or "" for part in entry.get("content") or []]
    return max((html.fragment_text(part) for part in [*parts, entry.get("summary") or ""]), key=len)


def _address(entry: Entry) -> str | None:
    """Take the entry's link when it is a web address."""
    try:
        return clean_url(entry.get("link"))
    except ArticleError:
        return None


def _day(entry: Entry) -> date | None:
    """Take the day of publication, else of the last update, in the time zone it is written in."""
    for field in ("published", "updated"):
        value = entry.get(field) or ""
        with contextlib.suppress(ArticleError):
            if day := parse_day(value):
                return day
        with contextlib.suppress(ValueError, TypeError):
            return parsedate_to_datetime(value).date()
        if parsed := entry.get(field + "_parsed"):
            return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None
