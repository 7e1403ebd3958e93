"""Blocs quarter by quarter: what holds as of the last day, the same numbers for the same blocs, who changed side."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import ids, net, said

from graph.signed.blocs import frustration
from graph.signed.evolution import Quarter, evolution
from graph.signed.model import Filters
from ontology.namespaces import actor_id, actor_iri

DATED = st.lists(
    st.builds("{}{}{}@2030-{:02d}-15".format, *map(st.sampled_from, ("abcdef", "+-", "cdefgh")), st.integers(1, 12)),
    max_size=25,
).map(lambda lines: [line for line in lines if line[0] != line[2]])


def changes(quarter: Quarter) -> list[tuple[str, int, int]]:
    return [(actor_id(change.actor), change.before, change.after) for change in quarter.changed]


def blocs(quarter: Quarter) -> dict[str, int]:
    return {actor_id(iri): bloc for iri, bloc in quarter.partition.blocs.items()}


def test_who_changed_side() -> None:
    found = evolution(
        net(
            "a+b@2030-01-10",
            "b+c@2030-02-01",
            "a-d@2030-02-01",
            "b-d@2030-03-31",
            "c-a@2030-08-01",
            "c-b@2030-08-01",
            "c+d@2030-08-05",
        )
    )
    assert [quarter.name for quarter in found] == ["2030-Q1", "2030-Q3"]
    assert blocs(found[0]) == {"a": 0, "b": 0, "c": 0, "d": 1}
    assert blocs(found[1])["a"] == blocs(found[0])["a"]
    assert changes(found[1]) == [("c", 0, 1)]
    assert found[1].joined == ()


def test_a_group_that_something_joins_to_the_rest_has_not_changed_side() -> None:
    first = ["a+b@2030-01-01", "b+c@2030-01-01", "x+y@2030-01-01", "y+z@2030-01-01"]
    found = evolution(net(*first, "a-x@2030-05-01"))
    assert len({blocs(found[1])["a"], blocs(found[1])["x"]}) == 2
    assert changes(found[1]) == []
    assert ids(found[0].joined) == ["a", "b", "c", "x", "y", "z"]


def test_bloc_numbers_stay_though_another_actor_leads() -> None:
    later = [f"d+e{number}@2030-05-01" for number in range(5)]
    found = evolution(net("a+b@2030-01-01", "a-d@2030-01-01", *later))
    assert blocs(found[0]) == {"a": 0, "b": 0, "d": 1}
    assert {actor: bloc for actor, bloc in blocs(found[1]).items() if actor in "abd"} == blocs(found[0])


@pytest.mark.parametrize(
    ("day", "name", "last"),
    [
        ("2030-01-01", "2030-Q1", date(2030, 3, 31)),
        ("2030-06-30", "2030-Q2", date(2030, 6, 30)),
        ("2030-07-01", "2030-Q3", date(2030, 9, 30)),
        ("2030-12-31", "2030-Q4", date(2030, 12, 31)),
    ],
)
def test_quarters_end_on_their_last_day(day: str, name: str, last: date) -> None:
    (found,) = evolution(net(f"a+b@{day}"))
    assert (found.name, found.last_day) == (name, last)


def test_filters_hold_and_the_last_quarter_may_end_early() -> None:
    lines = ["a+b@2030-01-01", "a-b@2030-05-20", "b+c@2030-05-01"]
    found = evolution(net(*lines, filters=Filters(as_of=date(2030, 5, 10))))
    assert [quarter.last_day for quarter in found] == [date(2030, 3, 31), date(2030, 5, 10)]
    assert blocs(found[1]) == {"a": 0, "b": 0, "c": 0}


@given(DATED)
@settings(max_examples=50, deadline=None)
def test_each_quarter_has_the_frustration_of_what_holds_at_its_end(lines: list[str]) -> None:
    network = net(*lines)
    for quarter in evolution(network):
        then = net(*lines, filters=Filters(as_of=quarter.last_day))
        assert quarter.partition.index == frustration(then).index
        assert quarter.partition.blocs.keys() == then.actors.keys()


def test_without_dates_no_quarters() -> None:
    assert evolution(net()) == ()
    assert evolution(net(said("a+b", 1, date=""), said("a+c", 2, date="soon"))) == ()
    assert actor_iri("a") in evolution(net(said("a+b", 1, date=""), "c-d@2030-01-01"))[0].partition.blocs
