"""Articles: where the claims are from."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api import schemas, terms
from api.routers.filters import From, To, day
from api.routers.listing import LIST, SINGLE, ExchangeDep, ListingDep
from api.views import articles as view
from api.views.linked import with_evidence
from api.views.reading import resources, single
from graph.catalogue import lists
from graph.catalogue.lookup import claims_of
from ontology.namespaces import SCHEMA

router: Final = APIRouter(tags=["articles"])


@router.get("/articles", summary="List articles", response_model=list[schemas.Article], responses=LIST)
def list_articles(
    listing: ListingDep,
    publisher: Annotated[str | None, Query(description="Name of the outlet, as it is written.")] = None,
    lang: Annotated[str | None, Query(description="Language of the text.", examples=["fr"])] = None,
    source_id: Annotated[str | None, Query(description="The id that the user gave.")] = None,
    url: Annotated[str | None, Query(description="The address of the article.")] = None,
    start: From = None,
    end: To = None,
) -> Response:
    """List articles, newest first."""
    filters = {
        "publisher": publisher,
        "lang": lang,
        "source_id": source_id,
        "url": url,
        "start": day(start),
        "end": day(end),
    }
    store = listing.store
    return listing.answer(
        lists.articles(filters),
        schemas.Article,
        lambda rows: view.articles(listing.index, list(resources(store, (row[1] for row in rows)).values())),
        lambda rows: resources(store, (row[1] for row in rows)).values(),
    )


@router.get(
    "/articles/{article_hash}", summary="Show an article", response_model=schemas.ArticleDetail, responses=SINGLE
)
def show_article(exchange: ExchangeDep, article_hash: str) -> Response:
    """Show one article with its claims."""
    store, index = exchange.store, exchange.index
    found = single(store, terms.resource("article", article_hash), SCHEMA + "NewsArticle", "article")
    return exchange.single(
        lambda: view.article_detail(store, index, found),
        lambda: [found, *with_evidence(store, claims_of(index, found.iri))],
    )
