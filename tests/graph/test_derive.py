"""Current relations and the graph of actors follow from the articles."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from small_world import short

from graph.articles import rows
from graph.derive import OPPOSES, SUPPORTS, current
from graph.store import Store
from ontology.namespaces import GP, XSD, article_graph

CURRENT = """SELECT ?a ?r ?b {
  VALUES ?r { gp:supports gp:opposes } GRAPH graph:current { ?a ?r ?b } } ORDER BY ?a ?r ?b"""


def relations(store: Store) -> list[str]:
    return [" ".join(short(term) or "" for term in row) for row in rows(store, CURRENT)]


def test_current_relations(store: Store) -> None:
    assert relations(store) == [
        "actor:RUS gp:supports actor:SYR",
        "actor:USA gp:opposes actor:SYR",
        "actor:USA gp:supports actor:IRN",
        "actor:USA gp:supports actor:RUS",
        "actor:us-department-of-defense gp:opposes actor:RUS",
    ]


def test_a_flip_is_undone_when_its_evidence_goes(store: Store) -> None:
    store.delete_article("two")
    assert "actor:USA gp:opposes actor:RUS" in relations(store)
    assert "actor:USA gp:supports actor:RUS" not in relations(store)


@pytest.mark.parametrize(
    ("supports", "opposes", "expected"),
    [
        (["2030-01-01"], [], {SUPPORTS}),
        (["2030-01-01"], ["2030-01-02"], {OPPOSES}),
        (["2030-01-02", "2029-01-01"], ["2030-01-01"], {SUPPORTS}),
        (["2030-01-01"], ["2030-01-01"], {SUPPORTS, OPPOSES}),
        ([""], ["1999-01-01"], {OPPOSES}),
        ([""], [""], {SUPPORTS, OPPOSES}),
        ([], [], set()),
    ],
)
def test_the_latest_evidence_decides(supports: list[str], opposes: list[str], expected: set[str]) -> None:
    counts = Counter([(SUPPORTS, date) for date in supports] + [(OPPOSES, date) for date in opposes])
    assert current(counts) == expected


def with_changed(quads: list[Quad], subject: str, predicate: str, value: Literal | NamedNode) -> list[Quad]:
    return [
        Quad(q.subject, q.predicate, value, q.graph_name)
        if (short(q.subject.value), q.predicate.value) == (subject, GP + predicate)  # type: ignore[union-attr]
        else q
        for q in quads
    ]


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        ("claimPolarity", NamedNode(GP + "denied")),
        ("certainty", NamedNode(GP + "possible")),
        ("confidence", Literal("0.39", datatype=NamedNode(XSD + "decimal"))),
    ],
)
def test_stances_that_do_not_count(
    store: Store, articles: dict[str, list[Quad]], predicate: str, value: Literal | NamedNode
) -> None:
    graph = article_graph("a4")
    stance = "https://w3id.org/detente/id/stance/s5"
    store.replace_article(graph, with_changed(articles[graph], stance, predicate, value))
    assert "actor:USA gp:supports actor:IRN" not in relations(store)


def test_a_stance_that_had_ended_does_not_count(store: Store, articles: dict[str, list[Quad]]) -> None:
    graph = article_graph("a4")
    until = Literal("2028-12-31", datatype=NamedNode(XSD + "date"))
    stance = NamedNode("https://w3id.org/detente/id/stance/s5")
    store.replace_article(
        graph, [*articles[graph], Quad(stance, NamedNode(GP + "validUntil"), until, NamedNode(graph))]
    )
    assert "actor:USA gp:supports actor:IRN" not in relations(store)


def test_nobody_opposes_itself(store: Store, articles: dict[str, list[Quad]]) -> None:
    graph = article_graph("a4")
    stance = "https://w3id.org/detente/id/stance/s5"
    usa = NamedNode("https://w3id.org/detente/id/actor/USA")
    store.replace_article(graph, with_changed(articles[graph], stance, "objectPrincipal", usa))
    assert not any("actor:USA gp:supports actor:USA" in line for line in relations(store))
    assert "actor:USA gp:supports actor:IRN" in relations(store)


def actors(store: Store) -> set[str | None]:
    return {short(row[0]) for row in rows(store, "SELECT ?a { GRAPH graph:actors { ?a a ?class } }")}


def test_actors_named_and_those_behind_them(store: Store) -> None:
    assert actors(store) == {
        *(f"actor:{code}" for code in ("USA", "RUS", "SYR", "IRN", "FRA")),
        *("actor:us-department-of-defense", "actor:ann-vance", "actor:le-quotidien", "actor:volga-news"),
        *("actor:jane-doe", "actor:jane-doe#USA-head_of_state-2029"),
    }


def test_discovered_actors_are_copied_and_forgotten(store: Store, articles: dict[str, list[Quad]]) -> None:
    discovered = 'ASK { GRAPH graph:actors { actor:ann-vance skos:prefLabel "Ann Vance" } }'
    assert store.query(discovered)
    again = article_graph("a7")
    vance = [quad for quad in articles[article_graph("a1")] if "ann-vance" in str(quad.subject)]
    store.replace_article(again, [Quad(q.subject, q.predicate, q.object, NamedNode(again)) for q in vance])
    store.delete_article("one")
    assert store.query(discovered), "another article still names her"
    store.delete_article(again)
    assert not store.query("ASK { actor:ann-vance ?p ?o }")
    assert not store.query("ASK { actor:us-department-of-defense ?p ?o }"), "she alone led there"


def test_a_mandate_goes_with_its_holder(store: Store) -> None:
    assert store.query("ASK { GRAPH graph:actors { actor:jane-doe gp:mandate/gp:principal actor:USA } }")
    store.delete_article("five")
    assert not store.query("ASK { GRAPH graph:actors { ?mandate gp:office ?office } }")
    assert "actor:USA" in actors(store)
    assert "actor:FRA" in actors(store), "an outlet of a1 still leads there"
