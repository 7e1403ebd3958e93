"""What watching must remember over a restart: when each source is due, and what of it has been taken in."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ontology.errors import DetenteError

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS source (
  name TEXT PRIMARY KEY, address TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, due REAL NOT NULL,
  failures INTEGER NOT NULL, problem TEXT NOT NULL, gone INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS taken (
  source TEXT NOT NULL, name TEXT NOT NULL, mark TEXT NOT NULL, done INTEGER NOT NULL, PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or folder, and how it stands with it.

    Attributes:
        name: As the user gave it.
        address: Where a feed has moved to for good, else the name.
        etag: What the server called the state of the feed that was last read, ``modified`` likewise.
        due: When to look again, in seconds since 1970.
        failures: How many looks in a row have failed.
        problem: What was last told to be wrong; empty if nothing is.
        gone: Whether the server said that the feed will not come back.
    """

    name: str
    address: str
    etag: str = ""
    modified: str = ""
    due: float = 0.0
    failures: int = 0
    problem: str = ""
    gone: bool = False

    def well(self, due: float) -> Source:
        """Note that a look went well."""
        return replace(self, due=due, failures=0, problem="")


class Notes:
    """Notes in a file, or with ``None`` in memory."""

    def __init__(self, path: Path | None) -> None:
        try:
            self._base = sqlite3.connect(path or ":memory:", isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.executescript(_TABLES)
        except sqlite3.Error as error:
            raise DetenteError(f"Cannot keep notes in {path}: {error}. Name another file with --state.") from error

    def __enter__(self) -> Self:
        """Use the notes in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._base.close()

    def source(self, name: str) -> Source:
        """Give the notes on a source; a new one is due at once."""
        row = self._base.execute("SELECT * FROM source WHERE name = ?", (name,)).fetchone()
        if row is None:
            return Source(name, name)
        *values, gone = row
        return replace(Source(*values), gone=bool(gone))

    def save(self, source: Source) -> None:
        """Keep the notes on a source."""
        values = (source.name, source.address, source.etag, source.modified, source.due, source.failures)
        row = (*values, source.problem, int(source.gone))
        self._base.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def mark(self, source: str, name: str) -> tuple[str, bool]:
        """Give the mark by which something was last known, and whether it was taken in; empty if it is new."""
        row = self._base.execute(
            "SELECT mark, done FROM taken WHERE source = ? AND name = ?", (source, name)
        ).fetchone()
        return (row[0], bool(row[1])) if row else ("", False)

    def set_mark(self, source: str, name: str, mark: str, *, done: bool) -> None:
        """Note a mark."""
        self._base.execute("INSERT OR REPLACE INTO taken VALUES (?, ?, ?, ?)", (source, name, mark, int(done)))
