"""The HTTP application: SPARQL endpoint and lists over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api import access, errors, middleware
from api.access import require
from api.jobs.start import open_jobs
from api.observing.metrics import Metrics
from api.observing.queries import ObservedRunner
from api.routers import actors, articles, events, jobs, operation, service, sparql, stances
from api.runner import ThreadRunner
from api.settings import Settings
from graph.store import MEMORY, open_store

if TYPE_CHECKING:
    from api.jobs.reader import Reader
    from graph.store import Store

DESCRIPTION: Final = """Who supports or opposes whom, and what happened when, as a knowledge graph drawn from news.
Every fact points to its sentence, its article and, where the text names one, its speaker."""

TAGS: Final[list[dict[str, Any]]] = [
    {"name": "sparql", "description": "SPARQL 1.1 queries over the union of all graphs; our prefixes are declared."},
    {"name": "stances", "description": "Claims that one actor supports or opposes another, newest first."},
    {"name": "events", "description": "Claims that something happened between actors, by PLOVER type, newest first."},
    {"name": "actors", "description": "States, organisations, groups and persons that the articles name."},
    {"name": "articles", "description": "The articles the claims are from, newest first."},
    {"name": "writing", "description": "Articles sent and removed, with a token, where writes are switched on."},
    {"name": "service", "description": "State of the service, and the questions the graph can answer."},
]


def create_app(settings: Settings | None = None, store: Store | None = None, reader: Reader | None = None) -> FastAPI:
    """Make the application over a store, or over the one the settings name, which is then closed at shutdown.

    The store is opened for reading only, unless the settings allow writes. ``reader`` reads the articles that are sent,
    by default in a process of its own.

    Raises:
        DetenteError: there is no such store, another process is writing to it, or a token is not well formed.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="détente",
        description=DESCRIPTION,
        version=_version(),
        openapi_tags=TAGS,
        lifespan=_lifespan,
        responses=errors.PROBLEM_RESPONSES,
    )
    app.state.settings = settings
    access.install(app)
    app.state.owns_store = store is None
    app.state.store = store if store is not None else _open(settings)
    app.state.metrics = Metrics()
    app.state.runner = ObservedRunner(ThreadRunner(app.state.store), app.state.metrics, settings.slow_query_seconds)
    app.state.jobs = open_jobs(app, reader) if settings.allow_writes else None
    app.state.metrics.watch(app)
    errors.install(app)
    middleware.install(app)
    for module in (sparql, stances, events, actors, articles, service):
        app.include_router(module.router, dependencies=[Depends(require("read"))])
    for module in (jobs, operation):
        app.include_router(module.router)
    app.add_api_route("/", _home, include_in_schema=False)
    return app


def _open(settings: Settings) -> Store:
    return open_store(settings.store, read_only=settings.store != MEMORY and not settings.allow_writes)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Work off jobs while the application runs; at its end finish the article and the answers under way."""
    state = app.state
    if state.jobs is not None:
        state.jobs.start()
    yield
    if state.jobs is not None:
        await run_in_threadpool(state.jobs.close, state.settings.shutdown_seconds)
    await state.runner.close()
    if state.owns_store:
        state.store.close()


def _home() -> RedirectResponse:
    return RedirectResponse("docs")


def _version() -> str:
    try:
        return version("detente")
    except PackageNotFoundError:
        return "0"
