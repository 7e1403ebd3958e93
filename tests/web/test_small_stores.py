"""Stores with next to nothing in them: every page looks as if that were meant, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from browser_kit import Axe
from kit import serving
from playwright.sync_api import Page, expect
from world import put, read

from api.app import create_app
from api.settings import Settings
from graph.store import open_store

PATHS = ("/", "/?view=list", "/timeline", "/disputed", "/try", "/sparql")
LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def empty() -> Iterator[str]:
    """The address of a service over a store without articles."""
    with open_store(":memory:") as store, serving(create_app(Settings(), store)) as address:
        yield address


@pytest.fixture(scope="module")
def lonely() -> Iterator[str]:
    """The address of a service over one article, which tells of one actor and of nobody else."""
    (article,) = (row for row in read("articles.csv") if row["id"] == "w01")
    first = next(row for row in read("claims.csv") if row["article"] == "w01")
    claim = {**first, "object": "", "object_words": "", "relation": "", "event": "MOBILIZE"}
    with open_store(":memory:") as store:
        put(store, [article], [claim])
        with serving(create_app(Settings(), store)) as address:
            yield address


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", ["empty", "lonely"])
def test_a_page_stands_on_its_own(
    page: Page, axe: Axe, request: pytest.FixtureRequest, kind: str, path: str, language: str
) -> None:
    address = request.getfixturevalue(kind)
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}hl={language}", wait_until="networkidle")
    expect(page.locator("h1")).not_to_have_text("")
    expect(page.locator("#error")).to_have_count(0)
    words = page.locator("main").inner_text()
    assert [odd for odd in ("undefined", "NaN", "null", "Infinity", "[object") if odd in words] == []
    axe(page)


def test_an_empty_store_says_how_to_fill_it(page: Page, empty: str) -> None:
    page.goto(empty, wait_until="networkidle")
    expect(page.locator("#empty")).to_contain_text("No articles yet")
    expect(page.locator("#empty")).to_contain_text("detente ingest")
    expect(page.locator("#legend")).to_be_hidden()


def test_an_actor_without_relations_is_found_all_the_same(page: Page, lonely: str) -> None:
    page.goto(lonely, wait_until="networkidle")
    expect(page.locator("#empty")).to_contain_text("No relations")
    page.locator("#search").press_sequentially("Franc")
    page.locator("#search-list").get_by_role("option", name="France").first.click()
    expect(page.locator("#panel h2")).to_have_text("France")
    expect(page.locator("#panel .events li")).to_have_count(1)
    page.locator("#panel").get_by_role("link", name="Timeline").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("La France a promis jeudi son appui")


def test_the_picture_of_nothing_can_be_exported(empty: str) -> None:
    for form in ("graphml", "gexf", "csv", "html"):
        answer = httpx.get(f"{empty}/network/export", params={"format": form}, timeout=60)
        assert answer.status_code == 200, form
        assert answer.content
