"""One look at a folder: files that are new or changed, and no longer being written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ingest.readers import folder
from ingest.readers.result import Failure
from ingest.watch.notes import Notes

SETTLED: Final = 60.0
"""Seconds after which a file that has not changed is taken to be whole at the first look."""


def changed_files(root: Path, notes: Notes, now: float) -> Iterator[tuple[Path, str] | Failure]:
    """Give each file that is new or changed and has come to rest, with the mark of its state.

    One that changed since the last look, or a moment ago, is only noted: it may be half written.
    """
    for item in folder.walk(root):
        if isinstance(item, Failure):
            yield item
            continue
        try:
            status = item.stat()
        except OSError:  # it went away between listing and looking
            continue
        mark = f"{status.st_size}:{status.st_mtime_ns}"
        known, done = notes.mark(str(root), str(item))
        if known == mark and done:
            continue
        if known == mark or now - status.st_mtime >= SETTLED:
            yield item, mark
        else:
            notes.set_mark(str(root), str(item), mark, done=False)
