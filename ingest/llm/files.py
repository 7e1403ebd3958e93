"""Answers on disk, a file each with the request it answers: the format of the cache and of recordings."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.llm.errors import Damaged
from ingest.llm.model import Answer, Request, Usage
from ontology.errors import DetenteError


class Files:
    """A folder of answers, in sub-folders by the first two digits of the key; safe for threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Say where the answer to a request is."""
        return self.folder / key[:2] / f"{key}.json"

    def read(self, request: Request) -> Answer | None:
        """Give the answer to a request, if there is one.

        Raises:
            Damaged: the file is not as it was written.
            DetenteError: it cannot be read.
        """
        path = self.path(request.key)
        try:
            found = json.loads(path.read_bytes().decode("utf-8", "surrogatepass"))
            if found["request"] != request.to_json():
                raise ValueError("another request")
            return _answer(**found["answer"])
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DetenteError(f"{path} cannot be read: {error.strerror or error}.", 500) from error
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Damaged(f"{path} is damaged; remove it to have the model asked again.", 500) from None

    def write(self, request: Request, answer: Answer) -> None:
        """Keep an answer, wholly or not at all.

        Raises:
            DetenteError: it cannot be written.
        """
        path = self.path(request.key)
        kept = {"key": request.key, "request": request.to_json(), "answer": asdict(answer)}
        data = (json.dumps(kept, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, data)
        except OSError as error:
            told = f"The model's answer cannot be written to {path.parent}: {error.strerror or error}."
            raise DetenteError(told, 500) from error


def _answer(text: str, finish: str, usage: dict[str, Any] | None, model: str) -> Answer:
    if not all(isinstance(word, str) for word in (text, finish, model)):
        raise TypeError("not text")
    return Answer(text, finish, Usage(**usage) if usage else None, model)


def _replace(path: Path, data: bytes) -> None:
    """Write beside the place, then rename."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        part = Path(file.name)
        try:
            file.write(data)
            file.close()
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
