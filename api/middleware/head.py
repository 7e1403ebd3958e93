"""HEAD for every path that answers GET (RFC 9110): the same answer, but only its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from api.errors import is_routed

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """Ask GET for the head where no route answers HEAD itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["method"] == "HEAD" and not is_routed(Request(scope), "HEAD"):
            scope["method"] = "GET"
            await self.app(scope, receive, _headed(send))
        else:
            await self.app(scope, receive, send)


def _headed(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return sending
