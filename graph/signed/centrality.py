"""Who is central, in support and in opposition apart.

Support and opposition are two networks: an actor whom many support is not the opposite of one whom many oppose. Each
measure looks at the directed part of one sign, an arrow going from who supports (or opposes) to whom.

- ``supports`` and ``opposes`` count whom the actor supports and opposes (out-degree);
- ``supported`` and ``opposed`` count by whom it is (in-degree);
- ``support_rank`` is the PageRank in the part of support: high for those backed by actors who are backed themselves;
- ``opposition_rank`` is the PageRank in the part of opposition: high for those on whom hostility falls, above all
  that of actors who draw hostility themselves.

Ranks add up to 1 over the actors of the network. Articles and confidence do not weigh: news repeats itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.signed.model import RelationName, SignedNetwork
from graph.signed.parts import directed_part

DAMPING: Final = 0.85
_TOLERANCE: Final = 1e-10
_MOST_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central one actor is; ranks are between 0 and 1."""

    actor: str
    supports: int
    supported: int
    opposes: int
    opposed: int
    support_rank: float
    opposition_rank: float


def centralities(network: SignedNetwork) -> tuple[Centrality, ...]:
    """Measure each actor; those with most relations first."""
    support, opposition = directed_part(network, "supports"), directed_part(network, "opposes")
    ranks = {name: page_rank(network, name) for name in ("supports", "opposes")}
    found = (
        Centrality(
            actor,
            support.out_degree(actor),
            support.in_degree(actor),
            opposition.out_degree(actor),
            opposition.in_degree(actor),
            ranks["supports"][actor],
            ranks["opposes"][actor],
        )
        for actor in network.actors
    )
    return tuple(sorted(found, key=lambda one: (-_relations(one), one.actor)))


def page_rank(network: SignedNetwork, relation: RelationName) -> dict[str, float]:
    """Rank the actors in the part of one relation, as ``networkx.pagerank`` does, which would need scipy."""
    import numpy

    actors = list(network.actors)
    if not actors:
        return {}
    number = {actor: place for place, actor in enumerate(actors)}
    links = [(number[r.subject], number[r.object]) for r in network.relations if r.relation == relation]
    sources, targets = numpy.array(links, numpy.intp).reshape(-1, 2).T
    out = numpy.bincount(sources, minlength=len(actors))
    rank = numpy.full(len(actors), 1 / len(actors))
    for _ in range(_MOST_STEPS):
        given = numpy.bincount(targets, rank[sources] / out[sources], len(actors))
        new = DAMPING * (given + rank[out == 0].sum() / len(actors)) + (1 - DAMPING) / len(actors)
        done = abs(new - rank).sum() < _TOLERANCE
        rank = new
        if done:
            break
    return dict(zip(actors, rank.tolist(), strict=True))


def _relations(one: Centrality) -> int:
    return one.supports + one.supported + one.opposes + one.opposed
