"""Where to draw the actors of a signed network: the two blocs left and right, always in the same places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.signed.forces import Floats, Ties, radius_of, relax, spread

if TYPE_CHECKING:
    import networkx

    from graph.signed.model import SignedNetwork

    Graph = networkx.Graph[str]
else:
    Graph = object

Point = tuple[float, float]

WARM: Final = 0.06
"""How far an actor may go from where it stood, in the first round."""
SEED: Final = 20_300_101
ALLIES: Final = 1.0
RIVALS: Final = 0.08
"""How strongly support and opposition draw two actors to each other; who is opposed stands opposite."""
ASIDE: Final = 0.05
"""Actors of two blocs are drawn to the same height, and hardly across."""
WIDE: Final = 1.6
"""A picture is this much wider than high."""
ROUNDS: Final = 160
FEW_ROUNDS: Final = 40
"""For how many rounds the forces move the actors of the largest part, and of another one."""
TRIES: Final = 10
"""Small networks are laid out so often, and the layout with least clutter is taken."""
SMALL: Final = 120
"""Actors of a network that is laid out several times; it has at most five times as many ties."""
ROOM: Final = 0.38
CROWDED: Final = 0.25
"""The share of a picture that the room of its actors may take, in small networks and in large ones."""
NAMED: Final = 2.4
"""So much wider than high is the room of an actor whose name is written beside it, as in small networks."""
HUB: Final = 1.8
"""The actor with most counterparts gets so much more room than one with a single one."""
LANE: Final = 0.3
"""The lane between the blocs, as a share of the width of both."""
MOST_STRETCH: Final = 2.0
"""So much higher or wider a part may be drawn than it came out, to fill the picture."""
CLOSE: Final = 0.05
"""A line this near to an actor, as a share of the whole, seems to touch it."""


def layout(
    network: SignedNetwork, blocs: Mapping[str, int], start: Mapping[str, Point] | None = None
) -> dict[str, Point]:
    """Place the actors of a network, by IRI: x from -1 to 1, y from -0.625 to 0.625.

    Actors of even blocs go to the left and of odd ones to the right, allies close together. Parts that nothing ties to
    each other are packed side by side, the largest first. No two actors are in one place. ``start`` gives the places
    in a picture of much the same actors, near which those of the largest part stay: left and right are as there.
    """
    import networkx

    graph = _ties(network)
    parts = sorted(map(sorted, networkx.connected_components(graph)), key=lambda part: (-len(part), part))
    if not parts:
        return {}
    placed = _packed(
        [_largest(graph, parts[0], blocs, start or {}), *(_part(graph, part, blocs) for part in parts[1:])]
    )
    order = [iri for part in parts for iri in part]
    return dict(zip(order, _fitted(placed, _rooms(graph, order)), strict=True))


def _ties(network: SignedNetwork) -> Graph:
    """Make the graph of who is drawn to whom, and how strongly."""
    import networkx

    graph: Graph = networkx.Graph()
    graph.add_nodes_from(network.actors)
    for relation in network.relations:
        before = graph.get_edge_data(relation.subject, relation.object, {"pull": RIVALS})["pull"]
        pull = max(before, ALLIES if relation.sign > 0 else RIVALS)
        graph.add_edge(relation.subject, relation.object, pull=pull)
    return graph


def _largest(graph: Graph, members: list[str], blocs: Mapping[str, int], start: Mapping[str, Point]) -> Floats:
    """Place the actors of the largest part about its middle, with most care."""
    if len(members) < 3:
        return _part(graph, members, blocs)
    sides = _sides(members, blocs)
    ties = _numbered(graph, members, sides)
    if 2 * sum(iri in start for iri in members) > len(members):
        before, sides = _before(members, ties, sides, start)
        return _parted(relax(before, ties, sides, FEW_ROUNDS, WARM), sides)
    tries = 1 if len(members) > SMALL or len(ties.one) > 5 * SMALL else TRIES
    starts = (_start(ties, sides, SEED + number) for number in range(tries))
    found = [_parted(relax(points, ties, sides, ROUNDS), sides) for points in starts]
    return min(found, key=lambda points: _clutter(points, ties)) if tries > 1 else found[0]


def _part(graph: Graph, members: list[str], blocs: Mapping[str, int]) -> Floats:
    """Place the actors of a small part about its middle."""
    sides = _sides(members, blocs)
    if len(members) < 3:
        size = radius_of(len(members))
        return np.array([[side * size / 2, 0 if side else 0.25 * size * n] for n, side in enumerate(sides)])
    ties = _numbered(graph, members, sides)
    return _parted(relax(_start(ties, sides, SEED), ties, sides, FEW_ROUNDS), sides)


def _sides(members: list[str], blocs: Mapping[str, int]) -> Floats:
    """Send each actor to the side of its bloc, and nobody anywhere if there is only one."""
    both = len({blocs[iri] % 2 for iri in members}) > 1
    return np.array([(2 * (blocs[iri] % 2) - 1) * both for iri in members], dtype=np.float64)


def _before(members: list[str], ties: Ties, sides: Floats, start: Mapping[str, Point]) -> tuple[Floats, Floats]:
    """Begin where the actors stood, new ones among those they are tied to; with the sides as they were there."""
    size = radius_of(len(members))
    points = np.array([start.get(iri, (0.0, 0.0)) for iri in members]) * 1.3 * size
    known = np.array([iri in start for iri in members], dtype=np.float64)
    sides = sides * (1.0 if float(sides @ points[:, 0]) >= 0 else -1.0)
    ends = np.concatenate([ties.one, ties.other]), np.concatenate([ties.other, ties.one])
    count = np.bincount(ends[0], known[ends[1]], len(members))
    for axis in (0, 1):
        around = np.bincount(ends[0], points[ends[1], axis], len(members)) / np.maximum(count, 1)
        points[:, axis] = np.where(known > 0, points[:, axis], around)
    aside = np.arange(len(members)) * 2.4
    return points + 0.01 * size * np.stack([np.cos(aside), np.sin(aside)], axis=1), sides


def _numbered(graph: Graph, members: list[str], sides: Floats) -> Ties:
    """Write the ties of a part by the numbers of its actors; those of hubs draw less each."""
    number = {iri: index for index, iri in enumerate(members)}
    pairs = sorted((number[a], number[b], data["pull"]) for a, b, data in graph.edges(members, data=True))
    one, other, pull = (np.array(column) for column in zip(*pairs, strict=True))
    degree = np.bincount(np.concatenate([one, other]), minlength=len(members))
    strength = pull / np.sqrt(np.minimum(degree[one], degree[other]))
    across = np.where(sides[one] == sides[other], strength, ASIDE * strength)
    return Ties(one, other, np.stack([across, strength], axis=1))


def _start(ties: Ties, sides: Floats, seed: int) -> Floats:
    """Begin anywhere within the sides, the actors with most counterparts in the middle."""
    size = radius_of(len(sides))
    random = np.random.default_rng(seed)
    degree = np.bincount(np.concatenate([ties.one, ties.other]), minlength=len(sides))
    rank = np.argsort(np.argsort(-degree, kind="stable"), kind="stable")
    radius = 0.6 * size * np.sqrt((rank + 0.5) / len(sides))
    angle = random.uniform(0, 2 * np.pi, len(sides))
    return np.stack([radius * np.cos(angle) + 0.85 * size * sides, radius * np.sin(angle)], axis=1)


def _parted(points: Floats, sides: Floats) -> Floats:
    """Move the two sides together or apart until the lane between them is as wide as it should be, and fill the box."""
    if sides.any():
        inner = [float(np.quantile(points[sides == side, 0] * side, 0.03)) for side in (-1, 1)]
        outer = [float((points[sides == side, 0] * side).max()) for side in (-1, 1)]
        half = LANE * (sum(outer) - sum(inner)) / 2
        shift = np.where(sides < 0, inner[0] - half, inner[1] - half)
        points = points - np.stack([sides * shift, np.zeros(len(points))], axis=1)
    width, height = np.maximum(np.ptp(points, axis=0), 1e-9)
    stretch = float(np.clip(width / WIDE / height, 1 / MOST_STRETCH, MOST_STRETCH))
    return np.asarray(points * [1 / sqrt(stretch), sqrt(stretch)])


def _clutter(points: Floats, ties: Ties) -> float:
    """Count the lines that cross, and twice those that pass close by an actor they do not tie."""
    start, end = points[ties.one], points[ties.other]
    along = end - start
    beside = points[None, :, :] - start[:, None, :]
    share = np.clip(np.einsum("ijk,ik->ij", beside, along) / np.maximum((along**2).sum(1), 1e-9)[:, None], 0, 1)
    away = np.linalg.norm(beside - share[:, :, None] * along[:, None, :], axis=2)
    reach = CLOSE * float(np.ptp(points, axis=0).max())
    touched = int((away < reach).sum()) - 2 * len(start)
    return 2.0 * touched + _crossings(start, end)


def _crossings(start: Floats, end: Floats) -> float:
    along = end - start

    def turn(points: Floats) -> Floats:
        beside = points[None, :, :] - start[:, None, :]
        return np.asarray(np.sign(along[:, None, 0] * beside[:, :, 1] - along[:, None, 1] * beside[:, :, 0]))

    apart = turn(start) * turn(end) < 0
    return float((apart & apart.T).sum()) / 2


def _packed(parts: list[Floats]) -> Floats:
    """Set parts side by side in rows, each row centred, in a box that is wider than high."""
    gap = 1.6
    boxes = [np.ptp(part, axis=0) + 2 * gap for part in parts]
    width = max(sqrt(WIDE * sum(float(w * h) for w, h in boxes)), float(boxes[0][0]))
    rows: list[list[int]] = [[]]
    used = 0.0
    for index, box in enumerate(boxes):
        if rows[-1] and used + box[0] > width:
            rows.append([])
            used = 0.0
        rows[-1].append(index)
        used += box[0]
    return _stacked(parts, boxes, rows)


def _stacked(parts: list[Floats], boxes: list[Floats], rows: list[list[int]]) -> Floats:
    placed = list(parts)
    top = 0.0
    for row in rows:
        left = -sum(float(boxes[index][0]) for index in row) / 2
        height = max(float(boxes[index][1]) for index in row)
        for index in row:
            middle = (parts[index].max(axis=0) + parts[index].min(axis=0)) / 2
            placed[index] = parts[index] - middle + [left + boxes[index][0] / 2, top - height / 2]
            left += float(boxes[index][0])
        top -= height
    return np.concatenate(placed)


def _rooms(graph: Graph, order: Iterable[str]) -> Floats:
    """Give the share of the room that each actor needs: more where many lines meet."""
    degree = np.array([graph.degree(iri) for iri in order], dtype=np.float64)
    return np.asarray(1 + (HUB - 1) * np.sqrt(degree / max(degree.max(), 1.0)))


def _fitted(points: Floats, rooms: Floats) -> list[Point]:
    """Push the actors apart, and scale the whole to the picture."""
    small = len(points) <= SMALL
    shape = [NAMED if small else 1, 1]
    points = _scaled(points) / shape
    area = float(np.prod(np.maximum(np.ptp(points, axis=0), 0.5)))
    radius = rooms * sqrt((ROOM if small else CROWDED) * area / float((rooms**2).sum()) / np.pi)
    points = _scaled(spread(points, radius) * shape)
    return [(round(float(x), 4), round(float(y), 4)) for x, y in points]


def _scaled(points: Floats) -> Floats:
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    half = np.ptp(points, axis=0) / 2
    return np.asarray((points - middle) / max(half[0], half[1] * WIDE, 1e-9))
