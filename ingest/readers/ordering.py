"""Names in order, however many: beyond some they are sorted in parts, which wait on disk."""

from __future__ import annotations

import heapq
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import BinaryIO, Final

AT_ONCE: Final = 100_000
"""Names held in memory."""
_END: Final = b"\0"
"""No file name holds it."""


def in_order(names: Iterable[str], at_once: int = AT_ONCE) -> Iterator[str]:
    """Yield names sorted."""
    rest = iter(names)
    part = sorted(islice(rest, at_once))
    if len(part) < at_once:
        yield from part
        return
    with ExitStack() as stack:
        parts = []
        while part:
            file = stack.enter_context(tempfile.TemporaryFile())
            file.writelines(os.fsencode(name) + _END for name in part)
            parts.append(file)
            part = sorted(islice(rest, at_once))
        yield from heapq.merge(*map(_read_back, parts))


def _read_back(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    left = b""
    while block := file.read(65536):
        *names, left = (left + block).split(_END)
        yield from map(os.fsdecode, names)
