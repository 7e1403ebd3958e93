"""Who answers the queries of strangers: the seam behind which time limits and processes of their own can be put."""

from __future__ import annotations

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
class Answer:
    """A serialised answer; plain bytes, so that it can come from another process."""

    media_type: str
    body: bytes


class QueryRunner(Protocol):
    """Answers SPARQL text in a media type the client accepts, without blocking the event loop."""

    async def run(self, sparql: str, accept: str) -> Answer:
        """Answer one query.

        Raises:
            DetenteError: 400 for a syntax error, 403 for SERVICE and updates, 406 for an unacceptable media type.
        """
        ...


class ThreadRunner:
    """Answers in a thread of this process."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def run(self, sparql: str, accept: str) -> Answer:
        """Answer one query in a worker thread."""
        from starlette.concurrency import run_in_threadpool

        outcome = await run_in_threadpool(_outcome, self._store, sparql, accept)
        if isinstance(outcome, DetenteError):
            raise outcome
        return outcome


def _outcome(store: Store, sparql: str, accept: str) -> Answer | DetenteError:
    """Give an error back bare: its traceback would carry solutions, which must not leave their thread."""
    try:
        return answer(store, sparql, accept)
    except DetenteError as error:
        return DetenteError(error.detail, error.status)


def answer(store: Store, sparql: str, accept: str) -> Answer:
    """Check, run and serialise one query."""
    from pyoxigraph import QueryTriples

    guard.check(sparql)
    try:
        found = store.query(sparql)
        offered = GRAPHS if isinstance(found, QueryTriples) else RESULTS
        media_type = choose(accept, list(offered))
        return Answer(media_type, _serialise(found, offered[media_type]))
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
