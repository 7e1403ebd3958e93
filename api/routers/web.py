"""The pages people look at; ``/sparql`` is one for browsers only, and is served beside the endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from api.web import site

if TYPE_CHECKING:
    from collections.abc import Callable

ENDPOINTS: Final = frozenset({"/sparql"})
"""Pages that share their path with an interface, whose route shows them to browsers."""


def install(app: FastAPI) -> None:
    """Let the application serve the pages."""
    site.mount(app)
    for page in site.PAGES:
        if page.path not in ENDPOINTS:
            app.add_api_route(page.path, _shown(page), include_in_schema=False, response_class=HTMLResponse)


def _shown(page: site.Page) -> Callable[[Request], HTMLResponse]:
    def show(request: Request) -> HTMLResponse:
        return site.show(page, request)

    # FastAPI evaluates annotations of closures by this module's names
    show.__annotations__ = {"request": Request, "return": HTMLResponse}
    return show
