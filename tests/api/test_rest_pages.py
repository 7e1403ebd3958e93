"""The pages that show the interface work without the internet, and under a strict content security policy."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from graph.store import open_store


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_pages_load_from_this_server_alone(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.headers["content-type"].startswith("text/html")
    assert "//" not in page.text
    loaded = re.findall(r'(?:src|href|spec-url|data-openapi)="([^"]+)"', page.text)
    assert len(loaded) >= 3
    assert {address: client.get(address).status_code for address in loaded} == dict.fromkeys(loaded, 200)


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_pages_hold_no_inline_script_or_style(client: httpx.Client, path: str) -> None:
    page = client.get(path).text
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", page) == []


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_pages_may_ask_nobody_else(client: httpx.Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "http" not in policy
    assert "*" not in policy


async def _page_behind_a_proxy() -> str:
    app = create_app(Settings(), open_store(":memory:"))
    transport = httpx.ASGITransport(app, root_path="/graph")
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/graph/docs")).text


def test_the_prefix_of_a_proxy_is_kept() -> None:
    page = asyncio.run(_page_behind_a_proxy())
    assert set(re.findall(r'(?:src|href|data-openapi)="(/\w+)/', page)) == {"/graph"}
