"""Real servers for the tests: oxigraph, and Virtuoso where Debian's package is installed."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

import httpx
import pytest

from graph.remote.answers import select
from graph.remote.connection import Connection
from graph.remote.settings import RemoteSettings, endpoint
from ontology.namespaces import GRAPH, ONTOLOGY_GRAPH

INI = Path(__file__).parent / "virtuoso.ini"
ROWS = 4_000
"""The largest answer of the Virtuoso that the tests start."""
_START_SECONDS = 60.0


@dataclass(frozen=True)
class TripleStore:
    """A running server: its address and how it is asked."""

    address: str
    settings: RemoteSettings

    def wipe(self, *, ontology: bool = False) -> None:
        """Remove every graph of ours, that of the ontology only when told to."""
        connection = Connection(endpoint(self.address, self.settings), self.settings)
        found = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (STRSTARTS(STR(?g), "{GRAPH}")) }}'
        graphs = [str(graph) for (graph,) in select(connection, found)]
        drops = [f"DROP SILENT GRAPH {graph}" for graph in graphs if ontology or graph != f"<{ONTOLOGY_GRAPH}>"]
        if drops:
            connection.update(" ; ".join(drops))
        connection.close()


@contextmanager
def oxigraph() -> Iterator[TripleStore]:
    """Run an oxigraph server in memory."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve", "--bind", f"127.0.0.1:{port}"]
    with _running(command, f"http://127.0.0.1:{port}/"):
        yield TripleStore(f"http://127.0.0.1:{port}", RemoteSettings(server="oxigraph", patience=5))


@contextmanager
def virtuoso(folder: Path, rows: int = ROWS) -> Iterator[TripleStore]:
    """Run Virtuoso with a user of its own in a new folder; skip the test where it is not installed."""
    missing = [name for name in ("virtuoso-t", "isql-vt") if shutil.which(name) is None]
    if missing:
        told = f"{', '.join(missing)} missing: apt-get install --no-install-recommends virtuoso-opensource-7-bin"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    http, sql, password = free_port(), free_port(), secrets.token_hex(8)
    ini = folder / "virtuoso.ini"
    ini.write_text(Template(INI.read_text()).substitute(folder=folder, http=http, sql=sql, rows=rows))
    address = f"http://127.0.0.1:{http}"
    with _running(["virtuoso-t", "-f", "+wait", "+configfile", str(ini)], f"{address}/sparql?query=ASK%7B%7D"):
        _isql(sql, f"DB.DBA.USER_CREATE('detente', '{password}');", 'GRANT SPARQL_UPDATE TO "detente";')
        settings = RemoteSettings(server="virtuoso", auth="digest", user="detente", password=password, patience=5)
        yield TripleStore(address, settings)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _running(command: list[str], url: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(url, lambda: process.poll() is None)
        yield
    finally:
        process.kill()
        process.wait()


def _wait(url: str, lives: Callable[[], bool]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        assert lives(), f"the server of {url} ended before it answered"
        try:
            httpx.get(url, timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{url} does not answer")


def _isql(port: int, *statements: str) -> None:
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "ERRORS=stdout", "exec=" + " ".join(statements)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "Error" not in done.stdout, done.stdout
