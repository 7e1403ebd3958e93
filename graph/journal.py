"""Which changes a store has seen, so that caches and indexes can tell whether they are still right."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import uuid4

from ontology.namespaces import digest

LONGEST: Final = 1000
"""Changes remembered one by one; who is further behind reads everything anew."""


class Journal:
    """Name each state of a store, and remember what the last changes touched."""

    def __init__(self, folder: Path | None = None) -> None:
        self._start = _fingerprint(folder) if folder else uuid4().hex[:16]
        self._count = 0
        self._notes: deque[frozenset[str] | None] = deque(maxlen=LONGEST)
        self._lock = threading.Lock()

    @property
    def generation(self) -> str:
        """Name the present state; no two states of a store have the same name."""
        return f"{self._start}.{self._count}"

    def note(self, touched: Iterable[str] | None = None) -> None:
        """Tell of a committed change: the IRIs of article graphs and actors it touched, ``None`` for any."""
        with self._lock:
            self._notes.append(None if touched is None else frozenset(touched))
            self._count += 1

    def since(self, generation: str) -> set[str] | None:
        """Give what was touched since a generation, ``None`` if that can be anything."""
        start, _, count = generation.rpartition(".")
        with self._lock:
            behind = self._count - int(count) if start == self._start else LONGEST + 1
            if behind > len(self._notes):
                return None
            notes = list(self._notes)[len(self._notes) - behind :]
        touched: set[str] = set()
        for note in notes:
            if note is None:
                return None
            touched |= note
        return touched


def _fingerprint(folder: Path) -> str:
    """Name the state of a folder by its files, whose times and sizes change with every write."""
    files = sorted(path for path in folder.glob("[!.]*") if path.is_file() and not path.name.startswith("LO"))
    states = (f"{path.name}:{status.st_size}:{status.st_mtime_ns}" for path in files if (status := path.stat()))
    return digest(*states)
