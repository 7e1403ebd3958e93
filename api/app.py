"""The HTTP application: SPARQL endpoint and lists over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from api import errors
from api.pool.clients import RateLimiter
from api.pool.pool import runner_for
from api.routers import actors, articles, events, service, sparql, stances
from api.settings import Settings
from graph.store import MEMORY, open_store

if TYPE_CHECKING:
    from graph.store import Store

DESCRIPTION: Final = """Who supports or opposes whom, and what happened when, as a knowledge graph drawn from news.
Every fact points to its sentence, its article and, where the text names one, its speaker."""

TAGS: Final[list[dict[str, Any]]] = [
    {"name": "sparql", "description": "SPARQL 1.1 queries over the union of all graphs; our prefixes are declared."},
    {"name": "stances", "description": "Claims that one actor supports or opposes another, newest first."},
    {"name": "events", "description": "Claims that something happened between actors, by PLOVER type, newest first."},
    {"name": "actors", "description": "States, organisations, groups and persons that the articles name."},
    {"name": "articles", "description": "The articles the claims are from, newest first."},
    {"name": "service", "description": "State of the service, and the questions the graph can answer."},
]


def create_app(settings: Settings | None = None, store: Store | None = None) -> FastAPI:
    """Make the application over a store, or over the one the settings name, which is then closed at shutdown.

    Raises:
        DetenteError: there is no such store, or another process is writing to it.
    """
    settings = settings or Settings()
    served = store if store is not None else open_store(settings.store, read_only=settings.store != MEMORY)

    runner = runner_for(served, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await runner.start()
            yield
        finally:
            await runner.close()
            if store is None:
                served.close()

    app = FastAPI(
        title="détente",
        description=DESCRIPTION,
        version=_version(),
        openapi_tags=TAGS,
        lifespan=lifespan,
        responses=errors.PROBLEM_RESPONSES,
    )
    app.state.settings = settings
    app.state.store = served
    app.state.runner = runner
    app.state.rate = RateLimiter(settings.rate, settings.burst)
    errors.install(app)
    for module in (sparql, stances, events, actors, articles, service):
        app.include_router(module.router)
    app.add_api_route("/", _home, include_in_schema=False)
    return app


def _home() -> RedirectResponse:
    return RedirectResponse("docs")


def _version() -> str:
    try:
        return version("detente")
    except PackageNotFoundError:
        return "0"
