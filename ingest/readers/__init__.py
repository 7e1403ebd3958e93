"""Readers: files, folders, addresses and standard input to articles, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ingest.article import Article
from ingest.readers import folder, stdin, web
from ingest.readers.meter import Meter, total_bytes
from ingest.readers.result import Defaults, Failure, ReadError

__all__ = ["Defaults", "Failure", "Meter", "ReadError", "read", "total_bytes"]

_ADDRESS: Final = re.compile(r"(?i)[a-z][a-z0-9+.-]+://|(?:file|data|mailto|javascript):")


def read(inputs: Iterable[str], defaults: Defaults, meter: Meter | None = None) -> Iterator[Article | Failure]:
    """Read every input in turn, holding one article at a time (JSON lines, CSV, WARC, folders).

    Args:
        inputs: Paths of files or folders, http(s) addresses, or ``-`` for standard input.
        defaults: What to assume of articles that do not say it themselves.
        meter: Counts the bytes read of files.

    Yields:
        An article, or the failure of an input or of a part of it; the rest is read on.
    """
    for name in inputs:
        for outcome in _read_input(name, meter):
            if isinstance(outcome, Failure):
                yield outcome
            else:
                yield outcome.with_defaults(defaults.lang, defaults.published, defaults.publisher)


def _read_input(name: str, meter: Meter | None) -> Iterator[Article | Failure]:
    """Choose the reader of one input."""
    if name == "-":
        return stdin.read()
    if _ADDRESS.match(name):
        return web.read(name)
    return folder.read(Path(name), meter)
