"""Actors with their names and current relations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from api import terms
from api.schemas import Actor, ActorDetail, ActorRef
from api.views.reading import Resource, resources
from api.views.refs import actor_refs, label
from graph.articles import rows
from ontology.errors import DetenteError
from ontology.namespaces import CURRENT_GRAPH, GP, OWL, RDF, SKOS, actor_id

if TYPE_CHECKING:
    from graph.store import Store


def actors(found: Iterable[Resource]) -> list[Actor]:
    """Show actors, in the order given."""
    return [Actor.model_validate(_fields(actor)) for actor in found]


def actor_detail(store: Store, iri: str) -> ActorDetail:
    """Read one actor with all its names and current relations.

    Raises:
        DetenteError: there is no such actor (404).
    """
    actor = resources(store, [iri]).get(iri)
    if actor is None or SKOS + "prefLabel" not in actor.values:
        raise DetenteError(f"There is no actor {actor_id(iri)!r}.", 404)
    return ActorDetail.model_validate(
        {
            **_fields(actor),
            "labels": actor.by_language(SKOS + "prefLabel"),
            "aliases": sorted(set(actor.all(SKOS + "altLabel"))),
            "same_as": actor.all(OWL + "sameAs"),
            "acts_for": list(actor_refs(store, actor.all(GP + "actsFor")).values()),
            **_relations(store, iri),
        }
    )


def _fields(actor: Resource) -> dict[str, Any]:
    identity = actor_id(actor.iri)
    return {
        "id": identity,
        "iri": actor.iri,
        "label": label(actor, identity),
        "type": actor.name(RDF + "type"),
        "code": actor.one(GP + "code"),
    }


def _relations(store: Store, iri: str) -> dict[str, list[ActorRef]]:
    """Read the current relations in both directions."""
    node = terms.iri(iri)
    query = f"""SELECT ?relation ?other ?direction WHERE {{ GRAPH <{CURRENT_GRAPH}> {{
      {{ {node} ?relation ?other BIND ("out" AS ?direction) }}
      UNION {{ ?other ?relation {node} BIND ("in" AS ?direction) }}
    }} }} ORDER BY ?other"""
    found = [(relation or "", other or "", direction) for relation, other, direction in rows(store, query)]
    refs = actor_refs(store, (other for _, other, _ in found))
    names = {
        (GP + "supports", "out"): "supports",
        (GP + "opposes", "out"): "opposes",
        (GP + "supports", "in"): "supported_by",
        (GP + "opposes", "in"): "opposed_by",
    }
    return {name: [refs[o] for r, o, d in found if (r, d) == key] for key, name in names.items()}
