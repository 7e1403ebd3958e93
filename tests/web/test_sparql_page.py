"""The query editor: our questions in tabs, answers in a table, names completed from our vocabulary, nothing from outside."""

from __future__ import annotations

import pytest
from browser_kit import Axe, Watch
from playwright.sync_api import Page, expect

SHOWN = ".tabPanel.active"
SET_QUERY = """(text) => {
  const editor = document.querySelector(".tabPanel.active .CodeMirror").CodeMirror;
  editor.setValue(text);
  editor.focus();
  editor.setCursor(editor.lineCount(), 0);
}"""


@pytest.fixture
def editor(page: Page, site: str) -> Page:
    page.goto(f"{site}/sparql?hl=en")
    expect(page.locator(f"{SHOWN} .yasqe .CodeMirror")).to_be_visible()
    return page


def write(editor: Page, query: str) -> None:
    editor.evaluate(SET_QUERY, query)


def run(editor: Page) -> list[str]:
    """Run the query, and read the cells of the answer."""
    editor.locator(f"{SHOWN} .yasqe_queryButton").click()
    cells = editor.locator(f"{SHOWN} .yasr tbody td")
    expect(cells.first).to_be_visible()
    return cells.all_inner_texts()


def test_a_query_is_answered_with_short_names(editor: Page) -> None:
    write(editor, "SELECT ?relation WHERE { VALUES ?relation { gp:opposes } }")
    assert "gp:opposes" in " ".join(run(editor))


def test_questions_are_tabs_in_the_language_of_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/sparql?hl=fr")
    tabs = page.locator(".tabsList [role=tab]")
    expect(tabs).to_have_count(13)
    expect(tabs.first).to_contain_text("Qui soutient ou combat X")
    page.get_by_label("Questions et leurs requêtes").select_option("flips")
    expect(tabs).to_have_count(14)
    assert "AS ?beforeDate" in page.evaluate(
        "document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()"
    )


def test_names_are_completed_from_our_vocabulary(editor: Page) -> None:
    editor.wait_for_load_state("networkidle")  # the vocabulary is asked of the service
    write(editor, "PREFIX gp: <https://w3id.org/detente/ns#>\nSELECT * WHERE { ?s gp:supp")
    editor.keyboard.press("Control+Space")
    expect(editor.locator(".CodeMirror-hint").first).to_have_text("gp:supports")


def test_an_actor_of_the_answer_is_shown_here(editor: Page, site: str) -> None:
    write(editor, "SELECT ?who WHERE { VALUES ?who { actor:FRA } }")
    run(editor)
    with editor.expect_popup() as opened:
        editor.locator(f"{SHOWN} .yasr a", has_text="FRA").click()
    assert opened.value.url.startswith(f"{site}/?actor=FRA")


def test_an_error_is_shown_in_words(editor: Page, watch: Watch) -> None:
    watch.expect("400")
    write(editor, "SELECT ?x WHERE { ?x ?y ?z } GROUP BY ?x HAVING")
    editor.locator(f"{SHOWN} .yasqe_queryButton").click()
    expect(editor.locator(f"{SHOWN} .yasr .errorHeader, {SHOWN} .yasr .responseError").first).to_be_visible()


def test_the_editor_is_accessible_before_and_after_a_query(editor: Page, axe: Axe) -> None:
    axe(editor)
    run(editor)
    axe(editor)
