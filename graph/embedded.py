"""A store in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.actors import ActorSource
from graph.journal import Journal
from graph.locking import FolderLock, locked, prepare
from graph.oxigraph import OxigraphStore
from ontology.errors import DetenteError

if TYPE_CHECKING:
    import pyoxigraph

STALE_NAME: Final = ".detente.stale"
"""A file in the folder of a store while its derived graphs lag behind."""


class EmbeddedStore(OxigraphStore):
    """A store in a folder, for one writing process or several reading ones at a time."""

    def __init__(self, folder: Path, *, actors: ActorSource | None = None, read_only: bool = False) -> None:
        self.folder = folder
        self._opened = None
        prepare(folder, read_only)
        self._lock = FolderLock(folder, exclusive=not read_only)
        journal = Journal(folder)
        try:
            super().__init__(_open(folder, read_only), actors=actors, read_only=read_only, journal=journal)
            if not read_only and (folder / STALE_NAME).exists():
                self.rebuild()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the files and let other processes in."""
        super().close()
        self._lock.release()

    def _mark_stale(self, stale: bool) -> None:
        mark = self.folder / STALE_NAME
        mark.touch() if stale else mark.unlink(missing_ok=True)


def _open(folder: Path, read_only: bool) -> pyoxigraph.Store:
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(folder)) if read_only else pyoxigraph.Store(str(folder))
    except OSError as error:
        if "lock" in str(error).lower():
            raise locked(folder) from None
        raise DetenteError(f"Cannot open the store {folder}: {error}. Choose another with --store.") from error
