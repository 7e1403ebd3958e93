"""Links that bring a query to the editor: they choose the query, and never where it goes."""

from __future__ import annotations

import json
from urllib.parse import quote

from playwright.sync_api import Page, Request, expect

SHOWN = ".tabPanel.active"
QUERY = "SELECT ?x WHERE { VALUES ?x { actor:FRA } }"


def link(site: str, **more: str) -> str:
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in {"query": QUERY, **more}.items())
    return f"{site}/sparql?hl=en#{pairs}"


def follow(page: Page, address: str) -> Request:
    """Open a link; the editor runs its query at once."""
    with page.expect_request(lambda request: request.method == "POST") as asked:
        page.goto(address)
    expect(page.locator(f"{SHOWN} .yasqe .CodeMirror")).to_contain_text("actor:FRA")
    expect(page.locator(f"{SHOWN} .yasr tbody td").last).to_contain_text("actor:FRA")
    return asked.value


def test_a_link_brings_its_query(page: Page, site: str) -> None:
    assert follow(page, link(site)).url == f"{site}/sparql"


def test_a_link_names_no_other_endpoint(page: Page, site: str) -> None:
    asked = follow(page, link(site, endpoint="https://elsewhere.example/sparql", requestMethod="GET"))
    assert asked.url == f"{site}/sparql"


def test_a_link_brings_no_headers_and_no_arguments(page: Page, site: str) -> None:
    asked = follow(page, link(site, headers=json.dumps({"X-Sent": "yes"}), timeout="0.001"))
    assert "x-sent" not in asked.headers
    assert "timeout" not in (asked.post_data or "")
