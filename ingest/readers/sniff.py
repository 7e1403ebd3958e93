"""Which form an input has: by the ending of its name, else by its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final, Literal

Form = Literal["text", "html", "json", "jsonl", "csv", "feed", "warc", "parquet"]

FORMS: Final[dict[str, Form]] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".parquet": "parquet",
}
"""The form of each file name ending; ``.gz`` may follow any of them."""

ENDINGS: Final = ".txt .html .json .jsonl .csv .xml .rss .atom .warc .parquet, .gz"
"""What is told of them where a file of a known form is missed."""

_MEDIA: Final[dict[str, Form]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "application/ld+json": "json",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "text/csv": "csv",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
}
_FEED: Final = re.compile(rb"(?i)<(?:rss|(?:\w+:)?feed|rdf:rdf)[\s>]")
_HTML: Final = re.compile(rb"(?i)<!doctype html|<(?:html|head|body|title|article|main|section|div|h1|p)[\s>]")
_JSON_ARRAY: Final = re.compile(rb"\[\s*[{\]]")
_JSON_OBJECT: Final = re.compile(rb"""\{\s*["}]""")
_DOCUMENT: Final = re.compile(rb"\[|\{\s*\n")
_SPREAD_OBJECT: Final = re.compile(rb"""\{\s*\n|\{[^\n]*[^}\s][^\S\n]*\n""")


def by_name(name: str) -> Form | None:
    """Give the form that a file name promises, None when its ending is unknown."""
    path = PurePath(name.lower())
    return FORMS.get(PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix)


def by_media_type(media_type: str) -> Form | None:
    """Give the form that a server's content type promises, None when it says nothing of use."""
    return _MEDIA.get(media_type.partition(";")[0].strip().lower())


def by_content(head: bytes) -> Form:
    """Tell the form from the first bytes; what is nothing else is plain text."""
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return _markup(start)
    if _JSON_ARRAY.match(start):
        return "json"
    if _JSON_OBJECT.match(start):
        return "json" if _SPREAD_OBJECT.match(start) else "jsonl"
    return "text"


def _markup(start: bytes) -> Form:
    """Tell feeds from pages; XML of another kind goes to the feed reader, which says what is wrong with it."""
    if is_feed(start):
        return "feed"
    if _HTML.search(start):
        return "html"
    return "feed" if start.startswith(b"<?xml") else "text"


def is_feed(head: bytes) -> bool:
    """Tell whether XML or HTML bytes begin an RSS or Atom feed."""
    html, feed = _HTML.search(head), _FEED.search(head)
    return feed is not None and (html is None or feed.start() < html.start())


def is_document(head: bytes) -> bool:
    """Tell whether JSON bytes begin one value laid out over several lines, not an object a line."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return _DOCUMENT.match(start) is not None
