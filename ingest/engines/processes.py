"""Worker processes on this machine, the default engine.

A worker is a program of its own, started like any other: it shares no memory, no open files and no locks with this
process, whatever threads run here, and nothing in the main script is run again. It hears of batches on its standard
input and answers on its standard output.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from threading import Timer
from typing import IO, Final, cast

from ingest.article import Article
from ingest.engines.crew import Crew
from ingest.engines.messages import Message
from ingest.engines.model import Limits
from ingest.engines.reading import NewsReader, Reader
from ingest.engines.worker import START_SECONDS, WorkerLost, follow, took_long, took_memory

_COMMAND: Final = (sys.executable, "-P", "-c", "from ingest.engines.worker_main import main; main()")
_SECRETS: Final = ("DETENTE_TOKEN", "DETENTE_TOKENS")
ONE_THREAD: Final = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)
"""Workers share the processors among them; threads of one worker would only get in the way of the others."""


class ProcessEngine(Crew):
    """Reads batches in worker processes."""

    def __init__(self, workers: int, limits: Limits | None = None, reader: Reader | None = None) -> None:
        super().__init__(partial(ProcessWorker, limits or Limits(), reader or NewsReader()), workers)


class ProcessWorker:
    """One worker process."""

    def __init__(self, limits: Limits, reader: Reader) -> None:
        self._limits = limits
        self._late = 0.0
        self._process = _start()
        self._in = cast(IO[bytes], self._process.stdin)
        self._out = cast(IO[bytes], self._process.stdout)
        self._greeting: bytes | None = pickle.dumps(reader) + pickle.dumps(limits.bytes)

    @property
    def pid(self) -> int:
        """Give the process's number."""
        return self._process.pid

    def read(self, articles: Sequence[Article]) -> Iterator[Message]:
        """Yield what the worker says of a batch.

        Raises:
            WorkerLost: it died, or was killed for taking too long.
        """
        self._send(pickle.dumps(tuple(articles)))
        return follow(self._receive, articles, self._limits)

    def kill(self) -> None:
        """End the process at once, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError, ValueError, RuntimeError):  # another thread may be in the middle of it
                pipe.close()

    def _send(self, payload: bytes) -> None:
        greeting, self._greeting = self._greeting or b"", None
        try:
            with self._deadline(START_SECONDS):
                self._in.write(greeting + payload)
                self._in.flush()
        except (OSError, ValueError):
            raise WorkerLost(self._obituary()) from None

    def _receive(self, seconds: float) -> Message:
        try:
            with self._deadline(seconds):
                return cast(Message, pickle.load(self._out))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            raise WorkerLost(self._obituary()) from None

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """Kill the process if what is done here takes longer; that ends the waiting for it."""
        timer = Timer(seconds, self._overrun, (seconds,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _overrun(self, seconds: float) -> None:
        self._late = seconds
        self._process.kill()

    def _obituary(self) -> str:
        """Say why the process died."""
        code = self._process.wait()
        if self._late:
            return took_long(self._late)
        if code == -signal.SIGABRT:  # how compiled code ends that gets no memory
            return took_memory(self._limits)
        if code == -signal.SIGKILL:
            return "ended when somebody killed the worker, or the machine ran out of memory"
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"crashed the worker ({how})"


def _start() -> subprocess.Popen[bytes]:
    """Start a process that finds the same modules as this one, in a session of its own, out of reach of Ctrl-C."""
    path = os.pathsep.join(entry or str(os.curdir) for entry in sys.path)
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment | ONE_THREAD | {"PYTHONPATH": path},
        start_new_session=True,
    )
