"""The notebooks run from top to bottom, are stored without outputs, and as pages draw with no network at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbmake.nb_run import NotebookRun
from playwright.sync_api import BrowserContext, Locator, Page, expect
from traitlets.config import PyFileConfigLoader

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LOADED = re.compile(
    r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//[^>]*>", re.IGNORECASE
)
IMPORTED = re.compile(
    r"""@import\s+[^;]*//[^;]*;|url\(\s*["']?(?:https?:)?//[^)]*\)|\bimport\s*\(?\s*["']https?://[^"']*"""
)

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@cache
def ran(path: Path) -> NotebookNode:
    """Run a notebook in its folder with nbmake, once; in a thread, as Playwright may hold the event loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        result = pool.submit(NotebookRun(path, 300).execute).result()
    assert result.error is None, result.error.trace
    return result.nb


@cache
def exported(path: Path) -> str:
    """Make a page of an executed notebook, with the settings of ``make notebooks``."""
    settings = PyFileConfigLoader("nbconvert_config.py", str(FOLDER)).load_config()
    page, _ = HTMLExporter(config=settings).from_notebook_node(ran(path))
    return str(page)


def shown(notebook: NotebookNode, media_type: str) -> Iterator[str]:
    """Yield what the cells show in a form."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if media_type in output.get("data", {}):
                yield output["data"][media_type]


def pictures(notebook: NotebookNode) -> int:
    frames = sum("<iframe" in page for page in shown(notebook, "text/html"))
    return frames + len(list(shown(notebook, "image/svg+xml")))


def test_the_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["evaluate", "explore"]


@each_notebook
def test_outputs_are_stripped(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)


@each_notebook
def test_a_notebook_runs_shows_pictures_and_tables_and_leaves_nothing_behind(path: Path) -> None:
    before = sorted(FOLDER.rglob("*"))
    notebook = ran(path)
    assert sorted(FOLDER.rglob("*")) == before
    pages = [page for page in shown(notebook, "text/html") if "<table" in page and "<iframe" not in page]
    tables = [table for page in pages for table in pd.read_html(StringIO(page))]
    assert len(tables) >= 2
    assert all(len(table) for table in tables)
    assert pictures(notebook) >= 3


@each_notebook
def test_the_page_of_a_notebook_loads_nothing_from_elsewhere(path: Path) -> None:
    page = exported(path)
    frames = [unescape(frame) for frame in re.findall(r'srcdoc="([^"]*)"', page)]
    assert [found[:200] for text in (page, *frames) for found in LOADED.findall(text)] == []
    assert [found[:200] for text in (page, *frames) for found in IMPORTED.findall(text)] == []


@each_notebook
def test_the_page_of_a_notebook_draws_without_a_network(
    path: Path, context: BrowserContext, page: Page, tmp_path: Path
) -> None:
    place = tmp_path / f"{path.stem}.html"
    place.write_text(exported(path), "utf-8")
    context.set_offline(True)
    page.goto(place.as_uri(), wait_until="load")
    expect(page.locator(".jp-RenderedSVG img, .jp-RenderedSVG svg, iframe")).to_have_count(pictures(ran(path)))
    for picture in page.locator(".jp-RenderedSVG img, .jp-RenderedSVG svg").all():
        is_large(picture)
    for frame in page.locator("iframe").all():
        frame.scroll_into_view_if_needed()
        is_large(frame.content_frame.locator("canvas, svg").first)


def is_large(picture: Locator) -> None:
    """Fail if a picture is not there, or is but a dot."""
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 100
