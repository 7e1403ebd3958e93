"""The process that reads texts: it loads the language models once, and can be killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

Given = TypeVar("Given")
Answer = TypeVar("Answer")

_START_SECONDS: Final = 120
"""The longest that the start of the process may take."""
_SECRETS: Final = ("DETENTE_TOKENS", "DETENTE_TOKEN")


class Unavailable(DetenteError):  # noqa: N818 (an error of the root's family, named after what it says)
    """No text at all can be read at the moment."""


class ExtractionProcess:
    """Call functions in a process of its own, which is started when it is first needed, and again if it dies.

    One call at a time; `close` may come from another thread in the middle of it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._run_name = ""

    def call(self, function: Callable[[Given], Answer], given: Given) -> Answer:
        """Call a function of a module with a value; both, and the answer, are pickled.

        Raises:
            Unavailable: the process does not start.
            DetenteError: the function raised it, or failed, takes too long, or the process dies of it.
        """
        pipe = self._ensure()
        try:
            pipe.send((function, given))
            answer = self._receive(self._seconds, f"reading took longer than {self._seconds:g} seconds")
        except (EOFError, OSError):
            self.close()
            raise DetenteError("the process that reads texts died of it; it may need more memory", 500) from None
        if isinstance(answer, DetenteError):
            raise answer
        return cast(Answer, answer)

    def run_name(self) -> str:
        """Name the program and its knowledge, starting the process if need be.

        Raises:
            Unavailable: the process does not start.
        """
        self._ensure()
        return self._run_name

    def close(self) -> None:
        """Kill the process."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()

    def _ensure(self) -> Connection:
        """Start the process if there is none, or if it died between two calls."""
        if self._process is not None and not self._process.is_alive():
            self.close()
        return self._pipe if self._pipe is not None else self._start()

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs,), name="detente-reader", daemon=True)
        pipe = self._pipe
        self._process.start()
        theirs.close()
        try:
            self._run_name = str(self._receive(_START_SECONDS, "it does not answer"))
        except (EOFError, OSError, DetenteError) as error:
            self.close()
            raise Unavailable(f"The process that reads texts does not start: {error}", 503) from None
        return pipe

    def _receive(self, seconds: float, late: str) -> object:
        pipe = self._pipe
        if pipe is None:  # closed meanwhile
            raise EOFError
        if not pipe.poll(seconds):
            self.close()
            raise DetenteError(late, 504)
        received: object = pipe.recv()
        return received


def work(pipe: Connection) -> None:
    """Answer the calls that come through a pipe until it is closed; what stops the service does not stop this."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for name in _SECRETS:
        os.environ.pop(name, None)
    if hasattr(os, "nice"):
        os.nice(5)
    from ingest.program import run_name

    try:
        pipe.send(run_name())
        while True:
            pipe.send(_answer(*pipe.recv()))
    except (EOFError, OSError):  # the service is gone
        return


def _answer(function: Callable[[Any], object], given: object) -> object:
    try:
        return function(given)
    except DetenteError as error:
        return DetenteError(error.detail, error.status)
    except Exception as error:
        return DetenteError(f"extraction failed ({type(error).__name__}: {error}); please report this text", 500)
