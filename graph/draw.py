"""Pictures of a signed network; they need matplotlib, which comes with the ``notebook`` extra."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import copysign, hypot
from textwrap import fill
from typing import TYPE_CHECKING, Final, Literal

from graph.derive import current
from graph.network import Network
from ontology.errors import DetenteError
from ontology.namespaces import GP, actor_id

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]

COLOURS: Final = {"supports": "#2f8f5b", "opposes": "#c6403b"}
STYLES: Final[dict[str, Literal["solid", "dashed"]]] = {"supports": "solid", "opposes": "dashed"}
KINDS: Final = {
    "State": ("states", "#d6e4f5"),
    "IntergovernmentalOrganization": ("international organisations", "#e6dcf3"),
    "ArmedGroup": ("armed groups", "#f7dcc9"),
    "": ("others", "#ececec"),
}
"""Legend and fill of each kind of actor; the empty kind is every other."""
INK: Final = "#24292f"
NODE: Final = 11
"""Radius of a node in points."""
LABEL: Final = 15
"""Height of a name in points."""
LONGEST_LABEL: Final = 22
"""Actors with longer names are shown by their code, where they have one."""
SIZE: Final = (12.0, 7.5)
"""Width and height of a picture in inches."""
PULL: Final = {"supports": 1.0, "opposes": 0.4}
"""How strongly a relation draws two actors together, so that allies stand together."""
ROOM: Final = (0.3, 0.26)
"""Least distance of two actors, across and down; the picture is 2 by 2."""
ROUNDS: Final = 200
CLOSE: Final = 0.1
"""A line this near to an actor seems to touch it."""
TRIES: Final = 24
UNNAMED: Final = "unknown"
"""Opens the id of a role or collective whose state no text tells: many may stand behind it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A relation of an ordered pair as of the latest evidence, and how many articles report it."""

    subject: str
    relation: str
    object: str
    articles: int


def draw_network(network: Network, *, most: int = 30, axes: Axes | None = None) -> Axes:
    """Draw who supports (green, solid) and opposes (red, dashed) whom as of the latest evidence.

    A line is as wide as the number of articles that report it. Drawn are the relations among the ``most`` actors that
    have the most counterparts, without roles and collectives whose state no text tells.

    Raises:
        DetenteError: matplotlib is not installed, or there is nothing to draw.
    """
    axes = axes or _axes()
    lines = _among((line for line in latest(network) if _named(line)), most)
    if not lines:
        raise DetenteError("The network has no relation to draw.")
    places = _layout(lines)
    _draw_lines(axes, lines, places)
    _draw_nodes(axes, network, places)
    _draw_legend(axes)
    axes.set_axis_off()
    axes.margins(0.08)
    return axes


def latest(network: Network) -> list[Line]:
    """Reduce the stances of a network to what holds as of the latest evidence, the most reported relations first."""
    dates: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    articles: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for subject, object_, edge in network.edges(data=True):
        dates[subject, object_][GP + edge["relation"], edge["date"]] = 1
        articles[subject, edge["relation"], object_].add(edge["article"])
    lines = [
        Line(subject, name, object_, len(articles[subject, name, object_]))
        for (subject, object_), evidence in dates.items()
        for name in sorted(iri.removeprefix(GP) for iri in current(evidence))
    ]
    return sorted(lines, key=lambda line: (-line.articles, line.subject, line.object, line.relation))


def _named(line: Line) -> bool:
    return not any(actor_id(actor).startswith(UNNAMED) for actor in (line.subject, line.object))


def _among(relations: Iterable[Line], most: int) -> list[Line]:
    """Keep the relations among the actors that have the most counterparts."""
    lines = list(relations)
    counterparts: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        counterparts[line.subject].add(line.object)
        counterparts[line.object].add(line.subject)
    kept = set(sorted(counterparts, key=lambda actor: (-len(counterparts[actor]), actor))[:most])
    return [line for line in lines if line.subject in kept and line.object in kept]


def _axes() -> Axes:
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise DetenteError("Drawing needs matplotlib: pip install 'detente[notebook]'.") from error
    figure = Figure(figsize=SIZE, layout="constrained", facecolor="white")
    return figure.subplots()


def _layout(lines: list[Line]) -> dict[str, Point]:
    """Place the actors; of several tries the one with the least clutter. The same lines give the same places."""
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    for line in sorted(lines, key=lambda line: (line.subject, line.object, line.relation)):
        graph.add_edge(line.subject, line.object, weight=PULL[line.relation])
    springs = (networkx.spring_layout(graph, k=1.6 / len(graph) ** 0.5, iterations=200, seed=n) for n in range(TRIES))
    tries = (_spread({actor: (float(x), float(y)) for actor, (x, y) in places.items()}) for places in springs)
    return min(tries, key=lambda places: _clutter(places, graph.edges))


def _clutter(places: dict[str, Point], pairs: Iterable[tuple[str, str]]) -> int:
    """Count the actors that a line between two others passes close by."""
    return sum(
        actor not in pair and _distance(places[actor], places[pair[0]], places[pair[1]]) < CLOSE
        for pair in pairs
        for actor in places
    )


def _distance(point: Point, start: Point, end: Point) -> float:
    """Measure how far a point is from a stretch of line."""
    along, across = (end[0] - start[0], end[1] - start[1]), (point[0] - start[0], point[1] - start[1])
    share = (along[0] * across[0] + along[1] * across[1]) / (hypot(*along) ** 2 or 1.0)
    share = min(max(share, 0.0), 1.0)
    return hypot(across[0] - share * along[0], across[1] - share * along[1])


def _spread(places: dict[str, Point]) -> dict[str, Point]:
    """Push actors apart, across or down whichever is nearer, until each has its room."""
    for _ in range(ROUNDS):
        moved = False
        for one, other in combinations(sorted(places), 2):
            (x1, y1), (x2, y2) = places[one], places[other]
            across, down = ROOM[0] - abs(x1 - x2), ROOM[1] - abs(y1 - y2)
            if across <= 0 or down <= 0:
                continue
            moved = True
            dx = copysign(across / 2, x1 - x2) if across / ROOM[0] < down / ROOM[1] else 0.0
            dy = 0.0 if dx else copysign(down / 2, y1 - y2)
            places[one], places[other] = (x1 + dx, y1 + dy), (x2 - dx, y2 - dy)
        if not moved:
            break
    return places


def _draw_lines(axes: Axes, lines: list[Line], places: dict[str, Point]) -> None:
    for line in reversed(lines):
        arrow = {
            "arrowstyle": "-|>,head_length=0.45,head_width=0.22",
            "connectionstyle": f"arc3,rad={0.10 if line.relation == 'supports' else 0.18}",
            "color": COLOURS[line.relation],
            "linestyle": STYLES[line.relation],
            "linewidth": min(0.9 + 0.6 * line.articles, 4.0),
            "alpha": 0.85,
            "shrinkA": NODE,
            "shrinkB": NODE + 1 + (LABEL if _from_below(places[line.subject], places[line.object]) else 0),
            "mutation_scale": 14,
        }
        axes.annotate("", places[line.object], places[line.subject], arrowprops=arrow, zorder=1)


def _from_below(start: Point, end: Point) -> bool:
    """Tell whether an arrow would end under the name of its actor."""
    return end[1] - start[1] > 1.5 * abs(end[0] - start[0])


def _draw_nodes(axes: Axes, network: Network, places: dict[str, Point]) -> None:
    behind = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}
    for actor, (x, y) in places.items():
        node = network.nodes[actor]
        colour = KINDS.get(node["kind"], KINDS[""])[1]
        axes.plot(x, y, "o", markersize=2 * NODE, color=colour, markeredgecolor=INK, markeredgewidth=0.8, zorder=2)
        axes.annotate(
            _label(node["label"], node["code"]),
            (x, y),
            (0, -NODE - 2),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=10,
            color=INK,
            bbox=behind,
            zorder=3,
        )


def _label(name: str, code: str) -> str:
    return code.replace("_", " ") if code and len(name) > LONGEST_LABEL else fill(name, LONGEST_LABEL)


def _draw_legend(axes: Axes) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=COLOURS[name], linestyle=STYLES[name], linewidth=2, label=name) for name in COLOURS
    ] + [
        Line2D([], [], marker="o", linestyle="", markersize=10, color=colour, markeredgecolor=INK, label=name)
        for name, colour in KINDS.values()
    ]
    axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, -0.06), ncols=len(handles), frameon=False)
