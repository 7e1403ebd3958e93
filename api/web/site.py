"""Pages made of templates, with a policy that lets in nothing but our own scripts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

STATIC: Final = "static"
"""Where our scripts and styles are served."""
VENDOR: Final = ("sigma.min.js", "graphology.umd.min.js", "yasgui.min.js", "yasgui.min.css")
"""The files of packages that the pages load, in ``static/vendor``."""
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Sigma and the query editor write styles as they go; nothing comes from elsewhere, and no script is inline."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path, its template, and its key among the texts, by which the menu shows it."""

    path: str
    template: str
    key: str


PAGES: Final = (
    Page("/", "explorer.html", "explorer"),
    Page("/timeline", "timeline.html", "timeline"),
    Page("/disputed", "disputed.html", "disputed"),
    Page("/try", "try.html", "try"),
    Page("/sparql", "sparql.html", "sparql"),
    Page("/article", "article.html", "article"),
)
MENU: Final = ("explorer", "timeline", "disputed", "try", "sparql")
"""The pages of the menu; an article is reached from its claims."""


def page(key: str) -> Page:
    """Find a page by its key."""
    return next(page for page in PAGES if page.key == key)


def mount(app: FastAPI) -> None:
    """Serve our scripts and styles, and those of packages."""
    with as_file(files("api.web").joinpath("static")) as folder:
        app.mount(f"/{STATIC}", StaticFiles(directory=folder), name=STATIC)


def missing() -> list[str]:
    """Name the files of packages that were not put in place when this was installed."""
    folder = files("api.web").joinpath("static", "vendor")
    return [name for name in VENDOR if not folder.joinpath(name).is_file()]


def show(page: Page, request: Request) -> HTMLResponse:
    """Make a page; its texts are put in by the browser, in the reader's language."""
    values: dict[str, Any] = {
        "root": request.scope.get("root_path", ""),
        "page": page,
        "menu": [item for item in PAGES if item.key in MENU],
        "missing": missing(),
        "prefixes": PREFIXES,
        "settings": request.app.state.settings,
    }
    body = _templates().get_template(page.template).render(values)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "Vary": "Accept"}
    return HTMLResponse(body, headers=headers)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("api.web", "pages"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
