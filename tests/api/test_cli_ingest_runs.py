"""The command as a user meets it: stopped, killed, gone on with, told in JSON; errors listed and tried again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from kit import Run
from typer.testing import CliRunner

from api.cli import app
from graph.store import open_store

TEXT = "France condemned Russia on Monday."


def here(*args: str | Path) -> Any:
    """Run the command in this process, where everything is loaded."""
    return CliRunner().invoke(app, list(map(str, args)))


def dumped(store: str) -> bytes:
    with open_store(store, read_only=True) as opened:
        return opened.dump("nquads", sort=True)


def line(number: int) -> str:
    record = {"id": str(number), "text": f"{TEXT} It was {number}.", "lang": "en", "publisher": "P"}
    return json.dumps(record)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three batches of short articles, the first line of which is broken."""
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(["{broken", *map(line, range(150))]))
    return path


@contextmanager
def ingesting(folder: Path, *args: str) -> Iterator[tuple[subprocess.Popen[str], Iterator[dict[str, Any]]]]:
    """Start the command; give the process and what it tells in JSON."""
    command = [str(Path(sys.executable).with_name("detente")), "ingest", *args, "--store", "s", "--log-json"]

    def heed() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started us with it ignored

    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, preexec_fn=heed) as process:
        assert process.stderr is not None
        try:
            yield process, map(json.loads, process.stderr)
        finally:
            with suppress(ProcessLookupError):
                process.kill()


def until(told: Iterator[dict[str, Any]], event: str) -> dict[str, Any]:
    return next(found for found in told if found["event"] == event)


def test_killed_stopped_and_gone_on_with(detente: Run, articles: Path, tmp_path: Path) -> None:
    with ingesting(tmp_path, "a.jsonl", "--engine", "processes", "--workers", "1") as (process, told):
        assert until(told, "started")["resumed"] is False
        assert until(told, "failure")["source"] == "a.jsonl:line 1"
        until(told, "progress")
        process.kill()
    with ingesting(tmp_path, "--resume", "--engine", "inside") as (process, told):
        begun = until(told, "started")
        assert (begun["resumed"], begun["failed"]) == (True, 1)
        assert 0 < begun["stored"] < 150
        process.send_signal(signal.SIGINT)
        stop = until(told, "stopped")
        assert "detente ingest --resume --store s" in stop["reason"]
        assert process.wait() == 130
    last = detente("ingest", "--resume", "--store", "s")
    assert last.returncode == 1
    assert last.stderr.splitlines()[-1].startswith("150 articles stored, 0 unchanged, 1 failed; 150 stances, ")
    whole = here("ingest", articles, "--engine", "inside", "--store", "whole")
    assert whole.stderr.splitlines()[-1] == last.stderr.splitlines()[-1]
    assert dumped("s") == dumped("whole")


def test_errors_are_listed_and_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("{broken\n")
    first = here("ingest", "a.jsonl", "--store", "s", "--lang", "en")
    assert first.exit_code == 1
    assert "a.jsonl:line 1" in here("errors", "--store", "s").stdout
    (problem,) = json.loads(here("errors", "--store", "s", "--format", "json").stdout)
    assert (problem["kind"], problem["name"], problem["input"]) == ("input", "a.jsonl:line 1", str(path))
    path.write_text(json.dumps({"text": TEXT}) + "\n")
    again = here("ingest", "--retry-errors", "--store", "s", "--engine", "inside")
    assert (again.exit_code, again.stderr.split(";")[0]) == (0, "1 article stored, 0 unchanged, 0 failed")
    none = here("errors", "--store", "s")
    assert (none.stdout, none.stderr) == ("", "0 errors\n")


def test_an_ingest_that_was_stopped_is_mentioned(articles: Path, tmp_path: Path) -> None:
    with ingesting(tmp_path, "a.jsonl") as (process, told):
        until(told, "failure")
        process.terminate()
        assert process.wait() == 143
    (tmp_path / "b.txt").write_text("")
    told_first = here("ingest", "b.txt", "--store", "s").stderr.splitlines()[0]
    assert "was stopped before its end; `detente ingest --resume --store s` goes on" in told_first
    assert "was stopped" not in here("ingest", "b.txt", "--store", "s", "--quiet").stderr
    articles.write_text("{}")
    changed = here("ingest", "--resume", "--store", "s")
    assert (changed.exit_code, changed.stderr.count("\n")) == (1, 1)
    assert changed.stderr.startswith("detente: a.jsonl has changed from ")


def test_standard_input_cannot_be_gone_on_with(articles: Path, tmp_path: Path) -> None:
    with ingesting(tmp_path, "a.jsonl", "-") as (process, told):
        until(told, "failure")
        process.send_signal(signal.SIGINT)
        assert until(told, "stopped")["reason"].endswith("what is stored already is left as it is.")
    refused = here("ingest", "--resume", "--store", "s")
    assert refused.exit_code == 1
    assert "Standard input cannot be read again" in refused.stderr


def test_nothing_to_go_on_with_is_no_error(tmp_path: Path) -> None:
    done = here("ingest", "--resume", "--store", "s")
    assert (done.exit_code, done.stderr.count("\n")) == (0, 1)


@pytest.mark.parametrize(
    "args",
    [
        ["--resume", "--retry-errors"],
        ["--retry-errors", "a.txt"],
        ["--resume", "--lang", "fr"],
        ["--resume", "--store", ":memory:"],
        ["a.txt", "--engine", "steam"],
        ["a.txt", "--workers", "0"],
    ],
)
def test_options_that_do_not_go_together(args: list[str]) -> None:
    assert CliRunner().invoke(app, ["ingest", *args]).exit_code == 2


def test_errors_of_a_store_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["errors", "--store", str(tmp_path / "nothing")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("detente: There is no store at")
