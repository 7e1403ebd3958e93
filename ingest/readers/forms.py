"""From an open stream of any form to its articles, and to one failure when it has none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from ingest.readers import csv, feed, gz, html, json_lines, parquet, text, warc
from ingest.readers.result import Failure, Origin, Outcome, Reader, ReadError, buffered
from ingest.readers.sniff import Form, by_content

READERS: Final[dict[Form, Reader]] = {
    "text": text.read,
    "html": html.read,
    "json": json_lines.read_document,
    "jsonl": json_lines.read,
    "csv": csv.read,
    "feed": feed.read,
    "warc": warc.read,
    "parquet": parquet.read,
}
"""The reader of each form."""


def read_stream(stream: BinaryIO, origin: Origin, form: Form | None = None) -> Iterator[Outcome]:
    """Read a stream as the given form, else as what its first bytes look like."""
    found, peekable = False, buffered(stream)
    try:
        for outcome in _read(peekable, origin, form):
            found = True
            yield outcome
    except ReadError as error:
        yield Failure(origin.name, str(error))
    except OSError as error:
        yield Failure(origin.name, (error.strerror or str(error)).lower())
    else:
        if not found:
            yield Failure(origin.name, "holds no article")
    finally:
        peekable.detach()  # the stream belongs to the caller, who may go on with it


def _read(stream: io.BufferedReader, origin: Origin, form: Form | None) -> Iterator[Outcome]:
    """Unpack, sniff and read."""
    with gz.unpacked(stream) as plain:
        head = plain.peek(4096)
        if not head:
            raise ReadError("is empty")
        yield from READERS[form or by_content(head)](plain, origin)
