"""Nothing is executed from articles or actors, on any page: their words carry scripts, markup and addresses of scripts.

The policy of the pages would hold scripts back; here it is switched off, so that what is tested is the pages themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from browser_kit import TIMEOUT, Watch, is_foreign
from kit import serving
from playwright.sync_api import Browser, BrowserContext, Page, expect
from world import Row, put

from api.app import create_app
from api.settings import Settings
from api.web.embed import network_html
from api.web.site import POLICY
from graph.store import open_store

PAYLOADS = (Path(__file__).parent / "data" / "hostile.txt").read_text("utf-8").splitlines()
EVERYTHING = " ".join(PAYLOADS)
ADDRESS = "javascript:trap('address')"
EVIL = "evil\"><img src=x onerror=trap('id')>"
OTHER = "other<script>trap('id')<script>"
TRAP = "window.trapped = []; window.trap = (what) => window.trapped.push(what);"
SCRIPTS = "script:not([src])"
MARKUP = "iframe, [onerror], [onload], [onfocus], [onmouseover], a[href^='javascript:' i], img[src='x'], main script"


def article(number: int) -> Row:
    words = EVERYTHING if number < 2 else PAYLOADS[number % len(PAYLOADS)]
    return {
        "id": f"h{number}",
        "publisher": f"{words} {number}",
        "published": f"2031-01-{number + 1:02}",
        "lang": "en",
        "url": ADDRESS,
        "title": f"{words} {number}",
    }


def claim(number: int, relation: str, polarity: str) -> Row:
    words = PAYLOADS[number % len(PAYLOADS)]
    return {
        "article": f"h{number}",
        "subject": EVIL,
        "subject_words": words,
        "relation": relation,
        "object": OTHER,
        "object_words": "Moscow",
        "event": "ACCUSE",
        "date": f"2031-01-{number + 1:02}",
        "precision": "Day",
        "polarity": polarity,
        "certainty": "certain",
        "confidence": "0.9",
        "speaker": EVIL,
        "attribution": "Quotation",
        "sentence": f"{words} against Moscow {EVERYTHING}",
    }


def actor(name: str, number: int) -> Row:
    return {"id": name, "type": "Organization", "name": EVERYTHING, "acts_for": "", "article": f"h{number}"}


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    """The address of a service over articles that mean harm: claims that flip, and that contradict each other."""
    articles = [article(number) for number in range(len(PAYLOADS))]
    claims = [claim(0, "supports", "affirmed"), claim(1, "supports", "denied")]
    claims += [claim(number, "opposes", "affirmed") for number in range(2, len(PAYLOADS))]
    with open_store(":memory:") as store:
        put(store, articles, claims, [actor(name, n) for n in range(len(PAYLOADS)) for name in (EVIL, OTHER)])
        with serving(create_app(Settings(), store)) as address:
            yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without the pages' policy, with a trap in every frame."""
    made = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True, reduced_motion="reduce")
    made.set_default_timeout(TIMEOUT)
    made.route(is_foreign, lambda route: route.abort("blockedbyclient"))
    made.add_init_script(TRAP)
    yield made
    made.close()


def unharmed(page: Page) -> None:
    """Fail if anything was executed, or if words of an article became markup."""
    page.wait_for_load_state("networkidle")
    for frame in page.frames:
        assert frame.evaluate("window.trapped") == [], page.url
    found = page.locator(MARKUP if page.url.startswith("file:") else f"{MARKUP}, {SCRIPTS}")
    assert [found.nth(n).evaluate("(one) => one.outerHTML.slice(0, 200)") for n in range(found.count())] == [], page.url


def click_all(page: Page, selector: str) -> None:
    """Press what there is to press, one after the other; what is then shown must do no harm."""
    for number in range(min(page.locator(selector).count(), 12)):
        button = page.locator(selector).nth(number)
        if button.is_visible() and button.is_enabled():
            button.click()
            unharmed(page)


def pair(**more: str) -> str:
    parts = {"subject": EVIL, "relation": "opposes", "object": OTHER, **more}
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items())


EVIL_Q, OTHER_Q, ALL_Q = (quote(text, safe="") for text in (EVIL, OTHER, EVERYTHING))
PATHS = {
    "explorer": "/",
    "list": "/?view=list",
    "card": f"/?actor={EVIL_Q}",
    "evidence": f"/?{pair()}",
    "no such source": f"/?source={ALL_Q}&speaker={EVIL_Q}",
    "no such actor": f"/?actor={ALL_Q}",
    "timeline": f"/timeline?actor={EVIL_Q}",
    "timeline of two": f"/timeline?a={EVIL_Q}&b={OTHER_Q}",
    "article": "/article?id=h0",
    "another article": "/article?id=h4",
    "contradictions": "/disputed",
    "try": "/try",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=list(PATHS))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_executes_nothing(page: Page, hostile: str, path: str, language: str, watch: Watch) -> None:
    if ALL_Q in path and "actor=" in path:
        watch.expect("40[04]$")
        watch.expect("40[04]$")
    page.goto(f"{hostile}{path}{'&' if '?' in path else '?'}hl={language}", wait_until="networkidle")
    unharmed(page)


