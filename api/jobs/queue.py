"""The queue of jobs: bounded, in order, worked off by one thread through the one store."""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Condition, Thread
from typing import TYPE_CHECKING, Final

from api.jobs.model import Job, Status, now
from api.jobs.taking import Interrupted, Taken, Taker, batches
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.jobs.folder import JobFolder
    from api.jobs.reader import Reader
    from api.observing.metrics import Metrics
    from graph.store import Store
    from ingest.article import Article

RETRY_SECONDS: Final = 10
"""When a client that found the queue full may try again."""

PAUSES: Final = (0.2, 5.0, 60.0)
"""Seconds to wait before an article is tried again that could not be read or stored for no fault of its own."""

_log: Final = logging.getLogger("detente.jobs")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many jobs may wait, how many finished ones are kept, and how many articles are read together."""

    waiting: int
    kept: int
    together: int


class JobQueue:
    """Take jobs in, and work them off some articles at a time.

    All that changes jobs happens under one lock; the jobs themselves are values.
    """

    def __init__(self, folder: JobFolder, store: Store, reader: Reader, metrics: Metrics, bounds: Bounds) -> None:
        self._folder = folder
        self._store = store
        self._taker = Taker(store, reader, metrics, lambda: self._stopping)
        self._reader = reader
        self._metrics = metrics
        self._bounds = bounds
        self._changed = Condition()
        self._jobs: dict[str, Job] = {job.id: _left(job) for job in folder.jobs()}
        self._waiting = deque(job.id for job in self._jobs.values() if not job.is_finished)
        self._last = max((int(job_id[:16], 16) for job_id in self._jobs), default=0)
        self._stopping = False
        self._thread = Thread(target=self._work, name="detente-jobs", daemon=True)

    def start(self) -> None:
        """Begin to work, with what an earlier process left."""
        if self._waiting:
            _log.warning("going on with %d jobs that were accepted before", len(self._waiting))
        self._thread.start()

    def submit(self, articles: Sequence[Article], sender: str | None) -> Job:
        """Accept articles as a job, which is on disk when this returns.

        Raises:
            DetenteError: too many jobs wait, or the service is stopping (503), or the disk is full (507).
        """
        with self._changed:
            if self._stopping or len(self._waiting) >= self._bounds.waiting:
                why = "The service is stopping" if self._stopping else f"{len(self._waiting)} jobs wait already"
                raise DetenteError(f"{why}; send it again later.", 503, {"Retry-After": str(RETRY_SECONDS)})
            job = Job(id=self._new_id(), articles=len(articles), submitted=now(), sender=sender)
            self._folder.accept(job, articles)
            self._jobs[job.id] = job
            self._waiting.append(job.id)
            self._changed.notify_all()
        return job

    def get(self, job_id: str) -> Job:
        """Look a job up.

        Raises:
            DetenteError: there is none, or not any more (404).
        """
        job = self._jobs.get(job_id)
        if job is None:
            raise DetenteError(f"There is no job {job_id!r}; finished jobs are kept for a while only.", 404)
        return job

    def latest(self, limit: int) -> list[Job]:
        """List jobs, the newest first."""
        with self._changed:
            return list(self._jobs.values())[: -limit - 1 : -1]

    def cancel(self, job_id: str) -> Job:
        """Leave out the articles of a job that are not begun.

        Raises:
            DetenteError: there is no such job (404), or it is finished (409).
        """
        with self._changed:
            job = self.get(job_id)
            if job.is_finished:
                raise DetenteError(f"The job {job_id} is {job.status} already.", 409)
            if job.status != "queued":
                return self._save(job.with_status("cancelling"))
            self._waiting.remove(job_id)
            return self._save(job.with_status("cancelled"))

    def counts(self) -> dict[str, int]:
        """Count the jobs that wait and that run."""
        found = Counter(self._jobs[job_id].status for job_id in tuple(self._waiting))
        shown: tuple[Status, ...] = ("queued", "running")
        return {status: found[status] for status in shown}

    @property
    def stopping(self) -> bool:
        """Tell whether nothing more is accepted."""
        return self._stopping

    def close(self, seconds: float) -> None:
        """Stop after the articles under way, or kill their reading after some seconds; what waits stays on disk."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(seconds)
        self._reader.close()
        if self._thread.is_alive():
            self._thread.join()

    def _new_id(self) -> str:
        """Make an id that nobody guesses, and that sorts after all before it."""
        self._last = max(self._last + 1, time.time_ns())
        return f"{self._last:016x}{secrets.token_hex(8)}"

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._run(job)
            except Exception as error:
                _log.exception("a job is left until the next start", extra={"job": job.id})
                self._note(job.id, f"Left until the service starts again: {error}")
            with self._changed:
                self._waiting.popleft()
                self._prune()

    def _next(self) -> Job | None:
        """Wait for the next job; ``None`` when the service stops."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._waiting)
            if self._stopping:
                return None
            job = self._jobs[self._waiting[0]]
            if job.status == "queued":
                self._jobs[job.id] = job = job.with_status("running")
            return job

    def _run(self, job: Job) -> None:
        for batch in batches(self._folder.articles(job), self._bounds.together):
            if self._stopping:
                return
            if self.get(job.id).status == "cancelling":
                break
            began = time.perf_counter()
            taken = self._insist(job, batch)
            if taken is None:
                return
            for _ in batch:
                self._metrics.article_seconds.observe((time.perf_counter() - began) / len(batch))
            with self._changed:
                self._save(self.get(job.id).with_taken(taken))
        self._finish(job.id)

    def _insist(self, job: Job, articles: Sequence[Article]) -> Taken | None:
        """Take articles, and try again when it is not their fault; ``None`` if the service stops."""
        for pause in PAUSES:
            try:
                return self._taker.take(articles)
            except Interrupted:
                return None
            except Exception as error:
                if self._stopping:
                    return None
                _log.warning("job is held up: %s", error, extra={"job": job.id})
                self._note(job.id, f"Held up: {error}")
                with self._changed:
                    self._changed.wait_for(lambda: self._stopping, pause)
        return None if self._stopping else self._taker.take(articles)

    def _finish(self, job_id: str) -> None:
        """Let the articles of a job go only when the store is safe on disk."""
        self._store.flush()
        with self._changed:
            job = self.get(job_id)
            ended = self._save(job.with_status("cancelled" if job.status == "cancelling" else "done"))
        tally = (ended.stored, ended.unchanged, ended.failed)
        _log.info("job %s: %d stored, %d unchanged, %d failed", ended.status, *tally, extra={"job": job_id})

    def _prune(self) -> None:
        finished = [job.id for job in self._jobs.values() if job.is_finished]
        for job_id in finished[: -self._bounds.kept]:
            self._folder.forget(job_id)
            del self._jobs[job_id]

    def _note(self, job_id: str, note: str) -> None:
        """Say what holds a job up; it need not outlive the process."""
        with self._changed:
            self._jobs[job_id] = self._jobs[job_id].model_copy(update={"note": note})

    def _save(self, job: Job) -> Job:
        self._jobs[job.id] = job
        self._folder.save(job)
        return job


def _left(job: Job) -> Job:
    """Let a job that an earlier process had begun wait again."""
    return job.with_status("queued") if job.status == "running" else job
