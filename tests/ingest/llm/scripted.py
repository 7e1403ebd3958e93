"""What the tests share: endpoints without a server, requests and answers, a key."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ingest.llm.live import Live
from ingest.llm.model import Answer, Message, Request, Usage

KEY = "sk-the-key-of-these-tests"
NOW = 1_790_000_000.0
"""Seconds of the epoch: 21 September 2026, 14:13:20 UTC."""

Opener = Callable[..., Live]


def request(text: str, max_tokens: int = 10) -> Request:
    """Make a request."""
    return Request("m", (Message("user", text),), max_tokens=max_tokens, prompt_version="1")


def answer(text: str, tokens: int = 10) -> Answer:
    """Make an answer that took so many tokens, half of them the prompt's."""
    return Answer(text, "stop", Usage(tokens // 2, tokens - tokens // 2), "m")


class Scripted:
    """Answers by a function of the text of a request, and notes what it was asked."""

    def __init__(self, reply: Callable[[str], Answer] = answer) -> None:
        self._reply = reply
        self._lock = threading.Lock()
        self.asked: list[str] = []

    def ask(self, request: Request) -> Answer:
        """Answer."""
        text = request.messages[-1].content
        with self._lock:
            self.asked.append(text)
        return self._reply(text)
