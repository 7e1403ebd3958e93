"""The number of quads, which the store can only tell by going over all of them."""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graph.store import Store

LASTS: Final = 60.0
"""Seconds that a count is given out again before it is made anew."""


class QuadCount:
    """Count at most once a minute."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._known: tuple[float, int] | None = None

    def get(self) -> int:
        """Give the number, at most a minute old."""
        with self._lock:
            if self._known is None or monotonic() - self._known[0] > LASTS:
                self._known = (monotonic(), self._store.count())
            return self._known[1]
