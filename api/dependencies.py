"""What routes take from the application and the request: store, query runner, settings, page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Query, Request

from api.pool.clients import RateLimiter, client_of
from api.runner import QueryRunner
from api.settings import Settings
from graph.store import Store
from ontology.errors import DetenteError


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    limit: int
    offset: int

    def clause(self) -> str:
        """Write it as SPARQL."""
        return f"LIMIT {self.limit:d} OFFSET {self.offset:d}"


def _store(request: Request) -> Store:
    return cast(Store, request.app.state.store)


def _runner(request: Request) -> QueryRunner:
    return cast(QueryRunner, request.app.state.runner)


def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


StoreDep = Annotated[Store, Depends(_store)]
RunnerDep = Annotated[QueryRunner, Depends(_runner)]
SettingsDep = Annotated[Settings, Depends(_settings)]


def _client(request: Request, settings: SettingsDep) -> str:
    """Name the client, and count its request.

    Raises:
        DetenteError: it asks too often (429).
    """
    client = client_of(request, settings.proxies)
    cast(RateLimiter, request.app.state.rate).check(client)
    return client


ClientDep = Annotated[str, Depends(_client)]


def _page(
    settings: SettingsDep,
    limit: Annotated[int | None, Query(ge=1, description="How many items at most.")] = None,
    offset: Annotated[int, Query(ge=0, le=2**31, description="How many items to leave out first.")] = 0,
) -> Page:
    if limit is not None and limit > settings.max_page_size:
        raise DetenteError(f"limit: at most {settings.max_page_size} items at a time; go on with offset.")
    return Page(limit or settings.page_size, offset)


PageDep = Annotated[Page, Depends(_page)]
