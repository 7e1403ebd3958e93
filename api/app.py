"""The HTTP application: SPARQL endpoint and lists over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from starlette.concurrency import run_in_threadpool

from api import access, errors, middleware
from api.access import require
from api.census import Census
from api.dependencies import limited
from api.extraction.explainer import Explainer
from api.extraction.process import ExtractionProcess
from api.jobs.start import open_jobs
from api.network.cache import Networks
from api.observing.metrics import Metrics
from api.observing.queries import ObservedRunner
from api.pool.clients import RateLimiter
from api.pool.pool import runner_for
from api.routers import (
    actors,
    articles,
    asking,
    contradictions,
    description,
    dyads,
    events,
    extractions,
    graph_store,
    happenings,
    jobs,
    network,
    operation,
    pages,
    queries,
    service,
    sparql,
    stances,
    update,
    web,
)
from api.settings import Settings
from api.stores import open_store
from api.streaming import CloseCutConnections
from api.writing import Writer
from graph.catalogue import Catalogue
from graph.store import MEMORY

if TYPE_CHECKING:
    from api.jobs.reader import Reader
    from graph.store import Store

DESCRIPTION: Final = """Who supports or opposes whom, and what happened when, as a knowledge graph drawn from news.
Every fact points to its sentence, its article and, where the text names one, its speaker."""

TAGS: Final[list[dict[str, Any]]] = [
    {"name": "sparql", "description": "SPARQL 1.1 queries over the union of all graphs; our prefixes are declared."},
    {"name": "graphs", "description": "Single graphs by the Graph Store Protocol, read and, where allowed, written."},
    {"name": "stances", "description": "Claims that one actor supports or opposes another, newest first."},
    {"name": "happenings", "description": "Events that are told more than once, each counted once."},
    {"name": "events", "description": "Claims that something happened between actors, by PLOVER type, newest first."},
    {"name": "dyads", "description": "What happened between two actors, step by step and month by month."},
    {"name": "network", "description": "The signed network of actors: drawn, measured, explained, with its evidence."},
    {"name": "contradictions", "description": "What one source affirms and another denies."},
    {"name": "actors", "description": "States, organisations, groups and persons that the articles name."},
    {"name": "articles", "description": "The articles the claims are from, newest first."},
    {"name": "queries", "description": "The named questions, with parameters instead of SPARQL."},
    {"name": "extraction", "description": "What is read in a text, and why; nothing is stored."},
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
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    access.install(app)
    app.state.owns_store = store is None
    app.state.store = store if store is not None else _open(settings)
    app.state.catalogue = Catalogue(app.state.store)
    app.state.networks = Networks(app.state.store)
    app.state.metrics = Metrics()
    inner = runner_for(app.state.store, settings)
    app.state.runner = ObservedRunner(inner, app.state.metrics, settings.slow_query_seconds)
    app.state.rate = RateLimiter(settings.rate, settings.burst)
    app.state.writer = Writer(app.state.runner)
    app.state.census = Census(app.state.runner, union=settings.union)
    app.state.jobs = open_jobs(app, reader) if settings.allow_writes else None
    app.state.explainer = Explainer(ExtractionProcess(settings.try_seconds), settings.try_queue)
    app.state.metrics.watch(app)
    errors.install(app)
    app.add_middleware(GZipMiddleware, compresslevel=5, thread_minimum_size=32 * 1024)
    middleware.install(app)
    app.add_middleware(CloseCutConnections)
    for module in (stances, events, happenings, dyads, network, contradictions, actors, articles, extractions, service):
        app.include_router(module.router, dependencies=[Depends(limited), Depends(require("read"))])
    for module in (sparql, update, graph_store, description, jobs):
        app.include_router(module.router, dependencies=[Depends(limited)])
    app.include_router(operation.router)
    queries.install(app)
    pages.install(app)
    web.install(app)
    return app


def _open(settings: Settings) -> Store:
    read_only = settings.store != MEMORY and not settings.allow_writes
    return open_store(settings.store, read_only=read_only, settings=settings)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Work off jobs while the application runs; at its end finish the article and the answers under way."""
    state = app.state
    # One after the other: both are work for Python, and the picture is what is looked at first
    asking.prepare(state.networks).add_done_callback(lambda _: state.catalogue.warm())
    await state.runner.start()
    if state.jobs is not None:
        state.jobs.start()
    yield
    if state.jobs is not None:
        await run_in_threadpool(state.jobs.close, state.settings.shutdown_seconds)
    await run_in_threadpool(state.explainer.close)
    await run_in_threadpool(state.writer.close)
    await state.runner.close()
    await run_in_threadpool(state.networks.close)
    await run_in_threadpool(state.catalogue.close)
    if state.owns_store:
        state.store.close()


def _version() -> str:
    try:
        return version("detente")
    except PackageNotFoundError:
        return "0"
