"""A query checked, run and written out: plain functions, for a thread of this process or for another process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import IO, TYPE_CHECKING, Protocol, cast

from api import guard
from api.negotiation import GRAPHS, RESULTS, choose
from api.xml_limits import XmlSink, with_xml_names
from graph import sparql as engine
from graph.sparql import WHOLE, Dataset
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples


@dataclass(frozen=True, slots=True)
class Question:
    """A query as a client asks it.

    ``timeout`` is in seconds, ``base`` resolves relative IRIs, and ``client`` is whose share of the service it takes.
    """

    sparql: str
    accept: str = "*/*"
    dataset: Dataset = WHOLE
    timeout: float | None = None
    base: str | None = None
    client: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the server's settings say about every query."""

    union: bool = True
    service_allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """An answer about to be written; it must be written in the thread that evaluated it."""

    media_type: str
    write: Callable[[IO[bytes]], None]


class Queryable(Protocol):
    """Anything that answers SPARQL over a choice of graphs."""

    def query(
        self, sparql: str, dataset: Dataset = WHOLE, *, base: str | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a query."""
        ...


@dataclass(frozen=True, slots=True)
class Bare:
    """A pyoxigraph store to be asked as ours are."""

    inner: pyoxigraph.Store

    def query(
        self, sparql: str, dataset: Dataset = WHOLE, *, base: str | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a query."""
        return engine.query(self.inner, sparql, dataset, base=base)


def evaluate(store: Queryable, question: Question, rules: Rules = Rules()) -> Written:
    """Check a query and begin to evaluate it; writing the answer does the rest.

    Raises:
        DetenteError: a syntax error (400), SERVICE or an update (403), no acceptable media type (406), or the engine
            failed (500).
    """
    from pyoxigraph import QueryTriples

    guard.check(question.sparql, allowed=rules.service_allow, base=question.base)
    with _failures():
        dataset = replace(question.dataset, union=rules.union)
        found = store.query(question.sparql, dataset, base=question.base)
    offered = GRAPHS if isinstance(found, QueryTriples) else RESULTS
    media_type = choose(question.accept, offered)
    return Written(media_type, partial(_write, found, offered[media_type]))


def _write(found: QuerySolutions | QueryBoolean | QueryTriples, member: str, output: IO[bytes]) -> None:
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize

    sink = cast(IO[bytes], XmlSink(output)) if member in ("XML", "RDF_XML") else output
    with _failures():
        if isinstance(found, QueryTriples):
            triples = with_xml_names(found) if member == "RDF_XML" else found
            serialize(triples, sink, format=getattr(RdfFormat, member), prefixes=PREFIXES)
        else:
            found.serialize(sink, format=getattr(QueryResultsFormat, member))


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what the engine raises into our error."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        raise DetenteError(f"The query failed: {error}.", 500) from error
