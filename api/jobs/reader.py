"""The process that reads articles: it loads the language models once, and gives quads back."""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final, Protocol

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from pyoxigraph import Quad

    from ingest.article import Article

_START_SECONDS: Final = 120
"""The longest that the start of the process may take."""
_SECRETS: Final = ("DETENTE_TOKENS", "DETENTE_TOKEN")


class Unavailable(DetenteError):  # noqa: N818 (an error of the root's family, named after what it says)
    """No article at all can be read at the moment."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one article: the quads of its graph, with the number of claims."""

    quads: list[Quad]
    events: int
    stances: int


class Reader(Protocol):
    """Reads articles one at a time."""

    def run_name(self) -> str:
        """Name the program and its knowledge, as `ingest.extract.run_name` does.

        Raises:
            Unavailable: nothing can be read at the moment.
        """
        ...

    def read(self, article: Article) -> Reading:
        """Read an article.

        Raises:
            Unavailable: nothing can be read at the moment.
            DetenteError: it cannot be read.
        """
        ...

    def close(self) -> None:
        """Stop at once."""
        ...


class ProcessReader:
    """Read in a process of its own, which is started when it is first needed, and again if it dies."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._run_name = ""

    def run_name(self) -> str:
        """Name the program and its knowledge, starting the process if need be.

        Raises:
            Unavailable: the process does not start.
        """
        self._ensure()
        return self._run_name

    def read(self, article: Article) -> Reading:
        """Read an article.

        Raises:
            Unavailable: the process does not start.
            DetenteError: it cannot be read, takes too long, or the process dies of it.
        """
        self._ensure()
        assert self._pipe is not None
        try:
            self._pipe.send(article)
            answer = self._receive(self._seconds, f"reading took longer than {self._seconds:g} seconds")
        except (EOFError, OSError):
            self.close()
            raise DetenteError("the process that reads articles died of it; it may need more memory", 500) from None
        if isinstance(answer, DetenteError):
            raise answer
        assert isinstance(answer, Reading)
        return answer

    def close(self) -> None:
        """Kill the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _ensure(self) -> None:
        """Start the process if there is none, or if it died between two articles."""
        if self._process is not None and not self._process.is_alive():
            self.close()
        if self._process is None:
            self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs,), name="detente-reader", daemon=True)
        self._process.start()
        theirs.close()
        try:
            self._run_name = str(self._receive(_START_SECONDS, "it does not answer"))
        except (EOFError, OSError, DetenteError) as error:
            self.close()
            raise Unavailable(f"The process that reads articles does not start: {error}", 503) from None

    def _receive(self, seconds: float, late: str) -> object:
        assert self._pipe is not None
        if not self._pipe.poll(seconds):
            self.close()
            raise DetenteError(late, 500)
        received: object = self._pipe.recv()
        return received


def work(pipe: Connection) -> None:
    """Read the articles that come through a pipe until it is closed; what stops the service does not stop this."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for name in _SECRETS:
        os.environ.pop(name, None)
    if hasattr(os, "nice"):
        os.nice(5)
    from ingest.extract import run_name

    try:
        pipe.send(run_name())
        while True:
            pipe.send(_read(pipe.recv()))
    except (EOFError, OSError):  # the service is gone
        return


def _read(article: Article) -> Reading | DetenteError:
    from ingest.extract import extract
    from ingest.rdf import ArticleWriter

    try:
        found = extract(article)
        return Reading(list(ArticleWriter(found).quads()), len(found.events), len(found.stances))
    except DetenteError as error:
        return DetenteError(error.detail, error.status)
    except Exception as error:
        return DetenteError(f"extraction failed ({type(error).__name__}: {error}); please report this article", 500)
