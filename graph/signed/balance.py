"""Structural balance: whether a friend's friends are friends, and an enemy's enemies.

A triad is three actors of which each two are tied by current relations, either way. It has a sign for each of its three
sides: ``+++`` and ``+--`` are balanced; ``++-`` is not (a friend of two enemies); ``---`` is unbalanced in the strong
sense (Heider, Cartwright and Harary) and balanced in the weak one (Davis). A side between two actors with relations of
both signs has no sign: such a triad is ambivalent and is counted apart, in no share.

The named query ``unbalanced-triads`` reads the same current relations and gives the same triads among those that have
signs. It differs where a side is ambivalent: it takes such a side once as support and once as opposition and lists the
triad for the reading that is unbalanced. It lists a triad once for each order of its members, quotes the first sentence
by the alphabet (below the least confidence too) where the surest is given here, and knows no filters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.signed.model import SignedNetwork
from graph.signed.parts import Tie, ties

KINDS: Final = ("+++", "++-", "+--", "---")
STRONG: Final = frozenset({"+++", "+--"})
WEAK: Final = STRONG | {"---"}


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors in the order of their IRIs, with the ties of the first two, the outer two and the last two."""

    actors: tuple[str, str, str]
    sides: tuple[Tie, Tie, Tie]

    @property
    def kind(self) -> str:
        """Write the signs, support first: ``++-``; empty if a side is ambivalent."""
        signs = [side.sign for side in self.sides]
        return "" if 0 in signs else "".join(sorted("+" if sign > 0 else "-" for sign in signs))

    @property
    def articles(self) -> int:
        """Count the articles that report the side least reported."""
        return min(sum(relation.articles for relation in side.relations) for side in self.sides)


@dataclass(frozen=True)
class Balance:
    """How many triads of each kind a network has, and which do not hold together.

    ``unbalanced`` are those that are unbalanced in the strong sense, best reported first. ``ambivalent`` counts the
    triads with an ambivalent side, ``ambivalent_pairs`` names all such pairs of the network, in a triad or not.
    """

    census: Mapping[str, int]
    unbalanced: tuple[Triad, ...]
    ambivalent: int
    ambivalent_pairs: tuple[Tie, ...]

    @property
    def triads(self) -> int:
        """Count the triads with three signs."""
        return sum(self.census.values())

    @property
    def strong(self) -> float | None:
        """Give the share of triads balanced in the strong sense; ``None`` without triads."""
        return self._share(STRONG)

    @property
    def weak(self) -> float | None:
        """Give the share of triads balanced in the weak sense, three enemies included; ``None`` without triads."""
        return self._share(WEAK)

    def _share(self, kinds: frozenset[str]) -> float | None:
        return sum(self.census[kind] for kind in kinds) / self.triads if self.triads else None


def balance(network: SignedNetwork) -> Balance:
    """Count the triads by kind and list those that are unbalanced."""
    found = ties(network)
    census: Counter[str] = Counter()
    unbalanced: list[Triad] = []
    for triad in triads(found):
        kind = triad.kind
        census[kind] += 1
        if kind and kind not in STRONG:
            unbalanced.append(triad)
    ordered = sorted(unbalanced, key=lambda triad: (-triad.articles, triad.actors))
    counts = {kind: census[kind] for kind in KINDS}
    return Balance(counts, tuple(ordered), census[""], tuple(tie for tie in found if not tie.sign))


def triads(found: Sequence[Tie]) -> Iterator[Triad]:
    """Yield each three actors that are tied two by two once."""
    by_pair = {(tie.a, tie.b): tie for tie in found}
    around: dict[str, set[str]] = defaultdict(set)
    for tie in found:
        around[tie.a].add(tie.b)
        around[tie.b].add(tie.a)
    rank = {actor: (len(others), actor) for actor, others in around.items()}
    # each actor asks its better connected neighbours only, of which nobody has many
    above = {actor: {other for other in others if rank[other] > rank[actor]} for actor, others in around.items()}
    for tie in found:
        for other in above[tie.a] & above[tie.b]:
            a, b, c = sorted((tie.a, tie.b, other))
            yield Triad((a, b, c), (by_pair[a, b], by_pair[a, c], by_pair[b, c]))
