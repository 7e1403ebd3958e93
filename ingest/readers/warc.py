"""WARC, as web archives and crawlers keep pages: every page, feed or text that was fetched well."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.article import ArticleError, clean_url
from ingest.readers.result import MAX_BYTES, Failure, Origin, Outcome, ReadError
from ingest.readers.sniff import Form, by_media_type

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_HTTP: Final = frozenset({"response", "revisit"})
_PLAIN: Final = frozenset({"resource", "conversion"})


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read the pages of an archive, one record in memory at a time; what is neither page, feed nor text is passed over.

    The day on which a page was fetched is not the day on which it was published: that stands in the page, or nowhere.

    Raises:
        ReadError: the archive is damaged; what came before has been read by then.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = ArchiveIterator(_Pieces(stream))
    try:
        for record in records:
            form = _form(record)
            if form is not None:
                yield from _record(record, form, origin)
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        raise ReadError(f"the WARC data is damaged after byte {records.get_record_offset()}: {error}") from error


class _Pieces:
    """Lets an archive be read piece by piece, so that all that comes before a damage is read before it is told."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Read what is there, at most so many bytes."""
        return self._stream.read1(size)


def _form(record: ArcWarcRecord) -> Form | None:
    """Tell the form of what a record holds; ``None`` if it holds nothing to read."""
    if record.rec_type in _HTTP and record.http_headers is not None:
        if record.rec_type == "revisit" or record.http_headers.get_statuscode() != "200":
            return None
        media = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type in _PLAIN:
        media = record.content_type or ""
    else:
        return None
    return "text" if media.lower().startswith("text/plain") else by_media_type(media)


def _record(record: ArcWarcRecord, form: Form, origin: Origin) -> Iterator[Outcome]:
    """Read what one record holds, under the address it was fetched from."""
    from ingest.readers.forms import read_stream  # an archive holds other forms, and is one itself

    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    name = f"{origin.name}:{url}"
    data = record.content_stream().read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield Failure(name, f"is larger than {MAX_BYTES // 1024 // 1024} MB")
        return
    yield from read_stream(io.BytesIO(data), Origin(name, url or None, _address(url), _charset(record)), form)


def _address(url: str) -> str | None:
    try:
        return clean_url(url.strip("<>"))
    except ArticleError:
        return None


def _charset(record: ArcWarcRecord) -> str | None:
    media = (record.http_headers.get_header("Content-Type") or "") if record.http_headers else record.content_type or ""
    _, found, charset = media.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") if found else None
