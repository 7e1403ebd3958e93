"""Conversations with a model, recorded and replayed; in the format of the cache, so that one may serve as the other."""

from __future__ import annotations

from pathlib import Path

from ingest.llm.errors import NotRecorded
from ingest.llm.files import Files
from ingest.llm.model import Answer, Endpoint, Request


class Recording:
    """Writes down each request with its answer."""

    def __init__(self, inner: Endpoint, folder: Path) -> None:
        self._inner = inner
        self._files = Files(folder)

    def ask(self, request: Request) -> Answer:
        """Give the answer.

        Raises:
            DetenteError: it cannot be written down, or as of ``Endpoint``.
        """
        answer = self._inner.ask(request)
        self._files.write(request, answer)
        return answer


class Replayed:
    """Answers from recordings only; nothing is sent anywhere."""

    def __init__(self, folder: Path) -> None:
        self._files = Files(folder)

    def ask(self, request: Request) -> Answer:
        """Give the recorded answer.

        Raises:
            NotRecorded: there is none.
            Damaged: it is not as it was written.
        """
        answer = self._files.read(request)
        if answer is None:
            raise NotRecorded(
                f"{self._files.folder} has no recording of the request {request.key} (of the model "
                f"{request.model!r}, prompt {request.prompt_version!r}). Record it anew.",
                404,
            )
        return answer
