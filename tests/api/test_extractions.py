"""`POST /extractions`: what is read in a text, without storing it, and without holding others up."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from kit import serving

from api.app import create_app
from api.extraction.explainer import Explainer
from api.extraction.process import ExtractionProcess
from api.extraction.question import Question
from api.settings import Settings, read_settings
from graph.store import Store
from ingest.explain import explain
from ontology.errors import DetenteError

FRENCH = "Lundi, Paris a condamné Moscou. L’Iran aurait livré des armes au Hezbollah 🕊."
PAGE = "<html lang='en'><title>A strike</title><body><article><p>France condemned Russia on Monday.</p></article></body></html>"
MOST = 3000


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode() if self.path != "/long" else PAGE.encode().replace(b"</p>", b" word" * MOST))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """The address of a page that stands for the public web."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def address(store: Store, page: str) -> Iterator[str]:
    """A service that reads texts and pages, and takes one private server for a public one."""
    app = create_app(Settings(try_it="url", try_characters=MOST), store)
    allowed = frozenset({page.removeprefix("http://").rstrip("/")})
    app.state.explainer = Explainer(ExtractionProcess(120), 4, allowed)
    with serving(app) as where:
        yield where


@pytest.fixture
def ask(address: str) -> Callable[..., httpx.Response]:
    return lambda **given: httpx.post(f"{address}/extractions", json=given, timeout=150)


class Slow(ExtractionProcess):
    """Stands in for the process: a text is read when `go_on` is set."""

    def __init__(self) -> None:
        super().__init__(1)
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.asked: list[str | None] = []

    def call(self, function: Any, given: Any) -> Any:
        self.asked.append(given.text)
        self.begun.set()
        assert self.go_on.wait(30)
        return b"{}"


def question(text: str) -> Question:
    return Question(text, None, None, None, None, MOST)


async def stays() -> bool:
    return False


async def left() -> bool:
    return True


def test_the_answer_is_what_explain_tells(ask: Callable[..., httpx.Response]) -> None:
    answer = ask(text=FRENCH, published="2021-03-10")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == json.loads(json.dumps(asdict(explain(FRENCH, published=date(2021, 3, 10)))))
    found = answer.json()
    assert [(s["subject"], s["relation"], s["object"]) for s in found["stances"]] == [
        ("FRA", "opposes", "RUS"),
        ("IRN", "supports", "hezbollah"),
    ]
    assert {row["id"]: row["names"]["fr"] for row in found["cast"]}["RUS"] == "Russie"


def test_the_title_is_read_along(ask: Callable[..., httpx.Response]) -> None:
    found = ask(text="It rained.", title="France condemned Russia", lang="en").json()
    assert found["text"].startswith("France condemned Russia\n\n")
    assert len(found["sentences"]) == 2
    assert len(found["stances"]) == 1


def test_nothing_is_stored(ask: Callable[..., httpx.Response], store: Store) -> None:
    before = store.count()
    assert ask(text=FRENCH).json()["stances"]
    assert store.count() == before


def test_a_page_is_fetched_and_read(ask: Callable[..., httpx.Response], page: str) -> None:
    found = ask(url=page, published="2021-03-10").json()
    assert found["text"] == "A strike\n\nFrance condemned Russia on Monday."
    assert found["stances"][0]["date"]["date"] == "2021-03-08"


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost", "[::1]", "169.254.169.254", "0x7f000001"])
def test_pages_of_private_networks_are_refused_in_a_sentence(ask: Callable[..., httpx.Response], host: str) -> None:
    answer = ask(url=f"http://{host}/latest/meta-data")
    assert answer.status_code == 422
    assert "is not on the public web, and only pages there are fetched" in answer.json()["detail"]


def test_this_service_cannot_be_made_to_ask_itself(ask: Callable[..., httpx.Response], address: str) -> None:
    assert "not on the public web" in ask(url=f"{address}/health").json()["detail"]


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({}, 422, "Send either a text"),
        ({"text": "a", "url": "http://a.example/"}, 422, "Send either a text"),
        ({"text": ""}, 422, "text: String should have at least 1 character"),
        ({"text": " \n"}, 422, "the text is empty"),
        ({"text": 3}, 422, "text: Input should be a valid string"),
        ({"text": "France fell.", "published": "yesterday"}, 422, "published: "),
        ({"text": "France fell.", "lang": "de"}, 422, "no language pack for 'de'; there are en and fr"),
        ({"text": "Hallo Welt, wie geht es dir heute?"}, 422, "does not look like one of the languages"),
        ({"url": "file:///etc/passwd"}, 422, "only http and https"),
        ({"url": "nowhere"}, 422, "only http and https"),
        ({"text": "é" * (MOST + 1)}, 413, "The text has 3,001 characters; up to 3,000 are read here"),
        ({"text": "a" * 100_000}, 413, "Shorten it"),
    ],
)
def test_what_cannot_be_read_is_told(
    ask: Callable[..., httpx.Response], given: dict[str, Any], status: int, said: str
) -> None:
    answer = ask(**given)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_a_page_that_is_too_long_is_told(ask: Callable[..., httpx.Response], page: str) -> None:
    answer = ask(url=f"{page}long")
    assert (answer.status_code, "up to 3,000" in answer.json()["detail"]) == (413, True)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"[" * 5000, "application/json", 422),
        (b'{"text": "\xff"}', "application/json", 422),
        (b'{"text": "\\ud800 France condemned Russia", "lang": "en"}', "application/json", 422),
        (b"text=France", "application/x-www-form-urlencoded", 415),
        (b'{"text": "France"}', "text/plain", 415),
    ],
)
def test_a_body_that_is_no_json_is_told(address: str, body: bytes, kind: str, status: int) -> None:
    answer = httpx.post(f"{address}/extractions", content=body, headers={"Content-Type": kind}, timeout=60)
    assert answer.status_code == status


