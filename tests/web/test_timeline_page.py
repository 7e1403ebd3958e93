"""The timeline in a real browser: choose actors, read an item, narrow the period, share the address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from browser_kit import Axe, Watch
from kit import serving
from playwright.sync_api import Page, expect
from world import put, read

from api.app import create_app
from api.settings import Settings
from graph.store import open_store

DYAD = "/timeline?a=TUR&b=RUS"
ITEM = "#picture [data-id]"


def visit(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")


@pytest.fixture(scope="module")
def lonely() -> Iterator[str]:
    """The address of a service with one event alone."""
    claims = [row for row in read("claims.csv") if row["article"] == "w11" and row["event"] == "THREATEN"]
    with open_store(":memory:") as store:
        put(store, [row for row in read("articles.csv") if row["id"] == "w11"], claims)
        with serving(create_app(Settings(), store)) as address:
            yield address


@pytest.fixture(scope="module")
def vacant() -> Iterator[str]:
    """The address of a service without articles."""
    with open_store(":memory:") as store, serving(create_app(Settings(), store)) as address:
        yield address


def test_an_actor_is_found_with_the_keyboard_alone(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}/timeline")
    field = page.get_by_role("combobox", name="Actor", exact=True)
    field.focus()
    page.keyboard.type("turq")
    option = page.get_by_role("option", name=re.compile("Turkey|Türkiye"))
    expect(option).to_have_attribute("aria-selected", "true")
    axe(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]actor=TUR\b"))
    expect(page.locator("#status")).to_contain_text("dated event")
    expect(field).to_have_value(re.compile("Turkey|Türkiye"))


def test_a_second_actor_makes_it_a_dyad_and_back(page: Page, site: str) -> None:
    visit(page, f"{site}/timeline?actor=TUR")
    many = page.locator(ITEM).count()
    page.get_by_role("combobox", name=re.compile("^With")).fill("russia")
    page.get_by_role("option", name=re.compile("Russia")).first.click()
    expect(page).to_have_url(re.compile(r"a=TUR&b=RUS"))
    expect(page.locator(".row-months")).to_have_count(1)
    expect(page.locator(ITEM)).not_to_have_count(many)
    page.go_back()
    expect(page).to_have_url(re.compile(r"actor=TUR"))
    expect(page.locator(ITEM)).to_have_count(many)


def test_the_picture_the_table_and_the_service_agree(page: Page, site: str) -> None:
    visit(page, site + DYAD)
    steps = httpx.get(f"{site}/dyads/TUR/RUS/timeline").json()
    drawn = page.locator(ITEM).evaluate_all("all => all.map((one) => one.dataset.id)")
    listed = page.locator("#items tr[data-row]").evaluate_all("all => all.map((one) => one.dataset.row)")
    assert listed == [f"{step['kind']}-{step['id']}" for step in steps]
    assert set(listed) < set(drawn)
    assert len(drawn) == len(steps) + len(httpx.get(f"{site}/network/flips?actor=TUR&other=RUS").json())


def test_what_is_known_by_the_week_or_month_is_a_bar(page: Page, site: str) -> None:
    visit(page, f"{site}/timeline?actor=UKR")
    steps = httpx.get(f"{site}/actors/UKR/timeline").json()
    spread = {f"{step['kind']}-{step['id']}" for step in steps if step["precision"] != "Day"}
    bars = page.locator(f"{ITEM}:has(.bar)").evaluate_all("all => all.map((one) => one.dataset.id)")
    assert spread
    assert set(bars) == spread


def test_an_item_opens_its_sentence_by_keyboard_and_gives_the_focus_back(page: Page, site: str, axe: Axe) -> None:
    visit(page, site + DYAD)
    item = page.locator(f"{ITEM}[tabindex='0']")
    item.focus()
    page.keyboard.press("ArrowRight")
    chosen = page.locator(":focus").get_attribute("data-id") or ""
    page.keyboard.press("Enter")
    evidence = page.locator("#evidence")
    expect(evidence.get_by_role("heading", name="Evidence")).to_be_focused()
    expect(evidence.locator("blockquote")).to_contain_text("La Turquie s’est dite mercredi du côté de la Russie.")
    expect(evidence.locator("mark.subject")).to_have_text("La Turquie")
    expect(evidence.locator("mark.object")).to_have_text("la Russie")
    expect(evidence).to_contain_text("Le Quotidien")
    expect(page).to_have_url(re.compile(rf"open={chosen}"))
    axe(page)
    evidence.get_by_role("button", name="Close").click()
    expect(page.locator(":focus")).to_have_attribute("data-id", chosen)
    expect(page).not_to_have_url(re.compile("open="))


def test_an_address_shows_the_same_again(page: Page, site: str) -> None:
    visit(page, f"{site}{DYAD}&from=2031-04-01&min_confidence=0.85&open=event-w09-2")
    expect(page.locator("#from")).to_have_value("2031-04-01")
    expect(page.locator("#evidence blockquote")).to_contain_text("Ankara a rompu vendredi avec Moscou.")
    expect(page.locator("#items tr[data-row]")).to_have_count(3)  # the event, its stance, and one by publication


def test_a_period_and_a_confidence_narrow_it(page: Page, site: str) -> None:
    visit(page, site + DYAD)
    rows = page.locator("#items tr[data-row]")
    many = rows.count()
    page.locator("#from").fill("2031-03-01")
    page.locator("#from").dispatch_event("change")
    expect(rows).not_to_have_count(many)
    page.locator("#least").fill("1")
    expect(page.locator("#picture")).to_contain_text("Nothing is dated within this period")
    page.get_by_role("button", name="Whole period").click()
    expect(rows).to_have_count(many)


def test_a_year_and_then_a_month_is_looked_at_closer(page: Page, site: str) -> None:
    visit(page, f"{site}/timeline?actor=RUS")
    closer = page.get_by_role("group", name="Look closer")
    closer.get_by_role("button", name=re.compile("March 2031")).click()
    expect(page).to_have_url(re.compile("from=2031-03-01&to=2031-03-31"))
    expect(page.locator("#from")).to_have_value("2031-03-01")
    expect(page.get_by_role("button", name="Whole period")).to_be_focused()
    dates = [step["date"] for step in httpx.get(f"{site}/actors/RUS/timeline?from=2031-03-01&to=2031-03-31").json()]
    expect(page.locator("#items tr[data-row]")).to_have_count(len(dates))


def test_a_flip_shows_both_pieces_of_evidence(page: Page, site: str) -> None:
    visit(page, site + DYAD)
    expect(page.locator("#flips h3")).to_have_text(re.compile("supports Russia .*2031.*then opposes"))
    sides = page.locator("#flips .side")
    expect(sides.nth(0)).to_contain_text("La Turquie s’est dite mercredi du côté de la Russie.")
    expect(sides.nth(1)).to_contain_text("Ankara a rompu vendredi avec Moscou.")
    page.locator(f"{ITEM}.flip").click()
    expect(page.locator("#evidence .side")).to_have_count(2)


def test_undated_items_are_told_apart(page: Page, site: str) -> None:
    visit(page, f"{site}/timeline?actor=TUR")
    undated = page.locator("#undated")
    expect(undated.get_by_role("heading", name="Undated")).to_be_visible()
    expect(undated).to_contain_text("Turkey accused Moscow of blackmail.")
    undated.get_by_role("button", name="accuse").first.click()
    expect(page.locator("#evidence")).to_contain_text("undated")
    page.locator("#evidence").get_by_role("button", name="Close").click()
    expect(undated.get_by_role("button", name="accuse").first).to_be_focused()


def test_denials_are_struck_through_and_named(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}/timeline?a=USA&b=IRN")
    denied = page.locator(f"{ITEM}:has(.strike)")
    expect(denied).to_have_count(1)
    expect(denied).to_have_attribute("aria-label", re.compile("denied"))
    denied.click()
    expect(page.locator("#evidence .denied")).to_be_visible()
    axe(page)


def test_it_is_all_in_french(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}{DYAD}&hl=fr")
    expect(page.locator("#status")).to_contain_text("événements datés")
    expect(page.locator("#flips h3")).to_have_text(re.compile("Turquie soutient Russie .*puis s’oppose à"))
    expect(page.locator("#picture")).to_contain_text("Conflit verbal")
    axe(page)


def test_one_event_alone_looks_intended(page: Page, lonely: str, axe: Axe) -> None:
    visit(page, f"{lonely}/timeline?a=BLR&b=POL")
    expect(page.locator(ITEM)).to_have_count(2)  # the event and the stance it implies
    labels = page.locator("#picture .tick-label")
    assert labels.count() >= 2
    axe(page)


def test_an_empty_graph_says_so(page: Page, vacant: str, axe: Axe) -> None:
    visit(page, f"{vacant}/timeline")
    expect(page.locator("main")).to_contain_text("There is nothing in the graph yet.")
    axe(page)


def test_an_unknown_actor_is_told(page: Page, site: str, watch: Watch) -> None:
    watch.expect("404")
    visit(page, f"{site}/timeline?actor=Nobody")
    expect(page.get_by_role("alert")).to_contain_text("There is no actor 'Nobody'")
    page.locator(".suggestions a").first.click()
    expect(page.locator(ITEM).first).to_be_visible()


def test_a_narrow_screen_needs_no_sideways_scrolling(page: Page, site: str, axe: Axe) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, site + DYAD)
    expect(page.locator(ITEM).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
