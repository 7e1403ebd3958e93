"""The folder of a store: fit for it, and open to one writer or many readers at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ontology.errors import DetenteError

LOCK_NAME: Final = ".detente.lock"


class FolderLock:
    """Hold a shared or exclusive lock on a folder until released.

    Where the system or file system has no such locks, nothing is held; RocksDB still keeps a second writer out.
    """

    def __init__(self, folder: Path, *, exclusive: bool) -> None:
        self._handle: int | None = None
        self._exclusive = exclusive
        try:
            import fcntl
        except ImportError:  # Windows
            return
        self._handle = _open(folder / LOCK_NAME, exclusive)
        if self._handle is None:
            return
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._handle, 32).decode("ascii", "ignore").strip()
            self._drop()
            raise locked(folder, holder) from None
        except OSError:  # a file system without locks
            self._drop()
            return
        if exclusive:
            os.truncate(self._handle, 0)
            os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give the lock back."""
        if self._handle is not None and self._exclusive:
            os.truncate(self._handle, 0)
        self._drop()

    def _drop(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def locked(folder: Path, holder: str = "") -> DetenteError:
    """Say that another process has the folder open, and what to do."""
    who = f"process {holder}" if holder else "another process"
    return DetenteError(
        f"The store {folder} is already open in {who}. Stop that process, or ask it over HTTP "
        "if it is `detente serve`, or choose another folder with --store.",
        409,
    )


def prepare(folder: Path, read_only: bool) -> None:
    """Make the folder of a store, or say why it cannot be one.

    Raises:
        DetenteError: it is a file, holds other things, cannot be written, or is not there to be read (404).
    """
    if folder.exists() and not folder.is_dir():
        raise DetenteError(f"{folder} is a file; a store is a folder. Choose another with --store.")
    is_store = (folder / "CURRENT").exists()
    if read_only and not is_store:
        raise DetenteError(
            f"There is no store at {folder} yet. Make one with `detente ingest --store {folder} …`.", 404
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = not is_store and any(child.name[0] != "." for child in folder.iterdir())
    except OSError as error:
        raise DetenteError(f"Cannot use {folder} as a store: {error.strerror}. Choose another with --store.") from error
    if foreign:
        raise DetenteError(f"{folder} holds other files and is no store. Choose an empty or a new folder with --store.")


def _open(path: Path, writing: bool) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT if writing else os.O_RDONLY, 0o644)
    except OSError:
        return None
