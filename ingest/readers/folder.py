"""Files, and folders with all that is below them, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ingest.readers.forms import read_stream
from ingest.readers.meter import Meter
from ingest.readers.ordering import in_order
from ingest.readers.result import Failure, Origin, Outcome
from ingest.readers.sniff import ENDINGS, by_name


def read(path: Path, meter: Meter | None = None) -> Iterator[Outcome]:
    """Read a file or a folder, and let the meter know how far it has come."""
    meter = meter or Meter()
    if _is_folder(path):
        yield from _read_folder(path, meter)
    else:
        yield from read_file(path, path.name, meter)


def read_file(path: Path, source_id: str, meter: Meter) -> Iterator[Outcome]:
    """Read one file by the form its name promises, else by its content."""
    origin = Origin(name=str(path), source_id=source_id)
    try:
        stream = path.open("rb", buffering=0)
    except (OSError, ValueError) as error:
        yield Failure(origin.name, _reason(error))
        return
    with stream, meter.reading(stream):
        yield from read_stream(stream, origin, by_name(path.name))


def walk(folder: Path) -> Iterator[Path | Failure]:
    """Give the files below a folder whose names promise a known form, in order; hidden ones are left out.

    Of each folder on the way down some names are in memory at a time, however many there are.
    """
    pending: list[tuple[Iterator[Path], frozenset[str]]] = [(iter((folder,)), frozenset())]
    while pending:
        siblings, above = pending[-1]
        path = next(siblings, None)
        if path is None:
            pending.pop()
        elif not _is_folder(path):
            yield path
        elif (real := os.path.realpath(path)) not in above:  # a link to a folder above would go round for ever
            try:
                entries = os.scandir(path)
            except OSError as error:
                yield Failure(str(path), _reason(error))
            else:
                pending.append((_children(path, entries), above | {real}))


def _children(folder: Path, entries: Iterator[os.DirEntry[str]]) -> Iterator[Path]:
    """Give the folders and the files of a known form, in the order of their names."""
    for name in in_order(entry.name for entry in entries if _wanted(entry)):
        yield folder / name


def _wanted(entry: os.DirEntry[str]) -> bool:
    """Tell whether to look at an entry; a broken link with a known ending is looked at, to be reported."""
    if entry.name.startswith("."):
        return False
    return _is_folder(entry.path) or (by_name(entry.name) is not None and (_is_regular(entry) or entry.is_symlink()))


def _read_folder(folder: Path, meter: Meter) -> Iterator[Outcome]:
    """Read every file below a folder; the id of each is its path from there."""
    found = False
    for item in walk(folder):
        found = True
        if isinstance(item, Failure):
            yield item
        else:
            yield from read_file(item, item.relative_to(folder).as_posix(), meter)
    if not found:
        yield Failure(str(folder), f"holds no file of a known form ({ENDINGS})")


def _is_folder(path: str | Path) -> bool:
    """Tell a folder; what cannot be looked at is none, where `Path.is_dir` would raise."""
    return os.path.isdir(path)  # noqa: PTH112


def _is_regular(entry: os.DirEntry[str]) -> bool:
    """Tell a file, or a link to one, from pipes and devices."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _reason(error: Exception) -> str:
    """Say in a few words why a path cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return (getattr(error, "strerror", None) or str(error)).lower()
