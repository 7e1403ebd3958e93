"""Where quads live: the interface of every store, and how to open one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Final, Protocol, Self

from graph.actors import ActorSource
from graph.articles import Article
from graph.embedded import EmbeddedStore
from graph.oxigraph import MemoryStore
from graph.sparql import WHOLE, Dataset

if TYPE_CHECKING:
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

    from graph.remote.settings import RemoteSettings

__all__ = ["MEMORY", "ActorSource", "Article", "EmbeddedStore", "MemoryStore", "Store", "open_store"]

MEMORY: Final = ":memory:"


class Store(Protocol):
    """What every store does; ``graph.oxigraph`` says how each method behaves and fails."""

    read_only: bool

    def __enter__(self) -> Self:
        """Use the store in a ``with`` block."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        ...

    def close(self) -> None:
        """Let the store go."""
        ...

    def replace_article(self, graph_iri: str, quads: Iterable[Quad]) -> bool:
        """Put an article graph in place of the one stored; ``False`` if it was there already."""
        ...

    def replace_articles(self, articles: Iterable[tuple[str, Iterable[Quad]]]) -> int:
        """Put several article graphs in place of those stored, in one transaction; count those that were not there."""
        ...

    def delete_article(self, ref: str) -> list[str]:
        """Remove the articles a name stands for; give the graphs removed."""
        ...

    @property
    def generation(self) -> str:
        """Name the present state of the data."""
        ...

    @property
    def modified(self) -> datetime:
        """Give the time of the last change."""
        ...

    def query(
        self, sparql: str, dataset: Dataset = WHOLE, *, base: str | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SPARQL query over the graphs given, or over the union of all."""
        ...

    def update(
        self, sparql: str, *, using: Sequence[str] = (), using_named: Sequence[str] = (), base: str | None = None
    ) -> None:
        """Run a SPARQL update, then derive afresh."""
        ...

    def has_graph(self, graph_iri: str | None) -> bool:
        """Tell whether there is a graph; ``None`` is the unnamed one."""
        ...

    def replace_graph(self, graph_iri: str | None, triples: Iterable[Triple]) -> bool:
        """Put triples in place of a graph; ``False`` if there was one."""
        ...

    def add_to_graph(self, graph_iri: str | None, triples: Iterable[Triple]) -> bool:
        """Add triples to a graph; ``False`` if it was there."""
        ...

    def delete_graph(self, graph_iri: str | None) -> None:
        """Remove a graph."""
        ...

    def load(self, source: Path | bytes | IO[bytes], fmt: str | None = None, *, derive: bool = True) -> None:
        """Add RDF data, then derive afresh."""
        ...

    def rebuild(self) -> None:
        """Derive the current relations and the actors afresh."""
        ...

    def articles(self) -> Iterator[Article]:
        """List the articles by graph IRI."""
        ...

    def contains_article(self, graph_iri: str) -> str | None:
        """Give the content hash of a stored article graph."""
        ...

    def quads(self, graph_iri: str | None = None) -> Iterator[Quad]:
        """Yield all quads, or those of one graph."""
        ...

    def count(self) -> int:
        """Count the quads."""
        ...

    def flush(self) -> None:
        """Bring all that was written to the disk."""
        ...

    def changes_since(self, generation: str) -> set[str] | None:
        """Give the article graphs and actors touched since a generation, ``None`` if it can be anything."""
        ...

    def dump(self, fmt: str = "nquads", output: IO[bytes] | None = None, *, sort: bool = False) -> bytes:
        """Write the store in an RDF format."""
        ...


def open_store(
    location: str | Path,
    *,
    read_only: bool = False,
    actors: ActorSource | None = None,
    remote: RemoteSettings | None = None,
) -> Store:
    """Open ``:memory:``, a folder, which is made if it does not exist, or the address of a SPARQL 1.1 service.

    ``actors`` describes actors from outside the articles; by default the gazetteer does. ``remote`` says how a service
    is asked.

    Raises:
        DetenteError: the folder is in use, is a file or cannot be written; or the service cannot be used.
    """
    text = str(location)
    if text == MEMORY:
        return MemoryStore(actors=actors)
    if text.startswith(("http://", "https://")):
        from graph.remote.store import RemoteStore

        return RemoteStore(text, remote, actors=actors, read_only=read_only)
    return EmbeddedStore(Path(location).expanduser(), actors=actors, read_only=read_only)
