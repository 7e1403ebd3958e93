"""Standard input: JSON lines, HTML, a feed or plain text, told by its first bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ingest.readers.forms import read_stream
from ingest.readers.result import Origin, Outcome


def read() -> Iterator[Outcome]:
    """Read standard input to its end; articles without an id get none, for two pipes would share it."""
    yield from read_stream(sys.stdin.buffer, Origin(name="stdin"))
