"""A store in a folder."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph import versions
from graph.actors import ActorSource
from graph.disk import copy_files, failure, told
from graph.journal import Journal
from graph.locking import FolderLock, locked, prepare
from graph.oxigraph import OxigraphStore
from ontology.errors import DetenteError
from ontology.namespaces import ONTOLOGY_GRAPH, OWL

if TYPE_CHECKING:
    import pyoxigraph

STALE_NAME: Final = ".detente.stale"
"""A file in the folder of a store while its derived graphs lag behind."""
KEPT: Final = (versions.FORMAT_NAME, STALE_NAME)
"""Hidden files that belong to the graph; locks, jobs and runs do not."""

_ANY_ARTICLE: Final = "ASK { GRAPH ?graph { ?article a schema:NewsArticle } }"
_log: Final = logging.getLogger("detente.store")


class EmbeddedStore(OxigraphStore):
    """A store in a folder, for one writing process or several reading ones at a time.

    With ``untouched`` it is held as for writing but left as it is, be it of an older format, so that it can be copied.
    """

    def __init__(
        self, folder: Path, *, actors: ActorSource | None = None, read_only: bool = False, untouched: bool = False
    ) -> None:
        self.folder = folder
        self._opened = None
        self._untouched = untouched
        prepare(folder, read_only or untouched)
        self._lock = FolderLock(folder, exclusive=not read_only)
        journal = Journal(folder)
        try:
            self.format = versions.read(folder)
            super().__init__(_open(folder, read_only), actors=actors, read_only=read_only, journal=journal)
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the files and let other processes in."""
        super().close()
        self._lock.release()

    def backup(self, folder: Path) -> None:
        """Copy the store, as it is between two changes, to a new folder, which can then be opened.

        Raises:
            DetenteError: the folder exists, or its disk is full (507).
        """
        with self.still(), told(f"Cannot copy the store to {folder}", folder):
            if self.read_only:  # as there is no writer, the files are at rest
                copy_files(self.folder, folder, KEPT)
                return
            super().backup(folder)
            for name in KEPT:
                if (self.folder / name).exists():
                    shutil.copyfile(self.folder / name, folder / name)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let nothing be written as long as this lasts."""
        with self._writing:
            yield

    def _bring_up_to_date(self) -> None:
        """Derive what lags behind, and raise a store of an older format to that of the program."""
        old = self.format.number < versions.FORMAT and bool(self.query(_ANY_ARTICLE))
        if self._untouched or self.read_only:
            if old and not self._untouched:
                _log.warning("%s The next command that writes brings it up to date.", self._age())
            return
        if old:
            _log.warning("%s What follows from its articles is worked out afresh, once.", self._age())
            versions.migrate(self.folder, self, self.format, self._ontology_version())
        if (self.folder / STALE_NAME).exists():
            self.rebuild()
        wanted = versions.present(self._ontology_version())
        if self.format != wanted:
            versions.write(self.folder, wanted)
            self.format = wanted

    def _age(self) -> str:
        return f"The store {self.folder} is of format {self.format.number}, this program's is {versions.FORMAT}."

    def _ontology_version(self) -> str:
        from pyoxigraph import NamedNode

        graph, predicate = NamedNode(ONTOLOGY_GRAPH), NamedNode(OWL + "versionIRI")
        found = self._inner.quads_for_pattern(None, predicate, None, graph)
        return ",".join(sorted(str(quad.object)[1:-1] for quad in found))

    def _install_ontology(self) -> None:
        if not self._untouched:
            super()._install_ontology()

    def _mark_stale(self, stale: bool) -> None:
        mark = self.folder / STALE_NAME
        with told("Nothing was changed", self.folder):
            mark.touch() if stale else mark.unlink(missing_ok=True)


def _open(folder: Path, read_only: bool) -> pyoxigraph.Store:
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(folder)) if read_only else pyoxigraph.Store(str(folder))
    except (OSError, RuntimeError) as error:
        if "lock hold by" in str(error) or "While lock file" in str(error):
            raise locked(folder) from None
        if read_only and isinstance(error, OSError):
            raise DetenteError(f"Cannot read the store {folder}: {error}. Choose another with --store.") from error
        raise failure(error, f"Cannot open the store {folder}", folder) from error
