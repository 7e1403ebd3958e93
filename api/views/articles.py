"""Articles with the number of their claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from api import terms
from api.schemas import Article
from api.views.reading import Resource
from api.views.refs import article_fields
from graph.articles import rows
from ontology.namespaces import GP, SCHEMA

if TYPE_CHECKING:
    from graph.store import Store


def articles(store: Store, found: Sequence[Resource]) -> list[Article]:
    """Show articles, in the order given."""
    counts = _counts(store, (article.iri for article in found))
    return [_article(article, counts) for article in found]


def _article(article: Resource, counts: dict[tuple[str, str], int]) -> Article:
    return Article.model_validate(
        {
            **article_fields(article),
            "source_id": article.one(GP + "sourceId"),
            "lang": article.one(SCHEMA + "inLanguage"),
            "stances": counts.get((article.iri, GP + "StanceAssertion"), 0),
            "events": counts.get((article.iri, GP + "Event"), 0),
        }
    )


def _counts(store: Store, iris: Iterable[str]) -> dict[tuple[str, str], int]:
    """Count claims by article and class."""
    query = f"""SELECT ?article ?class (COUNT(DISTINCT ?claim) AS ?n) WHERE {{
      {terms.values("article", iris)} VALUES ?class {{ gp:StanceAssertion gp:Event }}
      ?span nif:referenceContext ?article . ?claim prov:wasDerivedFrom ?span ; a ?class .
    }} GROUP BY ?article ?class"""
    return {(article or "", cls or ""): int(n or 0) for article, cls, n in rows(store, query)}
