"""The command `detente serve` in a process of its own: how it starts, stops, logs, and shares the store."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from kit import SAMPLES, Run

from api.serving import listen
from graph.locking import SERVICE_NAME, service
from graph.store import open_store
from ontology.errors import DetenteError

TOKEN = "write-secret-0123456789"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?a a schema:NewsArticle }"


@contextmanager
def serve(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Start the command; give the process, its address and its first line."""
    command = [str(Path(sys.executable).with_name("detente")), "serve", "--store", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            found = re.search(r"http://[\d.:]+", line)
            assert found, line
            yield process, found[0], line
        finally:
            process.kill()


def test_it_stops_when_told_to_and_leaves_nothing_behind(folder: Path) -> None:
    with serve(folder) as (process, base, _):
        assert httpx.get(f"{base}/health/ready").json() == {"status": "ok"}
        assert service(folder) == (process.pid, base)
        process.terminate()
        assert process.wait(30) == 0
    assert service(folder) is None
    assert not (folder / SERVICE_NAME).exists()
    open_store(folder).close()


def test_another_writer_is_told_whom_to_ask(folder: Path, detente: Run) -> None:
    with serve(folder) as (process, base, _):
        done = detente("ingest", "-", "--store", folder, stdin="France condemned Russia.")
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert f"is served by process {process.pid} at {base}." in done.stderr
        assert f"detente ingest --store {base}" in done.stderr
        assert detente("stats", "--store", folder).returncode == 0
    with open_store(folder):  # killed, it left its note behind, which no longer counts
        assert (folder / SERVICE_NAME).exists()
        with pytest.raises(DetenteError, match="already open in process"):
            open_store(folder)


def test_with_writes_it_makes_a_store_and_holds_it_alone(tmp_path: Path, detente: Run) -> None:
    with serve(tmp_path / "new", "--allow-writes") as (_, base, _):
        done = detente("query", "ASK {}", "--store", tmp_path / "new")
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert base in done.stderr


def test_logs_are_json_from_the_first_line(folder: Path) -> None:
    with serve(folder, "--log-format", "json") as (process, base, first):
        httpx.get(f"{base}/stances", headers={"X-Request-ID": "mine"})
        process.terminate()
        assert process.wait(30) == 0
        assert process.stderr is not None
        lines = [json.loads(line) for line in [first, *process.stderr.read().splitlines()]]
    assert lines[0]["message"] == "listening"
    (request,) = [line for line in lines if line["logger"] == "detente.access"]
    assert (request["request_id"], request["route"], request["status"]) == ("mine", "/stances", 200)


def test_articles_go_through_the_service(tmp_path: Path, detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_TOKENS", f"w:write:{TOKEN}")
    samples = [SAMPLES / "gas-01-fr.json", SAMPLES / "gas-06-en.json"]
    (tmp_path / "bad.jsonl").write_text('{"text": "Nothing.", "lang": "xx", "id": "bad"}\n{"text": 5}\n')
    with serve(tmp_path / "store", "--allow-writes") as (process, base, _):
        refused = detente("ingest", *samples, "--store", base)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "DETENTE_TOKEN " in refused.stderr
        monkeypatch.setenv("DETENTE_TOKEN", TOKEN)
        done = detente("ingest", *samples, "bad.jsonl", "--store", base)
        assert done.returncode == 1
        *failures, summary = done.stderr.splitlines()
        assert summary.startswith("2 articles stored, 0 unchanged, 2 failed; ")
        assert sorted(line.split(":")[1].strip() for line in failures) == ["bad", "bad.jsonl"]
        again = detente("ingest", *samples, "--store", base)
        assert again.stderr.startswith("0 articles stored, 2 unchanged, 0 failed; ")
        process.terminate()
        assert process.wait(30) == 0
        assert process.stderr is not None
        log = process.stderr.read()
    assert "client=w" in log
    assert TOKEN not in log
    there = detente("export", "--store", tmp_path / "store").stdout
    assert detente("ingest", *samples, "--store", "here").returncode == 0
    assert sorted(detente("export", "--store", "here").stdout.splitlines()) == sorted(there.splitlines())


def test_a_service_that_is_not_there_is_one_line(detente: Run) -> None:
    done = detente("ingest", "-", "--store", "http://127.0.0.1:9", stdin="France condemned Russia.")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("detente: Cannot reach http://127.0.0.1:9")


def test_a_setting_that_makes_no_sense_is_one_line(folder: Path, detente: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_TOKENS", "w:write:tiny")
    done = detente("serve", "--store", folder)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("detente: DETENTE_TOKENS: token 1: the secret is shorter")
    assert "tiny" not in done.stderr


def test_answers_on_kept_connections_are_not_held_back() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
