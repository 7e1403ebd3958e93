"""One look at a feed: asked for only if it has changed, with its entries as articles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ingest.article import Article
from ingest.readers.forms import read_stream
from ingest.readers.result import Failure, Origin, ReadError
from ingest.watch.fetching import Answer, Fetcher, retry_after
from ingest.watch.notes import Notes, Source

LONGEST: Final = 86_400.0
"""Seconds between two looks at most, however often a feed has failed."""
_PERIODS: Final = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a source gave: its new articles and failures, and the notes to keep once they are taken in."""

    items: tuple[Article | Failure, ...]
    after: Source
    marks: tuple[tuple[str, str], ...] = ()


def look_at_feed(source: Source, fetcher: Fetcher, notes: Notes, now: float, every: float, *, full_text: bool) -> Look:
    """Ask a feed whether it has changed, and give its entries that are new or changed."""
    wanted = {"If-None-Match": source.etag, "If-Modified-Since": source.modified}
    try:
        answer = fetcher.get(source.address, {name: value for name, value in wanted.items() if value})
    except ReadError as error:
        return Look((), failed(source, str(error), now, every))
    if answer.status == 304:
        return Look((), source.well(now + every))
    if answer.status == 410:
        return Look((), replace(source, gone=True, problem="the feed is gone for good; it is not asked for any more"))
    if answer.status != 200:
        return Look((), failed(source, f"HTTP {answer.status}", now, every, retry_after(answer, now)))
    return _changed(source, answer, fetcher, notes, now + max(every, _interval(answer.data)), full_text)


def failed(source: Source, problem: str, now: float, every: float, least: float = 0.0) -> Source:
    """Note that a look failed: the next comes later each time, and not before the server allows it."""
    wait = min(every * 2.0 ** min(source.failures, 30), max(LONGEST, every))
    return replace(source, due=now + max(wait, least), failures=source.failures + 1, problem=problem)


def _changed(source: Source, answer: Answer, fetcher: Fetcher, notes: Notes, due: float, full_text: bool) -> Look:
    origin = Origin(source.name, source.name, answer.url, answer.charset)
    items: list[Article | Failure] = []
    marks: list[tuple[str, str]] = []
    for item in read_stream(io.BytesIO(answer.data), origin, "feed"):
        if isinstance(item, Article):
            if notes.mark(source.name, item.iri) == (item.content_hash, True):
                continue
            found = list(_whole(item, fetcher)) if full_text else [item]
            items += found
            if not any(
                isinstance(part, Failure) for part in found
            ):  # else the page is tried again when the feed changes
                marks.append((item.iri, item.content_hash))
        else:
            items.append(item)
    after = replace(
        source.well(due),
        address=answer.moved or source.address,
        etag=answer.headers.get("etag", ""),
        modified=answer.headers.get("last-modified", ""),
    )
    return Look(tuple(items), after, tuple(marks))


def _whole(entry: Article, fetcher: Fetcher) -> Iterator[Article | Failure]:
    """Give the article that an entry links to, with what the feed says of it; where it cannot be had, the entry."""
    if entry.url is None:
        yield entry
        return
    try:
        answer = fetcher.get(entry.url)
        if answer.status != 200:
            raise ReadError(f"HTTP {answer.status}")
    except ReadError as error:
        yield Failure(entry.url, f"{error}; the feed's own text was taken")
        yield entry
        return
    origin = Origin(entry.url, entry.source_id, answer.url, answer.charset)
    for item in read_stream(io.BytesIO(answer.data), origin, "html"):
        if isinstance(item, Article):
            yield _joined(entry, item)
        else:
            yield item
            yield entry


def _joined(entry: Article, page: Article) -> Article:
    """Take the text of the page under the name, day and address that the feed gives."""
    return replace(
        entry,
        text=page.text,
        title=page.title or entry.title,
        published=entry.published or page.published,
        publisher=entry.publisher or page.publisher,
        lang=page.lang or entry.lang,
    )


def _interval(data: bytes) -> float:
    """Give how long a feed wants to be left alone, in seconds: its ttl, or its period of updates."""
    import feedparser

    channel = feedparser.parse(io.BytesIO(data))["feed"]
    ttl = str(channel.get("ttl", "")).strip()
    if ttl.isdigit():
        return min(60.0 * int(ttl), LONGEST)
    period = _PERIODS.get(str(channel.get("sy_updateperiod", "")).strip().lower(), 0)
    times = str(channel.get("sy_updatefrequency", "1")).strip()
    return min(period / max(1, int(times) if times.isdigit() else 1), LONGEST)
