"""Short forms of actors and articles, as other resources point to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from api.schemas import ActorRef, ArticleRef
from api.views.reading import Resource, resources
from ontology.namespaces import SCHEMA, SKOS, actor_id

if TYPE_CHECKING:
    from graph.store import Store

Actors = Mapping[str, ActorRef]


def actor_refs(store: Store, iris: Iterable[str | None], language: str = "en") -> dict[str, ActorRef]:
    """Give the short form of actors by IRI; one without a label is called by its id."""
    wanted = [iri for iri in dict.fromkeys(iris) if iri]
    known = resources(store, wanted, SKOS + "prefLabel")
    return {iri: _actor_ref(iri, known.get(iri), language) for iri in wanted}


def _actor_ref(iri: str, actor: Resource | None, language: str) -> ActorRef:
    identity = actor_id(iri)
    names = actor.by_language(SKOS + "prefLabel") if actor else {}
    return ActorRef(id=identity, iri=iri, label=label(actor, identity, language), names=names)


def label(actor: Resource | None, default: str, language: str = "en") -> str:
    """Name an actor in a language, else without language, else in any, English first."""
    names = actor.by_language(SKOS + "prefLabel") if actor else {}
    return names.get(language) or names.get("") or names.get("en") or next(iter(names.values()), default)


def article_fields(article: Resource) -> dict[str, str | None]:
    """Give what every form of an article says."""
    published = article.one(SCHEMA + "datePublished")
    return {
        "id": article.id,
        "iri": article.iri,
        "title": article.one(SCHEMA + "headline"),
        "publisher": article.one(SCHEMA + "publisher"),
        "published": published[:10] if published else None,
        "url": article.one(SCHEMA + "url"),
        "lang": article.one(SCHEMA + "inLanguage"),
    }


def article_ref(article: Resource) -> ArticleRef:
    """Give the short form of an article."""
    return ArticleRef.model_validate(article_fields(article))
