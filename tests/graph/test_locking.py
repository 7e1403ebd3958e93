"""Who holds a store: told to those who find it locked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.locking import SERVICE_NAME, announced, service
from graph.store import open_store
from ontology.errors import DetenteError

URL = "http://127.0.0.1:8000"


def test_a_service_is_named_with_its_address_as_long_as_it_runs(tmp_path: Path) -> None:
    with open_store(tmp_path / "s"):
        with announced(tmp_path / "s", URL):
            assert service(tmp_path / "s") == (os.getpid(), URL)
            with pytest.raises(DetenteError, match=f"served by process {os.getpid()} at {URL}"):
                open_store(tmp_path / "s")
        with pytest.raises(DetenteError, match=f"already open in process {os.getpid()}"):
            open_store(tmp_path / "s")


def test_what_a_dead_service_left_is_not_believed(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    for note in (f"{dead.stdout.strip()} {URL}", "nonsense", "", f"x {URL}"):
        (tmp_path / SERVICE_NAME).write_text(note)
        assert service(tmp_path) is None


def test_the_note_of_another_service_stays(tmp_path: Path) -> None:
    with announced(tmp_path, URL):
        (tmp_path / SERVICE_NAME).write_text(f"{os.getppid()} {URL}/other")
    assert service(tmp_path) == (os.getppid(), f"{URL}/other")


def test_a_folder_that_cannot_be_written_is_served_without_a_note(tmp_path: Path) -> None:
    with announced(tmp_path / "missing", URL):
        assert service(tmp_path / "missing") is None
