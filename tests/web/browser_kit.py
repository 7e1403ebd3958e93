"""A real browser for the tests: how it is found and started, what a page must not do, what axe-core finds."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response

ROOT = Path(__file__).parents[2]
AXE = ROOT / "api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--force-color-profile=srgb",
)
"""Runs as root, without a graphics card, and without calling home."""
TIMEOUT = 15_000
"""The longest that something may take to appear, in milliseconds."""
LOCAL = {"127.0.0.1", "localhost"}

Axe = Callable[..., None]


def chromium() -> str | None:
    """Find the browser: what DETENTE_CHROMIUM names, else Debian's chromium, else Chrome."""
    named = os.environ.get("DETENTE_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def lacking(what: str, remedy: str) -> NoReturn:
    """Skip a test for want of a tool; in CI that is a failure."""
    message = f"{what} is missing: {remedy}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def axe_source() -> str:
    """Read axe-core, as npm installed it."""
    if not AXE.is_file():
        lacking("axe-core", "install Node.js with npm, then run make setup")
    return AXE.read_text("utf-8")


@dataclass
class Watch:
    """What a page did that it must not do: errors, failed requests, requests to other hosts."""

    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Let problems be that a regular expression finds, and fail if there is none."""
        self.expected.append(pattern)

    def follow(self, page: Page) -> None:
        """Watch a page; what it asks of other hosts is noted and does not leave."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        page.on("request", self._request)

    def check(self) -> None:
        """Fail if there is a problem that is not expected, or an expected one is not there."""
        known = [pattern for pattern in self.expected if any(re.search(pattern, text) for text in self.problems)]
        new = [text for text in self.problems if not any(re.search(pattern, text) for pattern in self.expected)]
        assert not new, "The page did what it must not do:\n" + "\n".join(new)
        assert known == self.expected, f"Expected problems that did not happen: {set(self.expected) - set(known)}"

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a request that the page itself gave up, or a download
            self.problems.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"refused: {response.request.method} {response.url}: {response.status}")

    def _request(self, request: Request) -> None:
        if is_foreign(request.url):
            self.problems.append(f"foreign: {request.method} {request.url}")


def is_foreign(url: str) -> bool:
    """Tell whether an address is of another host than the test's own."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL


def violations(page: Page, source: str, within: str | None = None) -> list[str]:
    """Run axe-core in a page, or in a part of it; describe what breaks level A or AA, one line a rule."""
    page.evaluate(source)
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = page.evaluate("([within, options]) => axe.run(within ?? document, options)", [within, options])
    return [_describe(rule) for rule in found["violations"]]


def _describe(rule: dict[str, Any]) -> str:
    nodes = rule["nodes"]
    places = "; ".join(f"{' '.join(map(str, node['target']))} {_why(node)}" for node in nodes[:4])
    return f"{rule['id']} ({rule['impact']}): {rule['help']} [{len(nodes)}×] {places}"


def _why(node: dict[str, Any]) -> str:
    return f"<{' '.join((node.get('failureSummary') or '').split())[:200]}>"
