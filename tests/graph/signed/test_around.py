"""Centralities, ego networks and paths that explain."""

from __future__ import annotations

import networkx
import pytest
from hypothesis import given, settings
from small_networks import DENSE, ids, net, said

from graph.signed.centrality import centralities, page_rank
from graph.signed.ego import ego, within
from graph.signed.parts import directed_part
from graph.signed.paths import Path, explain
from ontology.errors import DetenteError
from ontology.namespaces import actor_id, actor_iri


def walk(path: Path) -> str:
    """Write a path as ``a-b+c``."""
    steps = (("+" if step.sign > 0 else "-") + actor_id(step.end) for step in path.steps)
    return actor_id(path.steps[0].start) + "".join(steps)


def test_support_and_opposition_are_counted_apart() -> None:
    found = {actor_id(one.actor): one for one in centralities(net("a+b", "c+b", "b-c", "d-b", "a-b@2030-02-01"))}
    b = found["b"]
    assert (b.supports, b.supported, b.opposes, b.opposed) == (0, 1, 1, 2)
    assert (found["c"].supports, found["c"].opposed) == (1, 1)


def test_who_is_opposed_by_all_does_not_rank_in_support() -> None:
    found = {actor_id(one.actor): one for one in centralities(net("a-x", "b-x", "c-x", "a+b", "c+b"))}
    assert max(found.values(), key=lambda one: one.opposition_rank).actor == actor_iri("x")
    assert max(found.values(), key=lambda one: one.support_rank).actor == actor_iri("b")
    assert found["x"].support_rank == min(one.support_rank for one in found.values())


@given(DENSE)
@settings(max_examples=60, deadline=None)
def test_ranks_are_the_page_rank_of_one_part(lines: list[str]) -> None:
    network = net(*lines)
    for relation in ("supports", "opposes"):
        expected = networkx.pagerank(directed_part(network, relation), tol=1e-12, max_iter=1000)
        assert page_rank(network, relation) == pytest.approx(expected, abs=1e-8)


def test_those_with_most_relations_come_first() -> None:
    assert ids(one.actor for one in centralities(net("b+c", "a-d", "d+b"))) == ["b", "d", "a", "c"]
    assert centralities(net()) == ()


def test_an_ego_network_has_the_relations_among_the_neighbours() -> None:
    network = net("a+b", "c-a", "b-c", "c+d", "d-e", "x+y")
    near, far = ego(network, "a"), ego(network, actor_iri("a"), 2)
    assert {actor_id(iri): steps for iri, steps in near.distances.items()} == {"a": 0, "b": 1, "c": 1}
    assert [relation.id for relation in near.relations] == ["a supports b", "b opposes c", "c opposes a"]
    assert {actor_id(iri): steps for iri, steps in far.distances.items()} == {"a": 0, "b": 1, "c": 1, "d": 2}
    assert len(far.relations) == 4


@given(DENSE)
@settings(max_examples=60, deadline=None)
def test_an_ego_network_is_that_of_networkx(lines: list[str]) -> None:
    network = net(*lines)
    for actor in list(network.actors)[:3]:
        for radius in (1, 2):
            expected = networkx.ego_graph(network.graph.to_undirected(), actor, radius)
            assert set(ego(network, actor, radius).distances) == set(expected)


def test_an_ego_network_needs_an_actor_and_a_small_radius() -> None:
    network = net("a+b")
    with pytest.raises(DetenteError, match="'z'") as caught:
        ego(network, "z")
    assert caught.value.status == 404
    with pytest.raises(DetenteError, match="1 or 2"):
        ego(network, "a", 3)


def test_a_network_can_be_narrowed_down() -> None:
    network = net("a+b", "b-c")
    narrow = within(network, [actor_iri("a"), actor_iri("b")])
    assert [relation.id for relation in narrow.relations] == ["a supports b"]
    assert len(network.relations) == 2


@pytest.mark.parametrize(
    ("lines", "pattern", "suggests"),
    [
        (["a+b", "b-c"], "+-", "opposes"),
        (["b-a", "c+b"], "-+", "opposes"),
        (["a-b", "c-b"], "--", "supports"),
        (["a+b", "b+c"], "++", "supports"),
        (["a+b", "b-d", "d-c"], "+--", "supports"),
        (["a-b", "b-d", "d-c"], "---", "opposes"),
    ],
)
def test_a_path_suggests_the_product_of_its_signs(lines: list[str], pattern: str, suggests: str) -> None:
    found = explain(net(*lines), "a", "c")
    (path,) = found.paths
    assert (path.pattern, path.suggests) == (pattern, suggests)
    assert found.stated == ()
    assert found.suggestions == {"supports": int(suggests == "supports"), "opposes": int(suggests == "opposes")}


def test_a_path_has_the_quotes_of_each_step() -> None:
    (path,) = explain(net("a+b", "c-b"), "a", "c").paths
    assert [[relation.surest.quote for relation in step.relations] for step in path.steps] == [["a+b (0)"], ["c-b (1)"]]
    assert path.confidence == pytest.approx(0.81)


def test_what_is_stated_is_given_apart_and_is_no_path() -> None:
    found = explain(net("a-c", "a+b", "b-c"), "a", "c")
    assert [relation.id for relation in found.stated] == ["a opposes c"]
    assert [walk(path) for path in found.paths] == ["a+b-c"]


def test_shorter_plainer_and_better_reported_paths_come_first() -> None:
    lines = ["a+b", "b-c", "a+d", "d-e", "e-c", "a+f", "f+c", "f-a", "a+g", "g-c"]
    often = [said(line, 20 + number) for number, line in enumerate(["a+g", "g-c"] * 2)]
    found = explain(net(*lines, *often), "a", "c")
    assert [walk(path) for path in found.paths] == ["a+g-c", "a+b-c", "a+f+c", "a-f+c", "a+d-e-c"]
    assert [step.ambivalent for step in found.paths[2].steps] == [True, False]
    assert [walk(path) for path in explain(net(*lines), "a", "c", most_steps=2, limit=1).paths] == ["a+b-c"]
    assert sum(explain(net(*lines), "a", "c", most_steps=2, limit=1).suggestions.values()) == 4


@given(DENSE)
@settings(max_examples=60, deadline=None)
def test_paths_are_all_the_simple_paths_of_two_and_three_steps(lines: list[str]) -> None:
    network = net(*lines, "a+b", "c+d")
    whole = networkx.Graph((relation.subject, relation.object) for relation in network.relations)
    routes = [path for path in networkx.all_simple_paths(whole, actor_iri("a"), actor_iri("c"), 3) if len(path) > 2]
    found = explain(network, "a", "c", limit=10_000).paths
    assert {tuple([path.steps[0].start] + [step.end for step in path.steps]) for path in found} == set(
        map(tuple, routes)
    )


def test_paths_need_two_actors_of_the_network() -> None:
    for a, c, steps in (("a", "a", 3), ("a", "b", 4)):
        with pytest.raises(DetenteError, match="2 or 3 steps"):
            explain(net("a+b"), a, c, steps)
    with pytest.raises(DetenteError, match="'z'"):
        explain(net("a+b"), "a", "z")
    assert explain(net("a+b"), "a", "b").paths == ()
