"""For those who operate the service: whether it lives, whether it is ready, and its metrics."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel

from api.access import check
from api.dependencies import SettingsDep, StoreDep
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["service"])

_METRICS: Final[dict[int | str, dict[str, Any]]] = {200: {"description": "The metrics.", "content": {"text/plain": {}}}}


class State(BaseModel):
    """A short answer for load balancers and container engines."""

    status: Literal["ok"] = "ok"


@router.get("/health/live", summary="Tell that the process answers", response_model=State)
async def live() -> State:
    """Tell that the process answers; restart it when it does not."""
    return State()


@router.get("/health/ready", summary="Tell that queries are answered", response_model=State)
def ready(store: StoreDep) -> State:
    """Tell that the store answers; send no requests here when it does not (503)."""
    try:
        store.query("ASK {}")
    except DetenteError as error:
        raise DetenteError(f"Not ready: {error.detail}", 503, {"Retry-After": "5"}) from None
    return State()


@router.get("/metrics", summary="Read metrics", response_class=Response, responses=_METRICS)
def metrics(request: Request, settings: SettingsDep, accept: Annotated[str, Header()] = "text/plain") -> Response:
    """Give the metrics in a format of Prometheus."""
    if settings.metrics == "off":
        raise DetenteError("Metrics are switched off: DETENTE_METRICS=off.", 404)
    if settings.metrics == "token":
        check(request, "admin")
    body, media_type = request.app.state.metrics.render(accept)
    return Response(body, media_type=media_type)
