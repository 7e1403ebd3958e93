from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app

COMMANDS = [
    "demo",
    "ingest",
    "watch",
    "errors",
    "query",
    "explain",
    "serve",
    "token",
    "export",
    "stats",
    "validate",
    "network",
    "evaluate",
    "delete",
    "backup",
    "restore",
]
HEAVY = ["spacy", "pyoxigraph", "rdflib", "fastapi", "uvicorn", "rich", "networkx", "trafilatura"]


def test_every_command_is_known() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    assert re.findall(r"^  ([a-z]+)  +[A-Z]", shown, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    examples = result.stdout.partition("Examples:")[2]
    assert f"detente {command}" in examples


def test_first_lines_of_help_are_not_cut() -> None:
    assert "..." not in CliRunner().invoke(app, ["--help"]).stdout.partition("Commands:")[2]


@pytest.mark.parametrize("args", [["--help"], ["ingest", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    code = (
        f"import sys; from api.cli import app\ntry: app({args!r})\n"
        "except SystemExit: pass\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stderr.split()) & set(HEAVY)


def test_no_command_shows_help_and_is_a_usage_error() -> None:
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 2
    assert "Commands:" in result.output


@pytest.mark.parametrize("args", [["fly"], ["query", "--format", "pdf", "ASK {}"], ["ingest"], ["stats", "--nope"]])
def test_usage_errors_exit_2(args: list[str]) -> None:
    assert CliRunner().invoke(app, args).exit_code == 2


@pytest.mark.parametrize(
    "args", [["query", "ASK {}"], ["stats"], ["export"], ["validate"], ["delete", "x"], ["serve", "--port", "0"]]
)
def test_a_store_that_is_not_there_is_one_line(args: list[str], tmp_path: Path) -> None:
    missing = tmp_path / "nothing"
    result = CliRunner().invoke(app, [*args, "--store", str(missing)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"detente: There is no store at {missing}")
    assert result.stderr.count("\n") == 1
    assert not missing.exists()


def test_store_can_come_from_the_environment(folder: Path) -> None:
    result = CliRunner().invoke(app, ["stats"], env={"DETENTE_STORE": str(folder)})
    assert result.exit_code == 0


@pytest.mark.parametrize("url", ["http://localhost:9/sparql", "https://example.org/"])
def test_a_url_as_store_is_refused_in_one_line(url: str) -> None:
    result = CliRunner().invoke(app, ["stats", "--store", url])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_locked_store_is_told_with_the_process(folder: Path) -> None:
    code = (
        "import sys; from graph.store import open_store\n"
        "with open_store(sys.argv[1]): print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        result = CliRunner().invoke(app, ["stats", "--store", str(folder)])
        holder.communicate("")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"detente: The store {folder} is already open in process {holder.pid}.")
    assert CliRunner().invoke(app, ["stats", "--store", str(folder)]).exit_code == 0


def test_a_reader_that_goes_away_is_no_traceback(folder: Path) -> None:
    script = Path(sys.executable).with_name("detente")
    command = [str(script), "export", "--format", "nquads", "--store", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 1)


def test_interrupting_exits_130(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("detente")
    command = [str(script), "ingest", "-", "--store", str(tmp_path / "store")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "store" / ".detente.lock").exists():
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_taken_port_is_one_line(folder: Path, server: str) -> None:
    port = server.rpartition(":")[2]
    result = CliRunner().invoke(app, ["serve", "--store", str(folder), "--port", port])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"detente: Cannot listen on 127.0.0.1:{port}: ")
