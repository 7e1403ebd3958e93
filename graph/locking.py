"""The folder of a store: fit for it, and open to one writer or many readers at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from ontology.errors import DetenteError

LOCK_NAME: Final = ".detente.lock"
SERVICE_NAME: Final = ".detente.service"
_OURS: Final = re.compile(r"\..*|LOCK|LOG(\.old.*)?|IDENTITY|(MANIFEST|OPTIONS)-.*|\d+\.(log|sst|dbtmp)")
"""Files of a store that is only begun, as one is when the disk was full at that moment."""


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
            with suppress(OSError):  # on a full disk the lock holds all the same
                os.truncate(self._handle, 0)
                os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give the lock back."""
        if self._handle is not None and self._exclusive:
            with suppress(OSError):
                os.truncate(self._handle, 0)
        self._drop()

    def _drop(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@contextmanager
def announced(folder: Path, url: str) -> Iterator[None]:
    """Let it be known beside the lock, as long as this lasts, that this process serves the folder at an address."""
    note = folder / SERVICE_NAME
    with suppress(OSError):
        note.write_text(f"{os.getpid()} {url}\n", "utf-8")
    try:
        yield
    finally:
        if service(folder) == (os.getpid(), url):  # another reader of the same folder may have come later
            with suppress(OSError):
                note.unlink()


def service(folder: Path) -> tuple[int, str] | None:
    """Give the process that serves a folder, and its address; ``None`` if there is none that says so."""
    try:
        process, url = (folder / SERVICE_NAME).read_text("utf-8").split()
        return (int(process), url) if _lives(int(process)) else None
    except (OSError, ValueError):
        return None


def _lives(process: int) -> bool:
    """Tell whether there is a process, where the system lets us ask."""
    if os.name == "posix":
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:  # it is somebody else's
            return True
    return True


def locked(folder: Path, holder: str = "") -> DetenteError:
    """Say that another process has the folder open, and what to do."""
    serving = service(folder)
    if serving is not None and holder in ("", str(serving[0])):
        return DetenteError(
            f"The store {folder} is served by process {serving[0]} at {serving[1]}. Ask it over HTTP, send it articles "
            f"with `detente ingest --store {serving[1]}`, stop it, or choose another folder with --store.",
            409,
        )
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
        foreign = not is_store and not all(_OURS.fullmatch(child.name) for child in folder.iterdir())
    except OSError as error:
        raise DetenteError(f"Cannot use {folder} as a store: {error.strerror}. Choose another with --store.") from error
    if foreign:
        raise DetenteError(f"{folder} holds other files and is no store. Choose an empty or a new folder with --store.")


def _open(path: Path, writing: bool) -> int | None:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT if writing else os.O_RDONLY, 0o644)
    except OSError:
        return None
