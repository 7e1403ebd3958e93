from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from kit import serving
from pyoxigraph import RdfFormat, parse
from stand_in import InstantReader

from api.app import create_app
from api.jobs.folder import NAME, JobFolder
from api.jobs.reader import ProcessReader, Unavailable
from api.settings import Settings
from graph.store import open_store
from ingest.article import make_article
from ingest.engines.model import Read, SetAside
from ontology.errors import DetenteError

TOKEN = "write-secret-0123456789"
ASK = "ASK {{ GRAPH graph:current {{ actor:{} gp:{} actor:{} }} }}"
LINES = "application/x-ndjson"


@contextmanager
def service(folder: Path, reader: InstantReader, **given: Any) -> Iterator[httpx.Client]:
    """Serve a store that takes writes."""
    settings = Settings(store=str(folder), allow_writes=True, tokens=f"w:write:{TOKEN}", **given)
    with serving(create_app(settings, reader=reader)) as address:
        yield httpx.Client(base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30)


@pytest.fixture
def reader() -> InstantReader:
    return InstantReader()


@pytest.fixture
def client(tmp_path: Path, reader: InstantReader) -> Iterator[httpx.Client]:
    with service(tmp_path / "store", reader) as made:
        yield made


@pytest.fixture
def client_of_single_articles(tmp_path: Path, reader: InstantReader) -> Iterator[httpx.Client]:
    """A client of a service that reads and stores one article at a time."""
    with service(tmp_path / "store", reader, article_batch=1) as made:
        yield made


def article(text: str, **fields: str) -> dict[str, str]:
    return {"text": text, **fields}


def finished(client: httpx.Client, sent: httpx.Response) -> dict[str, Any]:
    """Follow a job to its end."""
    assert sent.status_code == 202, sent.text
    until = time.monotonic() + 60
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(sent.headers["location"]).json()
        if job["finished"]:
            return job
        time.sleep(0.01)
    raise AssertionError(job)


def holds(client: httpx.Client, *relation: str) -> bool:
    answer = client.get("/sparql", params={"query": ASK.format(*relation)})
    held: bool = answer.json()["boolean"]
    return held


def test_an_article_is_accepted_read_and_stored(client: httpx.Client) -> None:
    sent = client.post("/articles", json=article("FRA opposes RUS", id="a1"))
    assert sent.headers["location"] == f"/jobs/{sent.json()['id']}"
    job = finished(client, sent)
    assert (job["status"], job["articles"], job["stored"], job["stances"], job["sender"]) == ("done", 1, 1, 1, "w")
    assert holds(client, "FRA", "opposes", "RUS")


def test_a_list_and_lines_are_taken_too(client: httpx.Client) -> None:
    records = [article("FRA supports DEU", id="1"), article("DEU supports FRA", id="2")]
    assert finished(client, client.post("/articles", json=records))["stored"] == 2
    lines = "\n".join(json.dumps(record) for record in [article("POL supports UKR"), *records])
    job = finished(client, client.post("/articles", content=lines + "\n", headers={"Content-Type": LINES}))
    assert (job["stored"], job["unchanged"]) == (1, 2)


def test_what_fails_is_told_and_the_rest_is_taken(client: httpx.Client) -> None:
    records = [article("FRA supports DEU"), article("FAIL", id="bad"), article("DEU supports FRA")]
    job = finished(client, client.post("/articles", json=records))
    assert (job["status"], job["stored"], job["failed"]) == ("done", 2, 1)
    assert job["errors"] == [{"article": "bad", "detail": "cannot be read"}]


def test_what_cannot_be_stored_now_is_tried_again_and_not_lost(
    tmp_path: Path, reader: InstantReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(store=str(tmp_path / "store"), allow_writes=True, anonymous_writes=True), reader=reader)
    replace, seen = app.state.store.replace_articles, []

    def failing_once(*given: Any) -> int:
        if not seen:
            seen.append(given)
            raise OSError("No space left on device")
        stored: int = replace(*given)
        return stored

    monkeypatch.setattr(app.state.store, "replace_articles", failing_once)
    with serving(app) as address, httpx.Client(base_url=address) as client:
        sent = client.post("/articles", json=article("FRA opposes RUS"))
        notes = set()
        while not (job := client.get(sent.headers["location"]).json())["finished"]:
            notes.add(job["note"])
    assert "Held up: No space left on device" in notes
    assert (job["stored"], job["failed"], job["note"]) == (1, 0, None)


