"""The program of a worker process: batches come in, what was read goes out, until the engine is gone."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from itertools import chain
from typing import IO, Final

_PR_SET_PDEATHSIG: Final = 1


def main() -> None:
    """Read the batches that come on standard input."""
    source, output = sys.stdin.buffer, _take_standard_output()
    _settle()
    with suppress(EOFError, BrokenPipeError):
        _serve(source, output)
    os._exit(0)  # nothing here needs tidying, and taking models apart takes a second


def _serve(source: IO[bytes], output: IO[bytes]) -> None:
    reader, memory = pickle.load(source), pickle.load(source)
    from ingest.engines.memory import limit
    from ingest.engines.messages import Exhausted, Loaded, Work

    limit(memory)
    work = Work(reader)
    while True:
        articles = pickle.load(source)
        loaded = work.load(articles)
        for message in chain((loaded,), work.read(articles) if isinstance(loaded, Loaded) else ()):
            pickle.dump(message, output)
            output.flush()
            if isinstance(message, Exhausted):
                return


def _take_standard_output() -> IO[bytes]:
    """Keep the pipe for messages: what else may be printed goes to standard error."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _settle() -> None:
    """Leave Ctrl-C to the engine, end with it at once even if it is killed (Linux), and write no core dumps."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
