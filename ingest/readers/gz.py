"""Gzip, transparently, around any form; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from ingest.readers.result import ReadError, buffered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

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
        yield buffered(cast(BinaryIO, _Pieces(gzip.GzipFile(fileobj=stream))))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"the gzip data is damaged: {error}") from error


class _Pieces(io.RawIOBase):
    """Gives what is unpacked piece by piece, so that all that comes before a damage is read before it is told."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer as far as the next piece goes."""
        view = memoryview(buffer)
        piece = self._file.read1(len(view))
        view[: len(piece)] = piece
        return len(piece)
