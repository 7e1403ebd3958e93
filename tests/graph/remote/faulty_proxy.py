"""A proxy in front of a server that fails as it is told to, request by request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

Fault = Callable[["Exchange"], bool]
"""Called with each request; ``True`` if it was dealt with, else it is passed on."""


class Exchange(BaseHTTPRequestHandler):
    """One request and what becomes of it."""

    server: Proxy
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Fail, or pass the request on."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.server.fault(self):
            self.answer(self.ask())

    do_PUT = do_POST  # noqa: N815

    @property
    def is_update(self) -> bool:
        """Tell whether something is to be written."""
        return not self.path.startswith("/query")

    def ask(self) -> httpx.Response:
        """Ask the server behind."""
        kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        return httpx.request(self.command, self.server.target + self.path, content=self.body, headers=kept)

    def answer(self, found: httpx.Response, extra: dict[str, str] | None = None) -> None:
        """Pass an answer on."""
        self.reply(
            found.status_code, found.content, {"Content-Type": found.headers.get("Content-Type", ""), **(extra or {})}
        )

    def reply(self, status: int, content: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Send an answer of our own."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self.close_connection = True
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep silent."""


class Proxy(ThreadingHTTPServer):
    """Listens on a free port of loopback."""

    daemon_threads = True

    def __init__(self, target: str, fault: Fault) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.target = target
        self.fault = fault

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep silent about connections that were closed on purpose."""


@contextmanager
def proxy(target: str, fault: Fault) -> Iterator[str]:
    """Run a proxy; give its address."""
    with Proxy(target, fault) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
