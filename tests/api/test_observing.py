from __future__ import annotations

import json
import logging
import logging.config
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx
import pytest
from kit import serving
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.observing import logs
from api.observing.metrics import Metrics
from api.observing.queries import ObservedRunner
from api.runner import Answer, Question
from api.settings import Settings
from graph.store import open_store
from ontology.errors import DetenteError

QUERY = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
HASH = sha256(QUERY.encode()).hexdigest()


@dataclass
class Stats:
    running: int = 1
    queued: int = 2
    kills: dict[str, int] = field(default_factory=lambda: {"deadline": 3, "memory": 4})
    snapshot_age: float = 0.5
    note: str = "not a number"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    app = create_app(Settings(slow_query_seconds=0), open_store(":memory:"))
    app.state.runner.inner.stats = Stats()
    app.add_api_route("/fail", lambda: 1 / 0)
    with serving(app) as address, httpx.Client(base_url=address) as made:
        yield made


def metrics(client: httpx.Client) -> dict[tuple[str, ...], float]:
    """Read the metrics: name and values of the labels to value."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


def test_requests_are_counted_by_route_and_status(client: httpx.Client) -> None:
    for path in ("/stances/one", "/stances/two", "/nowhere/at/all", "/fail", "/stances?limit=0"):
        client.get(path)
    client.request("PROPFIND", "/stances")
    found = metrics(client)
    assert found["detente_http_requests_total", "GET", "/stances/{stance_id}", "404"] == 2
    assert found["detente_http_requests_total", "GET", "(no route)", "404"] == 1
    assert found["detente_http_requests_total", "GET", "/fail", "500"] == 1
    assert found["detente_http_requests_total", "GET", "/stances", "422"] == 1
    assert found["detente_http_requests_total", "other", "/stances", "405"] == 1
    assert found["detente_http_request_duration_seconds_count", "GET", "/stances/{stance_id}"] == 2


def test_queries_quads_and_readers_are_told(client: httpx.Client) -> None:
    client.get("/sparql", params={"query": QUERY})
    client.get("/sparql", params={"query": "SELECT"})
    found = metrics(client)
    assert found["detente_queries_total", "ok"] == found["detente_queries_total", "400"] == 1
    assert found["detente_query_duration_seconds_count",] == found["detente_slow_queries_total",] == 2
    assert found["detente_quads",] > 100
    assert (found["detente_reader_running",], found["detente_reader_snapshot_age",]) == (1, 0.5)
    assert found["detente_reader_kills_total", "deadline"] == 3


def test_metrics_can_be_had_as_openmetrics_or_switched_off(client: httpx.Client) -> None:
    accept = "application/openmetrics-text; version=1.0.0"
    assert client.get("/metrics", headers={"Accept": accept}).text.endswith("# EOF\n")
    with serving(create_app(Settings(metrics="off"), open_store(":memory:"))) as address:
        assert httpx.get(f"{address}/metrics").status_code == 404


def test_a_request_id_is_taken_when_sane_and_made_otherwise(client: httpx.Client) -> None:
    assert client.get("/health/live", headers={"X-Request-ID": "trace-7.a"}).headers["x-request-id"] == "trace-7.a"
    for bad in ("", "a b", "x" * 129, '"', "é".encode()):
        given = client.get("/health/live", headers={"X-Request-ID": bad}).headers["x-request-id"]
        assert re.fullmatch(r"[0-9a-f]{32}", given)


def logged(caplog: pytest.LogCaptureFixture, name: str) -> logging.LogRecord:
    """Wait for a record, which comes after the last byte of the answer."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for found in tuple(caplog.records):
            if found.name == name:
                return found
        time.sleep(0.01)
    raise AssertionError(caplog.text)


def test_a_request_is_logged_with_its_id_and_the_hash_of_its_query(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/sparql", params={"query": QUERY}, headers={"X-Request-ID": "mine"})
    record = logged(caplog, "detente.access")
    assert record.getMessage() == "GET /sparql 200"
    told = record.__dict__
    assert (told["route"], told["query"], told["whole"]) == ("/sparql", HASH, True)
    assert told["bytes"] > 0
    slow = logged(caplog, "detente.queries")
    assert (slow.__dict__["query"], slow.__dict__["sparql"], slow.__dict__["outcome"]) == (HASH, QUERY, "ok")


def record(**extra: Any) -> logging.LogRecord:
    made = logging.LogRecord("detente.access", logging.INFO, "x.py", 1, "%s /a", ("GET",), None)
    made.__dict__.update(extra)
    return made


def formatter(log_format: Any) -> logging.Formatter:
    made: logging.Formatter = logs.config(Settings(log_format=log_format))["formatters"]["line"]["()"]()
    return made


def test_logs_are_lines_of_json() -> None:
    line = json.loads(formatter("json").format(record(ms=1.5, request_id="r")))
    assert (line["level"], line["logger"], line["message"], line["ms"]) == ("INFO", "detente.access", "GET /a", 1.5)
    assert line["request_id"] == "r"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", line["time"])


def test_logs_are_lines_of_text() -> None:
    line = formatter("text").format(record(ms=1.5, client=None, request_id="r"))
    assert line.endswith(" INFO detente.access GET /a ms=1.5 request_id=r")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_request_can_write_a_line_of_its_own(log_format: str) -> None:
    line = formatter(log_format).format(record(sparql="ASK {}\nERROR forged\x1b[31m\x85", request_id="r"))
    assert line.isprintable()


class Chunks:
    """Two chunks, and whether they were closed."""

    def __init__(self, fails: bool = False) -> None:
        self.left = [b"two", b"one"]
        self.fails = fails
        self.closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if not self.left:
            raise StopAsyncIteration
        if self.fails and len(self.left) == 1:
            raise DetenteError("gone", 500)
        return self.left.pop()

    async def aclose(self) -> None:
        self.closed = True


class Runner:
    def __init__(self, chunks: Chunks) -> None:
        self.chunks = chunks

    async def run(self, question: Question) -> Answer:
        return Answer("text/csv", self.chunks)

    async def close(self) -> None:
        return


@pytest.mark.parametrize(
    ("read", "fails", "outcome"), [(0, False, "cut"), (1, False, "cut"), (3, False, "ok"), (2, True, "cut")]
)
def test_how_an_answer_ends_is_told_once_and_closing_reaches_the_reader(read: int, fails: bool, outcome: str) -> None:
    import asyncio

    counted, chunks = Metrics(), Chunks(fails)

    async def ask() -> None:
        answer = await ObservedRunner(Runner(chunks), counted, 60).run(Question(QUERY))
        for _ in range(read):
            try:
                await anext(answer.chunks)
            except (StopAsyncIteration, DetenteError):
                break
        await answer.chunks.aclose()  # type: ignore[attr-defined]

    asyncio.run(ask())
    assert chunks.closed
    assert counted.registry.get_sample_value("detente_queries_total", {"outcome": outcome}) == 1