def test_what_is_shown_on_a_click_executes_nothing(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/?view=list", wait_until="networkidle")
    click_all(page, "#list summary")
    click_all(page, "#list button")
    click_all(page, "#panel button")
    page.locator("#view-picture").click()
    box = page.locator("#network").bounding_box()
    assert box is not None
    for across in range(0, 100, 10):
        page.mouse.move(box["x"] + box["width"] * across / 100, box["y"] + box["height"] / 2)
    unharmed(page)


def test_names_that_are_completed_execute_nothing(page: Page, hostile: str) -> None:
    page.goto(hostile, wait_until="networkidle")
    page.locator("#search").press_sequentially("script")
    expect(page.locator("#search-list")).to_be_visible()
    unharmed(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    unharmed(page)


def test_what_is_tried_out_executes_nothing(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/try?hl=en", wait_until="networkidle")
    page.locator("main textarea").fill(
        f"France condemned Russia {EVERYTHING} on Monday.\n\n{EVERYTHING}\n\nIran attacked Iraq."
    )
    with page.expect_response("**/extractions", timeout=90_000) as answer:
        page.get_by_role("button", name="Show what is read").click()
    assert answer.value.ok
    expect(page.locator("main")).to_contain_text("<script>trap('script')</script>")
    unharmed(page)


def test_the_answers_of_queries_execute_nothing(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/sparql", wait_until="networkidle")
    query = "SELECT ?s ?o { ?s schema:headline|schema:publisher|skos:prefLabel|schema:url|nif:anchorOf ?o FILTER CONTAINS(STR(?o), 'trap') }"
    page.locator(".CodeMirror").first.evaluate("(one, query) => one.CodeMirror.setValue(query)", query)
    page.locator(".yasqe_queryButton").first.click()
    expect(page.locator(".yasr table").first).to_contain_text("trap('script')")
    unharmed(page)


def test_the_words_are_shown_as_words(page: Page, hostile: str) -> None:
    page.goto(f"{hostile}/?{pair()}", wait_until="networkidle")
    expect(page.locator("#panel blockquote").first).to_contain_text("<script>trap('script')</script>")
    page.goto(f"{hostile}/article?id=h0", wait_until="networkidle")
    expect(page.locator("main")).to_contain_text("<img src=x onerror=\"trap('img')\">")


def test_a_picture_that_is_saved_executes_nothing(page: Page, hostile: str) -> None:
    page.goto(hostile, wait_until="networkidle")
    picture = page.evaluate("document.querySelector('#network').network.toSVG()")
    page.set_content(picture, wait_until="load")
    unharmed(page)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_network_in_one_file_executes_nothing(
    page: Page, hostile: str, tmp_path: Path, language: str, evidence: dict[str, Any]
) -> None:
    drawing = httpx.get(f"{hostile}/network", timeout=60).json()
    html = network_html(drawing, title=EVERYTHING, language=language, evidence=evidence)
    for name, text in {
        "made": html,
        "served": httpx.get(f"{hostile}/network/export?format=html", timeout=60).text,
    }.items():
        place = tmp_path / f"{name}.html"
        place.write_text(text, "utf-8")
        page.goto(place.as_uri(), wait_until="load")
        unharmed(page)
        assert page.locator(SCRIPTS).count() == html.count("<script")
        click_all(page, "#evidence button")
        click_all(page, "#evidence button")


@pytest.fixture
def evidence() -> dict[str, Any]:
    said = {"quote": EVERYTHING, "publisher": EVERYTHING, "date": EVERYTHING, "title": EVERYTHING, "url": ADDRESS}
    return {f"{EVIL} opposes {OTHER}": [said]}


def test_every_page_has_the_policy_that_is_switched_off_here(hostile: str) -> None:
    for path in ("/", "/timeline", "/article?id=h0", "/disputed", "/try", "/sparql"):
        answer = httpx.get(hostile + path, headers={"Accept": "text/html"}, timeout=60)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'"), path
    assert "'unsafe-inline'" not in POLICY.partition("style-src")[0]
    assert "unsafe-eval" not in POLICY
