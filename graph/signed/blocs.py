"""Blocs: who stands with whom, and which relations do not fit into that picture.

A relation is frustrated if it supports somebody of another bloc or opposes somebody of the same. The frustration index
of a network is the least number of frustrated relations that a partition into two blocs can have (Harary; Doreian and
Mrvar for more than two). It is 0 exactly where the network is balanced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from graph.signed.cuts import SEED, cut
from graph.signed.model import Relation, SignedNetwork
from graph.signed.parts import Tie, components, degrees, part, ties
from ontology.errors import DetenteError

Weight = Literal["relations", "articles"]
_WEIGHTS: Final[dict[Weight, Callable[[Relation], int]]] = {
    "relations": lambda _: 1,
    "articles": lambda relation: relation.articles,
}
_MOST_ROUNDS: Final = 100
_MOST_STARTS: Final = 12


@dataclass(frozen=True)
class Partition:
    """The blocs of a network and the relations that do not fit them.

    ``blocs`` gives the bloc of each actor's IRI: 0 is that of the actor with most relations, and so on. Components of
    the network that nothing joins each have their own blocs, so that between them a number means nothing; two blocs of
    a component are both numbered from 0. ``index`` is the weight of the frustrated relations, ``total`` that of all;
    ``exact`` tells that no partition into as many blocs has a lower index for sure.
    """

    k: int
    blocs: Mapping[str, int]
    frustrated: tuple[Relation, ...]
    index: int
    total: int
    exact: bool

    @property
    def share(self) -> float | None:
        """Give the share of the weight that is frustrated; ``None`` without relations."""
        return self.index / self.total if self.total else None

    def members(self) -> tuple[tuple[str, ...], ...]:
        """List the actors of each bloc, by IRI."""
        found: dict[int, list[str]] = defaultdict(list)
        for actor, bloc in sorted(self.blocs.items()):
            found[bloc].append(actor)
        return tuple(tuple(found[bloc]) for bloc in sorted(found))


def frustration(
    network: SignedNetwork, weight: Weight = "relations", near: Mapping[str, int] | None = None
) -> Partition:
    """Part the actors into two blocs with the least weight of frustrated relations.

    Each relation weighs 1, or as many as articles report it. Actors with up to three neighbours are set aside first,
    which loses nothing; exact if each component of what is left has at most ``graph.signed.cuts.MOST_EXACT`` actors, or
    if the result cannot be beaten; else the best of a search with many starts and a fixed seed. Of equally good
    partitions always the same is given, with ``near`` one in which few actors leave the blocs that they have there.
    """
    best = _two(network, weight, near or {}, drawn=False)
    if not near:
        return best
    close = _two(network, weight, near, drawn=True) if best.exact else best
    return replace(close, exact=True) if best.exact and close.index == best.index else _turned(network, best, near)


def blocs(network: SignedNetwork, k: int = 2, weight: Weight = "relations") -> Partition:
    """Part the actors into at most ``k`` blocs with little frustration.

    Two blocs are those of ``frustration``. More begin with those two, and with the communities of the part of support
    (Louvain, fixed seed) joined into as many as are wanted or fewer; then each actor moves to where fewest of its
    relations are frustrated until nobody would move. The best of these is taken, so that fewer blocs than ``k`` may
    come out; ``exact`` only where nothing can be better.

    Raises:
        DetenteError: ``k`` is less than 1.
    """
    if k < 1:
        raise DetenteError(f"Blocs are 1 or more, not {k}.")
    if k == 2:
        return frustration(network, weight)
    if k == 1:
        return _partition(network, 1, dict.fromkeys(network.actors, 0), weight, True)
    least = sum(_least(tie, _WEIGHTS[weight]) for tie in ties(network))
    found = [_partition(network, k, sides, weight, False) for sides in _candidates(network, k, weight)]
    best = min(found, key=lambda partition: partition.index)
    return replace(best, exact=best.index == least)


def _candidates(network: SignedNetwork, k: int, weight: Weight) -> Iterator[dict[str, int]]:
    """Yield what two sides settle to, then what the communities joined into 2 and more blocs do."""
    order = by_relations(network)
    pulls = _pulls(network, _WEIGHTS[weight])
    groups = _communities(network, order)
    yield _numbered(order, _settled(order, frustration(network, weight).blocs, pulls, k))
    for number in range(2, min(k, len(groups), _MOST_STARTS) + 1):
        joined = _joined(groups, pulls, number)
        start = {actor: bloc for bloc, group in enumerate(joined) for actor in group}
        yield _numbered(order, _settled(order, start, pulls, number))


def by_relations(network: SignedNetwork) -> list[str]:
    """List the actors, those with most relations first, then by IRI."""
    counted = degrees(network)
    return sorted(counted, key=lambda actor: (-counted[actor], actor))


def is_frustrated(relation: Relation, blocs: Mapping[str, int]) -> bool:
    """Tell whether a relation supports another bloc or opposes its own."""
    return (blocs[relation.subject] == blocs[relation.object]) != (relation.sign > 0)


def _two(network: SignedNetwork, weight: Weight, near: Mapping[str, int], drawn: bool) -> Partition:
    """Part in two; if actors are drawn to the blocs they had, a vertex more does it, less strong than any relation."""
    order = by_relations(network)
    number = {actor: place for place, actor in enumerate(order, 1)}
    pulls = [(number[tie.a], number[tie.b], float(_pull(tie, _WEIGHTS[weight]))) for tie in ties(network)]
    little = 0.5 ** (len(order).bit_length() + 1)
    known = {number[actor]: bloc for actor, bloc in near.items() if actor in number}
    pulls += [(0, vertex, -little if bloc else little) for vertex, bloc in known.items() if drawn]
    found = cut(range(len(order) + 1), pulls, known)
    return _partition(network, 2, {actor: found.sides[number[actor]] for actor in order}, weight, found.exact)


def _turned(network: SignedNetwork, partition: Partition, near: Mapping[str, int]) -> Partition:
    """Turn components over where more of their actors are then in the blocs that they had."""
    blocs = dict(partition.blocs)
    for component in components(network):
        known = component & near.keys()
        if sum(blocs[actor] != near[actor] for actor in known) * 2 > len(known):
            blocs.update({actor: 1 - blocs[actor] for actor in component})
    return replace(partition, blocs=blocs)


def _partition(network: SignedNetwork, k: int, blocs: dict[str, int], weight: Weight, exact: bool) -> Partition:
    weigh = _WEIGHTS[weight]
    wrong = tuple(relation for relation in network.relations if is_frustrated(relation, blocs))
    return Partition(k, blocs, wrong, sum(map(weigh, wrong)), sum(map(weigh, network.relations)), exact)


def _pull(tie: Tie, weigh: Callable[[Relation], int]) -> int:
    """Say how much rather a pair is together than apart."""
    return sum(relation.sign * weigh(relation) for relation in tie.relations)


def _least(tie: Tie, weigh: Callable[[Relation], int]) -> int:
    """Weigh what is frustrated between a pair whatever the blocs: the lesser of its support and its opposition."""
    return (sum(map(weigh, tie.relations)) - abs(_pull(tie, weigh))) // 2


Pulls = Mapping[str, Mapping[str, int]]


def _pulls(network: SignedNetwork, weigh: Callable[[Relation], int]) -> Pulls:
    """Give for each actor its neighbours, and how much rather it is with them than apart."""
    found: dict[str, dict[str, int]] = {actor: {} for actor in network.actors}
    for tie in ties(network):
        found[tie.a][tie.b] = found[tie.b][tie.a] = _pull(tie, weigh)
    return found


def _communities(network: SignedNetwork, order: Sequence[str]) -> list[set[str]]:
    """Find the communities of the part of support; numbers for actors keep the order of sets the same in each run."""
    import networkx

    number = {actor: place for place, actor in enumerate(order)}
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(len(order)))
    graph.add_edges_from(sorted((number[a], number[b]) for a, b in part(network, "supports").edges))
    found = networkx.community.louvain_communities(graph, seed=SEED)
    ordered: list[list[int]] = sorted(sorted(group) for group in found)
    return [{order[place] for place in group} for group in ordered]


def _joined(groups: Sequence[set[str]], pulls: Pulls, k: int) -> list[set[str]]:
    """Join the smaller groups to the one of the ``k`` largest that they would rather be with."""
    ordered = sorted(groups, key=lambda group: (-len(group), min(group, default="")))
    kept = [set(group) for group in ordered[:k]]
    for group in ordered[k:]:
        pull = [
            sum(pulls[actor].get(other, 0) for actor in group for other in pulls[actor] if other in one) for one in kept
        ]
        kept[max(range(len(kept)), key=lambda place: (pull[place], -place))] |= group
    return kept


def _settled(order: Sequence[str], start: Mapping[str, int], pulls: Pulls, k: int) -> dict[str, int]:
    """Move actors one by one to the bloc that pulls most, an empty one too, until nobody gains by it."""
    found = dict(start)
    for _ in range(_MOST_ROUNDS):
        moved = False
        for actor in order:
            drawn = [0] * k
            for other, pull in pulls[actor].items():
                drawn[found[other]] += pull
            best = max(range(k), key=lambda bloc: (drawn[bloc], -bloc))
            if drawn[best] > drawn[found[actor]]:
                found[actor], moved = best, True
        if not moved:
            break
    return found


def _numbered(order: Sequence[str], found: Mapping[str, int]) -> dict[str, int]:
    """Number the blocs by their actor with most relations."""
    numbers: dict[int, int] = {}
    return {actor: numbers.setdefault(found[actor], len(numbers)) for actor in order}
