"""The parts of a signed network: who is tied to whom, and the networks of support and of opposition alone.

networkx knows no negative ties and gives nonsense without a word where signs are passed as weights, so each of its
functions is given a part of one sign.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph.signed.model import SIGNS, Relation, RelationName, SignedNetwork

if TYPE_CHECKING:
    import networkx

    Graph = networkx.Graph[str]
    DiGraph = networkx.DiGraph[str]
else:
    Graph = DiGraph = object

Sign = Literal[1, 0, -1]


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair of actors, ``a`` before ``b``, with the current relations between them, either way."""

    a: str
    b: str
    relations: tuple[Relation, ...]

    @property
    def sign(self) -> Sign:
        """Give +1 where all is support, -1 where all is opposition, 0 where there is both: an ambivalent pair."""
        found = {relation.sign for relation in self.relations}
        return 0 if len(found) > 1 else 1 if 1 in found else -1


def ties(network: SignedNetwork) -> tuple[Tie, ...]:
    """List the pairs of actors with a current relation, in the order of their IRIs."""
    pairs: dict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in network.relations:
        pairs[min(relation.subject, relation.object), max(relation.subject, relation.object)].append(relation)
    return tuple(Tie(*pair, tuple(found)) for pair, found in sorted(pairs.items()))


def degrees(network: SignedNetwork) -> dict[str, int]:
    """Count the current relations of each actor, out and in."""
    found = dict.fromkeys(network.actors, 0)
    for relation in network.relations:
        found[relation.subject] += 1
        found[relation.object] += 1
    return found


def components(network: SignedNetwork) -> list[set[str]]:
    """List the groups of actors that ties of any sign join, the largest first, then by IRI."""
    import networkx

    graph: networkx.Graph[str] = networkx.Graph((relation.subject, relation.object) for relation in network.relations)
    return sorted(networkx.connected_components(graph), key=lambda group: (-len(group), min(group)))


def part(network: SignedNetwork, relation: RelationName) -> Graph:
    """Give the pairs between which one relation holds, either way, as a simple graph.

    All actors are in it; ambivalent pairs are in the part of support and in that of opposition.
    """
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(network.actors)
    graph.add_edges_from((tie.a, tie.b) for tie in ties(network) if SIGNS[relation] in _signs(tie))
    return graph


def directed_part(network: SignedNetwork, relation: RelationName) -> DiGraph:
    """Give who has one relation to whom, from subject to object; all actors are in it."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(network.actors)
    graph.add_edges_from((item.subject, item.object) for item in network.relations if item.relation == relation)
    return graph


def _signs(tie: Tie) -> set[int]:
    return {relation.sign for relation in tie.relations}
