"""A real browser over a real service with a small made-up world. Each test has a page of its own, which is watched.

Without chromium or npm's packages these tests are skipped, in CI they fail. The browser is one for each module: while
Playwright runs, it holds the thread's event loop, which tests of other folders want to have.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_kit import ARGUMENTS, TIMEOUT, Axe, Watch, axe_source, chromium, is_foreign, lacking, violations
from kit import serving
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from world import put_world

from api.app import create_app
from api.settings import Settings
from graph.store import Store, open_store

expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window."""
    path = chromium()
    if path is None:
        lacking("chromium", "apt-get install chromium, or name a browser in DETENTE_CHROMIUM")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield made
        made.close()


@pytest.fixture
def watch() -> Watch:
    """What the page of this test does that it must not do."""
    return Watch()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that remembers nothing, speaks English, and reaches no other host."""
    made = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", reduced_motion="reduce", accept_downloads=True
    )
    made.set_default_timeout(TIMEOUT)
    made.route(is_foreign, lambda route: route.abort("blockedbyclient"))
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Iterator[Page]:
    """A page; the test fails on a console error, a failed request, or one to another host (see ``watch.expect``)."""
    made = context.new_page()
    watch.follow(made)
    yield made
    watch.check()


@pytest.fixture
def axe() -> Axe:
    """Assert that a page, or the part that a selector names, breaks no rule of WCAG 2.1 level A and AA."""
    source = axe_source()

    def check(page: Page, within: str | None = None) -> None:
        found = violations(page, source, within)
        assert not found, f"{page.url} is not accessible:\n" + "\n".join(found)

    return check


@pytest.fixture(scope="session")
def world() -> Iterator[Store]:
    """The made-up world in memory, for reading only."""
    with open_store(":memory:") as store:
        yield put_world(store)


@pytest.fixture(scope="session")
def site(world: Store) -> Iterator[str]:
    """The address of a running service over the made-up world."""
    with serving(create_app(Settings(), world)) as address:
        yield address
