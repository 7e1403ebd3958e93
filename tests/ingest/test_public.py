"""Pages are fetched from the public web only: no address of a private network is connected to, on whatever way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.article import Article
from ingest.readers import Failure, web
from ingest.readers.public import PublicTransport, is_public

PAGE = b"<html lang='en'><body><article><p>France condemned Russia on Monday, said a spokesman.</p></article></body></html>"


class Site(ThreadingHTTPServer):
    """Serves one page, redirects `/away` to where it is told, and counts who asks by which name."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.away = ""
        self.hosts: list[str] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = self.server
        assert isinstance(site, Site)
        site.hosts.append(self.headers["Host"])
        away = site.away if self.path == "/away" else ""
        self.send_response(302 if away else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0" if away else str(len(PAGE)))
        if away:
            self.send_header("Location", away)
        self.end_headers()
        self.wfile.write(b"" if away else PAGE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test output clean."""


@pytest.fixture
def sites() -> Iterator[tuple[Site, Site]]:
    made = Site(), Site()
    threads = [threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True) for site in made]
    for thread in threads:
        thread.start()
    yield made
    for site, thread in zip(made, threads, strict=True):
        site.shutdown()
        site.server_close()
        thread.join()


def outcome(url: str, transport: PublicTransport | None = None) -> Article | Failure:
    (found,) = web.read(url, transport or PublicTransport())
    return found


def refused(found: Article | Failure) -> bool:
    return isinstance(found, Failure) and "not on the public web" in found.reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.251",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_public_address(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_nothing_is_asked_of_this_machine(sites: tuple[Site, Site], host: str) -> None:
    assert refused(outcome(f"http://{host}:{sites[0].server_port}/"))
    assert sites[0].hosts == []


def test_a_redirect_into_a_private_network_is_not_followed(sites: tuple[Site, Site]) -> None:
    open_, closed = sites
    open_.away = f"http://{closed.place}/"
    found = outcome(f"http://{open_.place}/away", PublicTransport(allow={open_.place}))
    assert refused(found)
    assert (len(open_.hosts), closed.hosts) == (1, [])


def test_a_name_with_one_private_address_among_others_is_refused(sites: tuple[Site, Site]) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "127.0.0.1"]

    assert refused(outcome(f"http://news.example:{sites[0].server_port}/", PublicTransport(resolve=resolve)))


def test_a_name_is_looked_up_once_and_its_checked_address_is_connected_to(sites: tuple[Site, Site]) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    site = sites[0]
    url = f"http://news.example:{site.server_port}/"
    found = outcome(url, PublicTransport(allow={site.place}, resolve=resolve))
    assert isinstance(found, Article)
    assert (found.url, asked, site.hosts) == (url, ["news.example"], [f"news.example:{site.server_port}"])
    assert refused(outcome(url, PublicTransport(allow={site.place}, resolve=resolve)))


def test_proxies_of_the_environment_are_not_used(sites: tuple[Site, Site], monkeypatch: pytest.MonkeyPatch) -> None:
    site, proxy = sites
    monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
    monkeypatch.delenv("no_proxy", raising=False)
    assert isinstance(outcome(f"http://{site.place}/", PublicTransport(allow={site.place})), Article)
    assert refused(outcome(f"http://{site.place}/"))
    assert proxy.hosts == []


def test_other_ports_of_public_servers_are_left_alone() -> None:
    found = outcome("http://news.example:22/", PublicTransport(resolve=lambda host, port: ["93.184.216.34"]))
    assert isinstance(found, Failure)
    assert "port 22" in found.reason


def test_a_name_that_nobody_has_is_told() -> None:
    found = outcome("http://news.example/", PublicTransport(resolve=lambda host, port: []))
    assert isinstance(found, Failure)
    assert "no server of the name news.example" in found.reason
