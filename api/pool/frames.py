"""What goes through the pipes between the service and a reader: frames of a kind, a length and a payload.

Payloads are JSON or raw bytes, never pickles: nothing a reader sends can make the service run code.
"""

from __future__ import annotations

import json
from struct import Struct
from typing import IO, Any, Final

READY: Final = b"R"
"""The snapshot is open."""
OPEN: Final = b"O"
"""Open another snapshot."""
ASK: Final = b"A"
"""Answer a query."""
HEAD: Final = b"H"
"""The answer begins: ``media_type``, and ``whole`` if the next frame is all of it."""
DATA: Final = b"D"
"""Bytes of the answer."""
END: Final = b"E"
"""The answer is complete: ``rows`` and ``bytes``."""
FAIL: Final = b"X"
"""The query cannot be answered: ``detail`` and ``status``."""

HEADER: Final = Struct(">cI")


def pack(kind: bytes, payload: bytes = b"") -> bytes:
    """Make a frame."""
    return HEADER.pack(kind, len(payload)) + payload


def pack_json(kind: bytes, **values: Any) -> bytes:
    """Make a frame of values."""
    return pack(kind, json.dumps(values).encode())


def read(source: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read the next frame; ``None`` where the other side has gone."""
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    payload = source.read(length)
    return (kind, payload) if len(payload) == length else None
