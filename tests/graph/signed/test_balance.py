"""The triad census, against networkx and the named query, and examples from the textbooks."""

from __future__ import annotations

from itertools import combinations, permutations

import networkx
import pytest
from hypothesis import given, settings
from small_networks import DENSE, ids, net, said

from graph.articles import rows
from graph.queries import named_queries
from graph.signed.balance import Balance, balance
from graph.signed.blocs import frustration
from graph.signed.parts import part, ties
from graph.signed.read import read_network
from graph.store import Store


def named(found: Balance) -> list[tuple[str, list[str]]]:
    return [(triad.kind, ids(triad.actors)) for triad in found.unbalanced]


@given(DENSE)
@settings(max_examples=100, deadline=None)
def test_each_triangle_is_counted_once(lines: list[str]) -> None:
    network = net(*lines)
    found = balance(network)
    both = networkx.compose(part(network, "supports"), part(network, "opposes"))
    assert found.triads + found.ambivalent == sum(networkx.triangles(both).values()) // 3
    assert len(found.unbalanced) == found.census["++-"] + found.census["---"]


@given(DENSE)
@settings(max_examples=100, deadline=None)
def test_a_network_without_frustration_is_balanced(lines: list[str]) -> None:
    network = net(*lines)
    found = balance(network)
    if frustration(network).index == 0:
        assert found.strong in (None, 1.0)
        assert found.ambivalent_pairs == ()
    assert found.weak is None or found.strong <= found.weak


@given(DENSE)
@settings(max_examples=60, deadline=None)
def test_the_kinds_are_those_that_trying_all_triples_gives(lines: list[str]) -> None:
    network = net(*lines)
    signs = {frozenset((tie.a, tie.b)): tie.sign for tie in ties(network)}
    census = dict.fromkeys(("+++", "++-", "+--", "---"), 0)
    for triple in combinations(network.actors, 3):
        sides = [signs.get(frozenset(pair), 0) for pair in combinations(triple, 2)]
        if 0 not in sides:
            census["".join(sorted("+" if sign > 0 else "-" for sign in sides))] += 1
    assert balance(network).census == census


@pytest.mark.parametrize(
    ("lines", "kind", "strong", "weak"),
    [
        (["a+b", "b+c", "c+a"], "+++", 1, 1),
        (["a+b", "a-c", "b-c"], "+--", 1, 1),
        (["a+b", "b+c", "a-c"], "++-", 0, 0),
        (["a-b", "b-c", "c-a"], "---", 0, 1),
    ],
)
def test_the_four_triads(lines: list[str], kind: str, strong: int, weak: int) -> None:
    found = balance(net(*lines))
    assert {name: number for name, number in found.census.items() if number} == {kind: 1}
    assert (found.strong, found.weak) == (strong, weak)
    assert named(found) == ([] if strong else [(kind, ["a", "b", "c"])])


def test_ambivalent_pairs_are_counted_apart_and_named() -> None:
    found = balance(net("TUR+UKR", "UKR-TUR", "UKR-RUS", "TUR+RUS", "HUN+POL", "HUN-POL"))
    assert (found.triads, found.ambivalent, found.strong) == (0, 1, None)
    assert [ids((tie.a, tie.b)) for tie in found.ambivalent_pairs] == [["HUN", "POL"], ["TUR", "UKR"]]
    assert found.unbalanced == ()


def test_unbalanced_triads_come_with_their_quotes_the_best_reported_first() -> None:
    thrice = [said(line, 10 + number) for number, line in enumerate(["x+y", "y+z", "x-z"] * 3)]
    found = balance(net("a+b", "b+c", "a-c", *thrice))
    assert named(found) == [("++-", ["x", "y", "z"]), ("++-", ["a", "b", "c"])]
    first, second = found.unbalanced
    assert (first.articles, second.articles) == (3, 1)
    quotes = [relation.surest.quote for side in second.sides for relation in side.relations]
    assert quotes == ["a+b (0)", "a-c (2)", "b+c (1)"]


def test_the_named_query_lists_the_same_triads(store: Store) -> None:
    query = named_queries()["unbalanced-triads"].bind({"a": None, "b": None})
    asked = {(row[0], row[2], row[4]) for row in rows(store, query)}
    found = balance(read_network(store))
    assert asked == {order for triad in found.unbalanced for order in permutations(triad.actors)}
    assert asked, "the five articles have an unbalanced triad"


def test_without_triads_no_share() -> None:
    for network in (net(), net("a+b"), net("a+b", "b-c")):
        found = balance(network)
        assert (found.triads, found.strong, found.weak, found.unbalanced) == (0, None, None, ())


def test_a_part_has_all_actors_and_the_ties_of_one_sign() -> None:
    network = net("a+b", "b-a", "b-c")
    assert sorted(map(sorted, map(ids, part(network, "supports").edges))) == [["a", "b"]]
    assert sorted(map(sorted, map(ids, part(network, "opposes").edges))) == [["a", "b"], ["b", "c"]]
    assert len(part(network, "supports")) == 3
