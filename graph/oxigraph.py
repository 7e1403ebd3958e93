"""The store on pyoxigraph, in memory or in a folder."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from graph import sparql as engine
from graph.actors import ActorSource, Delta, GazetteerSource
from graph.articles import Article, article_graphs, content_hash, list_articles
from graph.derive import Deriver
from graph.formats import format_of, rdf_format, write_quads
from graph.locking import FolderLock, locked, prepare
from ontology.errors import DetenteError
from ontology.namespaces import ONTOLOGY_GRAPH, OWL
from ontology.scheme import RESOURCES, resource_bytes

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat


class OxigraphStore:
    """Article graphs, the graphs derived from them and the ontology, kept in step by one transaction a change."""

    def __init__(self, inner: pyoxigraph.Store, *, actors: ActorSource | None = None, read_only: bool = False) -> None:
        self._opened: pyoxigraph.Store | None = inner
        self._deriver = Deriver(inner, actors or GazetteerSource())
        self._writing = threading.RLock()
        self.generation = 0
        self.read_only = read_only
        if not read_only:
            self._install_ontology()

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let the store go; it cannot be used afterwards."""
        self._opened = None
        self.__dict__.pop("_deriver", None)

    def replace_article(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Put an article graph in place of the one stored, with all that follows from it, in one transaction.

        Returns ``False``, having done nothing, if the same graph is stored already.

        Raises:
            DetenteError: a quad is of another graph or holds a blank node, or the store cannot be written.
        """
        new = _normalised(_checked(graph_iri, quads))
        with self._write():
            old = set(self.quads(graph_iri))
            if new == old:
                return False
            self._commit(graph_iri, old, new)
        return True

    def delete_article(self, ref: str) -> list[str]:
        """Remove the articles that an IRI, graph IRI, hash, ``gp:sourceId`` or ``schema:url`` names.

        Returns the graphs removed.

        Raises:
            DetenteError: no article answers to this name (404).
        """
        with self._write():
            graphs = article_graphs(self._inner, ref)
            if not graphs:
                raise DetenteError(f"No article is known as {ref!r}.", 404)
            for graph in graphs:
                self._commit(graph, set(self.quads(graph)), set())
        return graphs

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query over the union of all graphs, our prefixes being declared.

        Raises:
            DetenteError: a syntax error, with its line and column.
        """
        return engine.query(self._inner, sparql)

    def update(self, sparql: str) -> None:
        """Run a SPARQL update as one transaction, then derive afresh.

        Raises:
            DetenteError: a syntax error, or the store cannot be written.
        """
        with self._write():
            engine.update(self._inner, sparql)
            self.generation += 1
            self.rebuild()

    def load(self, source: Path | bytes | IO[bytes], fmt: str | None = None, *, derive: bool = True) -> None:
        """Add the quads of a file or of bytes, all or none, then derive afresh.

        Raises:
            DetenteError: the data is not in that format, or the file cannot be read.
        """
        with self._write():
            self._read_in(source, rdf_format(fmt) if fmt else _guess(source))
            self._deriver.forget()
            self.generation += 1
            if derive:
                self.rebuild()

    def rebuild(self) -> None:
        """Derive the current relations and the actors afresh from the articles."""
        with self._write():
            delta = self._deriver.rebuild()
            engine.update(self._inner, engine.change(delta.removed, delta.added))
            self.generation += 1

    def articles(self) -> Iterator[Article]:
        """List the articles by graph IRI."""
        return list_articles(self)

    def contains_article(self, graph_iri: str) -> str | None:
        """Give the content hash of a stored article graph, ``None`` if there is no such graph."""
        return content_hash(self._inner, graph_iri)

    def quads(self, graph_iri: str | None = None) -> Iterator[Quad]:
        """Yield all quads, or those of one graph."""
        from pyoxigraph import NamedNode

        return self._inner.quads_for_pattern(None, None, None, NamedNode(graph_iri) if graph_iri else None)

    def count(self) -> int:
        """Count the quads."""
        return len(self._inner)

    def dump(self, fmt: str = "nquads", output: IO[bytes] | None = None, *, sort: bool = False) -> bytes:
        """Write the store in an RDF format to ``output``, or give it back as bytes where that is ``None``.

        Formats without graphs get the union of all graphs. With ``sort``, which N-Quads and N-Triples know,
        equal stores give equal bytes.
        """
        buffer = output if output is not None else BytesIO()
        write_quads(self.quads(), rdf_format(fmt), buffer, sort=sort)
        return buffer.getvalue() if isinstance(buffer, BytesIO) and output is None else b""

    def backup(self, folder: Path) -> None:
        """Copy the store, as it is between two changes, to a new folder, which can then be opened read-only.

        Raises:
            DetenteError: the folder exists, or the store is in memory.
        """
        try:
            with self._writing:
                self._inner.backup(folder)
        except (OSError, RuntimeError) as error:
            raise DetenteError(f"Cannot copy the store to {folder}: {error}.") from error

    def optimize(self) -> None:
        """Compact the files after a large load."""
        self._inner.optimize()

    @property
    def _inner(self) -> pyoxigraph.Store:
        if self._opened is None:
            raise DetenteError("The store is closed.", 500)
        return self._opened

    def _write(self) -> threading.RLock:
        if self.read_only:
            raise DetenteError("The store is open for reading only.", 403)
        return self._writing

    def _commit(self, graph: str, old: set[Quad], new: set[Quad]) -> None:
        try:
            delta = self._deriver.changes(graph, old, new) | Delta(frozenset(new - old), frozenset(old - new))
            drop = None if new else graph
            engine.update(self._inner, engine.change(delta.removed, delta.added, drop))
            self.generation += 1
        except BaseException:
            self._deriver.forget()
            raise

    def _install_ontology(self) -> None:
        wanted = _ontology()
        version = _version(wanted)
        if version and version <= set(self.quads(ONTOLOGY_GRAPH)):
            return
        known = self.count() > 0
        engine.update(self._inner, engine.change([], wanted, ONTOLOGY_GRAPH))
        if known:
            self.rebuild()

    def _read_in(self, source: Path | bytes | IO[bytes], fmt: RdfFormat) -> None:
        try:
            if isinstance(source, Path):
                self._inner.bulk_load(path=str(source), format=fmt)
            elif isinstance(source, bytes):
                self._inner.load(source, fmt)
            else:
                self._inner.bulk_load(source, fmt)
        except SyntaxError as error:
            raise DetenteError(f"The data is not valid {fmt.name}: {error}.") from None
        except OSError as error:
            raise DetenteError(f"Cannot read {source if isinstance(source, Path) else 'the data'}: {error}.") from error


class MemoryStore(OxigraphStore):
    """A store that lives as long as the process."""

    def __init__(self, *, actors: ActorSource | None = None) -> None:
        import pyoxigraph

        super().__init__(pyoxigraph.Store(), actors=actors)


class EmbeddedStore(OxigraphStore):
    """A store in a folder, for one writing process or several reading ones at a time."""

    def __init__(self, folder: Path, *, actors: ActorSource | None = None, read_only: bool = False) -> None:
        self.folder = folder
        self._opened = None
        prepare(folder, read_only)
        self._lock = FolderLock(folder, exclusive=not read_only)
        try:
            super().__init__(_open(folder, read_only), actors=actors, read_only=read_only)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the files and let other processes in."""
        super().close()
        self._lock.release()


def _open(folder: Path, read_only: bool) -> pyoxigraph.Store:
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(folder)) if read_only else pyoxigraph.Store(str(folder))
    except OSError as error:
        if "lock" in str(error).lower():
            raise locked(folder) from None
        raise DetenteError(f"Cannot open the store {folder}: {error}. Choose another with --store.") from error


def _checked(graph_iri: str, quads: Iterable[Quad]) -> Iterator[Quad]:
    from pyoxigraph import BlankNode, NamedNode

    graph = NamedNode(graph_iri)
    for quad in quads:
        if quad.graph_name != graph:
            raise DetenteError(f"A quad of {quad.graph_name} was given for the article graph <{graph_iri}>.", 500)
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise DetenteError(f"The article graph <{graph_iri}> holds a blank node; give it an IRI.", 500)
        yield quad


def _normalised(quads: Iterable[Quad]) -> set[Quad]:
    """Write literals as the store keeps them: ``0.50`` as ``0.5``, non-negative integers as integers."""
    import pyoxigraph

    scratch = pyoxigraph.Store()
    scratch.extend(quads)
    return set(scratch)


def _ontology() -> list[Quad]:
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    graph = NamedNode(ONTOLOGY_GRAPH)
    found = (quad for name in RESOURCES for quad in parse(resource_bytes(name), RdfFormat.TURTLE))
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found]


def _version(ontology: Iterable[Quad]) -> set[Quad]:
    return {quad for quad in ontology if quad.predicate.value == OWL + "versionIRI"}


def _guess(source: Path | bytes | IO[bytes]) -> RdfFormat:
    if isinstance(source, Path):
        return format_of(source)
    raise DetenteError("Say which RDF format the data is in.")
