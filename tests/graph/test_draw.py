from __future__ import annotations

import sys

import networkx
import pytest

from graph.draw import Line, draw_network, latest
from graph.network import Network
from ontology.errors import DetenteError


def network(*edges: tuple[str, str, str, str, str]) -> Network:
    """Make a network of edges: subject, relation, object, date, article."""
    made: Network = networkx.MultiDiGraph()
    for subject, relation, object_, date, article in edges:
        made.add_edge(subject, object_, relation=relation, date=date, article=article)
    for node in made:
        made.add_node(node, label=f"Republic of {node} and its islands", kind="State", code=f"CODE_{node}")
    return made


@pytest.mark.parametrize(
    ("edges", "lines"),
    [
        ([], []),
        ([("A", "supports", "B", "2020-01-01", "1")], [Line("A", "supports", "B", 1)]),
        (
            [("A", "supports", "B", "2020-01-01", "1"), ("A", "opposes", "B", "2020-01-02", "2")],
            [Line("A", "opposes", "B", 1)],
        ),
        (
            [("A", "supports", "B", "2020-01-01", "1"), ("A", "opposes", "B", "2020-01-01", "2")],
            [Line("A", "opposes", "B", 1), Line("A", "supports", "B", 1)],
        ),
        (
            [
                ("A", "supports", "B", "", "1"),
                ("B", "opposes", "A", "2020-01-01", "1"),
                ("B", "opposes", "A", "2020-01-01", "1"),
                ("B", "opposes", "A", "2019-01-01", "2"),
            ],
            [Line("B", "opposes", "A", 2), Line("A", "supports", "B", 1)],
        ),
    ],
    ids=["nothing", "one", "flip", "contradiction of one day", "two ways, two articles"],
)
def test_latest(edges: list[tuple[str, str, str, str, str]], lines: list[Line]) -> None:
    assert latest(network(*edges)) == lines


def test_picture_names_actors_by_code_where_names_are_long() -> None:
    axes = draw_network(network(("A", "supports", "B", "", "1"), ("B", "opposes", "C", "", "1")))
    assert {text.get_text() for text in axes.texts} >= {"CODE A", "CODE B", "CODE C"}


def test_same_network_same_picture() -> None:
    edges = [("A", "supports", "B", "", "1"), ("B", "opposes", "C", "", "1"), ("D", "opposes", "C", "", "1")]
    one, other = draw_network(network(*edges)), draw_network(network(*reversed(edges)))
    places = [sorted((text.get_text(), *text.xy) for text in axes.texts) for axes in (one, other)]  # type: ignore[attr-defined]
    assert places[0] == places[1]


def test_actors_left_out_are_those_with_fewest_counterparts_and_those_nobody_knows() -> None:
    edges = [("A", "supports", "B", "", "1"), ("A", "opposes", "C", "", "1"), ("B", "opposes", "C", "", "1")]
    more = [("D", "supports", "A", "", "1"), ("unknown.rebels", "opposes", "A", "", "1")]
    axes = draw_network(network(*edges, *more), most=3)
    assert {text.get_text() for text in axes.texts} == {"", "CODE A", "CODE B", "CODE C"}


def test_nothing_to_draw_is_told() -> None:
    with pytest.raises(DetenteError, match="no relation"):
        draw_network(network())


def test_missing_matplotlib_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(DetenteError, match=r"pip install 'detente\[notebook\]'"):
        draw_network(network(("A", "supports", "B", "", "1")))
