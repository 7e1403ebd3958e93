"""Gzip, transparently, around any form; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, cast

from ingest.readers.result import ReadError, buffered

MAGIC: Final = b"\x1f\x8b"


@contextmanager
def unpacked(stream: io.BufferedReader) -> Iterator[io.BufferedReader]:
    """Give the stream itself, or what it unpacks to when it is gzip.

    Raises:
        ReadError: The gzip data is damaged or cut short; what came before has been read by then.
    """
    if not stream.peek(2).startswith(MAGIC):
        yield stream
        return
    try:
        yield buffered(cast(BinaryIO, gzip.GzipFile(fileobj=stream)))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"the gzip data is damaged: {error}") from error
