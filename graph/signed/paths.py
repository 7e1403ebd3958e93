"""Paths that may explain why one actor would support or oppose another: the friend of an enemy, the enemy of a friend.

What a path suggests is the product of the signs along it: a friend of a friend and an enemy of an enemy count as
friends. It is inferred, never stated by a text, and is not stored. A path goes along ties, whoever of the two supports
or opposes the other; a tie with relations of both signs is a step of either sign. The direct relations between the two
actors are given apart, as what is stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Final

from graph.signed.model import SIGNS, Relation, RelationName, SignedNetwork
from graph.signed.parts import Tie, ties
from ontology.errors import DetenteError

MOST_STEPS: Final = 3
MOST_PATHS: Final = 20


@dataclass(frozen=True, slots=True)
class Step:
    """From one actor to the next, with the relations of one sign between them, which have the quotes."""

    start: str
    end: str
    relation: RelationName
    relations: tuple[Relation, ...]
    ambivalent: bool

    @property
    def sign(self) -> int:
        """Give +1 for support and -1 for opposition."""
        return SIGNS[self.relation]

    @property
    def articles(self) -> int:
        """Count the articles that report it."""
        return len({item.source.iri for relation in self.relations for item in relation.evidence})

    @property
    def confidence(self) -> float:
        """Give the confidence of the surest evidence."""
        return max(relation.confidence for relation in self.relations)


@dataclass(frozen=True, slots=True)
class Path:
    """Steps that lead from one actor to another, and what they suggest of the two: inferred, never stated."""

    steps: tuple[Step, ...]

    @property
    def suggests(self) -> RelationName:
        """Give the product of the signs."""
        return "supports" if prod(step.sign for step in self.steps) > 0 else "opposes"

    @property
    def pattern(self) -> str:
        """Write the signs of the steps: ``+-`` is the enemy of a friend."""
        return "".join("+" if step.sign > 0 else "-" for step in self.steps)

    @property
    def confidence(self) -> float:
        """Multiply the confidence of the steps."""
        return prod(step.confidence for step in self.steps)


@dataclass(frozen=True)
class Explanation:
    """What is stated between two actors, and what short paths suggest.

    ``paths`` are the best ones: the shortest, without ambivalent steps, best reported, surest. ``suggestions`` counts
    all that were found by what they suggest.
    """

    a: str
    c: str
    stated: tuple[Relation, ...]
    paths: tuple[Path, ...]
    suggestions: Mapping[RelationName, int]


def explain(
    network: SignedNetwork, a: str, c: str, most_steps: int = MOST_STEPS, limit: int = MOST_PATHS
) -> Explanation:
    """Find the paths of two steps, and three if allowed, from one actor to another, each given by id or IRI.

    Raises:
        DetenteError: the two are the same, or ``most_steps`` is neither 2 nor 3; the network lacks one of them (404).
    """
    start, end = network.find(a), network.find(c)
    if start == end or most_steps not in (2, 3):
        raise DetenteError(f"Paths of 2 or 3 steps lead between two actors, not {most_steps} from {a} to {c}.")
    found = sorted(_paths(network, start, end, most_steps), key=_rank)
    counts: dict[RelationName, int] = {"supports": 0, "opposes": 0}
    for path in found:
        counts[path.suggests] += 1
    direct = tuple(relation for tie in ties(network) if {tie.a, tie.b} == {start, end} for relation in tie.relations)
    return Explanation(start, end, direct, tuple(found[:limit]), counts)


def _paths(network: SignedNetwork, start: str, end: str, most_steps: int) -> Iterator[Path]:
    around: dict[str, dict[str, Tie]] = defaultdict(dict)
    for tie in ties(network):
        around[tie.a][tie.b] = around[tie.b][tie.a] = tie
    for middle in sorted(around[start].keys() - {end}):
        if end in around[middle]:
            yield from _walks(around, (start, middle, end))
        if most_steps == MOST_STEPS:
            for last in sorted((around[middle].keys() & around[end].keys()) - {start, middle, end}):
                yield from _walks(around, (start, middle, last, end))


def _walks(around: Mapping[str, Mapping[str, Tie]], actors: tuple[str, ...]) -> Iterator[Path]:
    """Yield the paths through actors; more than one where ties are ambivalent."""
    choices = [_steps(around[one][next_], one, next_) for one, next_ in pairwise(actors)]
    yield from (Path(steps) for steps in product(*choices))


def _steps(tie: Tie, start: str, end: str) -> list[Step]:
    by_name: dict[RelationName, tuple[Relation, ...]] = {
        name: tuple(found for found in tie.relations if found.relation == name) for name in SIGNS
    }
    return [Step(start, end, name, found, not tie.sign) for name, found in by_name.items() if found]


def _rank(path: Path) -> tuple[int, int, int, float, tuple[str, ...], str]:
    ambivalent = sum(step.ambivalent for step in path.steps)
    articles = min(step.articles for step in path.steps)
    return len(path.steps), ambivalent, -articles, -path.confidence, tuple(s.end for s in path.steps), path.pattern
