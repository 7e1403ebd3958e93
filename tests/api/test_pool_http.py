"""The reader processes behind a real server: clients that leave, ask too often, or ask for too much."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from kit import serving
from pool_kit import ENDLESS, FLOOD, POINT

from api.app import create_app
from api.pool.stats import PoolStats
from api.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { <u:a> <u:b> ?value }"


@pytest.fixture
def app(folder: Path) -> FastAPI:
    """An application over a folder, with two readers and a short deadline."""
    limits = Settings(readers=2, queue=2, queue_wait=0.3, query_timeout=1.5, rate=1, burst=12)
    return create_app(limits.model_copy(update={"store": str(folder)}))


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """The address of its server."""
    with serving(app) as found:
        yield found


def get(address: str, query: str, client: str = "127.0.0.1", timeout: float = 30) -> httpx.Response:
    """Ask from an address of the loopback, which is whom the service takes for a client."""
    transport = httpx.HTTPTransport(local_address=client)
    with httpx.Client(transport=transport, timeout=timeout) as made:
        return made.get(f"{address}/sparql", params={"query": query}, headers={"Accept": "text/csv"})


def until(holds: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def stats(app: FastAPI) -> PoolStats:
    """Give the counts of the pool."""
    found: PoolStats = app.state.runner.stats
    return found


def test_the_query_of_a_client_that_leaves_is_killed(app: FastAPI, address: str) -> None:
    with pytest.raises(httpx.ReadTimeout):
        get(address, ENDLESS, timeout=0.2)
    until(lambda: stats(app).kills["gone"] == 1)
    with httpx.stream("GET", f"{address}/sparql", params={"query": FLOOD}) as answer:
        assert answer.status_code == 200
        assert next(answer.iter_raw())
    until(lambda: stats(app).kills["gone"] == 2)
    until(lambda: stats(app).running == 0)


def test_a_late_query_is_a_real_status_and_a_late_answer_no_whole_one(address: str) -> None:
    late = get(address, ENDLESS)
    assert (late.status_code, late.json()["status"]) == (504, 504)
    with pytest.raises(httpx.RemoteProtocolError):
        get(address, FLOOD)


def test_a_crowded_service_says_when_to_come_back(app: FastAPI, address: str) -> None:
    with ThreadPoolExecutor() as threads:
        late = [threads.submit(get, address, ENDLESS, client) for client in ("127.0.0.2", "127.0.0.3")]
        until(lambda: stats(app).running == 2)
        refused = get(address, POINT)
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) >= 1
        assert [done.result().status_code for done in late] == [504, 504]
    until(lambda: stats(app).readers == 2)
    assert get(address, POINT).text == "true"


def test_who_asks_too_often_is_told_to_wait(address: str) -> None:
    answers = [get(address, POINT, "127.0.0.4") for _ in range(40)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert {answer.status_code for answer in answers} == {200, 429}
    assert int(refused[0].headers["retry-after"]) >= 1
    assert get(address, POINT, "127.0.0.5").text == "true"


def test_what_is_written_is_read_at_once_and_under_another_tag(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "new"), allow_writes=True, anonymous_writes=True, readers=2)
    with serving(create_app(settings)) as address:
        tags = set()
        for number in range(5):
            update = f"INSERT DATA {{ <u:a> <u:b> {number} }}"
            assert httpx.post(f"{address}/update", data={"update": update}).status_code == 204
            found = httpx.get(f"{address}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
            assert found.text.split() == ["n", str(number + 1)]
            tags.add(found.headers["etag"])
        assert len(tags) == 5
        again = httpx.get(
            f"{address}/sparql",
            params={"query": COUNT},
            headers={"Accept": "text/csv", "If-None-Match": found.headers["etag"]},
        )
        assert again.status_code == 304


def test_a_token_has_a_share_of_its_own(folder: Path) -> None:
    tokens = " ".join(f"{name}:read:{name}-secret-0123456789" for name in ("ann", "bob"))
    settings = Settings(store=str(folder), tokens=tokens, readers=2, rate=0.01, burst=2)  # type: ignore[arg-type]
    with serving(create_app(settings)) as address:

        def ask(name: str) -> int:
            headers = {"Authorization": f"Bearer {name}-secret-0123456789"}
            return httpx.get(f"{address}/sparql", params={"query": POINT}, headers=headers).status_code

        assert [ask("ann") for _ in range(3)] == [200, 200, 429]
        assert ask("bob") == 200
        assert httpx.get(f"{address}/queries/who-opposes", headers={"Authorization": "Bearer wrong"}).status_code == 401
