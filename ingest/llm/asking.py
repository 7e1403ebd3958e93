"""Many requests, some at once, answered in the order given."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from ingest.llm.errors import AskingError
from ingest.llm.model import Answer, Endpoint, Request
from ontology.errors import DetenteError

AHEAD: Final = 4
"""Requests taken on for each that is under way, so that a slow one does not keep the others waiting."""
Tag = TypeVar("Tag")


def ask_all(
    endpoint: Endpoint, requests: Iterable[tuple[Tag, Request]], concurrency: int
) -> Generator[tuple[Tag, Answer | DetenteError], None, None]:
    """Ask for all; give each request that was taken on exactly once, with its answer or the error in its place.

    After an error that lasts, as of a spent budget or a refused key, no more are taken from ``requests``. Where the
    consumer stops early, those under way are waited for.
    """
    source = iter(requests)
    waiting: deque[tuple[Tag, Future[Answer | DetenteError]]] = deque()
    going = True
    with ThreadPoolExecutor(concurrency, thread_name_prefix="detente-llm") as pool:
        try:
            while True:
                while going and len(waiting) < AHEAD * concurrency:
                    following = next(source, None)
                    if following is None:
                        going = False
                    else:
                        waiting.append((following[0], pool.submit(_outcome, endpoint, following[1])))
                if not waiting:
                    return
                tag, future = waiting.popleft()
                outcome = future.result()
                going = going and not (isinstance(outcome, AskingError) and outcome.lasting)
                yield tag, outcome
        finally:
            for _, future in waiting:
                future.cancel()


def _outcome(endpoint: Endpoint, request: Request) -> Answer | DetenteError:
    try:
        return endpoint.ask(request)
    except DetenteError as error:
        return error
