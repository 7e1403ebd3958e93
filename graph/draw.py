"""Pictures of a signed network; they need matplotlib, which comes with the ``notebook`` extra."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.derive import current
from graph.network import Network
from ontology.errors import DetenteError
from ontology.namespaces import GP

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes
    from networkx.drawing.layout import _FloatArrayLike1D as Point

    Lines = networkx.MultiDiGraph[str]

COLOURS: Final = {"supports": "#2f8f5b", "opposes": "#c6403b"}
STYLES: Final = {"supports": "solid", "opposes": (0, (4, 2))}
KINDS: Final = {
    "State": ("states", "#d6e4f5"),
    "IntergovernmentalOrganization": ("international organisations", "#e6dcf3"),
    "ArmedGroup": ("armed groups", "#f7dcc9"),
    "": ("others", "#ececec"),
}
"""Legend and fill of each kind of actor; the empty kind is every other."""
INK: Final = "#24292f"
NODE: Final = 420
"""Area of a node in square points."""
LONGEST_LABEL: Final = 22
"""Actors with longer names are shown by their code, where they have one."""
WIDTH: Final = 14.0
HEIGHT: Final = 9.0


@dataclass(frozen=True, slots=True)
class Line:
    """A relation of an ordered pair as of the latest evidence, and how many articles report it."""

    subject: str
    relation: str
    object: str
    articles: int


def draw_network(network: Network, *, most: int = 30, axes: Axes | None = None) -> Axes:
    """Draw who supports (green, solid) and opposes (red, dashed) whom as of the latest evidence.

    A line is as wide as the number of articles that report it. Only the ``most`` actors with the most relations are
    drawn, and of these only those that have a relation among them.

    Raises:
        DetenteError: matplotlib is not installed, or there is nothing to draw.
    """
    axes = axes or _axes()
    lines = _among(latest(network), most)
    if not lines:
        raise DetenteError("The network has no relation to draw.")
    places = _layout(lines)
    _draw_lines(axes, lines, places)
    _draw_nodes(axes, network, places)
    _draw_legend(axes)
    axes.set_axis_off()
    axes.margins(0.06)
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


def _among(lines: list[Line], most: int) -> list[Line]:
    """Keep the relations among the actors that have the most counterparts."""
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
    figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained", facecolor="white")
    return figure.subplots()
