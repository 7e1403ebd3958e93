"""Actors with their names and current relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from api import terms
from api.schemas import Actor, ActorDetail, ActorMatch, ActorRef, ActorRelation
from api.views.reading import Resource, resources
from api.views.refs import Actors, actor_refs, label
from graph.articles import rows
from graph.catalogue.lookup import EXACT, PREFIX, WORD, Match
from ontology.errors import DetenteError
from ontology.namespaces import CURRENT_GRAPH, GP, OWL, RDF, SKOS, actor_id

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from graph.store import Store


def actors(found: Iterable[Resource], claims: Mapping[str, int]) -> list[Actor]:
    """Show actors, in the order given, with the number of claims by IRI."""
    return [Actor.model_validate({**_fields(actor), "claims": claims.get(actor.iri, 0)}) for actor in found]


def matches(store: Store, found: Iterable[Match], language: str) -> list[ActorMatch]:
    """Show actors found by name, in the order given, with labels in a language."""
    listed = list(found)
    refs = actor_refs(store, (match.iri for match in listed), language)
    fits = {EXACT: "exact", PREFIX: "prefix", WORD: "word"}
    return [
        ActorMatch.model_validate(
            {
                **refs[match.iri].model_dump(),
                "type": match.type,
                "claims": match.claims,
                "name": match.text,
                "fit": fits[match.rank],
            }
        )
        for match in listed
    ]


def relations(store: Store, actor: str, found: Iterable[tuple[Any, ...]]) -> list[ActorRelation]:
    """Show relations of an actor, given as rows of the index."""
    listed = list(found)
    refs, current = actor_refs(store, (row[1] for row in listed)), current_triples(store, actor)
    return [_relation(actor, row, refs, current) for row in listed]


def current_triples(store: Store, actor: str) -> set[tuple[str, str, str]]:
    """Read the current relations of an actor as triples of IRIs."""
    node = terms.iri(actor)
    query = f"""SELECT ?a ?relation ?b WHERE {{ VALUES ?relation {{ gp:supports gp:opposes }} GRAPH <{CURRENT_GRAPH}> {{
      {{ {node} ?relation ?b BIND ({node} AS ?a) }} UNION {{ ?a ?relation {node} BIND ({node} AS ?b) }} }} }}"""
    return {(a or "", relation or "", b or "") for a, relation, b in rows(store, query)}


def current_resources(store: Store, actor: str, found: Iterable[tuple[Any, ...]]) -> list[Resource]:
    """Give those of the relations that hold now, as resources."""
    from pyoxigraph import NamedNode

    current = current_triples(store, actor)
    holding: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for _, other, relation, direction, *_ in found:
        a, b = (actor, other) if direction == "out" else (other, actor)
        if (a, GP + relation, b) in current:
            holding[a][GP + relation].append(NamedNode(b))
    return [Resource(iri, values) for iri, values in holding.items()]


def _relation(actor: str, row: tuple[Any, ...], refs: Actors, current: set[tuple[str, str, str]]) -> ActorRelation:
    _, other, relation, direction, affirmed, possible, denied, first, last = row
    a, b = (actor, other) if direction == "out" else (other, actor)
    return ActorRelation(
        direction=direction,
        relation=relation,
        actor=refs[other],
        current=(a, GP + relation, b) in current,
        affirmed=affirmed,
        possible=possible,
        denied=denied,
        first=first or None,
        last=last or None,
    )


def actor_detail(store: Store, iri: str, claims: int) -> ActorDetail:
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
            "claims": claims,
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
    found = sorted(current_triples(store, iri))
    refs = actor_refs(store, (end for a, _, b in found for end in (a, b)))
    return {
        "supports": [refs[b] for a, relation, b in found if (a, relation) == (iri, GP + "supports")],
        "opposes": [refs[b] for a, relation, b in found if (a, relation) == (iri, GP + "opposes")],
        "supported_by": [refs[a] for a, relation, b in found if (relation, b) == (GP + "supports", iri)],
        "opposed_by": [refs[a] for a, relation, b in found if (relation, b) == (GP + "opposes", iri)],
    }
