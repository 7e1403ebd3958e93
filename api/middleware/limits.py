"""How much a request may be: the length of its URL, of its headers and of its body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request

from api import errors
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Limits:
    """Refuse what is too long: the body as it comes, without keeping it."""

    def __init__(self, app: ASGIApp, *, body: int, url: int, headers: int) -> None:
        self.app = app
        self.body = body
        self.url = url
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 413, 414 or 431; all limits are in bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            self._check(scope)
        except DetenteError as error:
            await errors.problem(Request(scope), error)(scope, receive, send)
            return
        await self.app(scope, _counted(receive, self.body), send)

    def _check(self, scope: Scope) -> None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.url:
            raise DetenteError(f"The URL is longer than {self.url} bytes; send a long query by POST.", 414)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > self.headers:
            raise DetenteError(f"The headers are longer than {self.headers} bytes.", 431)
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.body:
            raise DetenteError(_too_long(self.body), 413)


def _counted(receive: Receive, limit: int) -> Receive:
    """Count the bytes of a body of unknown length; what FastAPI lets through as it is, is its own kind of error."""
    taken = 0

    async def counting() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise HTTPException(413, _too_long(limit))
        return message

    return counting


def _too_long(limit: int) -> str:
    return f"The body is longer than {limit} bytes; send it in parts."
