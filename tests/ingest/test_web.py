"""Reader of web addresses, against a real server on the loopback."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.article import Article
from ingest.readers import Defaults, Failure, read, web

TEXT = "Le président soutient l’Ukraine."
PAGE = """<html lang="fr"><head><title>Paris soutient Kiev</title>{head}</head><body><article><p>Le président a déclaré
jeudi que la France soutient l’Ukraine face à la Russie, à l’aube d’une crise.</p></article></body></html>"""
FEED = """<rss version='2.0'><channel><title>F</title>
<item><title>T</title><description>Été.</description></item></channel></rss>"""
CANONICAL = PAGE.format(head='<link rel="canonical" href="{}">')

ANSWERS: dict[str, tuple[str, bytes]] = {
    "/page": ("text/html; charset=utf-8", PAGE.format(head="").encode()),
    "/wrong-charset": ("text/html; charset=iso-8859-1", PAGE.format(head="").encode()),
    "/cp1252": ("text/html; charset=windows-1252", PAGE.format(head="").encode("cp1252")),
    "/no-charset": ("text/html", PAGE.format(head="").encode("cp1252")),
    "/foreign": ("text/html", CANONICAL.format("https://lemonde.example/a").encode()),
    "/home": ("text/html", CANONICAL.format("http://127.0.0.1/").encode()),
    "/own": ("text/html", CANONICAL.format("http://127.0.0.1/canonical").encode()),
    "/feed": ("application/rss+xml", FEED.encode()),
    "/feed-as-page": ("text/html", FEED.encode()),
    "/feed-as-xml": ("text/xml", FEED.encode()),
    "/sitemap": ("text/xml", b"<?xml version='1.0'?><urlset/>"),
    "/json": ("application/json", b'[{"text": "a", "id": "1"}, {"text": "b"}]'),
    "/lines": ("text/plain", b'{"text": "a"}\n{"text": "b"}\n'),
    "/a.jsonl.gz": ("application/octet-stream", gzip.compress(b'{"text": "a"}\n')),
    "/text": ("text/plain", TEXT.encode("cp1252")),
    "/pdf": ("application/pdf", b"%PDF-1.7 \xff\xfe"),
    "/empty": ("text/html", b""),
    "/large": ("text/html", b"<p>" + b"word " * 5_000_000),
}


class Handler(BaseHTTPRequestHandler):
    """Answers from the table; redirects, stalls and echoes under special paths."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer one request."""
        path = self.path.partition("?")[0]
        if path.startswith("/hop/"):
            left = int(path.rpartition("/")[2])
            return self.answer(302, "text/plain", b"", location=f"/hop/{left - 1}" if left else "/page")
        if path == "/to-file":
            return self.answer(302, "text/plain", b"", location="file:///etc/passwd")
        if path == "/agent":
            return self.answer(200, "text/plain", str(self.headers["User-Agent"]).encode())
        if path == "/stall":
            threading.Event().wait(1.5)
        content_type, body = ANSWERS.get(path, ("text/html", b"<p>gone</p>"))
        return self.answer(200 if path in ANSWERS else 404, content_type, body)

    def answer(self, status: int, content_type: str, body: bytes, location: str = "") -> None:
        """Send one response."""
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test output clean."""


class Server(ThreadingHTTPServer):
    """Does not mind clients that leave early, as ours does from pages that are too large or too slow."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep the test output clean."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Serve the answers on a free port."""
    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def outcomes(url: str) -> list[Article | Failure]:
    """Read one address."""
    return list(read([url], Defaults()))


def article(url: str) -> Article:
    """Read the one article of an address."""
    (item,) = outcomes(url)
    assert isinstance(item, Article), str(item)
    return item


def failure(url: str) -> str:
    """Read an address that gives one failure."""
    (item,) = outcomes(url)
    assert isinstance(item, Failure), item
    return str(item)


@pytest.mark.parametrize("path", ["/page", "/wrong-charset", "/cp1252", "/no-charset"])
def test_page(site: str, path: str) -> None:
    found = article(site + path)
    assert "la France soutient l’Ukraine face à la Russie" in found.text
    assert (found.title, found.lang) == ("Paris soutient Kiev", "fr")
    assert found.url == found.source_id == site + path


@pytest.mark.parametrize(
    ("path", "url"), [("/foreign", "{}/foreign"), ("/home", "{}/home"), ("/own", "http://127.0.0.1/canonical")]
)
def test_canonical_address_is_believed_on_the_same_host_only(site: str, path: str, url: str) -> None:
    assert article(site + path).url == url.format(site)


@pytest.mark.parametrize("path", ["/feed", "/feed-as-page", "/feed-as-xml"])
def test_feed(site: str, path: str) -> None:
    found = article(site + path)
    assert (found.text, found.title, found.publisher) == ("Été.", "T", "F")
    assert found.source_id == f"{site}{path}#1"
    assert found.url is None


def test_json_and_text(site: str) -> None:
    assert [getattr(item, "source_id", item) for item in outcomes(site + "/json")] == ["1", f"{site}/json#2"]
    assert [getattr(item, "text", item) for item in outcomes(site + "/lines")] == ["a", "b"]
    assert article(site + "/a.jsonl.gz").text == "a"
    assert article(site + "/text") == Article(TEXT, url=site + "/text", source_id=site + "/text")


def test_redirects_are_followed_up_to_five(site: str) -> None:
    found = article(site + "/hop/4")
    assert (found.url, found.source_id) == (site + "/page", site + "/hop/4")
    assert failure(site + "/hop/9") == f"{site}/hop/9: more than 5 redirects"
    assert failure(site + "/to-file").startswith(f"{site}/to-file: ")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "HTTP 404 Not Found"),
        ("/pdf", "looks like a binary file (PDF)"),
        ("/empty", "is empty"),
        ("/large", "is larger than 20 MB"),
        ("/sitemap", "is not an RSS or Atom feed"),
    ],
)
def test_failures_name_address_and_reason(site: str, path: str, reason: str) -> None:
    assert failure(site + path) == f"{site}{path}: {reason}"


def test_a_server_that_does_not_answer(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "TIMEOUT", 0.2)
    assert "no answer within" in failure(site + "/stall")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://nowhere.invalid/a"])
def test_no_server(url: str) -> None:
    assert failure(url).startswith(url)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "file:/etc/passwd", "ftp://x.example/a", "data:text/plain,a", "http://"]
)
def test_other_schemes_are_refused(url: str) -> None:
    assert failure(url) == f"{url}: only http and https addresses are read"


def test_we_say_who_we_are_and_keep_passwords_to_ourselves(site: str) -> None:
    assert article(site + "/agent").text.startswith("detente/")
    secret = site.replace("//", "//user:secret@")
    assert article(secret + "/text").url == site + "/text"
    assert "secret" not in failure(secret + "/none")
