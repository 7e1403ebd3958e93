"""The endpoint's own address shows an editor to browsers, and stays an endpoint for everything else."""

from __future__ import annotations

import httpx
import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_browsers_get_the_editor(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": BROWSER})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'id="yasgui"' in answer.text
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "text/html;q=0.4, text/turtle;q=0.5", "text/*, text/html"])
def test_others_get_the_description_of_the_service(client: httpx.Client, accept: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("text/turtle")


def test_a_form_that_is_asked_for_beats_the_browser(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"format": "turtle"}, headers={"Accept": BROWSER})
    assert answer.headers["content-type"].startswith("text/turtle")


def test_a_browser_that_brings_a_query_gets_its_answer(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": BROWSER})
    assert answer.headers["content-type"] == "application/xml"


def test_an_empty_query_is_an_error_and_no_page(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": ""}, headers={"Accept": BROWSER}).status_code == 400
