"""Ego networks: one actor, those around it, and what is between them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.signed.model import Relation, SignedNetwork
from graph.signed.parts import ties
from ontology.errors import DetenteError

RADII: Final = (1, 2)


@dataclass(frozen=True)
class Ego:
    """An actor, how many ties away the actors around it are (itself 0), and all relations among them."""

    actor: str
    radius: int
    distances: Mapping[str, int]
    relations: tuple[Relation, ...]


def ego(network: SignedNetwork, actor: str, radius: int = 1) -> Ego:
    """Take out the network around an actor, given by id or IRI: its neighbours, with radius 2 also theirs.

    Raises:
        DetenteError: the radius is neither 1 nor 2; the network has no such actor (404).
    """
    if radius not in RADII:
        raise DetenteError(f"The radius of an ego network is 1 or 2, not {radius}.")
    centre = network.find(actor)
    around = neighbours(network)
    distances = {centre: 0}
    for distance in range(1, radius + 1):
        edge = [one for one, steps in distances.items() if steps == distance - 1]
        for other in sorted({other for one in edge for other in around[one]}):
            distances.setdefault(other, distance)
    among = tuple(r for r in network.relations if r.subject in distances and r.object in distances)
    return Ego(centre, radius, distances, among)


def within(network: SignedNetwork, actors: Iterable[str]) -> SignedNetwork:
    """Narrow a network down to some of its actors, by IRI, and what is between them."""
    return SignedNetwork(network.graph.subgraph(actors).copy(), network.filters, network.corpus)


def neighbours(network: SignedNetwork) -> dict[str, set[str]]:
    """Give those tied to each actor, whatever the sign."""
    found: dict[str, set[str]] = defaultdict(set)
    for tie in ties(network):
        found[tie.a].add(tie.b)
        found[tie.b].add(tie.a)
    return found
