"""What no route foresaw, answered as a problem inside the other middlewares, so that it gets their headers too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from api import errors

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Failures:
    """Answer an unexpected error; once an answer has begun, pass the error on, which breaks the connection off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await errors.problem(Request(scope), error)(scope, receive, send)
