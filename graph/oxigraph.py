"""The store on pyoxigraph, of which `graph.embedded` keeps one in a folder."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from graph import sparql as engine
from graph.actors import ActorSource, Delta, GazetteerSource
from graph.articles import Article, article_graphs, content_hash, list_articles
from graph.derive import Deriver, named_by
from graph.disk import failure, told
from graph.formats import format_of, rdf_format, write_quads
from graph.graphs import (
    check_writable,
    checked,
    emptied,
    graph_node,
    in_graph,
    invalid,
    normalised,
    without_blank_nodes,
    written,
)
from graph.journal import Journal
from graph.sparql import WHOLE, Dataset
from graph.updates import touches_ours, with_using
from ontology.errors import DetenteError
from ontology.namespaces import ARTICLE_GRAPHS, ONTOLOGY_GRAPH, OWL
from ontology.scheme import RESOURCES, resource_bytes

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple


class OxigraphStore:
    """Article graphs, the graphs derived from them and the ontology, kept in step by one transaction a change."""

    def __init__(
        self,
        inner: pyoxigraph.Store,
        *,
        actors: ActorSource | None = None,
        read_only: bool = False,
        journal: Journal | None = None,
    ) -> None:
        self._opened: pyoxigraph.Store | None = inner
        self._journal = journal or Journal()
        self._deriver = Deriver(inner, actors or GazetteerSource())
        self._writing = threading.RLock()
        self._modified = datetime.now(UTC)
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
        return self.replace_articles([(graph_iri, quads)]) > 0

    def replace_articles(self, articles: Iterable[tuple[str, Iterable[Quad]]]) -> int:
        """Put several article graphs in place of those stored, with all that follows from them, in one transaction.

        Returns how many of them were not stored already as they are.

        Raises:
            DetenteError: a quad is of another graph or holds a blank node, or the store cannot be written.
        """
        new = {graph: normalised(checked(graph, quads)) for graph, quads in articles}
        with self._write():
            old = {graph: set(self.quads(graph)) for graph in new}
            changed = {graph for graph in new if new[graph] != old[graph]}
            if changed:
                self._commit({graph: old[graph] for graph in changed}, {graph: new[graph] for graph in changed})
        return len(changed)

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
            self._commit({graph: set(self.quads(graph)) for graph in graphs}, {})
        return graphs

    def query(
        self, sparql: str, dataset: Dataset = WHOLE, *, base: str | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query over the graphs given, or over the union of all, our prefixes being declared.

        Raises:
            DetenteError: a syntax error, with its line and column.
        """
        return engine.query(self._inner, sparql, dataset, base=base)

    def update(
        self, sparql: str, *, using: Sequence[str] = (), using_named: Sequence[str] = (), base: str | None = None
    ) -> None:
        """Run a SPARQL update as one transaction, then derive afresh if it may have touched the articles.

        ``using`` and ``using_named`` are the graphs its patterns are matched over; without any, the unnamed graph is.

        Raises:
            DetenteError: a syntax error, graphs named twice, or the store cannot be written.
        """
        text = with_using(sparql, using, using_named, base)
        with self._write(), self._deriving(touches_ours(text)):
            engine.update(self._inner, text, base=base)

    def has_graph(self, graph_iri: str | None) -> bool:
        """Tell whether there is a named graph, or with ``None`` anything in the unnamed one."""
        if graph_iri is None:
            return any(True for _ in self._inner.quads_for_pattern(None, None, None, graph_node(None)))
        return self._inner.contains_named_graph(graph_node(graph_iri))

    def replace_graph(self, graph_iri: str | None, triples: Iterable[Triple]) -> bool:
        """Put triples in place of all that a graph held; ``None`` is the unnamed graph. ``False`` if it was there.

        Raises:
            DetenteError: the graph is derived (403), or blank nodes are given for an article (400).
        """
        return self._put(graph_iri, triples, replace=True)

    def add_to_graph(self, graph_iri: str | None, triples: Iterable[Triple]) -> bool:
        """Add triples to a graph; ``None`` is the unnamed graph. ``False`` if it was there.

        Raises:
            DetenteError: the graph is derived (403), or blank nodes are given for an article (400).
        """
        return self._put(graph_iri, triples, replace=False)

    def delete_graph(self, graph_iri: str | None) -> None:
        """Remove a graph; ``None`` is the unnamed graph.

        Raises:
            DetenteError: the graph is derived (403), or there is none of this name (404).
        """
        check_writable(graph_iri)
        with self._write():
            if graph_iri is not None and not self.has_graph(graph_iri):
                raise DetenteError(f"There is no graph <{graph_iri}>.", 404)
            if graph_iri and graph_iri.startswith(ARTICLE_GRAPHS):
                self._commit({graph_iri: set(self.quads(graph_iri))}, {})
            else:
                self._run(emptied(graph_iri))

    def load(self, source: Path | bytes | IO[bytes], fmt: str | None = None, *, derive: bool = True) -> None:
        """Add the quads of a file or of bytes, all or none, then derive afresh.

        Raises:
            DetenteError: the data is not in that format, or the file cannot be read.
        """
        with self._write(), self._deriving(derive):
            self._read_in(source, rdf_format(fmt) if fmt else guess_format(source))

    def rebuild(self) -> None:
        """Derive the current relations, the happenings and the actors afresh from the articles, part by part."""
        with self._write():
            self._mark_stale(True)
            for delta in self._deriver.rebuilding():
                self._run(engine.change(delta.removed, delta.added))
            self._mark_stale(False)

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

    @property
    def generation(self) -> str:
        """Name the present state of the data; each committed change gives another name, reopening for reading none."""
        return self._journal.generation

    @property
    def modified(self) -> datetime:
        """Give the time of the last change, or of the opening if there was none."""
        return self._modified

    def changes_since(self, generation: str) -> set[str] | None:
        """Give the article graphs and actors touched since a generation, ``None`` if it can be anything."""
        return self._journal.since(generation)

    def backup(self, folder: Path) -> None:
        """Copy the store, as it is between two changes, to a new folder, which can then be opened read-only.

        Raises:
            DetenteError: the folder exists or its disk is full, or the store is in memory or open for reading only.
        """
        try:
            with self._write():  # the engine's copy of a store opened for reading lacks what is only in its log
                self._inner.backup(folder)
        except (OSError, RuntimeError) as error:
            raise failure(error, f"Cannot copy the store to {folder}") from error

    def flush(self) -> None:
        """Bring all that was written to the disk, so that not even a power cut loses it."""
        with told("The store could not be brought to the disk"):
            self._inner.flush()

    def optimize(self) -> None:
        """Compact the files after a large load."""
        with told("The files of the store could not be compacted"):
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

    def _commit(self, old: Mapping[str, set[Quad]], new: Mapping[str, set[Quad]]) -> None:
        """Let article graphs go from ``old`` to ``new``, and the derived graphs with them; what is empty goes away."""
        graphs = old.keys() | new.keys()
        before = {quad for quads in old.values() for quad in quads}
        after = {quad for quads in new.values() for quad in quads}
        try:
            derived = self._deriver.changes(graphs, before, after)
            delta = derived | Delta(frozenset(after - before), frozenset(before - after))
            touched = {*graphs, *named_by(derived)}
            self._run(engine.change(delta.removed, delta.added, [g for g in sorted(graphs) if not new.get(g)]), touched)
        except BaseException:
            self._deriver.forget()
            raise

    def _put(self, graph_iri: str | None, triples: Iterable[Triple], *, replace: bool) -> bool:
        check_writable(graph_iri)
        new = in_graph(triples, graph_iri)
        with self._write():
            existed = self.has_graph(graph_iri)
            if graph_iri and graph_iri.startswith(ARTICLE_GRAPHS):
                old = set(self.quads(graph_iri))
                wanted = normalised(without_blank_nodes(new)) | (set() if replace else old)
                self._commit({graph_iri: old}, {graph_iri: wanted})
            else:
                self._run(written(graph_iri, new, replace=replace))
        return not existed

    def _run(self, update: str, touched: Iterable[str] | None = None) -> None:
        """Run an update of our own, which touches some article graphs and actors; one that is empty is no change."""
        if update:
            engine.update(self._inner, update)
            self._note(touched)

    def _note(self, touched: Iterable[str] | None = None) -> None:
        """Tell that the data has changed."""
        self._modified = datetime.now(UTC)
        self._journal.note(touched)

    @contextmanager
    def _deriving(self, wanted: bool) -> Iterator[None]:
        """Derive afresh after a change of unknown extent; a process that dies in between leaves a mark."""
        if wanted:
            self._mark_stale(True)
        yield
        self._note()
        self._deriver.forget()
        if wanted:
            self.rebuild()

    def _mark_stale(self, stale: bool) -> None:
        """Note that the derived graphs lag behind, or no longer do."""

    def _install_ontology(self) -> None:
        wanted = ontology_quads()
        version = ontology_version(wanted)
        if version and version <= set(self.quads(ONTOLOGY_GRAPH)):
            return
        if self.count() > 0:
            self.renew()
        else:
            self._run(engine.change([], wanted, [ONTOLOGY_GRAPH]))

    def renew(self) -> None:
        """Put the ontology of this program in place of the one stored, and derive all afresh."""
        with self._write():
            self._mark_stale(True)  # if the process dies before what is derived follows, the next opening sees to it
            self._run(engine.change([], ontology_quads(), [ONTOLOGY_GRAPH]))
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
            raise invalid(fmt, error) from None
        except OSError as error:
            if isinstance(source, Path) and not (source.is_file() and os.access(source, os.R_OK)):
                raise DetenteError(f"Cannot read {source}: {error}.") from error
            raise failure(error, "Nothing was loaded") from error


class MemoryStore(OxigraphStore):
    """A store that lives as long as the process."""

    def __init__(self, *, actors: ActorSource | None = None) -> None:
        import pyoxigraph

        super().__init__(pyoxigraph.Store(), actors=actors)


def ontology_quads() -> list[Quad]:
    """Read what belongs into the graph of the ontology."""
    from pyoxigraph import NamedNode, Quad, RdfFormat, parse

    graph = NamedNode(ONTOLOGY_GRAPH)
    found = (quad for name in RESOURCES for quad in parse(resource_bytes(name), RdfFormat.TURTLE))
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in found]


def ontology_version(ontology: Iterable[Quad]) -> set[Quad]:
    """Pick the quads that tell the version of an ontology."""
    return {quad for quad in ontology if quad.predicate.value == OWL + "versionIRI"}


def guess_format(source: Path | bytes | IO[bytes]) -> RdfFormat:
    """Tell the format of a file from its name.

    Raises:
        DetenteError: there is no name, or it ends in nothing known.
    """
    if isinstance(source, Path):
        return format_of(source)
    raise DetenteError("Say which RDF format the data is in.")
