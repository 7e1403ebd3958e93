"""For those who operate the service: whether it lives, whether it is ready, and its metrics."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, Field

from api.access import check, require
from api.dependencies import SettingsDep, StoreDep
from api.routers.jobs import BUSY
from graph.backup import backup as keep
from graph.store import EmbeddedStore
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["service"])

_METRICS: Final[dict[int | str, dict[str, Any]]] = {200: {"description": "The metrics.", "content": {"text/plain": {}}}}


class State(BaseModel):
    """A short answer for load balancers and container engines."""

    status: Literal["ok"] = "ok"


class Backup(BaseModel):
    """Where a copy of the store is, and what was counted in it."""

    folder: str = Field(description="Folder on the server; `detente restore` takes it.")
    quads: int
    articles: int


@router.get("/health/live", summary="Tell that the process answers", response_model=State)
async def live() -> State:
    """Tell that the process answers; restart it when it does not."""
    return State()


@router.get("/health/ready", summary="Tell that queries are answered", response_model=State, responses={503: BUSY})
def ready(store: StoreDep) -> State:
    """Tell that the store answers; send no requests here when it does not (503)."""
    try:
        store.query("ASK {}")
    except DetenteError as error:
        raise DetenteError(f"Not ready: {error.detail}", 503, {"Retry-After": "5"}) from None
    return State()


@router.post("/backups", status_code=201, summary="Copy the store", response_model=Backup)
def backup(store: StoreDep, settings: SettingsDep, _: Annotated[object, Depends(require("admin"))]) -> Backup:
    """Copy the store, as it is at this moment, into a new folder of the server, and count it; writing goes on."""
    if settings.backups is None or not isinstance(store, EmbeddedStore):
        raise DetenteError("Backups need a store in a folder, and another folder in DETENTE_BACKUPS.", 403)
    folder = settings.backups.resolve() / datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    made = keep(store, folder)
    return Backup(folder=str(folder), quads=made.quads, articles=made.articles)


@router.get("/metrics", summary="Read metrics", response_class=Response, responses=_METRICS)
def metrics(request: Request, settings: SettingsDep, accept: Annotated[str, Header()] = "text/plain") -> Response:
    """Give the metrics in a format of Prometheus."""
    if settings.metrics == "off":
        raise DetenteError("Metrics are switched off: DETENTE_METRICS=off.", 404)
    if settings.metrics == "token":
        check(request, "admin")
    body, media_type = request.app.state.metrics.render(accept)
    return Response(body, media_type=media_type)
