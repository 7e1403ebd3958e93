"""How lists and single resources are answered: media type, ETag, one page, and where the next begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, TypeAdapter

from api import cursors, jsonld, tables
from api.dependencies import CatalogueDep, SettingsDep, StoreDep
from api.negotiation import choose
from api.views.reading import Resource
from graph.catalogue import Catalogue, Index
from graph.catalogue.selection import Selection
from graph.store import Store
from ontology.errors import DetenteError
from ontology.namespaces import digest

JSON: Final = "application/json"
CSV: Final = "text/csv"
JSON_LD: Final = "application/ld+json"

_CURSOR_HEADERS: Final = {
    "Link": {"description": 'The next page, `rel="next"`; none on the last one.', "schema": {"type": "string"}},
    "X-Total-Count": {"description": "The number of all that fit.", "schema": {"type": "integer"}},
}
_ETAG: Final = {"ETag": {"description": "Changes when the graph does.", "schema": {"type": "string"}}}
_TEXT: Final = {"schema": {"type": "string"}}
_UNCHANGED: Final = {"description": "Nothing has changed since the ETag of `If-None-Match`."}

LIST: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {CSV: _TEXT, JSON_LD: {"schema": {"type": "object"}}}, "headers": {**_CURSOR_HEADERS, **_ETAG}},
    304: _UNCHANGED,
}
TABLE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {CSV: _TEXT}, "headers": _ETAG}, 304: _UNCHANGED}
SINGLE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {JSON_LD: {"schema": {"type": "object"}}}, "headers": _ETAG},
    304: _UNCHANGED,
}
"""What lists and single resources may answer, for the OpenAPI description."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Exchange:
    """One request for what is in the graph, with the state of the graph that answers it."""

    request: Request
    store: Store
    catalogue: Catalogue
    headers: dict[str, str] = field(default_factory=lambda: {"Vary": "Accept", "Cache-Control": "no-cache"})

    @cached_property
    def index(self) -> Index:
        """Give the index, one for the whole request; it may have to be made first."""
        return self.catalogue.index()

    def media_type(self, *offered: str, generation: str | None = None) -> str:
        """Choose what to answer in, and set the ETag that goes with it, of a state of the data or of the index.

        Raises:
            DetenteError: the client accepts none of these (406).
        """
        media = choose(self.request.headers.get("accept", "*/*"), offered)
        version = self.request.app.version
        self.headers["ETag"] = f'W/"{digest(version, generation or self.index.generation, media)}"'
        return media

    def is_known(self) -> bool:
        """Tell whether the client has this answer already."""
        tags = [tag.strip() for tag in self.request.headers.get("if-none-match", "").split(",")]
        return self.headers["ETag"] in tags or "*" in tags

    def unchanged(self) -> Response:
        """Say that the client's answer is still right."""
        return Response(status_code=304, headers=self.headers)

    def single(self, make: Callable[[], BaseModel], linked: Callable[[], Iterable[Resource]]) -> Response:
        """Answer with one resource."""
        media = self.media_type(JSON, JSON_LD)
        if self.is_known():
            return self.unchanged()
        body = jsonld.document(linked()) if media == JSON_LD else make().model_dump_json()
        return Response(body, media_type=media, headers=self.headers)

    def plain(self, model: type[BaseModel], make: Callable[[], Sequence[BaseModel]]) -> Response:
        """Answer with a short list that has no pages and is no part of the graph."""
        media = self.media_type(JSON, CSV)
        if self.is_known():
            return self.unchanged()
        return self.written(media, model, make())

    def written(self, media: str, model: type[BaseModel], items: Sequence[BaseModel]) -> Response:
        """Write a list as JSON or CSV."""
        body = tables.table(model, items) if media == CSV else _json(model, items)
        return Response(body, media_type=media, headers=self.headers)


@dataclass(frozen=True, slots=True)
class Listing:
    """One request for a page of a list."""

    exchange: Exchange
    limit: int
    offset: int
    cursor: str | None

    @property
    def store(self) -> Store:
        """Give the store that answers."""
        return self.exchange.store

    @property
    def index(self) -> Index:
        """Give the index that answers."""
        return self.exchange.index

    def answer(
        self,
        selection: Selection,
        model: type[BaseModel],
        show: Callable[[list[Row]], Sequence[BaseModel]],
        linked: Callable[[list[Row]], Iterable[Resource]],
    ) -> Response:
        """Answer with one page, shown as items or, in JSON-LD, as the resources of the graph they are from."""
        exchange = self.exchange
        media = exchange.media_type(JSON, CSV, JSON_LD)
        if exchange.is_known():
            return exchange.unchanged()
        rows = self._page(selection)
        if media == JSON_LD:
            return Response(jsonld.document(_unique(linked(rows))), media_type=media, headers=exchange.headers)
        return exchange.written(media, model, show(rows))

    def _page(self, selection: Selection) -> list[Row]:
        """Read one page, and a row more to see whether another follows."""
        scope = self._scope()
        after = cursors.decode(self.cursor, scope, len(selection.order)) if self.cursor is not None else None
        rows = selection.page(self.index, self.limit + 1, self.offset, after)
        self.exchange.headers["X-Total-Count"] = str(selection.total(self.index))
        if len(rows) > self.limit:
            following = cursors.encode(scope, selection.key(rows[self.limit - 1]))
            url = self.exchange.request.url.remove_query_params("offset").include_query_params(cursor=following)
            self.exchange.headers["Link"] = f'<{url}>; rel="next"'
        return rows[: self.limit]

    def _scope(self) -> str:
        """Name the list: the path and all parameters that do not choose the page."""
        request = self.exchange.request
        asked = (f"{k}={v}" for k, v in request.query_params.multi_items() if k not in ("cursor", "limit", "offset"))
        return digest(request.url.path, *sorted(asked), length=8)


def _exchange(request: Request, store: StoreDep, catalogue: CatalogueDep) -> Exchange:
    return Exchange(request, store, catalogue)


ExchangeDep = Annotated[Exchange, Depends(_exchange)]


def _listing(
    exchange: ExchangeDep,
    settings: SettingsDep,
    limit: Annotated[int | None, Query(ge=1, description="How many items at most.")] = None,
    offset: Annotated[int, Query(ge=0, le=2**31, description="How many items to leave out first.")] = 0,
    cursor: Annotated[
        str | None, Query(description="Where to go on: from the `Link` header of the page before.")
    ] = None,
) -> Listing:
    if limit is not None and limit > settings.max_page_size:
        raise DetenteError(f"limit: at most {settings.max_page_size} items at a time; go on with the next page.")
    if cursor is not None and offset:
        raise DetenteError("Give a cursor or an offset, not both.")
    return Listing(exchange, limit or settings.page_size, offset, cursor)


ListingDep = Annotated[Listing, Depends(_listing)]


def _json(model: type[BaseModel], items: Sequence[BaseModel]) -> bytes:
    return TypeAdapter(list[model]).dump_json(list(items))  # type: ignore[valid-type]


def _unique(found: Iterable[Resource]) -> list[Resource]:
    return list({resource.iri: resource for resource in found}.values())
