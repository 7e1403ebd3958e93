"""Happenings: events told more than once, with their reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from api import terms
from api.schemas import Happening, HappeningDetail
from api.views import claims
from api.views.linked import with_evidence
from api.views.reading import Resource, resources
from api.views.refs import actor_refs
from graph.articles import rows
from ontology.namespaces import CURRENT_GRAPH, GP

if TYPE_CHECKING:
    from api.schemas import ActorRef
    from graph.store import Store

_SLOTS: Final = tuple(GP + name for name in ("agent", "recipient", "place"))


def happenings(store: Store, found: Iterable[Resource]) -> list[Happening]:
    """Show happenings in the order given."""
    listed = list(found)
    refs = actor_refs(store, (iri for item in listed for slot in _SLOTS for iri in item.all(slot)))
    return [Happening.model_validate(_shown(item, refs)) for item in listed]


def happening(store: Store, found: Resource) -> HappeningDetail:
    """Show a happening with its reports, those of the oldest articles first."""
    (shown,) = happenings(store, [found])
    told = claims.events(store, list(resources(store, _reports(store, found.iri)).values()))
    told.sort(key=lambda event: ((event.article and event.article.published) or "9999", event.id))
    return HappeningDetail(**shown.model_dump(), told=told)


def linked(store: Store, iris: Iterable[str]) -> list[Resource]:
    """Read happenings with their reports, the passages, articles and actors."""
    found = resources(store, iris)
    told = (report for iri in found for report in _reports(store, iri))
    return [*found.values(), *with_evidence(store, told)]


def _reports(store: Store, iri: str) -> list[str]:
    query = f"SELECT ?event WHERE {{ GRAPH <{CURRENT_GRAPH}> {{ ?event gp:sameEventAs {terms.iri(iri)} }} }}"
    return sorted(event for (event,) in rows(store, query) if event)


def _shown(item: Resource, refs: dict[str, ActorRef]) -> dict[str, Any]:
    place = item.one(GP + "place")
    return {
        "id": item.id,
        "iri": item.iri,
        "type": item.name(GP + "eventType"),
        "mode": item.name(GP + "mode"),
        "agents": [refs[actor] for actor in item.all(GP + "agent")],
        "recipients": [refs[actor] for actor in item.all(GP + "recipient")],
        "place": refs[place] if place else None,
        "date": item.one(GP + "date"),
        "date_end": item.one(GP + "dateEnd"),
        "date_precision": item.name(GP + "datePrecision"),
        **{name: item.one(GP + name) for name in ("reports", "articles", "sources", "confidence")},
    }
