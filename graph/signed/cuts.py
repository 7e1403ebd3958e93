"""Two sides of a signed graph that please most: exact where its core is small, a seeded search where it is not.

Vertices are numbers; a pull says how much rather two of them are on one side (positive) or on two (negative). The sum
of the pulls that are heeded is to be the greatest, which is the maximum-cut problem of graphs with signs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float64]
    """Sides as +1 and -1; in a search a row for each vertex and a column for each attempt."""

Pulls = dict[int, dict[int, float]]
"""Both ways; those of 0 are left out."""
Sides = dict[int, int]
"""+1 or -1."""

MOST_EXACT: Final = 20
"""Vertices of a core that is solved exactly: half a million cases."""
SEED: Final = 5
STARTS: Final = 32
KICKS: Final = 6
"""Rounds in which the best sides found are shaken and settle again."""
SHAKEN: Final = 0.04
MOST_SWEEPS: Final = 200
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Cut:
    """The side of each vertex, 0 or 1, and whether no cut is better for sure."""

    sides: Mapping[int, int]
    exact: bool


def cut(order: Sequence[int], pulls: Iterable[tuple[int, int, float]], near: Mapping[int, int] | None = None) -> Cut:
    """Find the best two sides; of what pulls hold together, the first vertex in ``order`` is on side 0.

    Where there has to be a search, it begins with the sides ``near`` if these are given.
    """
    whole = _both_ways(order, pulls)
    left, removed = _reduce({vertex: dict(row) for vertex, row in whole.items()})
    sides: Sides = {}
    exact = True
    for core in _cores(left):
        exact &= _solve(core, sides, near or {})
    for vertex, row in reversed(removed):
        drawn = sum(pull * sides.setdefault(other, 1) for other, pull in row.items())
        sides[vertex] = 1 if drawn >= 0 else -1
    return Cut(_turned(order, whole, sides), exact or _heeds_all(whole, sides))


def _both_ways(order: Iterable[int], pulls: Iterable[tuple[int, int, float]]) -> Pulls:
    found: Pulls = {vertex: {} for vertex in order}
    for u, v, pull in pulls:
        if pull:
            found[u][v] = found[v][u] = float(pull)
    return found


def _reduce(pulls: Pulls) -> tuple[Pulls, list[tuple[int, dict[int, float]]]]:
    """Take out vertices with at most three neighbours, one by one; list them with the pulls that they had.

    Whatever sides its neighbours take, such a vertex takes the better one, and what that is worth can be said by pulls
    between the neighbours alone; so a best cut of what is left gives a best cut of all.
    """
    queue = deque(vertex for vertex, row in pulls.items() if len(row) <= _FEW)
    removed: list[tuple[int, dict[int, float]]] = []
    while queue:
        vertex = queue.popleft()
        if vertex not in pulls or len(pulls[vertex]) > _FEW:
            continue
        row = pulls.pop(vertex)
        removed.append((vertex, row))
        for other in row:
            del pulls[other][vertex]
        for (a, b), pull in _instead(row).items():
            _add(pulls, a, b, pull)
        queue.extend(row)
    return pulls, removed


def _instead(row: Mapping[int, float]) -> dict[tuple[int, int], float]:
    """Give the pulls between neighbours that are worth what the best side of their vertex is, but for a constant."""
    found = dict.fromkeys(combinations(row, 2), 0.0)
    for signs in product((1, -1), repeat=len(row)):
        side = dict(zip(row, signs, strict=True))
        worth = abs(sum(pull * side[other] for other, pull in row.items())) / 2 ** len(row)
        for a, b in found:
            found[a, b] += worth * side[a] * side[b]
    return found


def _add(pulls: Pulls, a: int, b: int, pull: float) -> None:
    total = pulls[a].get(b, 0.0) + pull
    if total:
        pulls[a][b] = pulls[b][a] = total
    else:
        pulls[a].pop(b, None)
        pulls[b].pop(a, None)


def _cores(pulls: Pulls) -> Iterator[Pulls]:
    """Yield what hangs together of the vertices that are left."""
    seen: set[int] = set()
    for root in pulls:
        if root not in seen:
            group = _reached(pulls, root)
            seen |= group.keys()
            yield {vertex: pulls[vertex] for vertex in group}


def _reached(pulls: Pulls, root: int) -> dict[int, None]:
    found: dict[int, None] = {root: None}
    queue = deque([root])
    while queue:
        new = [other for other in pulls[queue.popleft()] if other not in found]
        found.update(dict.fromkeys(new))
        queue.extend(new)
    return found


def _solve(core: Pulls, sides: Sides, near: Mapping[int, int]) -> bool:
    """Add the best sides of a core; tell whether they are the best for sure."""
    vertices = sorted(core, key=lambda vertex: (-len(core[vertex]), vertex))
    index = {vertex: place for place, vertex in enumerate(vertices)}
    local = [{index[other]: pull for other, pull in core[vertex].items()} for vertex in vertices]
    exact = len(vertices) <= MOST_EXACT
    start = [1.0 - 2.0 * near.get(vertex, 0) for vertex in vertices] if near else []
    found = _enumerate(local) if exact else _search(local, start)
    sides.update(zip(vertices, found, strict=True))
    return exact or _heeds_all(core, sides)


def _heeds_all(pulls: Pulls, sides: Sides) -> bool:
    return all(pull * sides[u] * sides[v] > 0 for u, row in pulls.items() for v, pull in row.items())


def _turned(order: Sequence[int], pulls: Pulls, sides: Sides) -> dict[int, int]:
    """Number the sides so that the first vertex of each component is on side 0."""
    found: dict[int, int] = {}
    for root in order:
        if root not in found:
            found.update({vertex: int(sides[vertex] != sides[root]) for vertex in _reached(pulls, root)})
    return found


def _enumerate(pulls: Sequence[Mapping[int, float]]) -> list[int]:
    """Value all cases, the first vertex on side +1: each further vertex doubles them. The first of the best wins."""
    import numpy

    values = numpy.zeros(1)
    for new in range(1, len(pulls)):
        drawn = numpy.full(1, pulls[new].get(0, 0.0))
        for old in range(1, new):
            pull = pulls[new].get(old, 0.0)
            drawn = numpy.concatenate((drawn + pull, drawn - pull))
        values = numpy.concatenate((values + drawn, values - drawn))
    best = int(values.argmax())
    return [1, *(1 - 2 * (best >> place & 1) for place in range(len(pulls) - 1))]


def _search(pulls: Sequence[Mapping[int, float]], start: Sequence[float]) -> list[int]:
    """Let many starts settle at once, or the one that is given; then shake the best and let it settle again."""
    import numpy

    random = numpy.random.default_rng(SEED)
    around = [(numpy.array(list(row), numpy.intp), numpy.array(list(row.values()))) for row in pulls]
    starts = numpy.array(start)[:, None] if start else _starts(pulls, random)
    best, value = _best(_settle(starts, around), around)
    for _ in range(KICKS):
        shaken = numpy.where(random.random((len(pulls), STARTS)) < SHAKEN, -1.0, 1.0) * best[:, None]
        other, worth = _best(_settle(shaken, around), around)
        if worth > value:
            best, value = other, worth
    return [1 if side > 0 else -1 for side in best]


def _starts(pulls: Sequence[Mapping[int, float]], random: numpy.random.Generator) -> Floats:
    """Give starts of which half is chance and half grown along trees."""
    starts = random.choice([-1.0, 1.0], (len(pulls), STARTS))
    for column in range(STARTS // 2):
        starts[:, column] = _grown(pulls, random)
    return starts


def _grown(pulls: Sequence[Mapping[int, float]], random: numpy.random.Generator) -> list[float]:
    """Take sides along a tree from anywhere: each vertex as the one that it was reached from would have it."""
    root = int(random.integers(len(pulls)))
    sides = {root: 1.0}
    waiting = [root]
    while waiting:
        place = int(random.integers(len(waiting)))
        waiting[place], waiting[-1] = waiting[-1], waiting[place]
        vertex = waiting.pop()
        for other, pull in pulls[vertex].items():
            if other not in sides:
                sides[other] = sides[vertex] if pull > 0 else -sides[vertex]
                waiting.append(other)
    return [sides[vertex] for vertex in range(len(pulls))]


def _settle(sides: Floats, around: Sequence[tuple[NDArray[numpy.intp], Floats]]) -> Floats:
    """Move each vertex to the side its neighbours would have it on, all attempts at once, until nothing moves."""
    for _ in range(MOST_SWEEPS):
        moved = False
        for vertex, (others, pulls) in enumerate(around):
            wrong = pulls @ sides[others] * sides[vertex] < 0
            if wrong.any():
                sides[vertex][wrong] *= -1
                moved = True
        if not moved:
            break
    return sides


def _best(sides: Floats, around: Sequence[tuple[NDArray[numpy.intp], Floats]]) -> tuple[Floats, float]:
    """Give the attempt whose sides heed most, and what they heed."""
    import numpy

    heeded = numpy.zeros(sides.shape[1])
    for vertex, (others, pulls) in enumerate(around):
        heeded += pulls @ sides[others] * sides[vertex]
    column = int(heeded.argmax())
    return sides[:, column].copy(), float(heeded[column])
