"""The tests of the pages can fail: the browser's watch notices, and in CI nothing is skipped for want of a tool."""

from __future__ import annotations

import pytest
from browser_kit import Watch, is_foreign, lacking, violations
from playwright.sync_api import Browser, Page


@pytest.mark.parametrize(
    ("url", "foreign"),
    [
        ("http://127.0.0.1:8000/static/a.js", False),
        ("data:text/plain,a", False),
        ("blob:http://127.0.0.1/1", False),
        ("https://cdn.example.org/a.js", True),
        ("http://127.0.0.1.example.org/", True),
        ("wss://example.org/", True),
    ],
)
def test_other_hosts_are_known(url: str, foreign: bool) -> None:
    assert is_foreign(url) == foreign


def test_a_missing_tool_skips_but_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="chromium is missing: install it"):
        lacking("chromium", "install it")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="chromium is missing: install it"):
        lacking("chromium", "install it")


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("console.error('odd')", "console: odd"),
        ("setTimeout(() => { throw new Error('thrown') })", "error: thrown"),
        ("fetch('/nowhere')", "/nowhere: 404"),
        ("fetch('https://example.org/', { mode: 'no-cors' })", "Content Security Policy"),
    ],
)
def test_the_watch_notices(browser: Browser, site: str, script: str, told: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/disputed", wait_until="networkidle")
    watch = Watch()
    watch.follow(page)
    page.evaluate(f"void {script}" if not script.startswith("fetch") else f"{script}.catch(() => null)")
    page.wait_for_timeout(100)
    with pytest.raises(AssertionError, match=told):
        watch.check()
    page.close()


def test_what_is_expected_must_happen() -> None:
    watch = Watch()
    watch.expect("404")
    with pytest.raises(AssertionError, match="did not happen"):
        watch.check()
    watch.problems.append("refused: GET /nowhere: 404")
    watch.check()


def test_a_page_that_nobody_can_hear_is_found(page: Page) -> None:
    from browser_kit import axe_source

    page.set_content('<html lang="en"><title>a</title><main><h1>A</h1><img src="data:,"></main></html>')
    (found,) = violations(page, axe_source())
    assert found.startswith("image-alt (critical)")
