"""The Explorer in a real browser: search, filters, cards, evidence behind every edge, addresses, keys, saved files."""

from __future__ import annotations

import csv
import io
import json
import re
from base64 import b64encode
from typing import Any

import httpx
import networkx
import pytest
from browser_kit import Axe, Watch
from playwright.sync_api import BrowserContext, Locator, Page, expect

from api.web import site as pages

EDGE = "?subject=TUR&relation=opposes&object=DEU"
QUOTE = "Ankara accuse Berlin d’ingérence."


def explore(page: Page, address: str) -> None:
    """Open the Explorer and wait until it has drawn and asks for nothing more."""
    page.goto(address, wait_until="networkidle")
    expect(page.locator("#loading")).to_be_hidden()


def place(page: Page, key: str) -> tuple[float, float]:
    """Tell where on the page an actor or the middle of a relation is drawn."""
    box = page.locator("#network").bounding_box()
    at = page.evaluate("(key) => document.querySelector('#network').network.place(key)", key)
    assert box is not None
    assert at is not None, f"{key} is not drawn"
    return box["x"] + at["x"], box["y"] + at["y"]


def coloured(page: Page, picture: Locator) -> dict[str, int]:
    """Count the pixels of a picture that are blue (supports) and orange (opposes)."""
    shot = b64encode(picture.screenshot()).decode()
    counts: dict[str, int] = page.evaluate(
        """async (shot) => {
          const image = Object.assign(new Image(), { src: `data:image/png;base64,${shot}` });
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
          canvas.drawImage(image, 0, 0);
          const { data } = canvas.getImageData(0, 0, image.width, image.height);
          const found = { blue: 0, orange: 0 };
          for (let at = 0; at < data.length; at += 4) {
            const [red, green, blue] = data.subarray(at, at + 3);
            if (blue > red + 80 && blue > green + 20) found.blue += 1;
            if (red > blue + 80 && red > green + 50) found.orange += 1;
          }
          return found;
        }""",
        shot,
    )
    return counts


def served(site: str, **filters: Any) -> dict[str, Any]:
    """Get the network as the service tells it."""
    answer: dict[str, Any] = httpx.get(f"{site}/network", params=filters, timeout=60).raise_for_status().json()
    return answer


def line(site: str, **filters: Any) -> re.Pattern[str]:
    """Say how the line above the picture tells what the service answers."""
    summary = served(site, **filters)["summary"]
    words = (
        rf"{summary['actors']} actors? · "
        rf"{summary['relations']} relations? \({summary['supports']} supports?, {summary['opposes']} opposes?\) · "
        rf"{summary['articles']} articles? · frustration {summary['frustration']}\b"
    )
    return re.compile(words)


@pytest.fixture
def panel(page: Page) -> Locator:
    return page.locator("#panel")


def test_the_picture_shows_both_relations(page: Page, site: str) -> None:
    explore(page, site)
    expect(page.locator("#summary")).to_have_text(line(site))
    assert page.evaluate("document.querySelector('#network').network.mode") == "webgl"
    found = coloured(page, page.locator("#network"))
    assert min(found.values()) > 200, found


def test_two_blocs_stand_apart(site: str) -> None:
    actors = served(site)["actors"]
    blocs = [{one["id"] for one in actors if one["bloc"] == bloc} for bloc in (0, 1)]
    assert sorted(blocs, key=len) == [{"RUS", "BLR", "SYR", "IRN"}, {"FRA", "DEU", "POL", "UKR", "USA", "TUR"}]
    middles = [[one["x"] for one in actors if one["id"] in bloc] for bloc in sorted(blocs, key=len)]
    assert max(middles[0]) < min(middles[1]) or max(middles[1]) < min(middles[0])


@pytest.mark.parametrize(
    ("language", "typed", "label"),
    [
        ("en", "Allema", "Germany"),
        ("en", "Germ", "Germany"),
        ("fr", "Germ", "Allemagne"),
        ("fr", "Etats-U", "États-Unis"),
    ],
)
def test_an_actor_is_found_by_its_name_in_both_languages(
    page: Page, site: str, panel: Locator, language: str, typed: str, label: str
) -> None:
    explore(page, f"{site}/?hl={language}")
    page.locator("#search").press_sequentially(typed)
    page.get_by_role("option", name=label).first.click()
    expect(panel.get_by_role("heading", level=2)).to_have_text(label)
    assert re.search(r"[?&]actor=(DEU|USA)\b", page.url)


