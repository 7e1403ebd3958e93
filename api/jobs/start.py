"""The queue of jobs of an application."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from api.jobs.folder import NAME, JobFolder
from api.jobs.queue import Bounds, JobQueue
from api.jobs.reader import ProcessReader, Reader

if TYPE_CHECKING:
    from fastapi import FastAPI


def open_jobs(app: FastAPI, reader: Reader | None) -> JobQueue:
    """Make the queue of an application, with the jobs that an earlier process left in the folder of its store.

    Where the store is in memory, the jobs are in a folder that is as short-lived.
    """
    settings, store = app.state.settings, app.state.store
    if hasattr(store, "folder"):
        place = Path(store.folder) / NAME
    else:
        app.state.jobs_folder = TemporaryDirectory(prefix="detente-jobs-")
        place = Path(app.state.jobs_folder.name)
    return JobQueue(
        JobFolder(place),
        store,
        reader or ProcessReader(settings.article_seconds),
        app.state.metrics,
        Bounds(settings.max_jobs, settings.keep_jobs, settings.article_batch),
    )


def waiting(folder: Path) -> int:
    """Count the jobs that wait in the folder of a store for a service that may write."""
    return sum(not job.is_finished for job in JobFolder(folder / NAME).jobs()) if (folder / NAME).is_dir() else 0
