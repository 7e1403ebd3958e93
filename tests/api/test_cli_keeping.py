"""Backups, restoring and deletion by conditions, as users and programs ask for them."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from kit import serving
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from api.commands.delete import UNASKED
from api.settings import Settings
from graph.locking import announced
from graph.store import open_store
from graph.versions import FORMAT_NAME

ADMIN = {"Authorization": "Bearer boss-secret-0123456789"}
TOKENS = "boss:admin:boss-secret-0123456789"


def run(*args: str | Path, store: Path | str | None = None) -> Result:
    return CliRunner().invoke(app, [*map(str, args), *(["--store", str(store)] if store else [])])


def told(result: Result) -> str:
    """Give the one line that a failed command tells."""
    assert result.exit_code == 1
    assert result.stderr.startswith("detente: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def articles(folder: Path) -> list[str | None]:
    with open_store(folder, read_only=True) as store:
        return [article.source_id for article in store.articles()]


@pytest.fixture
def service(folder: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service that holds the store and keeps backups."""
    settings = Settings(store=str(folder), allow_writes=True, tokens=TOKENS, backups=tmp_path / "b")  # type: ignore[arg-type]
    with serving(create_app(settings)) as address:
        yield address


def test_a_backup_is_made_counted_and_restored(folder: Path, tmp_path: Path) -> None:
    made = run("backup", tmp_path / "copy", "--verify", "full", store=folder)
    assert (made.exit_code, made.stdout) == (0, f"{tmp_path / 'copy'}\n")
    assert "of 2 articles copied, counted and compared by checksum" in made.stderr
    assert run("delete", "atlas-1", store=folder).exit_code == 0
    assert "say --replace" in told(run("restore", tmp_path / "copy", store=folder))
    restored = run("restore", tmp_path / "copy", "--replace", store=folder)
    assert "of 2 articles restored and counted" in restored.stderr
    assert articles(folder) == ["atlas-1", "wire-2"]


def test_what_cannot_be_backed_up_is_told(folder: Path, tmp_path: Path) -> None:
    assert "no store at" in told(run("backup", tmp_path / "copy", store=tmp_path / "missing"))
    assert "export" in told(run("backup", tmp_path / "copy", store=":memory:"))
    assert run("backup", store=folder).exit_code == 2
    assert "is no backup" in told(run("restore", folder, store=tmp_path / "other"))
    assert "in a folder" in told(run("restore", folder, store="http://127.0.0.1:1"))
    assert "Cannot reach" in told(run("backup", store="http://127.0.0.1:1"))


def test_a_service_makes_the_backup_itself(
    folder: Path, tmp_path: Path, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with announced(folder, service):
        assert f"`detente backup --store {service}`" in told(run("backup", tmp_path / "copy", store=folder))
    assert "made no backup" in told(run("backup", store=service))
    monkeypatch.setenv("DETENTE_TOKEN", ADMIN["Authorization"].split()[1])
    made = run("backup", store=service)
    assert made.exit_code == 0
    assert run("restore", made.stdout.strip(), store=tmp_path / "again").exit_code == 0
    assert articles(tmp_path / "again") == ["atlas-1", "wire-2"]
    answer = httpx.post(f"{service}/backups", headers=ADMIN).json()
    assert (Path(answer["folder"]).parent, answer["articles"]) == (tmp_path / "b", 2)


def test_a_store_of_a_newer_version_is_told_in_one_line(folder: Path) -> None:
    (folder / FORMAT_NAME).write_text(json.dumps({"number": 99, "ontology": "", "program": "9.9"}))
    for command in (["stats"], ["delete", "atlas-1"], ["export"]):
        assert "has format 99, written by détente 9.9" in told(run(*command, store=folder))


def test_a_full_disk_is_told_in_one_line(folder: Path, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, before[1]))
    try:
        failures = [told(run("delete", "atlas-1", store=folder)), told(run("backup", tmp_path / "c", store=folder))]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    for failure in failures:
        assert "may not grow any more" in failure
        assert "what was stored before is kept" in failure
    assert articles(folder) == ["atlas-1", "wire-2"]


def test_a_service_on_a_full_disk_says_so_and_answers_on(service: str) -> None:
    update = "INSERT DATA {" + " ".join(f'<u:{number}> <u:p> "{number}" .' for number in range(3000)) + "}"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with httpx.Client(base_url=service, headers=ADMIN, timeout=60) as client:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))
        try:
            answer = client.post("/update", data={"update": update})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert (answer.status_code, answer.headers["content-type"]) == (507, "application/problem+json")
        assert "Nothing was changed" in answer.json()["detail"]
        found = client.get("/sparql", params={"query": "ASK { <u:1> ?p ?o }"}, headers={"Accept": "application/json"})
        assert found.json()["boolean"] is False


