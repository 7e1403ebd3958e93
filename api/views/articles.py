"""Articles with their claims."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from api.schemas import Article, ArticleDetail
from api.views import claims
from api.views.reading import Resource, resources
from api.views.refs import article_fields, article_ref
from graph.articles import copies_of
from graph.catalogue.lookup import claims_by_article, claims_of
from ontology.namespaces import GP, RDF

if TYPE_CHECKING:
    from graph.catalogue import Index
    from graph.store import Store


def articles(index: Index, found: Sequence[Resource]) -> list[Article]:
    """Show articles, in the order given, with the number of their claims."""
    return [Article.model_validate(fields) for fields in _fields(index, found)]


def article_detail(store: Store, index: Index, article: Resource) -> ArticleDetail:
    """Show one article with its claims in the order of the text."""
    found = list(resources(store, claims_of(index, article.iri)).values())
    stances = claims.stances(store, [c for c in found if GP + "StanceAssertion" in c.all(RDF + "type")])
    events = claims.events(store, [c for c in found if GP + "Event" in c.all(RDF + "type")])
    return ArticleDetail.model_validate(
        {
            **_fields(index, [article])[0],
            "stance_claims": sorted(stances, key=lambda claim: (claim.begin or 0, claim.id)),
            **_kin(store, article),
            "event_claims": sorted(events, key=lambda claim: (claim.begin or 0, claim.id)),
        }
    )


def _kin(store: Store, article: Resource) -> dict[str, Any]:
    """Give the original of a copy, and the copies of an original, as far as they are in the store."""
    original, copies = article.one(GP + "copyOf"), copies_of(store, article.iri)
    known = resources(store, [*([original] if original else []), *copies])
    return {
        "copy_of": article_ref(known[original]) if original in known else None,
        "copies": [article_ref(known[iri]) for iri in copies if iri in known],
    }


def _fields(index: Index, found: Sequence[Resource]) -> list[dict[str, Any]]:
    counts = claims_by_article(index, (article.iri for article in found))
    return [
        {
            **article_fields(article),
            "source_id": article.one(GP + "sourceId"),
            "stances": counts[article.iri, "stance"],
            "events": counts[article.iri, "event"],
        }
        for article in found
    ]
