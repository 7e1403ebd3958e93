"""Where a reader's serialiser writes: frames of a bounded size, counted against the limits."""

from __future__ import annotations

from typing import IO, Final

from api.pool import frames
from ontology.errors import DetenteError

CHUNK: Final = 64 * 1024
"""Bytes of a frame; until so many are there, an error is still a status."""
_MOST: Final = 2 * CHUNK
"""A serialiser writes a long value at once; it is sent in pieces of this size."""
_ROWS: Final = {
    "application/sparql-results+json": (b',{"', 1),
    "application/json": (b',{"', 1),
    "application/sparql-results+xml": (b"<result>", 0),
    "application/xml": (b"<result>", 0),
    "text/xml": (b"<result>", 0),
    "text/csv": (b"\r\n", -1),
    "text/tab-separated-values": (b"\n", -1),
}
"""What stands between or before rows and, quotes, brackets and line ends being escaped, in no value; rows beside it.

Rows that bind nothing are not counted in JSON, line ends within a value are in CSV.
"""


class Sink:
    """Collects what a serialiser writes, and sends it when there is enough.

    ``rows`` and ``size`` are the most solutions and bytes an answer may have; 0 is no limit.
    """

    def __init__(self, output: IO[bytes], media_type: str, *, rows: int = 0, size: int = 0) -> None:
        self._output = output
        self._media_type = media_type
        self._mark, self._rows = _ROWS.get(media_type, (b"", 0))
        self._most_rows = rows
        self._most_bytes = size
        self._waiting = bytearray()
        self._tail = b""
        self._begun = False
        self.sent = 0

    @property
    def rows(self) -> int:
        """Count the rows sent, about."""
        return max(0, self._rows)

    def write(self, data: bytes) -> int:
        """Take bytes.

        Raises:
            DetenteError: the answer grows beyond a limit (413).
        """
        self._waiting += data
        if len(self._waiting) >= CHUNK:
            self._send(whole=False)
        return len(data)

    def flush(self) -> None:
        """Do nothing: frames are sent when they are full."""

    def finish(self) -> None:
        """Send what is left, and that it was all.

        Raises:
            DetenteError: the answer is beyond a limit (413).
        """
        self._send(whole=True)
        self._output.write(frames.pack_json(frames.END, rows=self.rows, bytes=self.sent))
        self._output.flush()

    def _send(self, *, whole: bool) -> None:
        data, self._waiting = bytes(self._waiting), bytearray()
        self._check(data)
        pieces = [data[start : start + _MOST] for start in range(0, len(data), _MOST)]
        if not self._begun:
            whole_at_once = whole and len(pieces) == 1
            self._output.write(frames.pack_json(frames.HEAD, media_type=self._media_type, whole=whole_at_once))
            self._begun = True
        for piece in pieces:
            self._output.write(frames.pack(frames.DATA, piece))
        if not whole:
            self._output.flush()

    def _check(self, data: bytes) -> None:
        self.sent += len(data)
        self._count(data)
        if self._most_bytes and self.sent > self._most_bytes:
            raise _too_large(f"{self._most_bytes} bytes")
        if self._most_rows and self.rows > self._most_rows:
            raise _too_large(f"{self._most_rows} rows")

    def _count(self, data: bytes) -> None:
        if self._mark:
            seen = self._tail + data
            self._rows += seen.count(self._mark)
            self._tail = seen[max(0, len(seen) - len(self._mark) + 1) :] if len(self._mark) > 1 else b""


def _too_large(limit: str) -> DetenteError:
    return DetenteError(
        f"The answer has more than {limit}, the most this service sends. Add a LIMIT, or ask for less.", 413
    )