def test_a_job_that_cannot_go_on_waits_for_the_next_start_and_lets_others_pass(
    tmp_path: Path, reader: InstantReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.queue.PAUSES", ())
    run_name = reader.run_name
    folder = tmp_path / "store"
    with service(folder, reader) as client:
        monkeypatch.setattr(reader, "run_name", lambda: (_ for _ in ()).throw(Unavailable("no memory")))
        stuck = client.post("/articles", json=article("FRA opposes RUS"))
        while not (note := client.get(stuck.headers["location"]).json()["note"]):
            time.sleep(0.01)
        assert note == "Left until the service starts again: no memory"
        monkeypatch.setattr(reader, "run_name", run_name)
        assert finished(client, client.post("/articles", json=article("DEU opposes RUS")))["stored"] == 1
    with service(folder, InstantReader()) as client:
        assert finished(client, stuck)["stored"] == 1


@pytest.mark.parametrize(
    ("body", "media", "status", "why"),
    [
        (b"[]", "application/json", 422, "no article"),
        (b"{}", "application/json", 422, "'text' is missing"),
        (b'[{"text": "FRA opposes RUS"}, {"text": 5}]', "application/json", 422, "item 2: the field 'text' must be"),
        (b'{"text": "a", "published": "soon"}', "application/json", 422, "not an ISO date"),
        (b'{"text": " "}', "application/json", 422, "the text is empty"),
        (b"5", "application/json", 422, "not an object"),
        (b'{"text": "a"}\n\n{"text": }', LINES, 400, "Line 3 is not JSON"),
        (b'{"text": ', "application/json", 400, "is not JSON"),
        (b'{"text": "\xff"}', "application/json", 400, "UTF-8"),
        (b"[" * 5000, "application/json", 400, "nested deeper"),
        (b'{"id": ' + b"9" * 5000 + b"}", "application/json", 400, "JSON"),
        (b"text", "text/plain", 415, "application/json"),
        (b"text=a", "application/x-www-form-urlencoded", 415, "application/json"),
    ],
)
def test_what_cannot_be_accepted_is_told_at_once(
    client: httpx.Client, body: bytes, media: str, status: int, why: str
) -> None:
    response = client.post("/articles", content=body, headers={"Content-Type": media})
    assert response.status_code == status
    assert why in response.json()["detail"]
    assert client.get("/jobs").json() == []


def test_an_article_can_be_deleted(client: httpx.Client) -> None:
    url = "https://example.org/a/1?x=y"
    finished(client, client.post("/articles", json=article("FRA opposes RUS", url=url)))
    assert len(client.delete("/articles/https%3A%2F%2Fexample.org%2Fa%2F1%3Fx%3Dy").json()["graphs"]) == 1
    assert not holds(client, "FRA", "opposes", "RUS")
    assert client.delete("/articles/nothing").status_code == 404


def test_an_article_that_kills_its_reader_does_not_take_its_batch_along(client: httpx.Client) -> None:
    records = [article("FRA supports DEU"), article("CRASH", id="bad"), article("DEU supports FRA")]
    job = finished(client, client.post("/articles", json=records))
    assert (job["status"], job["stored"], job["failed"], job["stances"]) == ("done", 2, 1, 2)
    assert job["errors"] == [{"article": "bad", "detail": "it died"}]


def test_an_article_that_comes_twice_in_a_job_is_stored_as_it_came_last(client: httpx.Client) -> None:
    records = [article(text, url="https://example.org/a") for text in ("FRA supports DEU", "FRA opposes DEU")]
    job = finished(client, client.post("/articles", json=records))
    assert (job["stored"], job["unchanged"], job["failed"]) == (2, 0, 0)
    assert holds(client, "FRA", "opposes", "DEU")
    assert not holds(client, "FRA", "supports", "DEU")


def test_a_job_that_waits_can_be_cancelled_and_one_that_runs_stops_after_its_batch(
    client_of_single_articles: httpx.Client, reader: InstantReader
) -> None:
    client = client_of_single_articles
    running = client.post("/articles", json=[article("FRA opposes RUS STALL"), article("DEU opposes RUS")])
    assert reader.begun.wait(30)
    queued = client.post("/articles", json=article("POL opposes RUS"))
    assert client.delete(queued.headers["location"]).json()["status"] == "cancelled"
    assert client.delete(running.headers["location"]).json()["status"] == "cancelling"
    reader.go_on.set()
    job = finished(client, running)
    assert (job["status"], job["stored"]) == ("cancelled", 1)
    assert holds(client, "FRA", "opposes", "RUS")
    assert not holds(client, "DEU", "opposes", "RUS")
    assert not holds(client, "POL", "opposes", "RUS")
    assert client.delete(running.headers["location"]).status_code == 409
    assert client.get("/jobs/unknown").status_code == 404
    assert [job["id"] for job in client.get("/jobs").json()] == [queued.json()["id"], running.json()["id"]]


def test_a_full_queue_is_503_with_a_time_to_try_again(tmp_path: Path, reader: InstantReader) -> None:
    with service(tmp_path / "store", reader, max_jobs=2) as client:
        for _ in range(2):
            assert client.post("/articles", json=article("FRA opposes RUS STALL")).status_code == 202
        full = client.post("/articles", json=article("FRA opposes RUS"))
        assert (full.status_code, full.headers["retry-after"]) == (503, "10")
        reader.go_on.set()


def test_finished_jobs_are_forgotten_in_time(tmp_path: Path, reader: InstantReader) -> None:
    with service(tmp_path / "store", reader, keep_jobs=2) as client:
        sent = [client.post("/articles", json=article("FRA opposes RUS", id=str(n))) for n in range(4)]
        finished(client, sent[-1])
        client.post("/articles", json=article("FRA opposes RUS STALL"))
        assert reader.begun.wait(30)
        assert client.get(sent[0].headers["location"]).status_code == 404
        assert client.get(sent[3].headers["location"]).status_code == 200
        reader.go_on.set()


def test_jobs_that_were_accepted_go_on_in_the_next_process(tmp_path: Path, reader: InstantReader) -> None:
    folder = tmp_path / "store"
    with service(folder, reader, shutdown_seconds=1, article_batch=1) as client:
        texts = ["FRA opposes RUS", "DEU opposes RUS STALL", "POL opposes RUS"]
        sent = client.post("/articles", json=[article(text) for text in texts])
        later = client.post("/articles", json=article("ITA opposes RUS"))
        while client.get(sent.headers["location"]).json()["stored"] == 0:
            time.sleep(0.01)
    assert sent.json()["id"] in {path.stem for path in (folder / NAME).glob("*.jsonl")}
    again = InstantReader()
    again.go_on.set()
    with service(folder, again) as client:
        job = finished(client, sent)
        assert (job["status"], job["stored"], job["failed"]) == ("done", 3, 0)
        assert finished(client, later)["stored"] == 1
        for code in ("FRA", "DEU", "POL", "ITA"):
            assert holds(client, code, "opposes", "RUS")
    assert list((folder / NAME).glob("*.jsonl")) == []


def test_at_shutdown_the_articles_under_way_are_finished(tmp_path: Path, reader: InstantReader) -> None:
    folder = tmp_path / "store"
    settings = Settings(store=str(folder), allow_writes=True, anonymous_writes=True, article_batch=1)
    app = create_app(settings, reader=reader)

    def go_on() -> None:
        while not app.state.jobs.stopping:
            time.sleep(0.01)
        reader.go_on.set()

    with serving(app) as address:
        records = [article("FRA opposes RUS STALL"), article("DEU opposes RUS")]
        sent = httpx.post(f"{address}/articles", json=records)
        assert reader.begun.wait(30)
        threading.Thread(target=go_on, daemon=True).start()
    with open_store(folder, read_only=True) as store:
        assert bool(store.query(ASK.format("FRA", "opposes", "RUS")))
        assert not bool(store.query(ASK.format("DEU", "opposes", "RUS")))
    (job,) = JobFolder(folder / NAME).jobs()
    assert (job.id, job.stored, job.is_finished) == (sent.json()["id"], 1, False)


def test_jobs_of_a_store_in_memory_work_too(reader: InstantReader) -> None:
    settings = Settings(allow_writes=True, anonymous_writes=True)
    with serving(create_app(settings, open_store(":memory:"), reader)) as address:
        client = httpx.Client(base_url=address)
        assert finished(client, client.post("/articles", json=article("FRA opposes RUS")))["stored"] == 1


def kill(reading: ProcessReader) -> None:
    """Kill its process, as the system does when memory is short."""
    assert reading._process is not None
    reading._process.kill()
    reading._process.join()


def test_the_reading_process_reads_fails_and_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = ProcessReader(seconds=60)
    try:
        given = make_article("France condemned Russia on Monday.", lang="en", published="2021-03-09")
        other = make_article("Nothing.", lang="xx")
        found, failed = reading.read([given, other])
        assert isinstance(found, Read)
        assert isinstance(failed, SetAside)
        quads = list(parse(found.quads, RdfFormat.N_QUADS))
        assert (found.stances, {quad.graph_name.value for quad in quads}) == (1, {given.graph})
        assert reading.run_name() in {getattr(quad.object, "value", "") for quad in quads}
        assert (failed.article, "xx" in failed.reason) == (other, True)
        kill(reading)
        assert reading.read([given]) == [found]
        receive = reading._receive
        monkeypatch.setattr(reading, "_receive", lambda *given: kill(reading) or receive(*given))
        with pytest.raises(DetenteError, match="died"):
            reading.read([make_article("France condemned Russia on Tuesday. " * 200, lang="en")])
        monkeypatch.undo()
        assert reading.read([given]) == [found]
    finally:
        reading.close()


def test_reading_that_takes_too_long_is_stopped() -> None:
    reading = ProcessReader(seconds=0.001)
    try:
        with pytest.raises(DetenteError, match=r"longer than 0.001 seconds"):
            reading.read([make_article("France condemned Russia on Monday.", lang="en")])
    finally:
        reading.close()


def test_a_long_article_is_taken_whole(client: httpx.Client) -> None:
    text = "FRA opposes RUS " + "and so on " * 90_000
    assert finished(client, client.post("/articles", json=[article(text, id=str(n)) for n in range(3)]))["stored"] == 3
