"""What routes take from the application: store, its index, query runner, settings."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from api.runner import QueryRunner
from api.settings import Settings
from graph.catalogue import Catalogue
from graph.store import Store


def _store(request: Request) -> Store:
    return cast(Store, request.app.state.store)


def _catalogue(request: Request) -> Catalogue:
    return cast(Catalogue, request.app.state.catalogue)


def _runner(request: Request) -> QueryRunner:
    return cast(QueryRunner, request.app.state.runner)


def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


StoreDep = Annotated[Store, Depends(_store)]
CatalogueDep = Annotated[Catalogue, Depends(_catalogue)]
RunnerDep = Annotated[QueryRunner, Depends(_runner)]
SettingsDep = Annotated[Settings, Depends(_settings)]
