"""The manifest of a run: a file of JSON lines that only grows, so that whatever stops the run leaves it readable.

``started`` comes first, with the inputs. Each batch is two lines: ``batch`` before it goes into the store, ``loaded``
after. ``saved`` says that all so far is on the disk, with the counts; ``resumed`` that another process went on from
there. ``failure`` is told once and never again. ``ended`` comes last.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from ontology.errors import DetenteError

NAME: Final = "manifest.jsonl"
Line = dict[str, Any]


class Manifest:
    """Writes the lines of a run; without a path it writes nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._file: int | None = None
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                _lock(self._file)
                _mend(self._file)
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> Self:
        """Use the manifest in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def write(self, event: str, *, sync: bool = False, **members: Any) -> None:
        """Append a line; with ``sync`` it, and all before it, is on the disk when this returns.

        Raises:
            DetenteError: it cannot be written (507); the file is as it was before.
        """
        if self._file is None:
            return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({"event": event, "at": now, **members}, separators=(",", ":")).encode() + b"\n"
        end = os.fstat(self._file).st_size
        try:
            _write_all(self._file, line)
            if sync:
                os.fsync(self._file)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._file, end)
            raise DetenteError(f"The run cannot be noted in {self.path}: {error.strerror}.", 507) from error


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a manifest; what a crash left half written is passed over."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        for text in file:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict) and text.endswith(b"\n"):
                yield line


def in_use(path: Path) -> bool:
    """Tell whether a process is writing a manifest, where the system can tell."""
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(file)
    except DetenteError:
        return True
    finally:
        os.close(file)
    return False


def _lock(file: int) -> None:
    """Keep other processes from writing the same manifest.

    Raises:
        DetenteError: one does (409).
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DetenteError("Another process is working on this run; stop it first.", 409) from None
    except OSError:  # a file system without locks
        return


def _mend(file: int) -> None:
    """Cut off a last line that was not written whole."""
    end = os.fstat(file).st_size
    while end:
        begin = max(0, end - 65536)
        found = os.pread(file, end - begin, begin).rfind(b"\n")
        if found >= 0:
            end = begin + found + 1
            break
        end = begin
    os.ftruncate(file, end)


def _write_all(file: int, data: bytes) -> None:
    """Write to the last byte, for a full disk may take a part only."""
    while data:
        data = data[os.write(file, data) :]
