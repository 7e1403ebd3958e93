"""The folder that holds the runs of a store, a folder each; old ones go, but not what is still to be done in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.runs.inputs import Input
from ingest.runs.manifest import NAME, Manifest, in_use, read_lines
from ingest.runs.state import State, replay
from ontology.errors import DetenteError
from ontology.namespaces import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER_NAME: Final = ".detente.runs"
KEPT: Final = 20
"""Runs that are kept for reference; older ones only as long as something of them is set aside."""
INGEST: Final = "ingest"
RETRY: Final = "retry"


def folder_of(location: str, given: Path | None = None) -> Path | None:
    """Say where the runs of a store are: in its folder, or where the user says, or with the user's state.

    A store in memory has none.
    """
    if given is not None or location == ":memory:":
        return given
    if location.startswith(("http://", "https://")):
        state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        return Path(state) / "detente" / "runs" / digest(location.rstrip("/"))
    return Path(location).expanduser() / FOLDER_NAME


def begin(folder: Path | None, kind: str, inputs: Sequence[Input], program: str, *, copies: bool = True) -> Manifest:
    """Start the manifest of a new run."""
    manifest = Manifest(_new(folder) / NAME if folder else None)
    described = [item.to_json() for item in inputs]
    where = str(Path.cwd())
    manifest.write("started", sync=True, kind=kind, program=program, folder=where, inputs=described, copies=copies)
    return manifest


def runs(folder: Path | None) -> list[Path]:
    """List the manifests in a folder, the oldest first."""
    return sorted(folder.glob(f"*/{NAME}")) if folder and folder.is_dir() else []


def unfinished(folder: Path | None) -> tuple[Path, State] | None:
    """Find the last run that can be gone on with."""
    for path in reversed(runs(folder)):
        state = replay(read_lines(path))
        if state.kind == INGEST and not state.ended and not in_use(path):
            return path, state
    return None


def begun(path: Path) -> str:
    """Tell when a run was begun, as its name says: ``2026-03-09 14:05``."""
    day, time, _ = path.parent.name.split("-")
    return f"{day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}"


def close_older(folder: Path | None, finished: Path | None, inputs: Iterable[Input]) -> None:
    """End earlier runs that were stopped, now that a later one has read the same inputs."""
    names = [item.name for item in inputs]
    for path in runs(folder):
        if finished is not None and path < finished:
            state = replay(read_lines(path))
            if not state.ended and [item.name for item in state.inputs] == names and not in_use(path):
                with Manifest(path) as manifest:
                    manifest.write("ended", by=finished.parent.name)


def prune(folder: Path | None, needed: Iterable[Path]) -> None:
    """Remove all runs but the last ones and those that are needed."""
    keep = set(needed)
    for path in runs(folder)[:-KEPT]:
        if path not in keep and not in_use(path):
            shutil.rmtree(path.parent, ignore_errors=True)


def _new(folder: Path) -> Path:
    """Make the folder of a run; the names sort by time.

    Raises:
        DetenteError: it cannot be made.
    """
    place = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    try:
        place.mkdir(mode=0o700, parents=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise DetenteError(f"The run cannot be noted in {folder}: {why}. Name another folder with --runs.") from error
    return place
