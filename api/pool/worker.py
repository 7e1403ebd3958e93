"""The reader process: one snapshot open, one query at a time, nothing else.

Everything is imported before the process encloses itself; it could not open a module's file afterwards.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph

from api.evaluation import Bare, Question, Rules, evaluate
from api.pool import frames, sandbox
from api.pool.sink import Sink
from graph.sparql import Dataset
from ontology.errors import DetenteError

_GRACE = 5.0
"""Seconds after the deadline at which a reader ends by itself: its parent has not, so it is gone or stuck."""


def main() -> None:
    """Answer what comes on standard input until it ends."""
    source, output = sys.stdin.buffer, _take_standard_output()
    first = frames.read(source)
    if first is not None:
        worker = Worker(output, json.loads(first[1]))
        while (frame := frames.read(source)) is not None:
            worker.handle(*frame)
    os._exit(0)


def _take_standard_output() -> IO[bytes]:
    """Keep the pipe for frames: what else may be printed goes nowhere."""
    output = os.fdopen(os.dup(1), "wb", buffering=128 * 1024)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return output


class Worker:
    """One open snapshot."""

    def __init__(self, output: IO[bytes], settings: dict[str, Any]) -> None:
        self._output = output
        self._memory = int(settings["memory"])
        self._rows, self._bytes = int(settings["rows"]), int(settings["bytes"])
        self._rules = Rules(settings["rules"]["union"], tuple(settings["rules"]["service_allow"]))
        self._store: pyoxigraph.Store | None = None
        self._limit = sandbox.MemoryLimit()
        enclosed = settings["enclosed"] and not self._rules.service_allow
        held = sandbox.enclose(Path(settings["readable"])) if enclosed else sandbox.limit()
        self._open(settings["path"], held)

    def handle(self, kind: bytes, payload: bytes) -> None:
        """Do what a frame asks for."""
        values = json.loads(payload)
        if kind == frames.OPEN:
            self._open(values["path"], [])
        else:
            self._answer(values)

    def _open(self, path: str, held: list[str]) -> None:
        self._limit.lift()
        self._store = None
        self._store = pyoxigraph.Store.read_only(path)
        if self._memory and self._limit.allow(self._memory):
            held = [*held, "memory"]
        self._send(frames.pack_json(frames.READY, held=held))

    def _answer(self, values: dict[str, Any]) -> None:
        signal.setitimer(signal.ITIMER_REAL, values["seconds"] + _GRACE)
        try:
            default, named = map(tuple, values["dataset"])
            self._evaluate(Question(values["sparql"], values["accept"], Dataset(default, named), base=values["base"]))
        except DetenteError as error:
            self._fail(error.detail, error.status, error.members)
        except MemoryError:
            self._fail("The query needs more memory than one query may take.", 413)
        except Exception as error:
            self._fail(f"The query failed: {error}.", 500)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _evaluate(self, question: Question) -> None:
        assert self._store is not None
        found = evaluate(Bare(self._store), question, self._rules)
        sink = Sink(self._output, found.media_type, rows=self._rows, size=self._bytes)
        found.write(cast(IO[bytes], sink))
        sink.finish()

    def _fail(self, detail: str, status: int, members: Mapping[str, int | str] | None = None) -> None:
        self._send(frames.pack_json(frames.FAIL, detail=detail, status=status, members=dict(members or {})))

    def _send(self, frame: bytes) -> None:
        self._output.write(frame)
        self._output.flush()
