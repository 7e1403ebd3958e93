"""Requests to a service: repeated while it is away or has no room, all of them being such as may be repeated."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from graph.remote.settings import Endpoint, RemoteSettings
from ontology.errors import DetenteError

if TYPE_CHECKING:
    import httpx

BUSY: Final = frozenset((429, 502, 503, 504))
_FIRST_WAIT: Final = 0.1
_LONGEST_WAIT: Final = 10.0
_DEADLOCK: Final = "40001"
"""The SQL state by which Virtuoso says that a transaction gave way to another and may be repeated."""
_LONGEST_COMPLAINT: Final = 300
_REMEDY: Final = {
    401: " Set DETENTE_REMOTE_AUTH with DETENTE_REMOTE_USER and DETENTE_REMOTE_PASSWORD, or DETENTE_REMOTE_TOKEN.",
    403: " Let this user read and update on the side of the service.",
    404: " Check the address, or DETENTE_REMOTE_SERVER and the DETENTE_REMOTE_…_URL settings.",
    405: " Check the address, or DETENTE_REMOTE_SERVER and the DETENTE_REMOTE_…_URL settings.",
    413: " Set a smaller DETENTE_REMOTE_LARGEST_UPDATE or DETENTE_REMOTE_LARGEST_BYTES.",
}


class Connection:
    """Sends queries, updates and graphs to one service; may be used by several threads."""

    def __init__(self, where: Endpoint, settings: RemoteSettings) -> None:
        import httpx

        self.where = where
        self._patience = settings.patience
        self._client = httpx.Client(
            auth=_auth(settings),
            timeout=httpx.Timeout(settings.timeout, connect=min(settings.timeout, 10.0)),
            headers={"User-Agent": "detente"},
            follow_redirects=False,  # credentials go where they were meant to go
        )
        self.requests = 0
        """Requests sent so far."""

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def query(self, sparql: str, accept: str, parameters: Iterable[tuple[str, str]] = ()) -> httpx.Response:
        """Send a query; give the whole answer.

        Raises:
            DetenteError: the service refuses it (400), cannot be reached (502), or cuts the answer (502).
        """
        form: dict[str, list[str]] = {"query": [sparql]}
        for name, value in parameters:
            form.setdefault(name, []).append(value)
        answer = self._send("POST", self.where.query, data=form, headers={"Accept": accept})
        _refuse_partial(answer)
        return answer

    def update(self, sparql: str) -> None:
        """Send an update.

        Raises:
            DetenteError: the service refuses it or cannot be reached.
        """
        headers = {"Content-Type": "application/sparql-update; charset=utf-8", "Accept": "*/*"}
        self._send("POST", self.where.update, content=sparql.encode(), headers=headers)

    def put(self, graph_iri: str, triples: bytes) -> None:
        """Put N-Triples in place of a graph by the Graph Store Protocol.

        Raises:
            DetenteError: the service refuses it or cannot be reached.
        """
        assert self.where.graph_store is not None
        headers = {"Content-Type": "text/turtle; charset=utf-8"}  # of which N-Triples are a part; all services know it
        self._send("PUT", self.where.graph_store, params={"graph": graph_iri}, content=triples, headers=headers)

    def _send(self, method: str, url: str, **given: object) -> httpx.Response:
        """Send a request until it is answered, at growing intervals."""
        import httpx

        until = time.monotonic() + self._patience
        wait = _FIRST_WAIT
        while True:
            try:
                self.requests += 1
                answer = self._client.request(method, url, **given)  # type: ignore[arg-type]
            except (httpx.TransportError, httpx.DecodingError) as error:
                pause, problem = wait, _unreachable(url, error)
                if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
                    raise problem from None
            except (httpx.InvalidURL, ValueError) as error:
                raise _unreachable(url, error) from None
            else:
                if not _is_busy(answer):
                    return _accepted(answer)
                pause, problem = _asked_to_wait(answer, wait), _refusal(answer)
            if time.monotonic() + pause > until:
                raise problem
            time.sleep(pause)
            wait = min(wait * 2, _LONGEST_WAIT) * random.uniform(0.8, 1.2)


def _auth(settings: RemoteSettings) -> httpx.Auth | Callable[[httpx.Request], httpx.Request] | None:
    import httpx

    def with_token(request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {settings.token}"
        return request

    if settings.auth == "bearer":
        return with_token
    kinds: dict[str, Callable[[str, str], httpx.Auth]] = {"basic": httpx.BasicAuth, "digest": httpx.DigestAuth}
    return kinds[settings.auth](settings.user, settings.password) if settings.auth in kinds else None


def _is_busy(answer: httpx.Response) -> bool:
    return answer.status_code in BUSY or (answer.status_code == 500 and _DEADLOCK in answer.text[:_LONGEST_COMPLAINT])


def _asked_to_wait(answer: httpx.Response, otherwise: float) -> float:
    """Read ``Retry-After``, which is a number of seconds or a date."""
    asked = answer.headers.get("Retry-After", "")
    if asked.isdigit():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return otherwise


def _accepted(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    raise _refusal(answer)


def _refusal(answer: httpx.Response) -> DetenteError:
    complaint = " ".join(answer.text.split())
    if len(complaint) > _LONGEST_COMPLAINT:
        complaint = complaint[:_LONGEST_COMPLAINT] + "…"
    remedy = _REMEDY.get(answer.status_code, "")
    if "SP030" in complaint and "memory exhausted" in complaint:  # Virtuoso's way of saying 413
        remedy = _REMEDY[413]
    told = f"{_plain(str(answer.url))} answered {answer.status_code}: {complaint or answer.reason_phrase}.{remedy}"
    return DetenteError(told, 400 if answer.status_code == 400 else 502)


def _unreachable(url: str, error: Exception) -> DetenteError:
    return DetenteError(f"Cannot reach {_plain(url)}: {error or type(error).__name__}.", 502)


def _plain(url: str) -> str:
    return url.partition("?")[0]


def _refuse_partial(answer: httpx.Response) -> None:
    """Take no answer that the service says it has cut."""
    rows = answer.headers.get("X-SPARQL-MaxRows")
    if rows:
        raise DetenteError(
            f"{_plain(str(answer.url))} cut the answer at {rows} rows. Raise ResultSetMaxRows in the settings "
            "of the service, or ask for less.",
            502,
        )
    if answer.headers.get("X-SQL-State") or answer.status_code == 206:
        raise DetenteError(
            f"{_plain(str(answer.url))} gave a part of the answer only, having run out of time. Raise "
            "MaxQueryExecutionTime in the settings of the service, or ask for less.",
            502,
        )