def test_a_name_is_completed_with_keys_alone(page: Page, site: str, panel: Locator) -> None:
    explore(page, site)
    page.locator("#search").focus()
    page.keyboard.type("Bela")
    expect(page.locator("#search-list [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#search-list [aria-selected=true]")
    assert chosen.get_attribute("id") == page.locator("#search").get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Belarus")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()


def test_an_actor_that_is_clicked_shows_its_card(page: Page, site: str, panel: Locator, axe: Axe) -> None:
    explore(page, site)
    page.mouse.click(*place(page, "RUS"))
    expect(panel.get_by_role("heading", level=2)).to_have_text("Russia")
    expect(panel).to_contain_text("Russie")
    expect(panel.get_by_role("link", name="Wikidata Q159")).to_have_attribute(
        "href", "https://www.wikidata.org/entity/Q159"
    )
    sections = {
        heading: set(panel.locator("section", has_text=heading).locator("button > span:first-child").all_inner_texts())
        for heading in ("Supports (", "Supported by (", "Opposes (", "Opposed by (")
    }
    assert sections == {
        "Supports (": {"Belarus", "Iran", "Syria"},
        "Supported by (": {"Belarus"},
        "Opposes (": {"Ukraine"},
        "Opposed by (": {"France", "Turkey", "Ukraine", "United States"},
    }
    expect(panel.locator(".events li")).to_have_count(5)
    axe(page)


def test_an_edge_that_is_clicked_opens_its_evidence(page: Page, site: str, panel: Locator, axe: Axe) -> None:
    explore(page, site)
    page.mouse.click(*place(page, "TUR opposes DEU"))
    expect(panel.locator("blockquote")).to_have_text(QUOTE)
    assert panel.locator("blockquote mark").all_inner_texts() == ["Ankara", "Berlin"]
    expect(panel).to_contain_text("Le Quotidien")
    expect(panel).to_contain_text(re.compile("20 Feb 2031|Feb 20, 2031"))
    axe(page)
    panel.get_by_role("link", name="Ankara choisit Moscou").click()
    page.wait_for_url("**/article?id=w05**")
    expect(page.locator("main")).to_contain_text(QUOTE)


def test_the_evidence_names_the_organ_and_the_speaker(page: Page, site: str, panel: Locator) -> None:
    explore(page, f"{site}/?subject=USA&relation=opposes&object=IRN")
    expect(panel.locator("blockquote")).to_have_text("« Les États-Unis sanctionneront l’Iran. »")
    expect(panel).to_contain_text("Ann Vance")
    explore(page, f"{site}/?subject=USA&relation=opposes&object=RUS")
    expect(panel).to_contain_text("The Pentagon refuses to work with Russia.")
    expect(panel).to_contain_text("Pentagon, for United States")


def test_the_list_says_the_same_and_opens_the_same(page: Page, site: str, panel: Locator, axe: Axe) -> None:
    explore(page, f"{site}/?view=list")
    expect(page.locator("#stage")).to_be_hidden()
    assert page.locator("#list .actors > li").count() == len(served(site)["actors"])
    page.locator("#list .actors > li", has_text="Germany").first.locator("summary").click()
    axe(page)
    page.locator("#list").get_by_role("button", name=re.compile("Turkey.*opposes.*Germany")).first.click()
    expect(panel.locator("blockquote")).to_have_text(QUOTE)
    assert page.url.endswith(f"{EDGE}&view=list")


def test_filters_change_the_numbers_as_the_service_does(page: Page, site: str) -> None:
    explore(page, site)
    page.get_by_label("Volga News").check()
    expect(page).to_have_url(f"{site}/?source=Volga+News")
    expect(page.locator("#summary")).to_have_text(line(site, source="Volga News"))
    page.get_by_role("button", name="Reset filters").click()
    expect(page).to_have_url(f"{site}/")
    page.get_by_label("Certainty").select_option("certain")
    expect(page.locator("#summary")).to_have_text(line(site, certainty="certain"))
    page.get_by_label("Certainty").select_option("possible")
    page.get_by_label("Show organs and persons as mentioned").check()
    expect(page.locator("#summary")).to_have_text(line(site, certainty="possible", principals="false"))


def test_confidence_and_period_are_set_with_the_keys(page: Page, site: str) -> None:
    explore(page, site)
    page.get_by_label("Confidence").focus()
    page.keyboard.press("End")
    expect(page.locator("#empty")).to_contain_text("No relations")
    page.locator("#empty").get_by_role("button", name="Reset filters").click()
    expect(page.locator("#summary")).to_contain_text("24 relations")
    page.get_by_label("First month").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{site}/?from=2031-03-01")
    page.get_by_label("Last month").focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(f"{site}/?from=2031-03-01&to=2031-04-30")
    expect(page.locator("#summary")).to_have_text(line(site, **{"from": "2031-03-01", "to": "2031-04-30"}))


def test_the_address_says_the_state_and_the_way_back_works(page: Page, site: str, panel: Locator) -> None:
    explore(page, site)
    page.mouse.click(*place(page, "TUR"))
    expect(panel.get_by_role("heading", level=2)).to_have_text("Turkey")
    panel.get_by_role("button", name=re.compile("Germany")).click()
    expect(panel.locator("blockquote")).to_have_text(QUOTE)
    page.go_back()
    expect(panel.get_by_role("heading", level=2)).to_have_text("Turkey")
    assert page.url == f"{site}/?actor=TUR"
    page.go_back()
    expect(panel.get_by_role("heading", level=2)).to_have_text("The network")
    page.go_forward()
    page.go_forward()
    expect(panel.locator("blockquote")).to_have_text(QUOTE)
    page.reload(wait_until="networkidle")
    expect(panel.locator("blockquote")).to_have_text(QUOTE)


def test_only_neighbours_are_shown_on_demand(page: Page, site: str) -> None:
    explore(page, f"{site}/?actor=SYR")
    page.get_by_label("Only this actor and its neighbours").check()
    expect(page.locator("#summary")).to_contain_text("showing 4")
    assert "ego=1" in page.url


def test_what_is_shown_can_be_saved(page: Page, site: str) -> None:
    explore(page, f"{site}/?source=Daily+Post")
    expected = served(site, source="Daily Post")["summary"]
    files = {kind: saved(page, name) for kind, name in SAVED.items()}
    assert files["png"].startswith(b"\x89PNG")
    assert b"<svg" in files["svg"]
    assert b"Washington" not in files["svg"]
    graph = networkx.read_graphml(io.BytesIO(files["graphml"]))
    assert graph.number_of_nodes() == expected["actors"]
    assert len(list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))) == expected["relations"]


