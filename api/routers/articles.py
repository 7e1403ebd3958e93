"""Articles: where the claims are from."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Response

from api import schemas, terms
from api.dependencies import PageDep, StoreDep
from api.routers.listing import listed
from api.views import articles as view
from api.views.reading import Selection, single
from ontology.namespaces import SCHEMA

router: Final = APIRouter(tags=["articles"])

_ALL: Final = Selection(
    "?item a schema:NewsArticle . OPTIONAL { ?item schema:datePublished ?published }", "DESC(MAX(STR(?published)))"
)


@router.get("/articles", summary="List articles", response_model=list[schemas.Article])
def list_articles(store: StoreDep, page: PageDep, response: Response) -> list[schemas.Article]:
    """List articles, newest first. The header `X-Total-Count` gives the number of all."""
    return view.articles(store, listed(store, _ALL, page, response))


@router.get("/articles/{article_hash}", summary="Show an article", response_model=schemas.Article)
def show_article(store: StoreDep, article_hash: str) -> schemas.Article:
    """Show one article with the number of its claims."""
    found = single(store, terms.resource("article", article_hash), SCHEMA + "NewsArticle", "article")
    return view.articles(store, [found])[0]
