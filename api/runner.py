"""Who answers the queries of strangers: the seam between HTTP and the processes or threads that evaluate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query is asked over (SPARQL 1.1 Protocol); empty for those of the store."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and how its answer is wanted.

    ``timeout`` is in seconds, and capped by the runner; ``client`` is whose share of the service the query takes.
    """

    sparql: str
    accept: str = "*/*"
    dataset: Dataset = Dataset()
    timeout: float | None = None
    client: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised answer as it comes; closing ``chunks`` early cancels the query."""

    media_type: str
    chunks: AsyncIterator[bytes]


class AnswerCut(DetenteError):  # noqa: N818
    """The answer broke off after its first bytes."""


class QueryRunner(Protocol):
    """Answers SPARQL text in a media type the client accepts, without blocking the event loop."""

    async def run(self, question: Question) -> Answer:
        """Answer one query.

        Raises:
            DetenteError: before any byte: 400 syntax, 403 SERVICE and updates, 406, 413 too large, 503 busy, 504 late.
            AnswerCut: from ``chunks``, after the first bytes.
        """
        ...

    async def close(self) -> None:
        """Let go of what answers."""
        ...


class ThreadRunner:
    """Answers in a thread of this process."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def run(self, question: Question) -> Answer:
        """Answer one query in a worker thread."""
        from starlette.concurrency import run_in_threadpool

        outcome = await run_in_threadpool(_outcome, self._store, question)
        if isinstance(outcome, DetenteError):
            raise outcome
        return Answer(outcome[0], _once(outcome[1]))

    async def close(self) -> None:
        """Do nothing: the store belongs to the application."""


async def _once(body: bytes) -> AsyncIterator[bytes]:
    yield body


def _outcome(store: Store, question: Question) -> tuple[str, bytes] | DetenteError:
    """Give an error back bare: its traceback would carry solutions, which must not leave their thread."""
    from api.pool.evaluation import evaluate

    output = BytesIO()
    try:
        found = evaluate(store.query, question)
        found.write(output)
    except DetenteError as error:
        return DetenteError(error.detail, error.status, error.headers)
    return found.media_type, output.getvalue()