def test_the_texts_of_visitors_are_off_or_texts_only_as_the_settings_say(store: Store) -> None:
    for mode, given in (("off", {"text": "a"}), ("text", {"url": "http://a.example/"})):
        with serving(create_app(read_settings(try_it=mode), store)) as where:
            answer = httpx.post(f"{where}/extractions", json=given)
            assert answer.status_code == 403
            assert answer.json()["detail"].startswith("This service")


def test_the_setting_has_a_short_name_and_is_texts_only_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().try_it == "text"
    monkeypatch.setenv("DETENTE_TRY", "url")
    assert read_settings().try_it == "url"
    monkeypatch.setenv("DETENTE_TRY", "all")
    with pytest.raises(DetenteError, match=r"^DETENTE_TRY: "):
        read_settings()


def test_the_service_answers_others_while_a_text_is_read(store: Store) -> None:
    app, slow = create_app(Settings(rate=0.001, burst=3), store), Slow()
    app.state.explainer = Explainer(slow, 0)
    with serving(app) as where:
        reading = threading.Thread(target=httpx.post, args=(f"{where}/extractions",), kwargs={"json": {"text": "a"}})
        reading.start()
        assert slow.begun.wait(30)
        assert httpx.get(f"{where}/health/live").status_code == 200
        answer = httpx.post(f"{where}/extractions", json={"text": "b"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert httpx.post(f"{where}/extractions", json={"text": "c"}).status_code == 503
        assert httpx.post(f"{where}/extractions", json={"text": "d"}).status_code == 429
        slow.go_on.set()
        reading.join()
    assert slow.asked == ["a"]


def test_texts_are_read_one_after_the_other_and_not_for_those_who_left() -> None:
    async def run() -> list[bytes | BaseException]:
        slow = Slow()
        explainer = Explainer(slow, 2)
        asked = [
            asyncio.create_task(explainer.explain(question(text), gone))
            for text, gone in (("first", stays), ("second", left), ("third", stays), ("too many", stays))
        ]
        await asyncio.wait([asked[3]])
        assert slow.asked in ([], ["first"])
        slow.go_on.set()
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert slow.asked == ["first", "third"]
        assert await explainer.explain(question("later"), stays) == b"{}"
        return results

    first, second, third, refused = asyncio.run(run())
    assert first == third == b"{}"
    assert isinstance(second, DetenteError)
    assert isinstance(refused, DetenteError)
    assert (refused.status, refused.headers) == (503, {"Retry-After": "10"})


def test_a_process_that_died_is_started_again_and_ends_with_the_service(store: Store) -> None:
    app = create_app(Settings(), store)
    process = ExtractionProcess(120)
    app.state.explainer = Explainer(process, 4)
    with serving(app) as where:
        process.run_name()
        assert process._process is not None
        process._process.kill()
        process._process.join()
        answer = httpx.post(f"{where}/extractions", json={"text": FRENCH, "lang": "fr"}, timeout=150)
        assert answer.json()["stances"]
        running = process._process
        assert running is not None
        assert running in multiprocessing.active_children()
    assert not running.is_alive()


def test_a_text_that_takes_too_long_is_stopped(store: Store) -> None:
    with serving(create_app(Settings(try_seconds=0.001), store)) as where:
        answer = httpx.post(f"{where}/extractions", json={"text": FRENCH}, timeout=150)
    assert (answer.status_code, answer.json()["detail"]) == (504, "reading took longer than 0.001 seconds")


def test_a_token_is_asked_for_where_reading_needs_one(store: Store) -> None:
    token = "r:read:" + "s" * 40
    with serving(create_app(read_settings(tokens=token, read_token_required=True), store)) as where:
        assert httpx.post(f"{where}/extractions", json={"text": "a"}).status_code == 401


def test_the_interface_describes_it(address: str) -> None:
    route = httpx.get(f"{address}/openapi.json").json()["paths"]["/extractions"]["post"]
    assert route["tags"] == ["extraction"]
    assert set(route["requestBody"]["content"]["application/json"]["examples"]) == {"A denial", "En français"}
    assert "503" in route["responses"]
