"""Watching feeds and folders: only what is new, no more often than is polite, and on after a restart."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.readers import Failure
from ingest.report import Report
from ingest.watch import Notes, Plan, Watcher
from ingest.watch.fetching import Fetcher

QUARTER = 900.0
RSS = '<rss version="2.0"><channel><title>The Wire</title>{channel}{entries}</channel></rss>'
ENTRY = (
    "<item><guid>{name}</guid><title>{name}</title><link>{base}/{name}</link><description>{text}</description></item>"
)
PAGE = """<html lang="en"><head><title>{name}</title></head><body><article><h1>{name}</h1><p>Latvia supports Moldova in its
quarrel about the railway and the bridges, the minister said.</p><p>Tiraspol condemned the speech and closed the post at
the border for the rest of the day, as it had done before.</p></article></body></html>"""


class MadeClock:
    """A clock that waits in no time."""

    def __init__(self) -> None:
        self.time = 1_458_000_000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@dataclass
class Site:
    """A site on the loopback, with what it answers and what it was asked."""

    base: str = ""
    answers: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def feed(self, *names: str, text: str = "Riga supports Chisinau.", channel: str = "", **headers: str) -> None:
        entries = "".join(ENTRY.format(name=name, base=self.base, text=text) for name in names)
        self.answers["/feed"] = (200, headers, RSS.format(channel=channel, entries=entries))

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            status, headers, body = made.answers.get(self.path, (404, {}, ""))
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, ""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@dataclass
class Told:
    """Takes what is found, and notes what is told."""

    taken: list[Article] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take(self, items: Iterable[Article | Failure]) -> Report:
        report = Report()
        for item in items:
            if isinstance(item, Failure):
                self.failures.append(item)
            else:
                self.taken.append(item)
                report.stored += 1
        return report

    def looked(self, source: str, report: Report) -> None:
        pass

    def problem(self, source: str, problem: str) -> None:
        self.problems.append(problem)

    def names(self) -> list[str | None]:
        return [article.source_id for article in self.taken]


@dataclass
class Desk:
    """A watcher with its clock and notes."""

    watcher: Watcher
    told: Told
    clock: MadeClock
    notes: Notes

    def look(self, after: float = QUARTER) -> list[str | None]:
        """Look after some time; give what was taken at that look."""
        self.clock.time += after
        before = len(self.told.taken)
        self.watcher.once()
        return self.told.names()[before:]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[object]:
    """Make desks that share their notes, as a process does with the one before."""
    clock, open_ = MadeClock(), []

    def make(*sources: str, full_text: bool = False) -> Desk:
        notes, told, fetcher = Notes(tmp_path / "notes.sqlite"), Told(), Fetcher(clock)
        open_.append((notes, fetcher))
        plan = Plan(sources, QUARTER, full_text)
        return Desk(Watcher(plan, notes, told.take, told, clock, fetcher), told, clock, notes)

    yield make
    for notes, fetcher in open_:
        notes.__exit__(None, None, None)
        fetcher.close()


def test_only_entries_that_are_new_or_changed_are_taken(site: Site, desk) -> None:
    site.feed("a", "b")
    made = desk(f"{site.base}/feed")
    assert made.look() == ["a", "b"]
    assert made.told.taken[0].publisher == "The Wire"
    assert made.look() == []
    site.feed("a", "b", "c")
    assert made.look() == ["c"]
    site.feed("a", "b", "c", text="Riga no longer supports Chisinau.")
    assert made.look() == ["a", "b", "c"]


def test_a_feed_is_asked_whether_it_has_changed(site: Site, desk) -> None:
    site.feed("a", ETag='"one"', **{"Last-Modified": "Tue, 15 Mar 2016 00:00:00 GMT"})
    made = desk(f"{site.base}/feed")
    made.look()
    made.look()
    asked = [headers for path, headers in site.asked if path == "/feed"]
    assert "if-none-match" not in asked[0]
    assert (asked[1]["if-none-match"], asked[1]["if-modified-since"]) == ('"one"', "Tue, 15 Mar 2016 00:00:00 GMT")
    assert asked[1]["user-agent"].startswith("detente/")


def test_a_restart_goes_on_where_it_was(site: Site, desk) -> None:
    site.feed("a", ETag='"one"')
    desk(f"{site.base}/feed").look()
    again = desk(f"{site.base}/feed")
    assert again.look(after=10) == []
    assert site.paths() == ["/feed"]  # not due yet
    assert again.look() == []
    assert site.asked[-1][1]["if-none-match"] == '"one"'


def test_a_feed_that_fails_is_asked_ever_less_often_and_told_once(site: Site, desk) -> None:
    made = desk(f"{site.base}/feed")
    site.answers["/feed"] = (500, {}, "")
    waits = []
    for _ in range(6):
        made.watcher.once()
        waits.append(made.notes.source(f"{site.base}/feed").due - made.clock.time)
        made.clock.time += waits[-1]
    assert waits == pytest.approx([QUARTER * 2**n for n in range(6)], abs=2)  # the requests have their pauses
    assert made.told.problems == ["HTTP 500"]
    site.feed("a")
    assert made.look() == ["a"]
    assert made.told.problems == ["HTTP 500", ""]


@pytest.mark.parametrize("as_date", [False, True])
def test_a_server_that_asks_for_a_pause_gets_it(site: Site, desk, as_date: bool) -> None:
    made = desk(f"{site.base}/feed")
    asked = formatdate(made.clock.time + 7200, usegmt=True) if as_date else "7200"
    site.answers["/feed"] = (429, {"Retry-After": asked}, "")
    made.watcher.once()
    assert 7190 <= made.notes.source(f"{site.base}/feed").due - made.clock.time <= 7200


def test_a_feed_that_is_gone_is_not_asked_again(site: Site, desk) -> None:
    site.answers["/feed"] = (410, {}, "")
    made = desk(f"{site.base}/feed")
    made.watcher.forever()
    made.look(after=1e7)
    assert site.paths() == ["/feed"]
    assert "gone" in made.told.problems[0]


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(site: Site, desk) -> None:
    site.feed("a")
    site.answers["/new"] = site.answers.pop("/feed")
    site.answers["/feed"] = (301, {"Location": "/new"}, "")
    made = desk(f"{site.base}/feed")
    assert made.look() == ["a"]
    made.look()
    assert site.paths() == ["/feed", "/new", "/new"]
    site.answers["/new"] = (302, {"Location": "/other"}, "")
    site.feed("b")
    site.answers["/other"] = site.answers["/feed"]
    assert made.look() == ["b"]
    made.look()
    assert site.paths()[3:] == ["/new", "/other", "/new", "/other"]  # elsewhere for the time being


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("<ttl>60</ttl>", 3600.0),
        ("<ttl>1</ttl>", QUARTER),
        (
            '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily</sy:updatePeriod>'
            '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">4</sy:updateFrequency>',
            21_600.0,
        ),
    ],
)
def test_a_feed_is_not_asked_more_often_than_it_wishes(site: Site, desk, channel: str, seconds: float) -> None:
    site.feed("a", channel=channel)
    made = desk(f"{site.base}/feed")
    made.look()
    assert made.notes.source(f"{site.base}/feed").due - made.clock.time == pytest.approx(seconds, abs=5)


def test_robots_txt_is_heeded(site: Site, desk) -> None:
    site.feed("a")
    site.answers["/robots.txt"] = (200, {}, "User-agent: detente\nDisallow: /feed")
    made = desk(f"{site.base}/feed")
    assert made.look() == []
    assert site.paths() == []
    assert "robots.txt asks programs not to fetch" in made.told.problems[0]


def test_without_an_answer_for_robots_txt_nothing_is_fetched(site: Site, desk) -> None:
    site.feed("a")
    site.answers["/robots.txt"] = (503, {}, "")
    made = desk(f"{site.base}/feed")
    assert made.look() == []
    assert site.paths() == []
    site.answers["/robots.txt"] = (404, {}, "")
    assert made.look(after=1e5) == ["a"]


def test_requests_to_a_host_have_the_pause_that_it_asks_for(site: Site, desk) -> None:
    site.feed("a", "b")
    site.answers["/robots.txt"] = (200, {}, "User-agent: *\nCrawl-delay: 7")
    made = desk(f"{site.base}/feed", full_text=True)
    made.look()
    assert site.paths() == ["/feed", "/a", "/b"]
    assert [round(seconds) for seconds in made.clock.slept if seconds] == [1, 7, 7]  # before robots.txt is known, ours


def test_the_pages_that_a_feed_links_to_are_read(site: Site, desk) -> None:
    site.feed("a", "b", "c")
    site.answers["/a"] = (200, {"Content-Type": "text/html"}, PAGE.format(name="a"))
    site.answers["/robots.txt"] = (200, {}, "User-agent: *\nDisallow: /b")
    made = desk(f"{site.base}/feed", full_text=True)
    assert made.look() == ["a", "b", "c"]
    page, forbidden, missing = made.told.taken
    assert "Tiraspol condemned the speech" in page.text
    assert (page.publisher, page.url) == ("The Wire", f"{site.base}/a")
    assert forbidden.text == missing.text == "Riga supports Chisinau."
    reasons = [failure.reason for failure in made.told.failures]
    assert "robots.txt" in reasons[0]
    assert reasons[1] == "HTTP 404; the feed's own text was taken"


def write(path: Path, text: str, age: float, clock: MadeClock) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (clock.time - age, clock.time - age))


def test_files_are_taken_when_they_have_come_to_rest(tmp_path: Path, desk) -> None:
    inbox = tmp_path / "inbox"
    made = desk(str(inbox))
    write(inbox / "old.txt", "Riga supports Chisinau.", 3600, made.clock)
    write(inbox / "sub" / "new.txt", "Tiraspol", 0, made.clock)
    assert made.look(after=0) == ["old.txt"]
    write(inbox / "sub" / "new.txt", "Tiraspol condemned Riga.", -QUARTER, made.clock)  # still being written
    assert made.look() == []
    assert made.look() == ["sub/new.txt"]
    assert made.told.taken[-1].text == "Tiraspol condemned Riga."
    assert made.look() == []
    assert desk(str(inbox)).look() == []
    write(inbox / "old.txt", "Riga no longer supports Chisinau.", 3600, made.clock)
    assert made.look() == ["old.txt"]


def test_a_folder_that_is_missing_is_told_once_and_looked_for(tmp_path: Path, desk) -> None:
    made = desk(str(tmp_path / "inbox"))
    made.look(), made.look()
    assert made.told.problems == ["there is no such folder"]
    write(tmp_path / "inbox" / "a.txt", "Riga supports Chisinau.", 3600, made.clock)
    assert made.look() == ["a.txt"]


def test_what_was_not_stored_is_taken_again(site: Site, desk) -> None:
    site.feed("a")
    made, again = desk(f"{site.base}/feed"), desk(f"{site.base}/feed")

    def full(items: Iterable[Article | Failure]) -> Report:
        raise OSError("no space left on device")

    made.watcher._take = full
    with pytest.raises(OSError, match="no space"):
        made.watcher.once()
    assert again.look() == ["a"]
