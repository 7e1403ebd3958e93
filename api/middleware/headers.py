"""Security headers on every answer, with a content security policy that lets no script in but our own."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
DATA_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For answers that are data: a browser that shows one runs and loads nothing."""
PAGES: Final = frozenset({"/docs", "/docs/oauth2-redirect", "/redoc"})
"""Pages that the framework writes: nothing in them comes from a request or from the graph, so their scripts may run."""
_PAGE_POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_INLINE_SCRIPT: Final = re.compile(rb"<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def page_policy(html: bytes) -> str:
    """Write the policy of a page: scripts from this service, and those that stand in the page itself.

    Only for pages in which nothing comes from a request or from the graph: every script in it is trusted.
    """
    scripts = ["'self'", *(f"'sha256-{_hash(script)}'" for script in _INLINE_SCRIPT.findall(html))]
    return _PAGE_POLICY.format(scripts=" ".join(dict.fromkeys(scripts)))


def _hash(script: bytes) -> str:
    return b64encode(sha256(script).digest()).decode()


class SecurityHeaders:
    """Add the headers that are not there yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"].removeprefix(scope.get("root_path", "")) in PAGES:
            scope["headers"] = [item for item in scope["headers"] if item[0] != b"accept-encoding"]
            await self.app(scope, receive, _PageSender(send))
        else:
            await self.app(scope, receive, _sender(send))


def _sender(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add(message, DATA_POLICY)
        await send(message)

    return sending


def _add(start: Message, policy: str) -> None:
    headers = MutableHeaders(scope=start)
    for name, value in {"Content-Security-Policy": policy, **HEADERS}.items():
        headers.setdefault(name, value)


class _PageSender:
    """Hold a page back until it is whole, which comes uncompressed, to write the policy that fits it."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            _add(self.start, page_policy(self.body))
            await self.send(self.start)
            await self.send({"type": "http.response.body", "body": self.body})
