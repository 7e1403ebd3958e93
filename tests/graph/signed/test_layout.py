"""Where actors are drawn: blocs apart, allies together, nobody on top of another, always in the same places."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.signed.blocs import frustration
from graph.signed.layout import Point, layout
from graph.signed.model import Corpus, Evidence, SignedNetwork, Source
from graph.signed.read import signed_network
from ontology.namespaces import actor_id, actor_iri, stance_iri

Line = tuple[str, int, str]
"""Subject, +1 or -1, object."""

NAMES = [chr(ord("a") + number) for number in range(12)]
LINES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from((1, -1)), st.sampled_from(NAMES)), max_size=40)


def network(lines: Iterable[Line]) -> SignedNetwork:
    """Make a network in which each relation has one sentence."""
    return signed_network(Corpus({}, tuple(evidence(*line) for line in lines if line[0] != line[2]), ()))


def evidence(subject: str, sign: int, object_: str) -> Evidence:
    a, b = actor_iri(subject), actor_iri(object_)
    stance = stance_iri(subject, str(sign), object_)
    relation = "supports" if sign > 0 else "opposes"
    day = "2021-01-01"
    return Evidence(
        stance, a, b, a, b, relation, False, "certain", 0.9, day, True, "", "", "", "", "", "", "", Source("x")
    )


def places(lines: Iterable[Line]) -> dict[str, Point]:
    """Lay out a network with its own blocs; give the places by id."""
    made = network(lines)
    return {actor_id(iri): place for iri, place in layout(made, frustration(made).blocs).items()}


def camp(names: str) -> list[Line]:
    return [(one, 1, other) for one, other in combinations(names, 2)]


def crisis(left: str, right: str) -> list[Line]:
    """Two camps within which all support each other, and across which all oppose each other."""
    return [*camp(left), *camp(right), *((one, -1, other) for one, other in product(left, right))]


def nearest(found: Iterable[Point]) -> float:
    return min(math.dist(one, other) for one, other in combinations(found, 2))


def test_blocs_stand_left_and_right() -> None:
    found = places(crisis("abcd", "xyz"))
    left, right = ([found[name][0] for name in camp] for camp in ("abcd", "xyz"))
    assert max(left) < 0 < min(right)
    widths = [max(side) - min(side) for side in (left, right)]
    assert min(right) - max(left) > 0.25 * sum(widths)


def test_allies_stand_nearer_than_strangers_of_the_same_bloc() -> None:
    found = places([*camp("abcd"), *camp("efgh"), ("a", 1, "e"), *((name, -1, "z") for name in "abcdefgh")])
    groups = ("abcd", "efgh")
    within = [math.dist(found[a], found[b]) for group in groups for a, b in combinations(group, 2)]
    across = [math.dist(found[a], found[b]) for a, b in product(*groups)]
    assert sum(within) / len(within) < 0.75 * sum(across) / len(across)


def test_a_hub_stands_among_those_around_it() -> None:
    found = places([("hub", 1, f"leaf{number}") for number in range(12)])
    leaves = [place for name, place in found.items() if name != "hub"]
    middle = tuple(sum(axis) / len(leaves) for axis in zip(*leaves, strict=True))
    assert math.dist(found["hub"], middle) < min(math.dist(leaf, middle) for leaf in leaves)


@pytest.mark.parametrize(
    ("lines", "least"),
    [
        pytest.param([("hub", 1, f"leaf{number}") for number in range(60)], 0.05, id="star"),
        pytest.param(crisis("abcdefghijkl", "mnopqrstuvwxyz"), 0.1, id="two large camps"),
        pytest.param([(f"a{n}", 1, f"b{n}") for n in range(80)], 0.03, id="pairs"),
        pytest.param([(f"n{n}", 1 - 2 * (n % 3 == 0), f"n{n + 1}") for n in range(100)], 0.03, id="chain"),
        pytest.param([(f"n{n}", 1, f"n{n // 3}") for n in range(1, 900)], 0.005, id="large tree"),
    ],
)
def test_no_actor_hides_another(lines: list[Line], least: float) -> None:
    assert nearest(places(lines).values()) > least


def test_parts_that_nothing_ties_do_not_mix() -> None:
    parts = [crisis("abc", "de"), crisis("fg", "hi"), camp("jkl"), [("m", -1, "n")]]
    found = places(line for part in parts for line in part)
    boxes = []
    for part in parts:
        members = {name for one, _, other in part for name in (one, other)}
        xs, ys = zip(*(found[name] for name in members), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for one, other in combinations(boxes, 2):
        assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]


def test_the_order_of_the_evidence_does_not_matter() -> None:
    lines = crisis("abcde", "vwxyz")
    mixed = Random(5).sample(lines, len(lines))
    assert places(mixed) == places(lines)


@pytest.mark.parametrize("count", [60, 600])
def test_another_process_finds_the_same_places(count: int) -> None:
    code = f"import test_layout as t; print(sorted(t.places(t.random_lines({count})).items()))"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parent)}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == str(sorted(places(random_lines(count)).items()))


def random_lines(count: int) -> list[Line]:
    random = Random(3)
    pairs = (random.sample(range(count), 2) for _ in range(2 * count))
    return [(f"n{a}", random.choice((1, -1)), f"n{b}") for a, b in pairs]


def test_with_other_filters_actors_stay_where_they_were() -> None:
    lines = [*crisis("abcdefg", "stuvwxyz"), ("a", 1, "h"), ("z", 1, "r")]
    whole, made = places(lines), network(lines[: 2 * len(lines) // 3])
    start = {actor_iri(name): place for name, place in whole.items()}
    blocs = {iri: 1 - bloc for iri, bloc in frustration(made).blocs.items()}  # numbered the other way round
    stayed, anew = (
        {iri: math.dist(found[iri], start[iri]) for iri in made.actors}
        for found in (layout(made, blocs, start), layout(made, blocs))
    )
    assert max(stayed.values()) < 0.5 < min(anew.values())


def test_an_empty_network_has_no_places() -> None:
    assert places([]) == {}


@pytest.mark.parametrize("sign", [1, -1])
def test_two_actors_stand_on_either_side_of_the_middle(sign: int) -> None:
    (x1, y1), (x2, y2) = places([("a", sign, "b")]).values()
    assert (x1 + x2, y1 + y2) == (0, 0)
    assert (x1 != x2) == (sign < 0)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_network_fits_the_picture(lines: list[Line]) -> None:
    made = network(lines)
    found = layout(made, frustration(made).blocs)
    assert found.keys() == made.actors.keys()
    assert all(abs(x) <= 1 and abs(y) <= 0.626 for x, y in found.values())
    assert len(set(found.values())) == len(found)
