"""Resources with what they point to, for answers that are themselves graphs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.views.claims import ACTORS, CONTEXT, DERIVED
from api.views.reading import Resource, resources

if TYPE_CHECKING:
    from graph.store import Store


def with_evidence(store: Store, iris: Iterable[str]) -> list[Resource]:
    """Read claims with their passages, articles and actors."""
    claims = resources(store, iris)
    spans = resources(store, _targets(claims.values(), (DERIVED,)))
    articles = resources(store, _targets(spans.values(), (CONTEXT,)))
    actors = resources(store, _targets(claims.values(), ACTORS))
    return [*claims.values(), *spans.values(), *articles.values(), *actors.values()]


def _targets(found: Iterable[Resource], predicates: Iterable[str]) -> list[str]:
    return [iri for resource in found for predicate in predicates for iri in resource.all(predicate)]
