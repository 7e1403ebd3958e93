"""A server that speaks the chat completions protocol as far as we use it, and answers or fails as it is told to.

    with ChatStub() as server:                          # answers everything with "{}"
    with ChatStub(says("Bonjour")) as server:           # … with this
    with ChatStub(lambda asked: says(asked.text)) as server:    # … with what a function makes of the request
        server.then(fails(500), resets())               # but first these, one a request, in this order
        server.url                                      # http://127.0.0.1:PORT/v1
        server.asked                                    # what was asked: headers and body of each request

It checks the key and the model if it is given some, refuses the forms of structured output that it does not take, streams
if it is asked to, counts a token for each word, and cuts answers off at ``max_tokens``. To try a program by hand:

    python chat_stub.py --port 8000 --say '{"claims": []}'
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PIECE = 7
"""Bytes in which an answer in pieces is sent, so that pieces end anywhere, within characters too."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    headers: list[tuple[str, str]]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """Give the last message."""
        return str(self.body["messages"][-1]["content"])

    @property
    def form(self) -> str:
        """Give the form of structured output that is asked for."""
        return str(self.body.get("response_format", {}).get("type", "none"))

    def header(self, name: str) -> str | None:
        """Give the value of a header."""
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)


@dataclass(frozen=True)
class Reply:
    """What becomes of one request; the functions below make some."""

    give: Callable[[Exchange, Asked], None]


def says(text: str, finish: str = "stop", *, usage: bool = True, model: str | None = None) -> Reply:
    """Answer with a text, in one piece or streamed as the request has it."""

    def reply(exchange: Exchange, asked: Asked) -> None:
        words = text.split(" ")
        most = asked.body.get("max_tokens", len(words))
        said, ended = (text, finish) if len(words) <= most else (" ".join(words[:most]), "length")
        prompt = sum(len(message["content"].split()) for message in asked.body["messages"])
        counted = {"prompt_tokens": prompt, "completion_tokens": min(len(words), most)}
        counted["total_tokens"] = sum(counted.values())
        head = {"id": "chatcmpl-1", "created": 1700000000, "model": model or asked.body["model"]}
        if asked.body.get("stream"):
            with_usage = usage and asked.body.get("stream_options", {}).get("include_usage")
            exchange.stream(_chunks(head, said, ended, counted if with_usage else None))
        else:
            message = {"role": "assistant", "content": said}
            whole: dict[str, Any] = {**head, "object": "chat.completion"}
            whole["choices"] = [{"index": 0, "message": message, "finish_reason": ended}]
            exchange.send_json(200, whole | ({"usage": counted} if usage else {}))

    return Reply(reply)


def fails(
    status: int, message: str = "Something is wrong.", headers: dict[str, str] | None = None, **more: str
) -> Reply:
    """Refuse a request as such servers do; ``more`` are further members of the error, as ``code``."""
    error = {"message": message, "type": "error", "param": None, "code": None, **more}
    return Reply(lambda exchange, asked: exchange.send_json(status, {"error": error}, headers))


def sends(data: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """Send these very bytes."""
    given = {"Content-Type": "application/json"} | (headers or {})
    return Reply(lambda exchange, asked: exchange.send_bytes(status, data, given))


def streams(events: Iterable[bytes], *, done: bool = True) -> Reply:
    """Send these events, and an ordinary end of the connection in the place of ``[DONE]`` if not ``done``."""
    return Reply(lambda exchange, asked: exchange.stream(events, done=done))


def cuts(text: str, after: int) -> Reply:
    """Begin an answer, and lose the connection after some bytes of its body."""

    def reply(exchange: Exchange, asked: Asked) -> None:
        exchange.left = after
        says(text).give(exchange, asked)

    return Reply(reply)


def redirects(target: str, status: int = 307) -> Reply:
    """Send the client elsewhere."""
    return sends(b"", status, {"Location": target})


def resets() -> Reply:
    """Reset the connection."""
    return Reply(lambda exchange, asked: exchange.reset())


def hangs() -> Reply:
    """Say nothing as long as the server runs."""

    def reply(exchange: Exchange, asked: Asked) -> None:
        exchange.server.ended.wait()
        exchange.close_connection = True

    return Reply(reply)


@dataclass
class ChatStub:
    """A server on a free port of loopback, which ends with the ``with`` that it is opened in."""

    answer: Reply | Callable[[Asked], Reply] = field(default_factory=lambda: says("{}"))
    key: str | None = None
    """The key to ask for."""
    models: Collection[str] | None = None
    """The models there are; by default any."""
    forms: Collection[str] = ("json_schema", "json_object")
    """The forms of structured output taken."""
    port: int = 0

    def __post_init__(self) -> None:
        self.asked: list[Asked] = []
        self._script: deque[Reply] = deque()
        self._lock = threading.Lock()
        self._server = Server(("127.0.0.1", self.port), Exchange)
        self._server.stub = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """Give the base URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """Give what was asked, without the headers."""
        return [asked.body for asked in self.asked]

    def then(self, *replies: Reply) -> Self:
        """Add to the replies to give before any other."""
        with self._lock:
            self._script.extend(replies)
        return self

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def reply(self, asked: Asked) -> Reply:
        """Note a request, and decide on what becomes of it."""
        with self._lock:
            self.asked.append(asked)
            scripted = self._script.popleft() if self._script else None
        if asked.path.partition("?")[0] != "/v1/chat/completions":
            return fails(404, f"There is nothing at {asked.path}.")
        if self.key is not None and asked.header("Authorization") != f"Bearer {self.key}":
            return fails(401, f"Incorrect API key provided: {asked.header('Authorization')}.", code="invalid_api_key")
        if scripted is not None:
            return scripted
        if self.models is not None and asked.body["model"] not in self.models:
            return fails(404, f"The model `{asked.body['model']}` does not exist.", code="model_not_found")
        if asked.form not in ("none", "text", *self.forms):
            return fails(400, f"This response_format type is unavailable: {asked.form}", param="response_format")
        return self.answer if isinstance(self.answer, Reply) else self.answer(asked)