def test_articles_are_deleted_by_age_and_publisher(folder: Path) -> None:
    conditions = ("delete", "--older-than", "30d", "--as-of", "2016-01-30", "--source", "Radio Atlas")
    tried = run(*conditions, "--dry-run", store=folder)
    assert (tried.stdout, tried.stderr) == (
        "https://w3id.org/detente/graph/article/aaaa\n",
        "1 article would be deleted\n",
    )
    assert articles(folder) == ["atlas-1", "wire-2"]
    assert run(*conditions, store=folder).stderr == "1 article deleted\n"
    assert articles(folder) == ["wire-2"]
    assert run(*conditions, store=folder).stderr == "0 articles deleted\n"


def test_a_query_from_a_file_chooses(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "old.rq").write_text('SELECT ?article { ?article gp:sourceId "wire-2" }')
    assert run("delete", "--query", tmp_path / "old.rq", store=folder).stderr == "1 article deleted\n"
    assert articles(folder) == ["atlas-1"]
    assert "Cannot read the query" in told(run("delete", "--query", "missing.rq", store=folder))


def test_of_several_names_all_must_be_known(folder: Path) -> None:
    assert "No article is known as 'nobody'" in told(run("delete", "atlas-1", "nobody", store=folder))
    assert run("delete", store=folder).exit_code == 2
    assert run("delete", "atlas-1", "--undated", store=folder).exit_code == 2
    assert articles(folder) == ["atlas-1", "wire-2"]
    assert run("delete", "atlas-1", "wire-2", store=folder).stderr == "2 articles deleted\n"


def copies(number: int) -> str:
    """Write so many copies of the first article."""
    base = "https://w3id.org/detente"
    facts = f"a schema:NewsArticle ; gp:copyOf <{base}/id/article/aaaa>"
    graphs = (f"GRAPH <{base}/graph/article/c{n}> {{ <{base}/id/article/c{n}> {facts} }}" for n in range(number))
    return f"INSERT DATA {{ {' '.join(graphs)} }}"


def test_many_are_not_deleted_without_saying_so(folder: Path) -> None:
    with open_store(folder) as store:
        store.update(copies(UNASKED))
    left = run("delete", "atlas-1", "--dry-run", store=folder)
    assert f"{UNASKED} articles that are copies of these stay without claims" in left.stderr
    conditions = ("delete", "--source", "Radio Atlas", "--copies")
    assert f"Nothing was deleted: this would delete {UNASKED + 1} articles" in told(run(*conditions, store=folder))
    assert len(articles(folder)) == UNASKED + 2
    assert run(*conditions, "--yes", store=folder).stderr == f"{UNASKED + 1} articles deleted\n"
    assert articles(folder) == ["wire-2"]


@pytest.mark.parametrize(("answer", "left"), [("n\n", 2), ("y\n", 1)])
def test_on_a_terminal_it_asks(folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int) -> None:
    monkeypatch.setattr("api.commands.delete._at_a_terminal", lambda: True)
    asked = CliRunner().invoke(app, ["delete", "--source", "Radio Atlas", "--store", str(folder)], input=answer)
    assert "Delete 1 article?" in asked.stderr
    assert len(articles(folder)) == left


def test_a_service_deletes_by_age_bit_by_bit(folder: Path) -> None:
    with open_store(folder) as store:
        store.update(copies(3))
    settings = Settings(store=str(folder), allow_writes=True, tokens=TOKENS)  # type: ignore[arg-type]
    with serving(create_app(settings)) as address, httpx.Client(base_url=address, headers=ADMIN) as client:
        assert client.delete("/articles").status_code == 400
        assert client.delete("/articles", headers={"Authorization": ""}, params={"undated": True}).status_code == 401
        old = {"older_than": "2016-01-01", "copies": "true", "limit": "3"}
        answers = [
            client.delete("/articles", params=params).json() for params in ({**old, "dry_run": "true"}, old, old)
        ]
        assert [(answer["deleted"], answer["left"]) for answer in answers] == [(0, 4), (3, 1), (1, 0)]
        assert [article["id"] for article in client.get("/articles").json()] == ["bbbb"]
