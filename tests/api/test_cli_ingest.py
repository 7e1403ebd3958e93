from __future__ import annotations

import json
import socket
from pathlib import Path

from kit import SAMPLES, Run

GOOD = "France condemned Russia on Monday. Germany supports Ukraine."
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?a a schema:NewsArticle }"


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def line(identity: str, lang: str = "en") -> str:
    return json.dumps({"id": identity, "text": GOOD, "lang": lang, "published": "2021-03-09", "publisher": "P"})


def test_what_cannot_be_taken_is_told_and_the_rest_is_taken(detente: Run, tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text(f"{line('one')}\n{{broken\n{line('two')}\n{line('three', 'xx')}\n")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "large.txt").write_text("word " * 200_001)
    url = f"http://127.0.0.1:{closed_port()}/a"
    done = detente("ingest", "good.jsonl", "empty.txt", "binary.txt", "large.txt", "missing.txt", url, "--store", "s")
    assert done.returncode == 1
    assert done.stdout == ""
    *failures, summary = done.stderr.splitlines()
    sources = ["good.jsonl", "three", "empty.txt", "binary.txt", "large.txt", "missing.txt", url]
    assert len(failures) == len(sources)
    for failure, source in zip(failures, sources, strict=True):
        assert failure.startswith(f"detente: {source}"), done.stderr
    assert summary.startswith("2 articles stored, 0 unchanged, 7 failed; ")
    assert detente("query", COUNT, "--store", "s").stdout.split() == ["n", "2"]


def test_twice_changes_nothing_and_samples_give_stances(detente: Run) -> None:
    chosen = [SAMPLES / "gas-01-fr.json", SAMPLES / "gas-06-en.json"]
    first = detente("ingest", *chosen, "--store", "s")
    assert first.returncode == 0, first.stderr
    assert first.stderr.startswith("2 articles stored, 0 unchanged, 0 failed; ")
    before = detente("export", "--store", "s").stdout
    again = detente("ingest", *chosen, "--store", "s")
    assert again.stderr.startswith("0 articles stored, 2 unchanged, 0 failed; ")
    assert detente("export", "--store", "s").stdout == before
    ask = "ASK { GRAPH graph:current { actor:USA gp:opposes actor:RUS . actor:UKR gp:opposes actor:RUS } }"
    assert detente("query", ask, "--store", "s").stdout == "true\n"
    assert detente("validate", "--store", "s").returncode == 0


def test_standard_input_with_defaults(detente: Run) -> None:
    options = ["--lang", "en", "--published", "2021-03-09", "--publisher", "The Example", "--quiet", "--store", "s"]
    done = detente("ingest", "-", *options, stdin=GOOD)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    query = "SELECT ?p ?d WHERE { ?a schema:publisher ?p ; schema:datePublished ?d }"
    assert detente("query", query, "--store", "s").stdout.splitlines()[1] == "The Example,2021-03-09"


def test_a_day_that_is_none_is_a_usage_error(detente: Run) -> None:
    done = detente("ingest", "-", "--published", "yesterday", stdin=GOOD)
    assert done.returncode == 2


def test_a_file_as_store_is_one_line(detente: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = detente("ingest", "-", "--store", "file", stdin=GOOD)
    assert done.returncode == 1
    assert done.stderr.startswith("detente: file is a file")


def test_demo_prints_relations_a_query_and_the_way_on(detente: Run, tmp_path: Path) -> None:
    done = detente("demo")
    assert done.returncode == 0, done.stderr
    assert "United States opposes Russia" in done.stdout
    assert "SELECT ?who" in done.stdout
    assert "See it in your browser: detente demo --serve, then open http://127.0.0.1:8000/" in done.stdout
    assert "Go on: detente" in done.stdout
    assert "\x1b" not in done.stdout
    assert "20 articles stored" in done.stderr
    assert list(tmp_path.iterdir()) == []
