"""SERVICE and LOAD between two servers, one of which is allowed."""

from __future__ import annotations

import httpx
import pytest
from kit import serving

from api.app import create_app
from api.settings import Settings
from graph.store import open_store

QUERY = "SELECT ?o {{ SERVICE <{0}> {{ <u:s> <u:p> ?o }} }}"


def test_the_list_of_servers_opens_the_way(writable: str) -> None:
    httpx.post(f"{writable}/update", data={"update": "INSERT DATA { <u:s> <u:p> 7 }"})
    settings = Settings(allow_writes=True, anonymous_writes=True, service_allow=(f"{writable}/*",))
    with open_store(":memory:") as store, serving(create_app(settings, store)) as address:
        near = httpx.get(f"{address}/sparql", params={"query": QUERY.format(f"{writable}/sparql")}, timeout=30)
        assert [row["o"]["value"] for row in near.json()["results"]["bindings"]] == ["7"]
        assert "etag" not in near.headers
        loaded = httpx.post(
            f"{address}/update", data={"update": f"LOAD <{writable}/rdf-graph-store?default>"}, timeout=30
        )
        assert loaded.status_code == 204
        assert httpx.get(f"{address}/sparql", params={"query": "ASK { <u:s> <u:p> 7 }"}).json()["boolean"]
        far = httpx.get(f"{address}/sparql", params={"query": QUERY.format(f"{address}/sparql")})
        assert (far.status_code, writable in far.json()["detail"]) == (403, True)


def test_the_list_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_SERVICE_ALLOW", "https://a.example/sparql https://b.example/*")
    assert Settings().service_allow == ("https://a.example/sparql", "https://b.example/*")
