"""What is said between two actors: turns, contradictions, voices, months; as the named queries have it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import ids, net, said

from graph.articles import rows
from graph.queries import named_queries
from graph.signed.dyads import Flip, contradictions, dyad, flips, months, single_source
from graph.signed.model import Filters
from graph.signed.read import read_network
from graph.store import Store
from ontology.errors import DetenteError
from ontology.namespaces import GP, actor_iri

DATED = st.lists(
    st.builds(
        "{}{}{}@2030-0{}-01".format, st.sampled_from("ab"), st.sampled_from("+-"), st.just("c"), st.integers(1, 6)
    ),
    max_size=12,
)


def turn(flip: Flip) -> tuple[str, str, str, str]:
    before, after = flip.before[0], flip.after[0]
    return before.relation, before.date, after.relation, after.date


def test_a_flip_has_the_evidence_of_both_days() -> None:
    network = net("FRA+MLI@2030-01-01", "FRA+MLI@2030-02-01", "FRA-MLI@2030-05-01", "FRA-MLI@2030-06-01")
    (flip,) = flips(network)
    assert turn(flip) == ("supports", "2030-02-01", "opposes", "2030-05-01")
    assert [item.quote for item in (*flip.before, *flip.after)] == ["FRA+MLI@2030-02-01 (1)", "FRA-MLI@2030-05-01 (2)"]
    assert ids((flip.subject, flip.object)) == ["FRA", "MLI"]


def test_a_stance_may_turn_and_turn_back() -> None:
    found = flips(net("a+b@2030-01-01", "a-b@2030-02-01", "a+b@2030-03-01", "b-a@2030-02-15"))
    assert [turn(flip)[3] for flip in found] == ["2030-02-01", "2030-03-01"]


def test_denials_and_undated_evidence_are_no_turn() -> None:
    undated = said("a-b", 5, date="")
    assert flips(net("a+b@2030-01-01", undated, said("a-b@2030-02-01", 6, denied=True))) == ()


@given(DATED)
@settings(max_examples=80, deadline=None)
def test_flips_are_evidence_whose_nearest_earlier_evidence_says_the_opposite(lines: list[str]) -> None:
    network = net(*lines)
    expected = set()
    for subject in "ab":
        items = network.between(actor_iri(subject), actor_iri("c"))
        for item in items:
            before = max((other.date for other in items if other.date < item.date), default="")
            opposite = {o.relation for o in items if o.date == before and o.relation != item.relation}
            expected |= {(item.subject, relation, before, item.relation, item.date) for relation in opposite}
    assert {(flip.subject, *turn(flip)) for flip in flips(network)} == expected


def test_flips_are_those_of_the_named_query(store: Store) -> None:
    query = named_queries()["flips"].bind({"subject": None, "object": None})
    asked = {(s, o, before, day, after, later) for s, o, before, day, _, after, later, _ in rows(store, query)}
    found = {
        (flip.subject, flip.object, GP + before, day, GP + after, later)
        for flip in flips(read_network(store))
        for before, day, after, later in [turn(flip)]
    }
    assert found == asked
    assert len(asked) == 1


def test_contradictions_are_those_of_the_named_query(store: Store) -> None:
    query = named_queries()["contradictions"].bind({"subject": None})
    asked = {(row[0], row[1], row[2], row[5], row[8]) for row in rows(store, query)}
    found = {
        (one.subject, GP + one.relation, one.object, no.quote, yes.quote)
        for one in contradictions(read_network(store))
        for no in one.denied
        for yes in one.affirmed
    }
    assert found == asked
    assert len(asked) == 1


def test_nobody_contradicts_themselves_in_one_article() -> None:
    yes, no = said("IRN+houthis", 1), said("IRN+houthis", 1, denied=True)
    assert contradictions(net(yes, no)) == ()
    (found,) = contradictions(net(yes, said("IRN+houthis", 1, denied=True, speaker=actor_iri("IRN"))))
    assert ids(item.speaker for item in found.denied) == ["IRN"]
    assert contradictions(net(yes, said("IRN-houthis", 2, denied=True))) == (), "another relation"


def test_outlets_and_speakers_are_compared() -> None:
    items = [
        said("IRN+houthis", 1, source_publisher="Daily Post", speaker=actor_iri("SAU")),
        said("IRN+houthis", 2, source_publisher="Daily Post"),
        said("IRN+houthis", 3, source_publisher="Volga News", denied=True, speaker=actor_iri("IRN")),
        said("houthis-SAU", 4),
    ]
    found = dyad(net(*items), "houthis", "IRN")
    assert [(one.who, one.relation, len(one.affirmed), len(one.denied)) for one in found.outlets] == [
        ("Daily Post", "supports", 2, 0),
        ("Volga News", "supports", 0, 1),
    ]
    assert [(one.who.rpartition("/")[2], len(one.affirmed), len(one.denied)) for one in found.speakers] == [
        ("", 1, 0),
        ("IRN", 0, 1),
        ("SAU", 1, 0),
    ]
    assert [relation.id for relation in found.single_source] == ["IRN supports houthis"]
    assert len(found.contradictions) == 1


def test_a_dyad_has_both_directions_step_by_step() -> None:
    found = dyad(net("a+b@2030-01-01", "b-a@2030-03-01", "a-b@2030-02-01", "a+c@2030-01-05"), "a", "b")
    assert [(item.sign, item.date) for item in found.steps] == [
        (1, "2030-01-01"),
        (-1, "2030-02-01"),
        (-1, "2030-03-01"),
    ]
    assert [relation.id for relation in found.relations] == ["a opposes b", "b opposes a"]
    assert len(found.flips) == 1


def test_filters_hold_for_dyads_too() -> None:
    organ = said("pentagon-RUS@2030-02-01", 1, subject_principal=actor_iri("USA"))
    items = ["USA+RUS@2030-01-01", organ]
    assert len(dyad(net(*items), "USA", "RUS").flips) == 1
    assert dyad(net(*items, filters=Filters(principals=False)), "USA", "RUS").flips == ()


def test_a_dyad_of_which_nothing_is_said_is_empty() -> None:
    found = dyad(net("a+b"), "a", "z")
    assert (found.steps, found.relations, found.outlets, found.contradictions) == ((), (), (), ())
    with pytest.raises(DetenteError, match="two actors"):
        dyad(net("a+b"), "a", "a")


def test_a_relation_of_one_outlet_is_told() -> None:
    other = said("a+b", 2, source_publisher="Volga News")
    assert [relation.id for relation in single_source(net("a+b", "b-c", other))] == ["b opposes c"]


def test_months_score_the_events_of_the_store(store: Store) -> None:
    (month,) = months(store, "RUS", actor_iri("USA"), 0.4)
    assert (month.month, month.cooperation, month.conflict) == ("2030-02", 1, 0)
    assert month.mean_score > 0
    assert months(store, "RUS", "USA", 0.95) == ()
