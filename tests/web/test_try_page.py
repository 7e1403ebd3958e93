"""The page that shows what is read in a text: the real extraction behind it, in a browser."""

from __future__ import annotations

import pytest
from browser_kit import Axe
from kit import serving
from playwright.sync_api import Locator, Page, expect

from api.app import create_app
from api.settings import Settings
from graph.store import Store

LONG = 150_000
"""Milliseconds that the first text may take: it loads the language models."""
FRENCH = "Lundi, Paris a condamné Moscou. L’Iran aurait livré des armes au Hezbollah."
HOSTILE = (
    '<img src=x onerror="window.caught=1"> France condemned Russia, said <b> Iran </b> 🕊 on Monday. '
    "<script>window.caught = 2</script> Russia denied supporting Syria. </p><svg onload='window.caught=3'>"
)


def ask(page: Page, text: str, lang: str = "", published: str = "") -> Locator:
    """Type a text, send it, and wait for what is read in it."""
    page.locator("#text").fill(text)
    page.locator("#lang").select_option(lang)
    page.locator("#published").fill(published)
    page.locator("#go").click()
    expect(page.locator("#go")).to_be_enabled(timeout=LONG)
    result = page.locator("#result")
    expect(result).to_be_visible()
    return result


def opened(page: Page, site: str, language: str = "en") -> Page:
    page.goto(f"{site}/try?hl={language}", wait_until="networkidle")
    return page


def marks(result: Locator, kind: str) -> list[str]:
    return result.locator(f".sentence mark.{kind}").all_inner_texts()


def test_a_french_sentence_in_a_french_page(page: Page, site: str, axe: Axe) -> None:
    result = ask(opened(page, site, "fr"), FRENCH, published="2021-03-10")
    first, second = result.locator(".stance .what").all_inner_texts()
    assert first == "France s’oppose à Russie"
    assert second == "Iran soutient Hezbollah – possible"
    stance = result.locator(".stance").first
    expect(stance).to_contain_text("Lu d’après le verbe condamner")
    expect(stance).to_contain_text("8 mars 2021")
    expect(stance).to_contain_text("confiance 0,")
    assert marks(result, "actor") == ["Paris", "Moscou", "Iran", "Hezbollah"]
    assert marks(result, "date") == ["Lundi"]
    assert marks(result, "word") == ["condamné", "livré"]
    expect(result.locator(".event .what").first).to_contain_text("accuser")
    expect(page.locator("#status")).to_contain_text("2 positions")
    expect(page.locator("#found")).to_be_focused()
    axe(page)


def test_markup_in_a_text_is_only_text(page: Page, site: str, axe: Axe) -> None:
    result = ask(opened(page, site), HOSTILE, lang="en")
    shown = " ".join(result.locator(".sentence").all_inner_texts())
    assert "".join(shown.split()) == "".join(HOSTILE.split())
    assert marks(result, "actor") == ["France", "Russia", "Iran", "Russia", "Syria"]
    assert result.locator("img, script, svg, .sentence b").count() == 0
    assert page.evaluate("window.caught") is None
    axe(page)


def test_a_denial_names_who_says_so(page: Page, site: str) -> None:
    result = ask(opened(page, site), "Turkey denied supporting Syria.", lang="en")
    said = result.locator(".stance .what")
    expect(said).to_have_text("Turkey supports Syria – denied, according to Turkey", use_inner_text=False)


def test_one_claim_can_be_marked_alone(page: Page, site: str) -> None:
    result = ask(opened(page, site), "🕊🕊 France condemned Russia, and Iran praised Syria.", lang="en")
    button = result.locator(".stance").first.get_by_role("button", name="opposes")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert (marks(result, "subject"), marks(result, "object")) == (["France"], ["Russia"])
    assert marks(result, "actor") == []
    button.click()
    assert marks(result, "actor") == ["France", "Russia", "Iran", "Syria"]


def test_what_is_recognised_without_a_claim_is_shown(page: Page, site: str) -> None:
    result = ask(opened(page, site), "The shelling went on. It rained.", lang="en")
    expect(result.locator(".card.none")).to_contain_text("shelling")
    expect(result.locator(".hint")).to_contain_text("no actor was recognised")
    expect(result.locator(".sentences > li").last).to_contain_text("No claim in this sentence.")


def test_an_example_is_read_at_once_and_a_second_text_takes_its_place(page: Page, site: str, axe: Axe) -> None:
    opened(page, site).get_by_role("button", name="Français").last.click()
    expect(page.locator(".stance").first).to_be_visible(timeout=LONG)
    assert len(page.locator("#text").input_value()) > 100
    axe(page)
    result = ask(page, "It rained.", lang="en")
    expect(result.locator(".card")).to_have_count(0)


def test_the_text_stays_out_of_address_and_memory(page: Page, site: str) -> None:
    ask(opened(page, site), "France condemned Russia.", lang="en")
    assert page.url == f"{site}/try?hl=en"
    assert "France" not in str(page.evaluate("[JSON.stringify(localStorage), JSON.stringify(sessionStorage)]"))
    page.reload(wait_until="networkidle")
    expect(page.locator("#text")).to_have_value("")


def test_it_works_by_keyboard(page: Page, site: str) -> None:
    opened(page, site).locator("#text").focus()
    page.keyboard.type("France condemned Russia.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#found")).to_be_focused(timeout=LONG)


@pytest.mark.parametrize(("text", "said"), [(" ", "Write or paste a text first."), ("a" * 50_001, "50,001 characters")])
def test_what_cannot_be_sent_is_told_without_asking(page: Page, site: str, text: str, said: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    opened(page, site).locator("#text").fill(text)
    page.locator("#go").click()
    expect(page.locator("#status")).to_contain_text(said)
    expect(page.locator("#text")).to_be_focused()
    assert "POST" not in asked


def test_a_small_screen_shows_it_all(page: Page, site: str, axe: Axe) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(opened(page, site, "fr"), FRENCH, lang="fr")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)


def test_addresses_are_asked_for_only_where_the_service_fetches_pages(page: Page, site: str, world: Store) -> None:
    expect(opened(page, site).locator("#url")).to_have_count(0)
    with serving(create_app(Settings(try_it="url"), world)) as where:
        opened(page, where).get_by_label("Address of a page").first.check()
        expect(page.locator("#text")).to_be_hidden()
        expect(page.locator("#url")).to_be_visible()
    with serving(create_app(Settings(try_it="off"), world)) as where:
        expect(opened(page, where).locator("main")).to_contain_text("reads no texts for visitors")
        expect(page.locator("form")).to_have_count(0)