class Server(ThreadingHTTPServer):
    """The HTTP server behind a stub."""

    stub: ChatStub
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.ended = threading.Event()


class Exchange(BaseHTTPRequestHandler):
    """One connection."""

    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    left: int | None = None
    """Bytes of the body after which the connection is lost."""

    def handle(self) -> None:
        """Serve requests until the client goes, which it may do at any time."""
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_POST(self) -> None:
        """Answer as the stub has it, and let the connection go, so that none keeps the server from ending."""
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(self.path, list(self.headers.items()), json.loads(data))
        self.close_connection = True
        self.server.stub.reply(asked).give(self, asked)

    def send_json(self, status: int, found: object, headers: dict[str, str] | None = None) -> None:
        """Send an answer as JSON."""
        data = json.dumps(found, ensure_ascii=False).encode()
        self.send_bytes(status, data, {"Content-Type": "application/json"} | (headers or {}))

    def send_bytes(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        """Send an answer in one piece."""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self._write(data)

    def stream(self, events: Iterable[bytes], *, done: bool = True) -> None:
        """Send events, in chunks that end anywhere."""
        self.send_response(200)
        for name, value in (
            ("Content-Type", "text/event-stream; charset=utf-8"),
            ("Transfer-Encoding", "chunked"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        data = b"".join(b"data: " + event + b"\n\n" for event in (*events, *([b"[DONE]"] if done else [])))
        for begin in range(0, len(data), PIECE):
            piece = data[begin : begin + PIECE]
            if not self._write(piece, b"%x\r\n" % len(piece), b"\r\n"):
                return
        self.wfile.write(b"0\r\n\r\n")

    def reset(self) -> None:
        """Close the connection in such a way that the client is told of an error."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _write(self, data: bytes, before: bytes = b"", after: bytes = b"") -> bool:
        """Write a part of the body; tell whether the connection is still there."""
        if self.left is not None:
            if len(data) > self.left:
                self.wfile.write(before + data[: self.left])
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                return False
            self.left -= len(data)
        self.wfile.write(before + data + after)
        return True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep silent."""


def _chunks(head: dict[str, Any], text: str, finish: str, usage: dict[str, int] | None) -> Iterable[bytes]:
    def chunk(choices: list[dict[str, Any]], **more: object) -> bytes:
        return json.dumps({**head, "object": "chat.completion.chunk", "choices": choices, **more}).encode()

    def delta(found: dict[str, str], ended: str | None = None) -> list[dict[str, Any]]:
        return [{"index": 0, "delta": found, "finish_reason": ended}]

    yield chunk(delta({"role": "assistant", "content": ""}))
    for begin in range(0, len(text), PIECE):
        yield chunk(delta({"content": text[begin : begin + PIECE]}))
    yield chunk(delta({}, finish))
    if usage:
        yield chunk([], usage=usage)


def main() -> None:
    """Serve until the program is interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--say", default="{}", help="the answer to everything")
    given = parser.parse_args()
    with ChatStub(says(given.say), port=given.port) as server:
        print(server.url, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(server.asked)} requests")


if __name__ == "__main__":
    main()
