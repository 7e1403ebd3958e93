"""Answers sent as they come; one that breaks off never looks whole."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Coroutine, Mapping
from tempfile import SpooledTemporaryFile
from typing import Any, Final, TypeVar

import anyio
from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.negotiation import content_type
from api.runner import Answer, AnswerCut, QueryRunner, Question
from ontology.errors import DetenteError

T = TypeVar("T")
_IN_MEMORY: Final = 1 << 20
_log: Final = logging.getLogger("detente")


class _AbortError(Exception):
    """Leave a response unfinished; no error handler knows it."""


class CloseCutConnections:
    """Close the connection under a response that was cut, so that the client sees it; the outermost middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        try:
            await self._app(scope, receive, send)
        except _AbortError as error:
            _log.warning("%s %s broke off: %s", scope["method"], scope["path"], error)


class AnswerResponse(Response):
    """Sends an answer chunk by chunk; stops the query when the client has gone."""

    def __init__(self, answer: Answer, headers: Mapping[str, str], status: int = 200) -> None:
        super().__init__(None, status, dict(headers))
        del self.headers["content-length"]
        self.headers["content-type"] = content_type(answer.media_type)
        self._answer = answer
        self._begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; of a HEAD only the head.

        Raises:
            DetenteError: the answer was cut before any of it was sent.
            _AbortError: the answer was cut later.
        """
        try:
            first = await anext(self._answer.chunks, b"")  # a generator that was never begun could not be closed
            if scope["method"] == "HEAD":
                await self._send_head(send)
                await send({"type": "http.response.body", "body": b""})
            elif scope["http_version"] == "1.0":
                await while_connected(receive, self._send_whole(first, send))
            else:
                await self._send_head(send)
                await while_connected(receive, self._send_body(first, send))
        except AnswerCut as error:
            if not self._begun:
                raise DetenteError(error.detail, error.status) from None
            raise _AbortError(error.detail) from None
        finally:
            with anyio.CancelScope(shield=True):
                await self._answer.close()

    async def _send_head(self, send: Send) -> None:
        self._begun = True
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})

    async def _send_whole(self, first: bytes, send: Send) -> None:
        """Collect the answer before it is sent: in HTTP/1.0 one that broke off would look like one that ended."""
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
            file.write(first)
            async for chunk in self._answer.chunks:
                file.write(chunk)
            self.headers["content-length"] = str(file.tell())
            file.seek(0)
            await self._send_head(send)
            while chunk := file.read(_IN_MEMORY):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    async def _send_body(self, first: bytes, send: Send) -> None:
        await send({"type": "http.response.body", "body": first, "more_body": True})
        async for chunk in self._answer.chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def answered(request: Request, runner: QueryRunner, question: Question) -> Answer | None:
    """Run a query while its client is there; ``None`` if it has gone."""
    return await while_connected(request.receive, runner.run(question))


async def while_connected(receive: Receive, work: Coroutine[Any, Any, T] | Awaitable[T]) -> T | None:
    """Await some work, but cancel it and give ``None`` when the client goes away; the body must have been read."""
    outcome: list[T] = []
    failure: list[Exception] = []

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        try:
            outcome.append(await work)
        except Exception as error:  # raised again outside the group, which would wrap it
            failure.append(error)
        group.cancel_scope.cancel()
    if failure:
        raise failure[0]
    return outcome[0] if outcome else None
