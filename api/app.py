"""The HTTP application: SPARQL endpoint and lists over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api import errors
from api.census import Census
from api.routers import actors, articles, description, events, graph_store, service, sparql, stances, update
from api.runner import Rules, ThreadRunner
from api.settings import Settings
from api.streaming import CloseCutConnections
from api.writing import Writer
from graph.store import MEMORY, open_store

if TYPE_CHECKING:
    from graph.store import Store

DESCRIPTION: Final = """Who supports or opposes whom, and what happened when, as a knowledge graph drawn from news.
Every fact points to its sentence, its article and, where the text names one, its speaker."""

TAGS: Final[list[dict[str, Any]]] = [
    {"name": "sparql", "description": "SPARQL 1.1 queries over the union of all graphs; our prefixes are declared."},
    {"name": "graphs", "description": "Single graphs by the Graph Store Protocol, read and, where allowed, written."},
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
    served = (
        store
        if store is not None
        else open_store(settings.store, read_only=settings.store != MEMORY and not settings.allow_writes)
    )

    runner = ThreadRunner(served, Rules(settings.default_graph == "union", settings.service_allow))
    writer = Writer(runner)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(writer.close)
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
    app.state.writer = writer
    app.state.census = Census(runner, union=settings.default_graph == "union")
    errors.install(app)
    app.add_middleware(GZipMiddleware, compresslevel=5, thread_minimum_size=32 * 1024)
    app.add_middleware(CloseCutConnections)
    for module in (sparql, update, graph_store, description, stances, events, actors, articles, service):
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
