"""The page of contradictions in a real browser: both sides with their words, filters, further pages."""

from __future__ import annotations

import re
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


def visit(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")


@pytest.fixture(scope="module")
def quarrel() -> Iterator[str]:
    """The address of a service with more contradictions than a page holds."""
    ids = ["USA", "RUS", "FRA", "DEU", "POL", "UKR", "TUR"]
    pairs = [(a, b) for a in ids for b in ids if a != b][:25]
    one, other = read("articles.csv")[:2]
    row = read("claims.csv")[0]
    claims = [
        {**row, "article": article["id"], "subject": a, "object": b, "polarity": polarity, "event": ""}
        for article, polarity in ((one, "affirmed"), (other, "denied"))
        for a, b in pairs
    ]
    with open_store(":memory:") as store:
        put(store, [one, other], claims)
        with serving(create_app(Settings(), store)) as address:
            yield address


@pytest.fixture(scope="module")
def vacant() -> Iterator[str]:
    """The address of a service without articles."""
    with open_store(":memory:") as store, serving(create_app(Settings(), store)) as address:
        yield address


def test_both_sides_stand_side_by_side_with_their_words(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}/disputed")
    dispute = page.locator(".dispute")
    expect(dispute).to_have_count(1)
    expect(dispute.get_by_role("heading", level=2)).to_have_text("Does United States support Iran?")
    affirmed, denied = dispute.locator(".is-affirmed"), dispute.locator(".is-denied")
    expect(affirmed).to_contain_text("Washington quietly backs Tehran, a source claims.")
    expect(affirmed).to_contain_text("Volga News")
    expect(denied).to_contain_text("Ann Vance")
    expect(denied.locator("blockquote [lang=fr]")).to_contain_text("Le Pentagone ne soutient pas Téhéran")
    expect(denied.locator("mark.subject")).to_have_text("Le Pentagone")
    tops = [side.evaluate("e => e.getBoundingClientRect().top") for side in (affirmed, denied)]
    assert tops[0] == tops[1]
    axe(page)


def test_the_words_lead_to_their_article_and_the_two_to_their_timeline(page: Page, site: str) -> None:
    visit(page, f"{site}/disputed")
    page.get_by_role("link", name="Un démenti").click()
    expect(page).to_have_url(re.compile(r"/article\?id=w07#stance-w07-1"))
    expect(page.locator(".claim.named .denied")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name=re.compile("Timeline of")).click()
    expect(page).to_have_url(re.compile(r"/timeline\?a=USA&b=IRN"))


def test_an_actor_a_relation_and_a_confidence_filter(page: Page, site: str) -> None:
    visit(page, f"{site}/disputed")
    field = page.get_by_role("combobox", name=re.compile("^Actor"))
    field.fill("france")
    page.get_by_role("option", name=re.compile("France")).first.click()
    expect(page.locator(".dispute")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("No contradictions with these filters.")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".dispute")).to_have_count(1)
    expect(field).to_have_value("")
    page.get_by_role("combobox", name="Relation").select_option("opposes")
    expect(page.locator(".dispute")).to_have_count(0)
    expect(page).to_have_url(re.compile("relation=opposes"))
    page.go_back()
    expect(page.locator(".dispute")).to_have_count(1)
    page.locator("#least").fill("0.8")
    expect(page.locator(".dispute")).to_have_count(0)
    expect(page).to_have_url(re.compile("min_confidence=0.8"))


def test_further_pages_are_added(page: Page, quarrel: str, axe: Axe) -> None:
    total = len(httpx.get(f"{quarrel}/contradictions?limit=100").json())
    assert total == 25
    visit(page, f"{quarrel}/disputed")
    expect(page.locator("#status")).to_have_text(f"{total} contradictions")
    expect(page.locator(".dispute")).to_have_count(20)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".dispute")).to_have_count(total)
    expect(page.locator(".dispute").nth(20).get_by_role("heading", level=2)).to_be_focused()
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)
    axe(page)


def test_none_looks_intended(page: Page, vacant: str, axe: Axe) -> None:
    visit(page, f"{vacant}/disputed")
    expect(page.locator("main")).to_contain_text("nothing in the graph is affirmed by one source and denied by another")
    axe(page)


def test_it_is_all_in_french(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}/disputed?hl=fr")
    expect(page.locator(".dispute h2")).to_have_text("États-Unis soutient Iran ?")
    expect(page.locator(".is-denied h3")).to_have_text("Démenti par 1 source")
    axe(page)


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{site}/disputed")
    expect(page.locator(".dispute")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
