"""Large answers as they come, answers that break off, and clients that go away."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import httpx
import pytest
from kit import serving

from api.app import create_app
from api.pipe import CHUNK, DEPTH, Pipe
from api.runner import Answer, AnswerCut, Question, Rules, ThreadRunner
from api.settings import Settings
from graph.store import Store, open_store
from ontology.errors import DetenteError

ROWS = 300
CROSS = "SELECT ?a ?b ?c { ?a <u:p> ?x . ?b <u:p> ?y . ?c <u:p> ?z }"
"""27 million rows."""


@pytest.fixture(scope="module")
def many() -> Iterator[Store]:
    with open_store(":memory:") as store:
        store.update("INSERT DATA { " + " ".join(f"<u:{n}> <u:p> {n} ." for n in range(ROWS)) + " }")
        yield store


@pytest.fixture(scope="module")
def address(many: Store) -> Iterator[str]:
    with serving(create_app(Settings(), many)) as at:
        yield at


class Scripted:
    """A runner that gives out a script: chunks, errors, or waiting for ever."""

    generation = "1"

    def __init__(self, *script: bytes | Exception | None) -> None:
        self.script = script
        self.closed = threading.Event()

    async def run(self, question: Question) -> Answer:
        if isinstance(self.script[0], Exception):
            raise self.script[0]
        if self.script[0] is None:
            await self._wait()
        return Answer("text/csv", self._chunks())

    async def _chunks(self) -> AsyncIterator[bytes]:
        try:
            for step in self.script:
                if isinstance(step, Exception):
                    raise step
                if step is None:
                    await asyncio.sleep(3600)
                yield step or b""
        finally:
            self.closed.set()

    async def _wait(self) -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            self.closed.set()

    async def start(self) -> None: ...

    async def refresh(self) -> None: ...

    async def close(self) -> None: ...


@contextmanager
def scripted(*script: bytes | Exception | None) -> Iterator[tuple[str, Scripted]]:
    runner = Scripted(*script)
    with open_store(":memory:") as store:
        app = create_app(Settings(), store)
        app.state.runner = runner
        with serving(app) as at:
            yield at, runner


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_answer_that_breaks_off_never_looks_whole(encoding: str) -> None:
    with scripted(b"x\r\n" * 40_000, AnswerCut("too long", 504)) as (at, runner):
        connection = http.client.HTTPConnection(urlsplit(at).netloc, timeout=30)
        connection.request("GET", "/sparql?query=ASK%20%7B%7D", headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        assert answer.status == 200
        with pytest.raises(http.client.IncompleteRead):
            answer.read()
        assert runner.closed.wait(10)
        assert httpx.get(f"{at}/health").status_code == 200


def old_fashioned(at: str) -> bytes:
    """Ask in HTTP/1.0, where the end of an answer is the end of the connection."""
    parts = urlsplit(at)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        connection.sendall(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.0\r\nHost: x\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_in_http_1_0_an_answer_is_whole_or_an_error() -> None:
    with scripted(b"x" * 70_000, b"y" * 10) as (at, _):
        head, _, body = old_fashioned(at).partition(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0]
        assert b"content-length: 70010" in head.lower()
        assert body == b"x" * 70_000 + b"y" * 10
    with scripted(b"x" * 70_000, AnswerCut("too long", 504)) as (at, _):
        assert b" 504 " in old_fashioned(at).splitlines()[0]


def test_an_error_before_the_first_byte_has_its_status() -> None:
    error = DetenteError("Busy.", 503, {"Retry-After": "2"})
    with scripted(error) as (at, _):
        answer = httpx.get(f"{at}/sparql", params={"query": "ASK {}"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert answer.json()["detail"] == "Busy."


def hang_up(at: str, after: int) -> None:
    """Ask, read some bytes, and go away."""
    parts = urlsplit(at)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        connection.sendall(b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n")
        received = 0
        while received < after:
            received += len(connection.recv(65536))


def test_a_client_that_goes_away_ends_its_query() -> None:
    for script, after in (((b"x" * 1000, None), 500), ((None,), 0)):
        with scripted(*script) as (at, runner):
            hang_up(at, after)
            assert runner.closed.wait(10), script


def test_head_ends_its_query() -> None:
    with scripted(b"x" * 1000, None) as (at, runner):
        assert httpx.head(f"{at}/sparql", params={"query": "ASK {}"}).status_code == 200
        assert runner.closed.wait(10)


def test_large_answers_are_whole(address: str) -> None:
    query = {"query": "SELECT ?a ?b { ?a <u:p> ?x . ?b <u:p> ?y }", "format": "csv"}
    plain = httpx.get(f"{address}/sparql", params=query, headers={"Accept-Encoding": "identity"}, timeout=60)
    assert plain.text.count("\r\n") == ROWS**2 + 1
    assert "content-encoding" not in plain.headers
    with httpx.stream(
        "GET", f"{address}/sparql", params=query, headers={"Accept-Encoding": "gzip"}, timeout=60
    ) as zipped:
        assert zipped.headers["content-encoding"] == "gzip"
        assert zipped.headers["vary"] == "Accept, Accept-Encoding"
        assert gzip.decompress(b"".join(zipped.iter_raw())) == plain.content


def test_the_first_bytes_come_before_the_last_are_known(address: str) -> None:
    target = f"{address}/sparql?format=csv&query={quote(CROSS)}"
    with httpx.stream("GET", target, headers={"Accept-Encoding": "identity"}, timeout=60) as answer:
        assert next(answer.iter_raw()).startswith(b"a,b,c\r\n")


async def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


def threads() -> int:
    return sum(thread.name == "query" for thread in threading.enumerate())


def test_what_waits_to_be_read_is_bounded(many: Store) -> None:
    """The thread stops writing when the pipe is full, and ends when the answer is closed."""

    async def look() -> None:
        pipe = Pipe(asyncio.get_running_loop())
        pipe.start(many, Question(CROSS, "text/csv"), Rules())
        _, first = await pipe.opening()
        assert len(first) >= CHUNK
        await until(lambda: pipe.waiting == DEPTH)
        for _ in range(100):  # 27 million rows would come in the meantime
            await asyncio.sleep(0.001)
            assert pipe.waiting == DEPTH
        pipe.close()
        await until(lambda: threads() == 0)

    asyncio.run(look())


def test_a_deadline_cuts_an_answer(many: Store) -> None:
    async def read() -> None:
        answer = await ThreadRunner(many).run(Question(CROSS, "text/csv", timeout=0.5))
        async for _ in answer.chunks:
            await asyncio.sleep(0.01)

    with pytest.raises(AnswerCut) as caught:
        asyncio.run(read())
    assert caught.value.status == 504


def test_a_deadline_before_the_first_byte_is_an_error(address: str) -> None:
    few = " ".join(map(str, range(30)))
    query = f"SELECT (COUNT(*) AS ?n) {{ ?a <u:p> ?x . ?b <u:p> ?y . VALUES ?z {{ {few} }} FILTER (?x + ?y + ?z < 1) }}"
    answer = httpx.get(f"{address}/sparql", params={"query": query, "timeout": "0.02"}, timeout=60)
    assert (answer.status_code, answer.json()["status"]) == (504, 504)
