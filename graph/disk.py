"""What goes wrong with a disk, told in one sentence with its remedy."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ontology.errors import DetenteError

_FULL: Final = re.compile(r"no space left|quota exceeded", re.IGNORECASE)
_TOO_LARGE: Final = re.compile(r"file too large", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r"read-only file system|permission denied|operation not permitted", re.IGNORECASE)
_DAMAGED: Final = re.compile(r"corruption|checksum mismatch", re.IGNORECASE)
_FILE: Final = re.compile(r"file[^:]*: (/.*)/[^/]+: [^/]*$")
"""The file in a message of RocksDB, which gives no error number."""


def failure(error: OSError | RuntimeError, doing: str, folder: Path | None = None) -> DetenteError:
    """Say what a failed reading or writing means: 507 if the disk is full, 403 if writing is not allowed, else 500.

    ``doing`` says what failed (``Nothing was changed``); the folder is otherwise taken from the error.
    """
    text = " ".join(str(error).split())
    place = folder or _folder(error, text)
    where = f"The disk that holds {place}" if place else "The disk of the store"
    if _FULL.search(text):
        return DetenteError(
            f"{where} is full. {doing}; what was stored before is kept. Free some space and try again.", 507
        )
    if _TOO_LARGE.search(text):
        limit = f"A file of {place or 'the store'} may not grow any more (ulimit -f, or a limit of the file system)"
        return DetenteError(f"{limit}. {doing}; what was stored before is kept. Raise the limit and try again.", 507)
    if found := _FORBIDDEN.search(text):
        remedy = "Reading works (query, export, serve without --allow-writes); to write, make it writable for this user"
        return DetenteError(f"{doing}: {place or 'the store'} cannot be written ({found[0].lower()}). {remedy}.", 403)
    if _DAMAGED.search(text):
        return DetenteError(
            f"{doing}: {place or 'the store'} is damaged ({text}). Put a backup in its place: `detente restore`.", 500
        )
    return DetenteError(f"{doing}: {text.removeprefix('IO error: ').rstrip('.')}.", 500)


@contextmanager
def told(doing: str, folder: Path | None = None) -> Iterator[None]:
    """Turn what goes wrong with the disk in a block into one clear error.

    Raises:
        DetenteError: instead of ``OSError``, or ``RuntimeError`` of the engine, as ``failure`` says.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise failure(error, doing, folder) from error


def sync(path: Path) -> None:
    """Bring a file, or the entries of a folder, to the disk, so that not even a power cut loses it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that after a crash it is there whole, or as it was before."""
    half = path.with_name(path.name + ".new")
    half.write_text(text, "utf-8")
    sync(half)
    half.replace(path)
    sync(path.parent)


def copy_files(source: Path, target: Path, hidden: Collection[str]) -> None:
    """Copy the files of a store nobody writes to into a new folder; of the hidden ones only those named."""
    target.mkdir()
    for file in source.iterdir():
        if file.is_file() and file.name != "LOCK" and (file.name[0] != "." or file.name in hidden):
            shutil.copyfile(file, target / file.name)


def _folder(error: OSError | RuntimeError, text: str) -> Path | None:
    name = getattr(error, "filename", None)
    if isinstance(name, str) and name:
        return Path(name).parent
    found = _FILE.search(text)
    return Path(found[1]) if found else None
