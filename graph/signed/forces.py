"""Forces among points: what stands close pushes apart, what is tied pulls together, and the two sides keep apart.

Points are arrays of shape (n, 2) of float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACT: Final = 400
"""Up to so many points every pair is looked at; of more, the push is read off a mesh."""
MESH: Final = 64
"""Cells of the mesh, across and down."""
GRAVITY: Final = 0.1
"""How strongly everything is drawn to the middle of its side."""
LANE: Final = 0.12
"""Half the width of the lane between the sides, as a share of the whole."""
MOST_ROUNDS: Final = 80
"""Rounds in which points that are too close are pushed apart."""
STEP: Final = 0.55
"""The share of what a pair lacks that each of the two moves in a round."""
HOT: Final = 0.3
"""How far a point may go at first where nothing is known of its place."""
TINY: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Ties:
    """Pairs of points by their numbers, with how strongly each is pulled together, across and up."""

    one: Ints
    other: Ints
    strength: Floats


def relax(points: Floats, ties: Ties, sides: Floats, rounds: int, heat: float = HOT) -> Floats:
    """Let the forces move the points, ever less.

    ``sides`` is -1 (left), 1 (right) or 0 (anywhere) for each point; ``heat`` is how far a point may go in the first
    round, as a share of the whole.
    """
    size = radius_of(len(points))
    for turn in range(rounds):
        force = repel(points) + _pull(points, ties) + _sort(points, sides, size)
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), TINY)
        limit = heat * size * (1 - turn / rounds) ** 1.5 + 0.001 * size
        points = points + force * (np.minimum(length, limit) / length)[:, None]
    return points


def radius_of(count: int) -> float:
    """Give the radius of the disc over which so many points without ties spread, in both blocs together."""
    return float(np.sqrt(count / GRAVITY))


def repel(points: Floats) -> Floats:
    """Push every point away from every other, half as hard at twice the distance."""
    return _repel_exactly(points) if len(points) <= EXACT else _repel_by_mesh(points)


def _repel_exactly(points: Floats) -> Floats:
    apart = points[:, None, :] - points[None, :, :]
    square = np.einsum("ijk,ijk->ij", apart, apart) + 0.01
    return np.asarray(np.einsum("ijk,ij->ik", apart, 1 / square))


def _repel_by_mesh(points: Floats) -> Floats:
    """Spread the points over the cells about them, and read the push of all cells together off the same ones."""
    low = points.min(axis=0)
    cell = float((points.max(axis=0) - low).max()) / (MESH - 1.001) + TINY
    place = (points - low) / cell
    corner = place.astype(np.int64)
    share = place - corner
    weights = [
        ((share[:, 0] if right else 1 - share[:, 0]) * (share[:, 1] if up else 1 - share[:, 1]))
        for right in (0, 1)
        for up in (0, 1)
    ]
    cells = [(corner[:, 0] + right) * MESH + corner[:, 1] + up for right in (0, 1) for up in (0, 1)]
    mass = np.bincount(np.concatenate(cells), np.concatenate(weights), MESH * MESH).reshape(MESH, MESH)
    field = np.fft.ifft2(np.fft.fft2(mass, (2 * MESH, 2 * MESH)) * _kernel())[:MESH, :MESH].ravel() / cell
    push = np.sum([weight * field[index] for weight, index in zip(weights, cells, strict=True)], axis=0)
    return np.stack([push.real, push.imag], axis=1)


@cache
def _kernel() -> Any:
    """Give the push of one cell on every other, across as the real and up as the imaginary part, transformed."""
    steps = np.fft.fftfreq(2 * MESH, 1 / (2 * MESH))
    across, up = np.meshgrid(steps, steps, indexing="ij")
    square = across**2 + up**2
    square[0, 0] = 1
    return np.fft.fft2((across + 1j * up) / square)


def _pull(points: Floats, ties: Ties) -> Floats:
    apart = points[ties.other] - points[ties.one]
    force = apart * ties.strength
    count = len(points)
    both = [np.bincount(ties.one, f, count) - np.bincount(ties.other, f, count) for f in (force[:, 0], force[:, 1])]
    return np.stack(both, axis=1).astype(np.float64, copy=False)


def _sort(points: Floats, sides: Floats, size: float) -> Floats:
    """Draw each side to the middle of its half, and keep a lane between the two free."""
    force = -GRAVITY * points
    force[:, 0] += GRAVITY * sides * 0.85 * size
    force[:, 0] += sides * np.maximum(LANE * size - sides * points[:, 0], 0)
    return force


def spread(points: Floats, radius: Floats) -> Floats:
    """Push points apart until none is nearer to another than their two radii, or the rounds are over."""
    points = points.copy()
    for _ in range(MOST_ROUNDS):
        one, other = _close(points, float(2 * radius.max()))
        apart = points[one] - points[other]
        length = np.hypot(apart[:, 0], apart[:, 1])
        lacking = np.maximum(radius[one] + radius[other] - length, 0)
        if not (lacking > TINY).any():
            break
        same = length < TINY
        apart[same] = np.stack([np.cos(one[same] * 2.4), np.sin(one[same] * 2.4)], axis=1)
        step = apart * (STEP * lacking / np.where(same, 1, length))[:, None]
        for axis in (0, 1):
            points[:, axis] += np.bincount(one, step[:, axis], len(points))
            points[:, axis] -= np.bincount(other, step[:, axis], len(points))
    return points


def _close(points: Floats, reach: float) -> tuple[Ints, Ints]:
    """List the pairs that are no further apart than ``reach``, across and up."""
    order = np.argsort(points[:, 0], kind="stable")
    x, y = points[order, 0], points[order, 1]
    found: list[Ints] = []
    for gap in range(1, len(order)):
        near = x[gap:] - x[:-gap] < reach
        if not near.any():
            break
        first = np.flatnonzero(near & (np.abs(y[gap:] - y[:-gap]) < reach))
        found.append(np.stack([order[first], order[first + gap]]))
    pairs = np.concatenate(found, axis=1) if found else np.zeros((2, 0), dtype=np.int64)
    return pairs[0], pairs[1]
