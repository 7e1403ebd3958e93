"""The article page in a real browser: sentences, marks, claims, and nothing that an article's text can do to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser_kit import Axe, Watch
from kit import serving
from playwright.sync_api import Page, expect
from pyoxigraph import NamedNode, Quad
from world import put, put_world, read

from api.app import create_app
from api.settings import Settings
from graph.store import open_store
from ontology.namespaces import GP, article_graph, article_iri

EVIL = "<img src=x onerror=\"document.title='caught'\"><script>document.title='caught'</script>"


def visit(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    """The address of a service whose articles carry markup and an address that is a script."""
    article = {
        **read("articles.csv")[0],
        "id": "evil",
        "title": f"Title {EVIL}",
        "publisher": f"Outlet {EVIL}",
        "url": "javascript:document.title='caught'",
    }
    rows = [row for row in read("claims.csv") if row["article"] == "w01"]
    claims = [
        {**row, "article": "evil", "subject": "evil-actor", "sentence": f"{row['sentence']} {EVIL}"} for row in rows
    ]
    actor = {"id": "evil-actor", "type": "Organization", "name": f"Actor {EVIL}", "acts_for": "", "article": "evil"}
    with open_store(":memory:") as store:
        put(store, [article], claims, [actor])
        with serving(create_app(Settings(), store)) as address:
            yield address


@pytest.fixture(scope="module")
def copied() -> Iterator[str]:
    """The address of a service in which one article is a copy of another."""
    with put_world(open_store(":memory:")) as store:
        graph, copy, original = article_graph("copy"), article_iri("copy"), article_iri("w01")
        put(store, [{**read("articles.csv")[0], "id": "copy", "title": "Un appui promis", "publisher": "La Copie"}], [])
        link = Quad(NamedNode(copy), NamedNode(GP + "copyOf"), NamedNode(original), NamedNode(graph))
        store.replace_article(graph, [*store.quads(graph), link])
        with serving(create_app(Settings(), store)) as address:
            yield address


def test_a_copy_and_its_original_name_each_other(page: Page, copied: str, axe: Axe) -> None:
    visit(page, f"{copied}/article?id=copy&hl=en")
    expect(page.locator(".copy-of")).to_have_text("It prints the words of Paris et Berlin serrent les rangs")
    expect(page.locator("#text")).to_contain_text("The claims are shown with the article whose words it prints.")
    axe(page)
    page.locator(".copy-of a").click()
    expect(page.locator(".copies summary")).to_have_text("1 article prints its words")
    page.locator(".copies summary").click()
    expect(page.locator(".copies li")).to_contain_text("Un appui promis La Copie")


def test_sentences_stand_in_the_order_of_the_text_with_their_claims(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}/article?id=w01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Paris et Berlin serrent les rangs")
    expect(page.locator("h1 [lang=fr]")).to_have_count(1)
    expect(page.locator("#about")).to_contain_text("Le Quotidien")
    expect(page.locator(".sentence")).to_have_text(
        [
            "La France a promis jeudi son appui à l’Allemagne.",
            "Berlin s’est rangé aux côtés de Paris.",
            "Paris a condamné Moscou, qui « menace toute l’Europe ».",
        ]
    )
    first = page.locator(".sentences > li").first
    expect(first.locator(".claim")).to_have_count(2)
    expect(first.locator("mark.subject")).to_have_text("La France")
    expect(first.locator("mark.object")).to_have_text("l’Allemagne")
    expect(first).to_contain_text("France supports Germany")
    expect(page.locator("main")).to_contain_text("Only sentences that claims were read from are kept")
    axe(page)


def test_roles_are_told_apart_without_colour(page: Page, site: str) -> None:
    visit(page, f"{site}/article?id=w01")
    styles = [
        page.locator(f".sentence mark.{role}").first.evaluate("e => getComputedStyle(e).borderBottomStyle")
        for role in ("subject", "object")
    ]
    assert styles == ["solid", "dashed"]


def test_a_claim_leads_to_network_timeline_and_graph(page: Page, site: str) -> None:
    visit(page, f"{site}/article?id=w01")
    claim = page.locator(".claim", has_text="supports").first
    expect(claim.get_by_role("link", name="France", exact=True)).to_have_attribute("href", "/?actor=FRA")
    expect(claim.get_by_role("link", name="Timeline of France and Germany")).to_have_attribute(
        "href", "/timeline?a=FRA&b=DEU"
    )
    address = claim.get_by_role("link", name=re.compile("RDF")).get_attribute("href") or ""
    graph = page.request.get(site + address)
    assert graph.ok
    assert "gp:StanceAssertion" in graph.text()


def test_the_whole_graph_of_an_article_is_offered(page: Page, site: str) -> None:
    visit(page, f"{site}/article?id=w01")
    address = page.get_by_role("link", name=re.compile("All of it as RDF")).get_attribute("href") or ""
    graph = page.request.get(site + address)
    assert graph.ok
    assert "schema:NewsArticle" in graph.text()


def test_denials_and_speakers_are_plain(page: Page, site: str) -> None:
    visit(page, f"{site}/article?id=w07")
    claim = page.locator(".claim.is-denied")
    expect(claim.locator(".denied")).to_have_text("denied")
    expect(claim).to_contain_text("Ann Vance")
    expect(page.locator(".claim", has_text="quoted").first).to_contain_text("Ann Vance (quoted)")


def test_one_claim_is_marked_alone(page: Page, site: str) -> None:
    visit(page, f"{site}/article?id=w01")
    last = page.locator(".sentences > li").last
    button = last.locator(".claim button").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(last.locator(".sentence mark")).to_have_count(2)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_an_address_leads_to_a_claim(page: Page, site: str) -> None:
    visit(page, f"{site}/article?id=w01#event-w01-3")
    expect(page.locator(".claim.named").first).to_be_in_viewport()


def test_the_original_is_linked_only_where_there_is_one(page: Page, site: str) -> None:
    original = page.get_by_role("link", name="Original article")
    visit(page, f"{site}/article?id=w01")
    expect(original).to_have_attribute("href", "https://example.org/w01")
    visit(page, f"{site}/article?id=w05")
    expect(original).to_have_count(0)


@pytest.mark.parametrize("path", ["/article?id=evil", "/timeline?actor=evil-actor", "/article", "/disputed"])
def test_text_and_names_with_markup_are_text(page: Page, hostile: str, path: str) -> None:
    visit(page, hostile + path)
    page.wait_for_timeout(200)
    assert page.title() != "caught"
    assert page.locator("main img, main script").count() == 0
    assert page.locator("main a[href^='javascript']").count() == 0
    if "evil" in path:
        expect(page.locator("main")).to_contain_text("<script>")


def test_without_an_article_the_latest_are_listed(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}/article")
    expect(page.locator(".articles a").first).to_have_text("Varsovie hausse le ton")
    axe(page)
    page.locator(".articles a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Varsovie hausse le ton")


def test_an_unknown_article_is_told(page: Page, site: str, watch: Watch) -> None:
    watch.expect("404")
    visit(page, f"{site}/article?id=nothing")
    expect(page.get_by_role("alert")).to_contain_text("There is no article 'nothing'")
    expect(page.locator(".articles a").first).to_be_visible()


def test_it_is_all_in_french_and_links_keep_it(page: Page, site: str, axe: Axe) -> None:
    visit(page, f"{site}/article?id=w02&hl=fr")
    claim = page.locator(".claim", has_text="soutient").first
    expect(claim).to_contain_text("États-Unis soutient Ukraine")
    href = claim.get_by_role("link", name=re.compile("Chronologie")).get_attribute("href") or ""
    assert "hl=fr" in href
    axe(page)
