"""`detente demo --serve`, as a user runs it: the sample crises in the Explorer, with the same numbers wherever one asks."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from browser_kit import Axe
from playwright.sync_api import Page, expect

DETENTE = str(Path(sys.executable).with_name("detente"))
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"as_of": "2021-06-30"},
    {"from": "2021-01-01", "to": "2021-12-31", "lang": "fr"},
    {"certainty": "possible", "min_confidence": "0.6"},
    {"source": "Northern Wire", "principals": "false"},
    {"type": "State"},
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same articles in a folder, for the command line: a store that is served by its writer is its alone."""
    place = tmp_path_factory.mktemp("demo") / "store"
    subprocess.run([DETENTE, "demo", "--store", str(place)], capture_output=True, check=True, timeout=300)
    return place


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The address that `detente demo --serve` tells."""
    command = [DETENTE, "demo", "--serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            lines = iter(process.stderr)
            yield next(found[1] for line in lines if (found := re.search(r"pages at (http://[\d.:]+)/", line)))
        finally:
            process.terminate()
            process.communicate(timeout=30)


def network(demo: str, **filters: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.get(f"{demo}/network", params=filters, timeout=60).raise_for_status().json()
    return answer


def options(filters: dict[str, str]) -> list[str]:
    """Write filters as the command line takes them."""
    given = [(name, value) for name, value in filters.items() if name != "principals"]
    switches = ["--organs"] if filters.get("principals") == "false" else []
    return [*switches, *(word for name, value in given for word in (f"--{name.replace('_', '-')}", value))]


def report(store: Path, form: str, *words: str) -> str:
    """Run `detente network` over the store."""
    command = [DETENTE, "network", "--store", str(store), "--format", form, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_explorer_shows_the_sample_crises(page: Page, demo: str, axe: Axe) -> None:
    page.goto(demo, wait_until="networkidle")
    expect(page.locator("#summary")).to_contain_text("20 articles")
    expect(page.locator("#legend")).to_contain_text("Bloc 1")
    expect(page.locator("#legend")).to_contain_text("Bloc 2")
    blocs = {actor["id"]: actor["bloc"] for actor in network(demo)["actors"]}
    assert blocs["IRN"] == blocs["hezbollah"] != blocs["SAU"] == blocs["ISR"]
    assert blocs["UKR"] == blocs["USA"] == blocs["POL"] != blocs["RUS"]
    axe(page)


def test_every_edge_has_its_evidence(demo: str) -> None:
    with httpx.Client(base_url=demo, timeout=60) as client:
        for one in network(demo)["relations"]:
            asked = {"subject": one["source"], "object": one["target"], "relation": one["relation"]}
            found = client.get("/network/evidence", params=asked).json()
            assert len(found) == one["stances"], one
            assert len({item["article"]["id"] for item in found}) == one["articles"], one
            for item in found:
                assert item["quote"]
                assert {mark["role"] for mark in item["marks"]} <= {"subject", "object"}
                assert all(0 <= mark["begin"] < mark["end"] <= len(item["quote"]) for mark in item["marks"])


@pytest.mark.parametrize("filters", FILTERS, ids=lambda one: "&".join(one) or "none")
def test_page_notebook_and_command_line_give_the_same_numbers(
    page: Page, demo: str, store: Path, filters: dict[str, str]
) -> None:
    drawing = network(demo, **filters)
    served = drawing["summary"]
    printed = json.loads(report(store, "json", *options(filters)))
    assert {name: printed["summary"][name] for name in served} == served
    assert edges(printed["relations"]) == edges(drawing["relations"])
    table = list(csv.DictReader(io.StringIO(report(store, "csv", *options(filters)))))
    assert len(table) == served["relations"]
    page.goto(str(httpx.URL(demo, params=filters)), wait_until="networkidle")
    shown = [int(number) for number in re.findall(r"\d+", page.locator("#summary").inner_text().replace(",", ""))]
    assert shown[:6] == [
        served[name] for name in ("actors", "relations", "supports", "opposes", "articles", "frustration")
    ]
    page.goto("about:blank")  # else the policy of the page before holds for the next
    page.set_content(httpx.get(f"{demo}/network/export", params={"format": "html", **filters}, timeout=60).text)
    cell = [int(number) for number in re.findall(r"\d+", page.locator("#summary").inner_text())]
    assert cell == [served[name] for name in ("actors", "relations", "supports", "opposes")]


def edges(relations: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(one["source"], one["relation"], one["target"], one["articles"], one["stances"]) for one in relations}
