"""Fixtures: the servers run once a session; each test that writes gets one without graphs of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from small_world import SmallGazetteer
from triple_stores import TripleStore, oxigraph, virtuoso

from graph.remote.store import RemoteStore


@pytest.fixture(scope="session")
def oxigraph_server() -> Iterator[TripleStore]:
    """An oxigraph server."""
    with oxigraph() as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TripleStore]:
    """A Virtuoso server."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> TripleStore:
    """Each of the servers in turn."""
    found: TripleStore = request.getfixturevalue(f"{request.param}_server")
    return found


@pytest.fixture
def remote(server: TripleStore) -> Iterator[RemoteStore]:
    """A store in a service, with the ontology only."""
    server.wipe()
    with RemoteStore(server.address, server.settings, actors=SmallGazetteer()) as store:
        yield store
