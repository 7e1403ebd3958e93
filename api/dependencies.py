"""What routes take from the application: store, its index, query runner, settings."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from api.access import identify
from api.census import Census
from api.pool.clients import RateLimiter, client_of
from api.runner import QueryRunner
from api.settings import Settings
from api.writing import Writer
from graph.catalogue import Catalogue
from graph.store import Store


# Coroutines, because FastAPI sends plain functions to threads, of which there are few.
async def _store(request: Request) -> Store:
    return cast(Store, request.app.state.store)


async def _catalogue(request: Request) -> Catalogue:
    return cast(Catalogue, request.app.state.catalogue)


async def _runner(request: Request) -> QueryRunner:
    return cast(QueryRunner, request.app.state.runner)


async def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


async def _census(request: Request) -> Census:
    return cast(Census, request.app.state.census)


async def _writer(request: Request) -> Writer:
    return cast(Writer, request.app.state.writer)


StoreDep = Annotated[Store, Depends(_store)]
CatalogueDep = Annotated[Catalogue, Depends(_catalogue)]
RunnerDep = Annotated[QueryRunner, Depends(_runner)]
SettingsDep = Annotated[Settings, Depends(_settings)]
CensusDep = Annotated[Census, Depends(_census)]
WriterDep = Annotated[Writer, Depends(_writer)]


async def limited(request: Request, settings: SettingsDep) -> str:
    """Name the client, and count its request once.

    Raises:
        DetenteError: it asks too often (429), or its token is not known (401).
    """
    token = identify(request)
    client = f"token {token.name}" if token else client_of(request, settings.proxies)
    cast(RateLimiter, request.app.state.rate).check(client)
    return client


ClientDep = Annotated[str, Depends(limited)]
