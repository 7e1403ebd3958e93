"""Every request counted, timed and logged, with an id that goes back to the client."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

from api.observing.trace import Trace, begin

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.observing.metrics import Metrics

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NOWHERE: Final = "(no route)"
_CUT: Final = 499
"""Status in the log and the metrics of an answer that never came: the client went away first."""

_log: Final = logging.getLogger("detente.access")


@dataclass(slots=True)
class _Outcome:
    status: int = _CUT
    sent: int = 0
    whole: bool = False


class Observe:
    """Give a request its id, and say what became of it; of its URL the query is not logged."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        trace = begin(Headers(scope=scope).get("x-request-id"))
        outcome, started = _Outcome(), perf_counter()
        with self.metrics.in_progress.track_inprogress():
            try:
                await self.app(scope, receive, _watched(send, trace, outcome))
            finally:
                self._tell(scope, trace, outcome, perf_counter() - started)

    def _tell(self, scope: Scope, trace: Trace, outcome: _Outcome, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = getattr(scope.get("route"), "path", _NOWHERE)
        self.metrics.requests.labels(method, route, str(outcome.status)).inc()
        self.metrics.latency.labels(method, route).observe(seconds)
        told = {
            "method": method,
            "path": scope["path"],
            "route": route,
            "status": outcome.status,
            "bytes": outcome.sent,
            "ms": round(seconds * 1000, 1),
            "address": (scope.get("client") or ("-",))[0],
            "client": trace.client,
            "query": trace.query,
            "whole": outcome.whole,
        }
        _log.info("%s %s %s", method, scope["path"], outcome.status, extra=told)


def _watched(send: Send, trace: Trace, outcome: _Outcome) -> Send:
    async def watching(message: Message) -> None:
        if message["type"] == "http.response.start":
            outcome.status = message["status"]
            MutableHeaders(scope=message)["X-Request-ID"] = trace.id
        elif message["type"] == "http.response.body":
            outcome.sent += len(message.get("body", b""))
            outcome.whole = not message.get("more_body", False)
        await send(message)

    return watching
