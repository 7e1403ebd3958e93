"""Commands over a SPARQL service, which they tell from a service of ours."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.stores import is_service
from graph.remote.settings import RemoteSettings
from graph.store import open_store
from ontology.errors import DetenteError

FIVE = Path(__file__).parents[1] / "graph" / "data" / "five.trig"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """An oxigraph server with five articles."""
    sys.path.append(str(FIVE.parents[1] / "remote"))
    servers = import_module("triple_stores")
    with servers.oxigraph() as server:
        with open_store(server.address, remote=server.settings) as store:
            store.load(FIVE)
        yield server.address


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_commands_read_and_delete(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_REMOTE_SERVER", "oxigraph")
    assert "REFUS" in run("query", "SELECT (UCASE(STR(?h)) AS ?t) { ?a schema:headline ?h }", "--store", address)
    assert '"articles": 5' in run("stats", "--format", "json", "--store", address)
    assert "article/a1" in run("export", "--store", address)
    assert "article/a1" in run("delete", "one", "--store", address)
    assert '"articles": 4' in run("stats", "--format", "json", "--store", address)


def test_an_address_is_asked_what_it_is(address: str) -> None:
    assert not is_service(address)
    assert not is_service("http://127.0.0.1:9", RemoteSettings(update_url="http://127.0.0.1:9/update"))
    with pytest.raises(DetenteError, match=r"Cannot reach http://127\.0\.0\.1:9"):
        is_service("http://127.0.0.1:9")
    assert httpx.get(address + "/health").status_code == 404
