"""The index of a store that follows its changes."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from graph.catalogue.index import Index

if TYPE_CHECKING:
    from graph.store import Store

PATIENCE: Final = 1.0
"""Seconds that a question waits for the index to follow a change; then the state before is asked."""

FEW: Final = 100
"""So many changes are always followed one by one."""


class Catalogue:
    """Keep an index in step with a store, in a thread of its own; small changes are followed article by article."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="catalogue")
        self._index: Index | None = None

    def warm(self) -> Future[Index]:
        """Begin to read the store, without waiting for the end."""
        return self._worker.submit(self._refresh)

    def index(self) -> Index:
        """Give the index, brought up to date if that takes no longer than a moment."""
        index = self._index
        if index is not None and index.generation == self._store.generation:
            return index
        coming = self.warm()
        if index is None:
            return coming.result()
        with suppress(TimeoutError):
            return coming.result(PATIENCE)
        coming.cancel()
        return index

    def close(self) -> None:
        """Stop following, and let the index go."""
        self._worker.shutdown(cancel_futures=True)
        if self._index is not None:
            self._index.close()

    def _refresh(self) -> Index:
        """Follow the store; an index half changed by an error is thrown away."""
        index, generation = self._index, self._store.generation
        if index is not None and index.generation == generation:
            return index
        touched = self._store.changes_since(index.generation) if index is not None else None
        if index is None or touched is None or _is_much(index, touched):
            self._index = Index.build(self._store)
            return self._index
        try:
            index.follow(self._store, generation, touched)
        except BaseException:
            self._index = None
            raise
        return index


def _is_much(index: Index, touched: set[str]) -> bool:
    """Tell whether reading everything is faster: an article alone costs three times its share of a full read."""
    return len(touched) > FEW and len(touched) * 3 > index.rows("SELECT COUNT(*) FROM article")[0][0]
