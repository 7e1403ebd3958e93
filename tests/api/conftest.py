"""A small store from TriG, so that only the tests of ingest need language models; a real server over it on loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from kit import DATA, Run, serving

from api.app import create_app
from api.settings import Settings
from graph.store import Store, open_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store in a folder with the two articles."""
    place = tmp_path / "store"
    with open_store(place) as store:
        store.load(DATA / "small.trig")
    return place


@pytest.fixture(scope="session")
def store() -> Store:
    """The same store in memory, for reading only."""
    made = open_store(":memory:")
    made.load(DATA / "small.trig")
    return made


@pytest.fixture(scope="session")
def server(store: Store) -> Iterator[str]:
    """The address of a running server over the store."""
    app = create_app(Settings(page_size=10, max_page_size=20, max_query_bytes=20_000), store)
    with serving(app) as address:
        yield address


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    """A client of the server."""
    with httpx.Client(base_url=server, timeout=30) as made:
        yield made


@pytest.fixture
def writable() -> Iterator[str]:
    """The address of a server over an empty store of its own that takes writes, its default graph the unnamed one."""
    with open_store(":memory:") as store:
        store.update("DROP ALL")
        with serving(
            create_app(Settings(allow_writes=True, anonymous_writes=True, default_graph="unnamed"), store)
        ) as address:
            yield address


@pytest.fixture
def detente(tmp_path: Path) -> Run:
    """Run the command as a user does, in an empty folder."""
    script = Path(sys.executable).with_name("detente")

    def run(*args: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [str(script), *map(str, args)]
        return subprocess.run(command, cwd=tmp_path, input=stdin, capture_output=True, text=True, timeout=300)

    return run


@pytest.fixture(scope="session")
def world() -> Store:
    """Seven made-up articles in memory, for reading only."""
    made = open_store(":memory:")
    made.load(DATA / "small.trig")
    made.load(DATA.parents[1] / "graph" / "data" / "five.trig")
    return made


@pytest.fixture(scope="session")
def world_server(world: Store) -> Iterator[str]:
    """The address of a running server over the seven articles."""
    with serving(create_app(Settings(page_size=10, max_page_size=20), world)) as address:
        yield address


@pytest.fixture
def rest(world_server: str) -> Iterator[httpx.Client]:
    """A client of the server over the seven articles."""
    with httpx.Client(base_url=world_server, timeout=30) as made:
        yield made
