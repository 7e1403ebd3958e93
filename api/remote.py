"""Articles to a service that holds the store: sent in batches, and followed until they are through."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from ingest.readers import Failure
from ingest.readers.record import to_record
from ingest.report import Report
from ontology.errors import DetenteError

if TYPE_CHECKING:
    import httpx

    from ingest.article import Article

MOST_ARTICLES: Final = 50
MOST_BYTES: Final = 1_000_000
"""A batch is sent when it holds so many articles or bytes of JSON."""
MOST_JOBS: Final = 20
"""Batches that may be under way before the first of them is waited for."""
PATIENCE: Final = 600.0
"""Seconds to go on trying while the service has no room."""
_POLL_SECONDS: Final = 0.5
_REMEDY: Final = "Set DETENTE_TOKEN to a token with the scope write."

OnFailure = Callable[[Failure], None]


class Service:
    """A service that takes articles."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def ingest(self, read: Iterable[Article | Failure], on_failure: OnFailure) -> Report:
        """Send articles, and wait until all are through.

        Raises:
            DetenteError: the service cannot be reached, does not let us write, or does not take an article.
        """
        report = Report()

        def fail(failure: Failure) -> None:
            report.failures.append(failure)
            on_failure(failure)

        under_way: deque[str] = deque()
        for batch in batches(read, fail):
            if len(under_way) == MOST_JOBS:
                add(report, self._follow(under_way.popleft()), fail)
            under_way.append(self._send(batch))
        for job in under_way:
            add(report, self._follow(job), fail)
        return report

    def _send(self, lines: list[str]) -> str:
        """Send a batch; give the path of its job."""
        until = time.monotonic() + PATIENCE
        headers = {"Content-Type": "application/x-ndjson"}
        while True:
            response = self._ask("POST", "articles", content="\n".join(lines).encode(), headers=headers)
            if response.status_code == 202:
                return f"jobs/{response.json()['id']}"
            if response.status_code not in (429, 503) or time.monotonic() > until:
                raise self._refusal(response)
            time.sleep(_wait(response))

    def _follow(self, job: str) -> dict[str, Any]:
        """Wait for the end of a job."""
        while True:
            response = self._ask("GET", job)
            if response.status_code in (429, 503):
                time.sleep(_wait(response))
                continue
            if response.status_code != 200:
                raise self._refusal(response)
            state: dict[str, Any] = response.json()
            if state["finished"]:
                return state
            time.sleep(_POLL_SECONDS)

    def _ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        import httpx

        try:
            return self._client.request(method, path, **given)
        except httpx.HTTPError as error:
            raise DetenteError(f"Cannot reach {self._client.base_url}: {error}.", 502) from None

    def _refusal(self, response: httpx.Response) -> DetenteError:
        try:
            detail = response.json()["detail"]
        except (ValueError, KeyError, TypeError):
            detail = "it does not answer like a détente service"
        remedy = f" {_REMEDY}" if response.status_code == 401 else ""
        return DetenteError(f"{response.url} answered {response.status_code}: {detail}{remedy}", 502)


def ingest(url: str, token: str | None, read: Iterable[Article | Failure], on_failure: OnFailure) -> Report:
    """Send articles to the service at an address, and wait until all are through.

    Raises:
        DetenteError: the service cannot be reached, or does not let us write.
    """
    import httpx

    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with httpx.Client(base_url=url.rstrip("/") + "/", headers=headers, timeout=60) as client:
        return Service(client).ingest(read, on_failure)


def batches(read: Iterable[Article | Failure], fail: OnFailure) -> Iterator[list[str]]:
    """Put articles together, a line of JSON each, as many as go into one request."""
    lines: list[str] = []
    size = 0
    for item in read:
        if isinstance(item, Failure):
            fail(item)
            continue
        line = json.dumps(to_record(item))
        if lines and (len(lines) == MOST_ARTICLES or size + len(line) > MOST_BYTES):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines


def add(report: Report, job: dict[str, Any], fail: OnFailure) -> None:
    """Add what became of a job."""
    for count in ("stored", "unchanged", "events", "stances"):
        setattr(report, count, getattr(report, count) + job[count])
    for problem in job["errors"]:
        fail(Failure(problem["article"], problem["detail"]))
    untold = job["failed"] - len(job["errors"])
    if untold:
        fail(Failure(job["id"], f"{untold} more articles of this job failed"))
    left = job["articles"] - job["stored"] - job["unchanged"] - job["failed"]
    if left:
        fail(Failure(job["id"], f"{left} articles were left out: the job was cancelled"))


def _wait(response: httpx.Response) -> float:
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), 60.0) if asked.isdigit() else 5.0
