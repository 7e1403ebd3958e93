"""The endpoint that really asks: one server, asked again while it is busy or fails, the key going there only."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, NoReturn, Self

from ingest.llm.budget import Tally
from ingest.llm.errors import AskingError, GaveUp, ModelUnknown, Refused, RequestRefused, Unreachable, Unusable
from ingest.llm.forms import Forms, is_about_form
from ingest.llm.model import Answer, Request
from ingest.llm.settings import LlmSettings
from ingest.llm.wire import Cut, Form, Trouble, body, complaint, read_stream, read_whole
from ingest.readers.web import version
from ontology.errors import DetenteError

if TYPE_CHECKING:
    import httpx

FIRST_WAIT: Final = 0.5
LONGEST_WAIT: Final = 30.0
LONGEST_ASKED_WAIT: Final = 120.0
"""Seconds that ``Retry-After`` may ask for; what is more is cut down to this."""
LARGEST_ANSWER: Final = 16 << 20
"""Bytes of an answer, with all that a stream wraps around it."""
LARGEST_REFUSAL: Final = 64 << 10
LONGEST_COMPLAINT: Final = 300
_NO_CREDIT: Final = "insufficient_quota"
_log: Final = logging.getLogger("detente.llm")


class _Passing(Exception):  # noqa: N818 (named after what it says)
    """A failure that may be over in a while, with the seconds to wait if the server says so."""

    def __init__(self, kind: type[AskingError], what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.kind = kind
        self.wait = wait


class _FormRefused(Exception):  # noqa: N818 (as above)
    """The server does not take the form that structured output was asked for in."""


class Live:
    """A server that speaks the chat completions protocol."""

    def __init__(
        self,
        settings: LlmSettings,
        tally: Tally | None = None,
        *,
        sleep: Callable[[float], object] | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Prepare to ask.

        Args:
            settings: of the server.
            tally: counts the requests that are repeated.
            sleep: waits some seconds; by default until they are over or the endpoint is stopped.
            now: the time, which dates in ``Retry-After`` are compared with.

        Raises:
            DetenteError: no server or no model is set, or the environment names a proxy that cannot be used.
        """
        settings.need("base_url", "model")
        self._settings = settings
        self._tally = tally or Tally()
        self._forms = Forms(settings.structured)
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._now = now
        self._client, self._url = _client(settings)
        self._where = str(self._url).partition("?")[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stop(self) -> None:
        """Try nothing again and begin nothing; what is under way may still come, or time out."""
        self._stopped.set()

    def close(self) -> None:
        """Stop, and let the connections go."""
        self.stop()
        self._client.close()

    def ask(self, request: Request) -> Answer:
        """Ask until there is an answer, or no hope for one.

        Raises:
            AskingError: as of ``Endpoint``.
        """
        failures = 0
        if self._stopped.is_set():
            raise GaveUp(f"{self._where} was not asked: the run is being stopped.", 503)
        while True:
            form = self._forms.current
            try:
                return self._once(request, form)
            except _FormRefused as refusal:
                if not self._forms.give_up(form, str(refusal)):
                    raise RequestRefused(f"{refusal}. Set another DETENTE_LLM_STRUCTURED.", 502) from None
            except _Passing as trouble:
                failures += 1
                if failures > self._settings.retries:
                    raise trouble.kind(f"{trouble}. Given up at try {failures}.", 502) from None
                self._pause(trouble, failures)

    def _pause(self, trouble: _Passing, failures: int) -> None:
        grown = min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT) * random.uniform(0.5, 1.0)
        wait = grown if trouble.wait is None else min(trouble.wait, LONGEST_ASKED_WAIT)
        _log.info("%s. Asking again in %.1f s.", trouble, wait)
        self._sleep(wait)
        if self._stopped.is_set():
            raise trouble.kind(f"{trouble}. Stopped at try {failures}.", 502) from None
        self._tally.add(retried=1)

    def _once(self, request: Request, form: Form) -> Answer:
        """Send a request once."""
        import httpx

        content = body(request, form, stream=self._settings.stream)
        try:
            with self._client.stream("POST", self._url, content=content) as response:
                if response.status_code != 200:
                    self._refuse(response, request, form)
                chunks = self._bounded(response.iter_bytes())
                if response.headers.get("Content-Type", "").startswith("text/event-stream"):
                    return read_stream(chunks)
                return read_whole(b"".join(chunks))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise _Passing(Unreachable, f"Cannot reach {self._where}: {error or type(error).__name__}") from None
        except httpx.TimeoutException:
            raise self._passing(f"was silent for {self._settings.timeout:g} s (DETENTE_LLM_TIMEOUT)") from None
        except (httpx.RequestError, httpx.StreamError, Cut) as error:
            raise self._passing(f"broke off ({str(error) or 'the answer is not complete'})") from None
        except Trouble as error:
            raise self._passing(f"tells of a failure: {self._shown(str(error))}") from None

    def _bounded(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise Unusable(f"{self._where} sent an answer of more than {LARGEST_ANSWER >> 20} MiB; cut off.", 502)
            yield chunk

    def _passing(self, what: str, wait: float | None = None) -> _Passing:
        return _Passing(GaveUp, f"{self._where} {what}", wait)

    def _refuse(self, response: httpx.Response, request: Request, form: Form) -> NoReturn:
        """Say why there is no answer."""
        status, data = response.status_code, _beginning(response)
        told, where = self._shown(complaint(data)), f"{self._where} answered {status}"
        if response.has_redirect_location:
            target = response.headers["Location"].partition("?")[0]
            raise Unreachable(
                f"{where}, a redirect to {self._shown(target)}, which is not followed, so that key and articles go to "
                "no other server. Set DETENTE_LLM_BASE_URL to the address that is meant.",
                502,
            )
        if status == 401:  # whose text may quote parts of the key
            raise Refused(f"{where}: the key is missing or wrong. Set DETENTE_LLM_KEY.", 502)
        if status in (402, 403) or (status == 429 and _NO_CREDIT.encode() in data):
            raise Refused(f"{where}: {told}. See to the rights and the credit of this key at the server.", 502)
        if status == 404:
            raise ModelUnknown(
                f"{where} for the model {request.model!r}: {told}. Look at DETENTE_LLM_MODEL, and whether "
                "DETENTE_LLM_BASE_URL ends as the server's addresses do (mostly in /v1).",
                502,
            )
        if status in (408, 429) or status >= 500:
            raise self._passing(f"answered {status}: {told}", self._asked_wait(response))
        if request.schema and form != "none" and is_about_form(status, told):
            raise _FormRefused(f"{where}: {told}")
        raise RequestRefused(f"{where}: {told}.", 502)

    def _asked_wait(self, response: httpx.Response) -> float | None:
        """Read ``Retry-After``, which is a number of seconds or a date."""
        asked = response.headers.get("Retry-After", "").strip()
        try:
            return float(asked) if asked.isdigit() else max(0.0, parsedate_to_datetime(asked).timestamp() - self._now())
        except (ValueError, TypeError):
            return None

    def _shown(self, text: str) -> str:
        """Shorten what the server says, without the key if it quotes it."""
        key = self._settings.key.get_secret_value()
        words = " ".join((text.replace(key, "…") if key else text).split()).rstrip(".")
        return words[:LONGEST_COMPLAINT] + "…" if len(words) > LONGEST_COMPLAINT else words or "nothing said"


def _beginning(response: httpx.Response) -> bytes:
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > LARGEST_REFUSAL:
            break
    return bytes(data[:LARGEST_REFUSAL])


def _client(settings: LlmSettings) -> tuple[httpx.Client, httpx.URL]:
    """Make the client, and work out the address to ask."""
    import httpx

    base = httpx.URL(settings.base_url)
    headers = {
        "User-Agent": f"detente/{version()}",
        "Accept": "application/json, text/event-stream",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
    }
    try:
        client = httpx.Client(
            auth=_auth(settings),
            timeout=httpx.Timeout(settings.timeout, connect=min(settings.timeout, 10.0)),
            headers=headers,
            follow_redirects=False,  # key and articles go where they were meant to go
        )
    except (ImportError, OSError, ValueError, httpx.InvalidURL) as error:
        raise DetenteError(f"A proxy or certificate of the environment cannot be used: {error}", 500) from None
    return client, base.copy_with(path=base.path.rstrip("/") + "/chat/completions")


def _auth(settings: LlmSettings) -> Callable[[httpx.Request], httpx.Request] | None:
    def with_key(request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {settings.key.get_secret_value()}"
        return request

    return with_key if settings.key.get_secret_value() else None
