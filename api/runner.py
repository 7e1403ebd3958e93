"""Who answers the queries of strangers: the seam behind which time limits and processes of their own can be put."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from api import guard
from api.negotiation import GRAPHS, RESULTS, choose
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a query is asked over, by the SPARQL 1.1 Protocol."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A query with all that the client says about it; ``timeout`` is in seconds, and the runner caps it."""

    sparql: str
    accept: str = "*/*"
    dataset: Dataset = Dataset()
    timeout: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer as it comes; closing the iterator early cancels the query."""

    media_type: str
    chunks: AsyncIterator[bytes]


class AnswerCut(DetenteError):  # noqa: N818
    """An answer broke off after its first bytes."""


class QueryRunner(Protocol):
    """Answers SPARQL text in a media type the client accepts, without blocking the event loop."""

    async def run(self, question: Question) -> Answer:
        """Answer one query.

        Raises:
            DetenteError: before any byte, with the status that says why.
        """
        ...

    async def close(self) -> None:
        """Answer what has begun, and let go of all that is held."""
        ...


class ThreadRunner:
    """Answers in a thread of this process."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def run(self, question: Question) -> Answer:
        """Answer one query in a worker thread."""
        from starlette.concurrency import run_in_threadpool

        outcome = await run_in_threadpool(_outcome, self._store, question.sparql, question.accept)
        if isinstance(outcome, DetenteError):
            raise outcome
        return Answer(outcome[0], _once(outcome[1]))

    async def close(self) -> None:
        """Hold nothing."""


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


def _outcome(store: Store, sparql: str, accept: str) -> tuple[str, bytes] | DetenteError:
    """Give an error back bare: its traceback would carry solutions, which must not leave their thread."""
    try:
        return answer(store, sparql, accept)
    except DetenteError as error:
        return DetenteError(error.detail, error.status)


def answer(store: Store, sparql: str, accept: str) -> tuple[str, bytes]:
    """Check, run and serialise one query."""
    from pyoxigraph import QueryTriples

    guard.check(sparql)
    try:
        found = store.query(sparql)
        offered = GRAPHS if isinstance(found, QueryTriples) else RESULTS
        media_type = choose(accept, list(offered))
        return media_type, _serialise(found, offered[media_type])
    except OSError as error:
        raise DetenteError(f"The query failed: {error}.", 500) from error


def _serialise(found: object, member: str) -> bytes:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

    output = BytesIO()
    if isinstance(found, QueryTriples):
        serialize(found, output, format=getattr(RdfFormat, member), prefixes=PREFIXES)
    elif isinstance(found, QuerySolutions | QueryBoolean):
        found.serialize(output, format=getattr(QueryResultsFormat, member))
    return output.getvalue()
