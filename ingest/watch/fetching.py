"""Fetching with good manners: robots.txt, a pause between requests to a host, and who we are."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from ingest.readers.result import ReadError
from ingest.readers.web import MAX_REDIRECTS, TIMEOUT, download, version
from ingest.watch.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from protego import Protego

AGENT: Final = "detente"
GAP: Final = 1.0
"""Seconds between two requests to one host, unless its robots.txt asks for more."""
LONGEST_GAP: Final = 60.0
ROBOTS_SECONDS: Final = 86_400.0
"""How long a robots.txt is believed (RFC 9309 asks for a day at most)."""
PERMANENT: Final = frozenset({301, 308})


class Forbidden(ReadError):  # noqa: N818 (an error of the readers' family, named after what it says)
    """The site asks programs not to fetch an address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        url: Where the answer came from, after redirects.
        moved: The address to ask from now on, where all redirects were for good.
        headers: By lower-case name.
    """

    status: int
    url: str
    moved: str | None
    headers: Mapping[str, str]
    charset: str | None
    data: bytes


class Fetcher:
    """Fetches addresses, one request at a time."""

    def __init__(self, clock: Clock, gap: float = GAP) -> None:
        import httpx

        agent = f"{AGENT}/{version()} (reads news feeds)"
        self._client = httpx.Client(headers={"User-Agent": agent}, timeout=TIMEOUT)
        self._clock = clock
        self._gap = gap
        self._next: dict[str, float] = {}
        self._robots: dict[str, tuple[float, Protego | None]] = {}

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch an address that its site lets programs fetch.

        Raises:
            Forbidden: robots.txt does not, or cannot be had at the moment.
            ReadError: no answer, too many redirects, or one too large.
        """
        moved, permanent = url, True
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            answer = self._ask(url, headers or {})
            if answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
                return Answer(answer.status, url, moved, answer.headers, answer.charset, answer.data)
            permanent = permanent and answer.status in PERMANENT
            url = urljoin(url, answer.headers["location"])
            moved = url if permanent else moved
        raise ReadError(f"more than {MAX_REDIRECTS} redirects")

    def _check(self, url: str) -> None:
        robots = self._rules(url)
        if robots is None:
            raise Forbidden("its robots.txt cannot be had at the moment, so nothing is fetched there")
        if not robots.can_fetch(url, AGENT):
            raise Forbidden(f"its robots.txt asks programs not to fetch {url}")

    def _rules(self, url: str) -> Protego | None:
        """Give what a site asks of programs; ``None`` if that cannot be known now (RFC 9309, 2.3.1)."""
        from protego import Protego

        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        until, known = self._robots.get(site, (0.0, None))
        if until > self._clock.now():
            return known
        try:
            answer = self._ask(f"{site}/robots.txt", {})
        except ReadError:
            return None
        if answer.status >= 500 or answer.status == 429:
            return None
        text = answer.data.decode("utf-8", "replace") if answer.status == 200 else ""
        rules = Protego.parse(text)
        self._robots[site] = (self._clock.now() + ROBOTS_SECONDS, rules)
        return rules

    def _ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Make one request, when the host has had its pause."""
        import httpx

        host = urlsplit(url).netloc
        self._clock.sleep(max(0.0, self._next.get(host, 0.0) - self._clock.now()))
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                data = download(response)
                found = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, url, None, found, response.charset_encoding, data)
        except httpx.TimeoutException as error:
            raise ReadError(f"no answer within {TIMEOUT:.0f} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise ReadError(str(error) or type(error).__name__) from error
        finally:
            self._next[host] = self._clock.now() + self._pause(url)

    def _pause(self, url: str) -> float:
        parts = urlsplit(url)
        _, rules = self._robots.get(f"{parts.scheme}://{parts.netloc}", (0.0, None))
        asked = rules.crawl_delay(AGENT) if rules else None
        return min(max(self._gap, asked or 0.0), LONGEST_GAP)


def retry_after(answer: Answer, now: float) -> float:
    """Give the seconds that a server asks us to stay away; 0 if it does not say."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdigit():
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - now)
    except (ValueError, TypeError):
        return 0.0
