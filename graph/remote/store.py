"""The store in somebody else's triple store."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Final, Self

from graph import sparql as engine
from graph.actors import ActorSource, GazetteerSource, named_actors
from graph.articles import Article, article_graphs, content_hash, list_articles
from graph.clusters.report import reports
from graph.derive import BETWEEN, Deriver, ledger
from graph.formats import rdf_format, write_quads
from graph.graphs import check_writable, checked, graph_node, in_graph, normalised, without_blank_nodes
from graph.journal import Journal
from graph.keywords import syntax_error
from graph.oxigraph import guess_format, ontology_quads, ontology_version
from graph.remote import journal as marking
from graph.remote.answers import ask, holds, select, with_prefixes
from graph.remote.connection import Connection
from graph.remote.journal import Marks
from graph.remote.loading import load
from graph.remote.pieces import Change, Size, send
from graph.remote.reading import all_quads, count_quads, quads_of, stored
from graph.remote.settings import RemoteSettings, endpoint
from graph.remote.source import RemoteSource
from graph.remote.trial import check_literals, require_same
from graph.sparql import WHOLE, Dataset
from graph.updates import touches_ours, with_using
from ontology.errors import DetenteError
from ontology.namespaces import ARTICLE_GRAPHS, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

LOOK_SECONDS: Final = 1.0
"""After so long it is asked again whether another process has changed the store."""


class RemoteStore:
    """Article graphs, the graphs derived from them and the ontology in a service, for one writing process at a time.

    A change that needs several requests is marked in the service while it is under way; who opens the store after it
    was broken off removes the graphs it was about, so that their articles are read again, and derives the rest afresh.
    """

    def __init__(
        self,
        address: str,
        settings: RemoteSettings | None = None,
        *,
        actors: ActorSource | None = None,
        read_only: bool = False,
    ) -> None:
        settings = settings or RemoteSettings()
        where = endpoint(address, settings)
        self.read_only = read_only
        self.connection = Connection(where, settings)
        self._size = Size(where.largest_update, settings.largest_bytes)
        self._verify = settings.verify
        self._source = RemoteSource(self.connection)
        self._actors = actors or GazetteerSource()
        self._deriver = Deriver(self._source, self._actors)
        self._writing = threading.RLock()
        self._journal = Journal()
        self._opened = datetime.now(UTC)
        self._broken = False
        self._marks, self._looked = Marks(), 0.0
        try:
            self._marks = self._look()
            if not read_only:
                self._repair()
                self._install_ontology()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self.connection.close()

    def replace_article(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Put an article graph in place of the one stored, with all that follows from it.

        Returns ``False``, having done nothing, if the same graph is stored already.

        Raises:
            DetenteError: a quad is of another graph or holds a blank node, or the service fails.
        """
        return self.replace_articles([(graph_iri, quads)]) > 0

    def replace_articles(self, articles: Iterable[tuple[str, Iterable[Quad]]]) -> int:
        """Put several article graphs in place of those stored, with all that follows from them.

        Returns how many of them were not stored already as they are.

        Raises:
            DetenteError: a quad is of another graph or holds a blank node, or the service fails.
        """
        new = {graph: normalised(checked(graph, quads)) for graph, quads in articles}
        with self._write():
            old = stored(self.connection, new)
            changed = {graph for graph in new if new[graph] != old[graph]}
            if changed:
                self._commit({graph: old[graph] for graph in changed}, {graph: new[graph] for graph in changed})
        return len(changed)

    def delete_article(self, ref: str) -> list[str]:
        """Remove the articles that an IRI, graph IRI, hash, ``gp:sourceId`` or ``schema:url`` names.

        Returns the graphs removed.

        Raises:
            DetenteError: no article answers to this name (404), or the service fails.
        """
        with self._write():
            graphs = article_graphs(self._source, ref)
            if not graphs:
                raise DetenteError(f"No article is known as {ref!r}.", 404)
            self._commit(stored(self.connection, graphs), dict.fromkeys(graphs, frozenset()))
        return graphs

    def query(
        self, sparql: str, dataset: Dataset = WHOLE, *, base: str | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Let the service answer a SPARQL query over the graphs given, or over the union of all it holds.

        Raises:
            DetenteError: a syntax error, with its line and column; or the service fails, or cuts the answer.
        """
        return ask(self.connection, sparql, dataset, base)

    def update(
        self, sparql: str, *, using: Sequence[str] = (), using_named: Sequence[str] = (), base: str | None = None
    ) -> None:
        """Let the service run a SPARQL update, then derive afresh if it may have touched the articles.

        Raises:
            DetenteError: a syntax error, graphs named twice, or the service fails.
        """
        error = syntax_error("update", sparql, base)
        if error is not None:
            raise engine.syntax_error(error) from None
        text = with_using(sparql, using, using_named, base)
        with self._write(), self._deriving(touches_ours(text)):
            self.connection.update(with_prefixes(text, base))

    def has_graph(self, graph_iri: str | None) -> bool:
        """Tell whether there is anything in a graph; services know no empty ones."""
        return holds(self.connection, f"GRAPH {self._named(graph_iri)} {{ ?s ?p ?o }}")

    def replace_graph(self, graph_iri: str | None, triples: Iterable[Triple]) -> bool:
        """Put triples in place of all that a graph held. ``False`` if it was there.

        Raises:
            DetenteError: the graph is derived (403), or blank nodes are given for an article (400).
        """
        return self._put(graph_iri, triples, replace=True)

    def add_to_graph(self, graph_iri: str | None, triples: Iterable[Triple]) -> bool:
        """Add triples to a graph. ``False`` if it was there.

        Raises:
            DetenteError: the graph is derived (403), or blank nodes are given for an article (400).
        """
        return self._put(graph_iri, triples, replace=False)

    def delete_graph(self, graph_iri: str | None) -> None:
        """Remove a graph.

        Raises:
            DetenteError: the graph is derived (403), or there is none of this name (404).
        """
        check_writable(graph_iri)
        with self._write():
            if not self.has_graph(graph_iri) or graph_iri is None:
                raise DetenteError(f"There is no graph <{graph_iri}>.", 404)
            if graph_iri.startswith(ARTICLE_GRAPHS):
                self._commit(stored(self.connection, [graph_iri]), {graph_iri: frozenset()})
            else:
                self._send(Change(graphs={graph_iri: []}))

    def load(self, source: Path | bytes | IO[bytes], fmt: str | None = None, *, derive: bool = True) -> None:
        """Add the quads of a file or of bytes, in as many requests as it takes, then derive afresh.

        Raises:
            DetenteError: the data is not in that format, the file cannot be read, or the service fails.
        """
        with self._write(), self._deriving(derive):
            load(self.connection, source, rdf_format(fmt) if fmt else guess_format(source), self._size)

    def rebuild(self) -> None:
        """Derive the current relations and the actors afresh from the articles."""
        with self._write():
            self._rebuild()

    def articles(self) -> Iterator[Article]:
        """List the articles by graph IRI."""
        return list_articles(self)

    def contains_article(self, graph_iri: str) -> str | None:
        """Give the content hash of a stored article graph, ``None`` if there is no such graph."""
        return content_hash(RemoteSource(self.connection), graph_iri)

    def quads(self, graph_iri: str | None = None) -> Iterator[Quad]:
        """Yield the quads of one graph, or all that are ours: not those of others, nor the journal's."""
        return all_quads(self.connection) if graph_iri is None else quads_of(self.connection, [graph_iri])

    def count(self) -> int:
        """Count the quads that are ours."""
        return count_quads(self.connection)

    def flush(self) -> None:
        """Do nothing: the service keeps what it has accepted."""

    def dump(self, fmt: str = "nquads", output: IO[bytes] | None = None, *, sort: bool = False) -> bytes:
        """Write what is ours in an RDF format to ``output``, or give it back as bytes where that is ``None``."""
        buffer = output if output is not None else BytesIO()
        write_quads(self.quads(), rdf_format(fmt), buffer, sort=sort)
        return buffer.getvalue() if isinstance(buffer, BytesIO) and output is None else b""

    @property
    def generation(self) -> str:
        """Name the present state, as far as détente has made it: changes by other programs are not seen."""
        self._notice()
        return self._journal.generation

    @property
    def modified(self) -> datetime:
        """Give the time of the last change by détente, or of the opening if there was none."""
        self._notice()
        return self._marks.modified or self._opened

    def changes_since(self, generation: str) -> set[str] | None:
        """Give the article graphs and actors touched since a generation; ``None`` after changes by another process."""
        self._notice()
        return self._journal.since(generation)

    def _look(self) -> Marks:
        """Read what the journal says."""
        self._looked = time.monotonic()
        return marking.read(select(self.connection, marking.READ))

    def _notice(self, *, now: bool = False) -> None:
        """Ask from time to time whether another process has changed the store."""
        if not now and time.monotonic() - self._looked < LOOK_SECONDS:
            return
        marks = self._look()
        if marks.state != self._marks.state:
            self._journal.note(None)
            self._forget()
        self._marks = marks

    def _forget(self) -> None:
        self._source.forget()
        self._deriver.forget()

    @contextmanager
    def _write(self) -> Iterator[None]:
        """Write alone; what a failed change has left is put right before the next one."""
        if self.read_only:
            raise DetenteError("The store is open for reading only.", 403)
        with self._writing:
            self._notice(now=True)
            if self._broken:
                self._repair()
            try:
                yield
            except BaseException:
                self._forget()
                self._broken = True
                raise

    def _repair(self) -> None:
        """Remove the graphs that a broken change was about, and derive afresh."""
        marks = self._look()
        if not marks.clean:
            send(self.connection, Change(graphs=dict.fromkeys(sorted(marks.pending), ())), self._size)
            self._rebuild(marks.pending)
        self._broken = False

    def _rebuild(self, pending: Iterable[str] = ()) -> None:
        self._forget()
        delta = self._deriver.rebuild()
        done = [marking.lag(False), marking.end(pending, state := marking.new_state())]
        begun = [marking.lag(True)]
        send(self.connection, Change(before=begun, removed=delta.removed, added=delta.added, after=done), self._size)
        self._note(state)
        self._forget()

    def _commit(self, old: Mapping[str, set[Quad]], new: Mapping[str, set[Quad] | frozenset[Quad]]) -> None:
        """Let article graphs go from ``old`` to ``new``, and the derived graphs with them."""
        before = {quad for quads in old.values() for quad in quads}
        after = {quad for quads in new.values() for quad in quads}
        self._source.expect((actor.value for actor in named_actors(before | after)), self._actors)
        self._source.expect_pairs(BETWEEN, sorted(ledger(before).keys() | ledger(after).keys()))
        told = list(reports(before | after))
        self._source.expect_reports({report.block for report in told}, {report.article for report in told})
        derived = self._deriver.changes(new.keys(), before, after)
        touched = {*new, *(str(quad.subject)[1:-1] for quad in derived.added | derived.removed)}
        self._send(Change(graphs=new, removed=derived.removed, added=derived.added), touched)
        self._source.settle(derived)

    def _send(self, change: Change, touched: Iterable[str] | None = None) -> None:
        """Carry a change out under a mark; where it is read back, the mark stays until that was done."""
        state = marking.new_state()
        end = marking.end(change.graphs, state)
        change.before.append(marking.begin(change.graphs))
        if not self._verify:
            change.after.append(end)
        send(self.connection, change, self._size)
        if self._verify:
            wanted = {graph: set(quads) for graph, quads in change.graphs.items()}
            require_same(wanted, stored(self.connection, wanted))
            self.connection.update(end)
        self._note(state, touched)

    def _note(self, state: str, touched: Iterable[str] | None = None) -> None:
        """Remember a change of ours."""
        self._marks = Marks(state=state)
        self._journal.note(touched)

    def _put(self, graph_iri: str | None, triples: Iterable[Triple], *, replace: bool) -> bool:
        check_writable(graph_iri)
        self._named(graph_iri)
        new = in_graph(triples, graph_iri)
        with self._write():
            existed = self.has_graph(graph_iri)
            if graph_iri and graph_iri.startswith(ARTICLE_GRAPHS):
                old = stored(self.connection, [graph_iri])
                wanted = normalised(without_blank_nodes(new)) | (set() if replace else old[graph_iri])
                self._commit(old, {graph_iri: wanted})
            else:
                self._send_plain(graph_iri or "", new, replace=replace)
        return not existed

    def _send_plain(self, graph_iri: str, quads: list[Quad], *, replace: bool) -> None:
        """Write a graph that is no article's, which may hold blank nodes and so is not compared."""
        state = marking.new_state()
        change = Change(graphs={graph_iri: quads}) if replace else Change(added=quads)
        change.after.append(marking.named(state))
        send(self.connection, change, self._size)
        self._note(state)

    @contextmanager
    def _deriving(self, wanted: bool) -> Iterator[None]:
        """Derive afresh after a change of unknown extent; a process that dies in between leaves a mark."""
        if wanted:
            self.connection.update(marking.lag(True))
        yield
        if wanted:
            self._rebuild()
        else:
            self.connection.update(marking.named(state := marking.new_state()))
            self._note(state)

    def _install_ontology(self) -> None:
        wanted = ontology_quads()
        version = ontology_version(wanted)
        told = " ".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in version)
        if version and holds(self.connection, f"GRAPH <{ONTOLOGY_GRAPH}> {{ {told} }}"):
            return
        known = holds(self.connection, f"GRAPH <{ONTOLOGY_GRAPH}> {{ ?s ?p ?o }}")
        check_literals(self.connection, self._size)
        ordered = sorted(wanted, key=lambda quad: quad in version)  # the version last: it says that all is there
        send(self.connection, Change(graphs={ONTOLOGY_GRAPH: ordered}), self._size)
        if known:
            self._rebuild()

    @staticmethod
    def _named(graph_iri: str | None) -> str:
        """Write the name of a graph; a service need not have an unnamed one."""
        if graph_iri is None:
            raise DetenteError("A remote store is written by named graphs only; give the graph a name.")
        return str(graph_node(graph_iri))
