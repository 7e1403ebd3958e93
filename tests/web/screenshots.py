"""Take pictures of all pages over the sample articles: ``make screenshots`` puts them in ``build/screenshots``.

One of them is the picture of the README, ``docs/network.png``.
"""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests" / "api"), str(Path(__file__).parent)]

from browser_kit import ARGUMENTS, chromium  # noqa: E402
from kit import serving  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from api.app import create_app  # noqa: E402
from api.settings import Settings  # noqa: E402
from graph.store import MEMORY, Store, open_store  # noqa: E402
from ingest.run import ingest  # noqa: E402

FOLDER = ROOT / "build" / "screenshots"
PICTURE = ROOT / "docs" / "network.png"
LARGEST = 300_000
EDGE = {"subject": "RUS", "relation": "supports", "object": "MLI"}
README = {
    "subject": "RUS",
    "relation": "supports",
    "object": "MLI",
    "type": ["State", "ArmedGroup", "IntergovernmentalOrganization"],
}
SENTENCE = "Mercredi, l’Iran a démenti soutenir les Houthis, et l’Arabie saoudite a condamné Téhéran."
SHOTS = {
    "explorer-en": "/?hl=en",
    "explorer-fr": "/?hl=fr",
    "actor": "/?hl=en&actor=MLI",
    "neighbours": "/?hl=en&actor=MLI&ego=1",
    "evidence": f"/?hl=en&{urlencode(EDGE)}",
    "evidence-fr": f"/?hl=fr&{urlencode(EDGE)}",
    "list": "/?hl=en&view=list",
    "nothing": "/?hl=en&min_confidence=1",
    "timeline-actor": "/timeline?hl=en&actor=MLI",
    "timeline-pair": "/timeline?hl=fr&a=MLI&b=FRA",
    "contradictions": "/disputed?hl=en",
    "try": "/try?hl=fr",
    "sparql": "/sparql?hl=en",
}


def main() -> None:
    """Take them all; fail if the README's is too large to be loaded with the page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open_store(MEMORY) as store, sync_playwright() as playwright:
        with as_file(files("ingest") / "samples") as samples:
            ingest([str(samples)], store)
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        with serving(create_app(Settings(), store)) as address:
            take(browser, address, store)
        with open_store(MEMORY) as empty, serving(create_app(Settings(), empty)) as address:
            shoot(browser, f"{address}/?hl=en", "empty-store")
        browser.close()
    PICTURE.write_bytes((FOLDER / "readme.png").read_bytes())
    size = PICTURE.stat().st_size
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}; {PICTURE.name} has {size // 1000} kB")
    assert size <= LARGEST, f"{PICTURE} is larger than {LARGEST // 1000} kB"


def take(browser: Browser, address: str, store: Store) -> None:
    """Take the pictures of a service."""
    for name, path in SHOTS.items():
        shoot(browser, address + path, name)
    article = sorted(one.iri.rpartition("/")[2] for one in store.articles() if "mali" in (one.url or ""))[0]
    shoot(browser, f"{address}/article?hl=en&id={article}", "article")
    shoot(browser, f"{address}/?hl=en", "telephone", 390, 844)
    shoot(browser, f"{address}/?hl=en&{urlencode(README, doseq=True)}", "readme", 1240, 760)


def shoot(browser: Browser, url: str, name: str, width: int = 1400, height: int = 900) -> None:
    """Take the picture of one page."""
    page = browser.new_page(viewport={"width": width, "height": height}, locale="en-GB", reduced_motion="reduce")
    page.goto(url, wait_until="networkidle")
    if name == "try":
        try_out(page)
    page.wait_for_timeout(400)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def try_out(page: Page) -> None:
    """Give the page a sentence to read, and wait until it is read."""
    page.locator("#text").fill(SENTENCE)
    page.locator("#published").fill("2019-09-25")
    page.locator("#go").click()
    page.locator("#result").wait_for(timeout=150_000)


if __name__ == "__main__":
    main()
