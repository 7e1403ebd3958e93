"""SPARQL updates, by form and by direct POST."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Depends, Request, Response

from api import guard, openapi, protocol
from api.access import require
from api.dependencies import SettingsDep, StoreDep, WriterDep
from api.protocol import FORM, UPDATE, Fields
from graph.store import Store
from ontology.errors import DetenteError

router: Final = APIRouter(tags=["sparql"])

_TAKEN: Final = f"{UPDATE}, {FORM}"
_USING: Final = [
    openapi.parameter("using-graph-uri", "Graphs that patterns are matched over as the default graph.", several=True),
    openapi.parameter("using-named-graph-uri", "Graphs that GRAPH can name in patterns.", several=True),
]
_FIELDS: Final = ("update", "using-graph-uri", "using-named-graph-uri")
_POST: Final = {"parameters": _USING, "requestBody": openapi.body([UPDATE], (FORM, _FIELDS))}


@router.post(
    "/update",
    summary="Update the graph",
    status_code=204,
    response_class=Response,
    openapi_extra=_POST,
    dependencies=[Depends(require("write"))],
)
async def update(request: Request, store: StoreDep, writer: WriterDep, settings: SettingsDep) -> Response:
    """Run a SPARQL update, whole or not at all; what follows from the articles is derived afresh."""
    media = protocol.media_type(request)
    if media not in (FORM, UPDATE):
        told = f"Send the update as {UPDATE}, or as the field `update` of a {FORM}."
        raise DetenteError(told, 415, {"Accept-Post": _TAKEN})
    data = await protocol.body(request, settings.max_data_bytes)
    fields = protocol.url_fields(request)
    fields |= protocol.parse_fields(data, "form") if media == FORM else Fields({"update": [protocol.text(data)]})
    base = f"{protocol.base_url(request, settings)}/sparql"
    await writer.run(_update, store, fields, settings.service_allow, base)
    return Response(status_code=204)


@router.options("/update", include_in_schema=False)
def update_options(request: Request) -> Response:
    """Tell the methods."""
    return protocol.options(request, **{"Accept-Post": _TAKEN})


def _update(store: Store, fields: Fields, allowed: tuple[str, ...], base: str) -> None:
    text = fields.one("update")
    if text is None or not text.strip():
        raise DetenteError("There is no update: give one field `update` that is not empty.")
    guard.check(text, "update", allowed=allowed, base=base)
    store.update(text, using=fields.all("using-graph-uri"), using_named=fields.all("using-named-graph-uri"), base=base)
