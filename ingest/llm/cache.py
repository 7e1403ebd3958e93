"""Answers that were had once are not asked for again."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from ingest.llm.budget import Tally
from ingest.llm.errors import Damaged
from ingest.llm.files import Files
from ingest.llm.model import Answer, Endpoint, Request

_log: Final = logging.getLogger("detente.llm")


class Cached:
    """Answers from a folder, and asks only for what is not there."""

    def __init__(self, inner: Endpoint, folder: Path, tally: Tally | None = None) -> None:
        self._inner = inner
        self._files = Files(folder)
        self._tally = tally or Tally()
        self._lock = threading.Lock()
        self._turns: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    def ask(self, request: Request) -> Answer:
        """Give the answer; two threads with one request ask once.

        Raises:
            DetenteError: the folder cannot be read or written, or as of ``Endpoint``.
        """
        with self._lock:
            turn = self._turns.setdefault(request.key, threading.Lock())
        with turn:
            found = self._find(request)
            if found is not None:
                self._tally.add(cached=1)
                return found
            answer = self._inner.ask(request)
            self._files.write(request, answer)
            return answer

    def _find(self, request: Request) -> Answer | None:
        try:
            return self._files.read(request)
        except Damaged:
            _log.warning("%s is damaged; the model is asked again.", self._files.path(request.key))
            return None
