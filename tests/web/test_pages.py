"""Every page in a real browser, in both languages: no error, nothing from other hosts, accessible, a menu that works."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from browser_kit import Axe, Watch
from playwright.sync_api import Page, expect

from api.web.site import MENU, PAGES

LANGUAGES = ("en", "fr")
ARTICLE = "/article?id=w04"
PATHS = [ARTICLE if page.key == "article" else page.path for page in PAGES]


def texts(language: str) -> dict[str, dict[str, str]]:
    """Read the texts that all pages share."""
    folder = files("api.web").joinpath("static", "strings", language)
    made: dict[str, dict[str, str]] = json.loads(folder.joinpath("common.json").read_text("utf-8"))
    return made


def visit(page: Page, address: str) -> None:
    """Open a page and wait until it has its texts and asks for nothing more."""
    page.goto(address, wait_until="networkidle")


def with_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}hl={language}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_in_its_language_and_accessible(page: Page, site: str, axe: Axe, path: str, language: str) -> None:
    visit(page, site + with_language(path, language))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).not_to_have_text("")
    expect(page.locator("nav").first.get_by_role("link").first).to_have_text(texts(language)["pages"]["explorer"])
    axe(page)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_shows_no_key_in_place_of_a_text(page: Page, site: str, path: str) -> None:
    visit(page, site + path)
    keyed = "[data-i18n], [data-i18n-label], [data-i18n-placeholder]"
    left = page.locator(keyed).evaluate_all(
        """(all) => all.flatMap((e) => [
          [e.dataset.i18n, e.textContent], [e.dataset.i18nLabel, e.getAttribute("aria-label")],
          [e.dataset.i18nPlaceholder, e.getAttribute("placeholder")],
        ]).filter(([key, text]) => key && key === text).map(([key]) => key)"""
    )
    assert left == []


def test_the_menu_leads_to_every_page(page: Page, site: str) -> None:
    visit(page, site)
    for item in (item for item in PAGES if item.key in MENU):
        page.get_by_role("navigation").first.get_by_role("link", name=texts("en")["pages"][item.key]).click()
        page.wait_for_url(f"{site}{item.path}**")
        expect(page.locator("nav [aria-current=page]")).to_have_text(texts("en")["pages"][item.key])


def test_the_language_is_chosen_and_remembered(page: Page, site: str) -> None:
    visit(page, f"{site}/disputed")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("button", name="Français")).to_have_attribute("aria-pressed", "true")
    visit(page, f"{site}/disputed")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_the_first_stop_of_the_keyboard_skips_the_menu(page: Page, site: str) -> None:
    visit(page, site)
    page.keyboard.press("Tab")
    focus = page.locator(":focus")
    expect(focus).to_have_class("skip")
    expect(focus).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_an_unknown_page_is_told(page: Page, site: str, watch: Watch) -> None:
    watch.expect("404")
    page.goto(f"{site}/nowhere")
    expect(page.locator("body")).to_contain_text("Not Found")


def test_the_description_of_the_interface_opens(page: Page, site: str) -> None:
    visit(page, f"{site}/docs")
    expect(page.locator("body")).to_contain_text("détente")


def test_the_other_description_opens_without_the_logo_it_wants(page: Page, site: str, watch: Watch) -> None:
    watch.expect("logo-mini.svg")  # ReDoc asks its makers for it; our policy holds that back
    visit(page, f"{site}/redoc")
    expect(page.locator("body")).to_contain_text("détente")