SAVED = {"png": "Picture (PNG)", "svg": "Picture (SVG)", "graphml": "Network (GraphML)", "csv": "Table (CSV)"}


def saved(page: Page, name: str) -> bytes:
    """Save something through the menu; give what the browser stores."""
    menu = page.locator("#save-menu")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as download:
        menu.get_by_text(name, exact=True).click()
    return download.value.path().read_bytes()


def test_without_webgl_the_picture_is_drawn_all_the_same(page: Page, site: str, panel: Locator) -> None:
    page.add_init_script(
        "HTMLCanvasElement.prototype.getContext = ((of) => function (kind, ...more) {"
        "return kind.startsWith('webgl') ? null : of.call(this, kind, ...more) })(HTMLCanvasElement.prototype.getContext)"
    )
    explore(page, site)
    expect(page.locator("#plain")).to_be_visible()
    assert min(coloured(page, page.locator("#network")).values()) > 200
    page.mouse.click(*place(page, "TUR opposes DEU"))
    expect(panel.locator("blockquote")).to_have_text(QUOTE)


def test_scripts_that_do_not_come_are_no_catastrophe(page: Page, site: str, watch: Watch) -> None:
    page.route("**/vendor/*", lambda route: route.fulfill(status=404))
    watch.expect("sigma.min.js: 404")
    watch.expect("graphology.umd.min.js: 404")
    explore(page, site)
    expect(page.locator("#plain")).to_be_visible()
    assert min(coloured(page, page.locator("#network")).values()) > 200


def test_packages_that_were_not_installed_are_told(
    page: Page, site: str, axe: Axe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "VENDOR", (*pages.VENDOR, "absent.min.js"))
    explore(page, site)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("absent.min.js")
    expect(alert).to_contain_text("make setup")
    axe(page)


def test_a_service_that_fails_is_told_in_the_page(page: Page, site: str, watch: Watch) -> None:
    sentence = "The store is being exchanged; ask again."
    problem = json.dumps({"title": "Busy", "status": 503, "detail": sentence})
    page.route(
        "**/network", lambda route: route.fulfill(status=503, content_type="application/problem+json", body=problem)
    )
    watch.expect("/network: 503")
    explore(page, site)
    expect(page.get_by_role("alert")).to_contain_text(sentence)


def test_it_fits_a_telephone(context: BrowserContext, page: Page, site: str, panel: Locator, axe: Axe) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    explore(page, site)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    page.mouse.click(*place(page, "TUR"))
    expect(panel.get_by_role("heading", level=2)).to_be_in_viewport()
    axe(page)
