"""How far the reading of files has come."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO


class Meter:
    """Counts the bytes read of files, as they lie on disk."""

    def __init__(self) -> None:
        self._done = 0
        self._open: list[BinaryIO] = []

    @property
    def bytes(self) -> int:
        """Give the bytes read so far."""
        return self._done + sum(stream.tell() for stream in self._open)

    @contextmanager
    def reading(self, stream: BinaryIO) -> Iterator[None]:
        """Count what is read of a file."""
        self._open.append(stream)
        try:
            yield
        finally:
            self._open.remove(stream)
            self._done += stream.tell()


def total_bytes(inputs: Iterable[str]) -> int | None:
    """Add up the sizes of files; ``None`` where one is no plain file, so that its size is not known beforehand."""
    total = 0
    for name in inputs:
        if not os.path.isfile(name):  # noqa: PTH113 (a name with a NUL is no file, where `Path.is_file` would raise)
            return None
        total += os.path.getsize(name)  # noqa: PTH202
    return total
