"""Requests about the network: the filters all its routes take, and the corpus that answers them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any, Final, cast

from fastapi import Depends, Query, Request, Response
from pydantic_core import to_json

from api import schemas, terms
from api.network.cache import Lane, Networks, Reading
from api.network.schemas import Drawing
from api.routers.filters import LEAST, From, LeastConfidence, To
from api.routers.listing import JSON, Exchange, ExchangeDep
from api.views import network as view
from graph.signed.model import Filters, SignedNetwork
from ontology.errors import DetenteError
from ontology.namespaces import actor_id, actor_iri

_ETAG: Final = {"ETag": {"description": "Changes when the graph does.", "schema": {"type": "string"}}}
_UNCHANGED: Final = {"description": "Nothing has changed since the ETag of `If-None-Match`."}
ANSWER: Final[dict[int | str, dict[str, Any]]] = {200: {"headers": _ETAG}, 304: _UNCHANGED}

What = tuple[str, ...]
"""What is asked, with its own parameters."""
DRAWING: Final[What] = ("drawing",)


def _filters(
    as_of: Annotated[
        date | None,
        Query(description="What holds as of this day: evidence up to it and undated.", examples=["2021-06-30"]),
    ] = None,
    start: From = None,
    end: To = None,
    min_confidence: LeastConfidence = LEAST,
    certainty: Annotated[schemas.Certainty, Query(description="The least certainty of a claim.")] = "probable",
    source: Annotated[
        list[Annotated[str, Query(max_length=500)]] | None,
        Query(description="Name of an outlet; several may be given.", examples=[["Northern Wire"]]),
    ] = None,
    speaker: Annotated[
        list[Annotated[str, Query(max_length=500)]] | None,
        Query(description="Id or IRI of whoever says so; several may be given.", examples=[["IRN"]]),
    ] = None,
    type_: Annotated[
        list[schemas.ActorType] | None,
        Query(alias="type", description="Class both actors must have; of several, one."),
    ] = None,
    lang: Annotated[
        str | None, Query(description="Language of the articles.", pattern="^[a-z]{2,3}$", examples=["fr"])
    ] = None,
    principals: Annotated[
        bool, Query(description="Let organs and persons count for whom they act for; else as they are mentioned.")
    ] = True,
) -> Filters:
    return Filters(
        as_of=as_of,
        start=start,
        end=end,
        min_confidence=min_confidence,
        certainty=certainty,
        sources=frozenset(source or ()),
        speakers=frozenset(terms.actor(ref)[1:-1] for ref in speaker or ()),
        types=frozenset(type_ or ()),
        language=lang,
        principals=principals,
    )


@dataclass(frozen=True, slots=True)
class Ask:
    """One request about the network, with the corpus that answers it."""

    exchange: Exchange
    networks: Networks
    reading: Reading
    filters: Filters

    def actor(self, ref: str) -> str:
        """Name an actor by its IRI.

        Raises:
            DetenteError: the graph has no such actor (404).
        """
        iri = terms.actor(ref)[1:-1]
        if iri not in self.reading.named:
            told = f"There is no actor {actor_id(iri)!r}; /actors/search finds the ids of actors by name."
            raise DetenteError(told, 404)
        return iri

    def short(self, ref: str) -> str:
        """Name an actor by its id where that is enough.

        Raises:
            DetenteError: the graph has no such actor (404).
        """
        iri = self.actor(ref)
        return actor_id(iri) if actor_iri(actor_id(iri)) == iri else iri

    async def answer(self, lane: Lane, what: What, make: Callable[[SignedNetwork], object]) -> Response:
        """Answer with what is made of the network, as JSON, unless the client has it already."""
        return await self.attach(lane, what, lambda network: to_json(make(network)), JSON)

    async def attach(
        self, lane: Lane, what: What, write: Callable[[SignedNetwork], bytes], media: str, file: str = ""
    ) -> Response:
        """Answer with a network as it is written, as a file if that has a name."""
        self.exchange.media_type(media, generation=self.reading.generation)
        if self.exchange.is_known():
            return self.exchange.unchanged()
        body = await self.networks.answer(lane, _key(self.reading, what, self.filters), partial(self._written, write))
        if file:
            self.exchange.headers["Content-Disposition"] = f'attachment; filename="{file}"'
        return Response(body, media_type=media, headers=self.exchange.headers)

    def _written(self, write: Callable[[SignedNetwork], bytes]) -> bytes:
        return write(self.reading.network(self.filters))


def prepare(networks: Networks) -> Future[Reading]:
    """Begin to read the store, and then to draw what a page asks for first; give the reading."""

    def draw_first(done: Future[Reading]) -> None:
        if not done.cancelled() and done.exception() is None:
            reading, filters = done.result(), Filters()
            networks.begin(
                "drawing", _key(reading, DRAWING, filters), lambda: to_json(view.drawing(reading.network(filters)))
            )

    coming = networks.warm()
    coming.add_done_callback(draw_first)
    return coming


def drawn(reading: Reading, filters: Filters) -> Drawing:
    """Draw a network; actors stay near where they stand in the picture without filters, as far as they can."""
    whole = Filters(principals=filters.principals)
    if whole not in reading.places:
        first = view.drawing(reading.network(whole))
        reading.places[whole] = view.places(first)
        if filters == whole:
            return first
    start = None if filters == whole else reading.places[whole]
    return view.drawing(reading.network(filters), start)


def _key(reading: Reading, what: What, filters: Filters) -> Hashable:
    return reading.generation, what, filters


async def _ask(request: Request, exchange: ExchangeDep, filters: Annotated[Filters, Depends(_filters)]) -> Ask:
    networks = cast(Networks, request.app.state.networks)
    ask = Ask(exchange, networks, await networks.reading(), filters)
    for speaker in filters.speakers:
        ask.actor(speaker)
    return ask


AskDep = Annotated[Ask, Depends(_ask)]
