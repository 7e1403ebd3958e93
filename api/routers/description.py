"""The service described in RDF: service description and VoID."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Request, Response

from api import caching, protocol
from api.access import require
from api.census import Census
from api.dependencies import CensusDep, RunnerDep, SettingsDep, StoreDep
from api.description import Service, service_description, void_description, written
from api.negotiation import GRAPHS, choose, content_type
from api.runner import QueryRunner
from api.settings import Settings
from graph.store import Store

router: Final = APIRouter(tags=["service"], dependencies=[Depends(require("read"))])

_RDF: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The description.", "content": {media: {} for media in GRAPHS}}
}


@router.get("/.well-known/void", summary="Describe the data", response_class=Response, responses=_RDF)
async def describe_data(
    request: Request,
    store: StoreDep,
    runner: RunnerDep,
    census: CensusDep,
    settings: SettingsDep,
    accept: Annotated[str, Header(description="Media types, with q values.")] = "*/*",
) -> Response:
    """Count triples, classes and properties as VoID; counted anew only when the data has changed."""
    service = Service(protocol.base_url(request, settings), (), 0, *_switches(settings))
    media = choose(accept, GRAPHS)
    headers = {"Vary": "Accept", **caching.validators(runner, store, media, repr(service))}
    unchanged = caching.not_modified(request, headers)
    if unchanged:
        return unchanged
    data = written(void_description(service, await census.counts()), GRAPHS[media])
    return Response(data, headers={**headers, "Content-Type": content_type(media)})


async def describe_service(
    request: Request, runner: QueryRunner, store: Store, census: Census, settings: Settings, accept: str
) -> Response:
    """Describe the endpoint, with its named graphs up to a limit."""
    media = choose(accept, GRAPHS)
    base = protocol.base_url(request, settings)
    headers = {"Vary": "Accept", **caching.validators(runner, store, media, base)}
    unchanged = caching.not_modified(request, headers)
    if unchanged:
        return unchanged
    service = Service(base, *await census.graphs(), *_switches(settings))
    data = written(service_description(service), GRAPHS[media])
    return Response(data, headers={**headers, "Content-Type": content_type(media)})


def _switches(settings: Settings) -> tuple[bool, bool, bool]:
    return settings.union, settings.allow_writes, bool(settings.service_allow)
