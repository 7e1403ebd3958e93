"""Jobs on disk, in a hidden folder of the store: what is accepted outlives the process.

A job is two files. ``ID.jsonl`` holds the job and its articles, is written and synced before the job is acknowledged,
and is removed when all are through. ``ID.json`` says how far the job is; losing it costs only reading articles again,
which changes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.jobs.model import Job
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from ingest.article import Article

NAME: Final = ".detente-jobs"


class JobFolder:
    """Keep jobs in a folder, which is made if it does not exist."""

    def __init__(self, place: Path) -> None:
        self._place = place
        place.mkdir(mode=0o700, parents=True, exist_ok=True)

    def accept(self, job: Job, articles: Sequence[Article]) -> None:
        """Write a job with its articles so that not even a power cut loses it.

        Raises:
            DetenteError: it cannot be written (507).
        """
        from ingest.readers.record import to_record

        lines = [job.model_dump_json(), *(json.dumps(to_record(article)) for article in articles)]
        try:
            _write(self._articles(job.id), "\n".join(lines) + "\n", sync=True)
        except OSError as error:
            raise DetenteError(f"The job cannot be kept: {error.strerror}. Nothing was accepted.", 507) from error

    def save(self, job: Job) -> None:
        """Note how far a job is; the articles of a finished one are let go."""
        _write(self._state(job.id), job.model_dump_json() + "\n", sync=False)
        if job.is_finished:
            self._articles(job.id).unlink(missing_ok=True)

    def forget(self, job_id: str) -> None:
        """Remove a finished job."""
        with suppress(OSError):
            self._state(job_id).unlink()

    def jobs(self) -> Iterator[Job]:
        """Yield all jobs, the oldest first; halves of files that a crash left are removed."""
        for half in self._place.glob("*.new"):
            half.unlink(missing_ok=True)
        for job_id in sorted({path.stem for path in self._place.glob("*.json*")}):
            job = self._read_state(job_id) or self._read_accepted(job_id)
            if job is not None:
                if job.is_finished:
                    self._articles(job_id).unlink(missing_ok=True)
                yield job

    def articles(self, job: Job) -> Iterator[Article]:
        """Yield the articles of a job that are not through yet."""
        from ingest.readers.record import to_article

        with self._articles(job.id).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number > job.handled:
                    yield to_article(json.loads(line))

    def _read_state(self, job_id: str) -> Job | None:
        try:
            return Job.model_validate_json(self._state(job_id).read_bytes())
        except (OSError, ValueError):
            return None

    def _read_accepted(self, job_id: str) -> Job | None:
        try:
            with self._articles(job_id).open("rb") as lines:
                return Job.model_validate_json(lines.readline())
        except (OSError, ValueError):
            return None

    def _articles(self, job_id: str) -> Path:
        return self._place / f"{job_id}.jsonl"

    def _state(self, job_id: str) -> Path:
        return self._place / f"{job_id}.json"


def _write(path: Path, text: str, *, sync: bool) -> None:
    """Put a whole file in place at once."""
    half = path.with_suffix(path.suffix + ".new")
    with half.open("w", encoding="utf-8") as file:
        file.write(text)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    half.replace(path)
    if sync:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Bring the names of files to the disk, where the system has that."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
