"""The index finds what is in the store, follows its changes, and never needs a scan to do so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad
from small_world import SmallGazetteer

from graph.articles import rows
from graph.catalogue import Catalogue, Index, lists, lookup
from graph.catalogue.names import fold, keys
from graph.catalogue.selection import DOWN, UP, Selection
from graph.store import MemoryStore, Store
from ontology.namespaces import actor_iri

TABLES = ("article", "stance", "pair", "event", "participant", "actor", "name", "happening", "party")
USA, RUS, SYR, IRN = map(actor_iri, ("USA", "RUS", "SYR", "IRN"))


@pytest.fixture
def index(store: Store) -> Iterator[Index]:
    made = Index.build(store)
    yield made
    made.close()


def content(index: Index) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(index.rows(f"SELECT * FROM {table}")) for table in TABLES}


def names(iris: list[str]) -> list[str]:
    return [iri.rpartition("/")[2] for iri in iris]


@pytest.mark.parametrize(
    ("table", "cls"),
    [("article", "schema:NewsArticle"), ("stance", "gp:StanceAssertion"), ("event", "gp:Event")],
)
def test_the_index_holds_every_claim(store: Store, index: Index, table: str, cls: str) -> None:
    stored = [iri for (iri,) in rows(store, f"SELECT DISTINCT ?x {{ ?x a {cls} }} ORDER BY ?x")]
    assert len(stored) > 2
    assert [iri for (iri,) in index.rows(f"SELECT iri FROM {table} ORDER BY iri")] == stored


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["put", "half", "delete"])), max_size=8))
def test_following_changes_gives_what_reading_anew_gives(
    articles: dict[str, list[Quad]], changes: list[tuple[int, str]]
) -> None:
    store = MemoryStore(actors=SmallGazetteer())
    catalogue = Catalogue(store)
    catalogue.index()
    for number, what in changes:
        graph, quads = list(articles.items())[number]
        if what == "delete":
            if store.contains_article(graph):
                store.delete_article(graph)
        else:
            claims = [quad for quad in quads if "/stance/" not in str(quad.subject)]
            store.replace_article(graph, quads if what == "put" else claims)
    followed, anew = catalogue.index(), Index.build(store)
    assert followed.generation == anew.generation == store.generation
    assert content(followed) == content(anew)
    catalogue.close()
    anew.close()


def test_changes_of_any_kind_are_followed(store: Store) -> None:
    catalogue = Catalogue(store)
    before = len(catalogue.index().rows("SELECT * FROM stance"))
    store.update("DELETE WHERE { GRAPH ?g { ?s a gp:StanceAssertion } }")
    assert before > 0
    assert catalogue.index().rows("SELECT * FROM stance") == []
    catalogue.close()


@pytest.mark.parametrize("confidence", ['"high"', '"NaN"^^xsd:double', '""', "<x:much>"])
def test_what_the_shapes_forbid_does_not_stop_the_index(store: Store, confidence: str) -> None:
    count = len(Index.build(store).rows("SELECT * FROM stance"))
    store.update(
        f"DELETE {{ GRAPH ?g {{ ?s gp:confidence ?c }} }} INSERT {{ GRAPH ?g {{ ?s gp:confidence {confidence} }} }} "
        "WHERE { GRAPH ?g { ?s a gp:StanceAssertion ; gp:confidence ?c } }"
    )
    assert [value for (value,) in Index.build(store).rows("SELECT confidence FROM stance")] == [0.0] * count


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Élysée", "l elysee"),
        ("ÉTATS-UNIS d'Amérique", "etats unis d amerique"),
        ("Œuvre", "oeuvre"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("سوريا", "سوريا"),
        (" . ", ""),
    ],
)
def test_names_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(fold(text).endswith(key) for key in keys(text[:100]))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("usa", [("USA", lookup.EXACT)]),
        ("us", [("USA", lookup.PREFIX), ("us-department-of-defense", lookup.PREFIX)]),
        ("Défense", [("us-department-of-defense", lookup.WORD)]),
        ("department of D", [("us-department-of-defense", lookup.WORD)]),
        ("n", [("volga-news", lookup.WORD)]),
        ("%", []),
        ("x", []),
    ],
)
def test_search_ranks_by_fit_then_by_claims(index: Index, typed: str, found: list[tuple[str, int]]) -> None:
    matches = lookup.search(index, typed, 10)
    assert [(match.iri.rpartition("/")[2], match.rank) for match in matches] == found


def test_relations_are_counted_by_relation_and_direction(index: Index) -> None:
    found = lookup.relations(USA, 0.0).page(index, 10)
    shown = {(direction, relation, names([other])[0]): rest for _, other, relation, direction, *rest in found}
    assert shown["out", "supports", "RUS"] == [1, 0, 0, "2030-02-01", "2030-02-01"]
    assert shown["out", "opposes", "RUS"] == [1, 0, 0, "2030-01-10", "2030-01-10"]
    assert shown["out", "supports", "IRN"][2] == 1
    assert lookup.relations(USA, 0.0, "in").page(index, 10) == [row for row in found if row[3] == "in"]


def test_a_timeline_goes_forward_in_both_directions(index: Index) -> None:
    found = lookup.timeline(RUS, USA, 0.0).page(index, 10)
    assert [(row[0], row[1], row[3], row[4]) for row in found] == [
        ("2030-01-10", "stance", 1, "publication"),
        ("2030-02-01", "event", 1, "text"),
        ("2030-02-01", "stance", 1, "text"),
    ]
    assert lookup.timeline(USA, RUS, 0.0, start="2030-01-11", end="2030-01-31").page(index, 10) == []


def test_a_period_takes_in_what_partly_lies_in_it(store: Store) -> None:
    store.update("""INSERT { GRAPH ?g { ?e gp:dateEnd "2030-02-28"^^xsd:date } }
      WHERE { GRAPH ?g { ?e gp:date "2030-02-01"^^xsd:date } }""")
    index = Index.build(store)
    for timeline in (partial(lookup.timeline, USA, RUS), partial(lookup.actor_timeline, USA)):
        found = timeline(0.0, start="2030-02-10", end="2030-02-12").page(index, 10)
        assert [(row[0], row[1]) for row in found] == [("2030-02-01", "event")]
        later = timeline(0.0, start="2030-03-01").page(index, 10)
        assert [row for row in later if row[1] == "event"] == []
    index.close()


def test_what_is_undated_is_listed_apart(store: Store) -> None:
    store.update("DELETE WHERE { GRAPH ?g { ?e gp:date ?day } }")
    index = Index.build(store)
    dated, undated = (lookup.actor_timeline(USA, 0.0, dated=dated).page(index, 50) for dated in (True, False))
    assert {row[0] for row in undated} == {""}
    assert {row[1] for row in undated} == {"event"}
    assert dated
    assert {row[2] for row in dated} & {row[2] for row in undated} == set()
    index.close()


def test_contradictions_need_two_sides(index: Index) -> None:
    (found,) = lists.contradictions({}, 0.0).page(index, 10)
    assert found == (USA, IRN, "supports")
    sides = [(source.polarity, source.publisher) for source in lookup.sources(index, *found, 0.0)]
    assert sides == [("affirmed", "Volga News"), ("denied", "Le Quotidien")]
    assert lists.contradictions({"publisher": "Nobody"}, 0.0).page(index, 10) == []
    assert lists.contradictions({}, 1.0).page(index, 10) == []


KEYS = st.tuples(st.sampled_from(["", "2030", "2031"]), st.text("ab", min_size=1, max_size=3))


@given(st.sets(KEYS), st.integers(1, 4), st.sampled_from([DOWN, UP]))
def test_pages_by_place_give_the_whole_list_once(found: set[tuple[str, str]], size: int, way: str) -> None:
    values = " UNION ALL ".join(f"SELECT '{day}' AS day, '{iri}' AS iri" for day, iri in found)
    source = f"({values})" if values else "(SELECT '' AS day, '' AS iri WHERE 0)"
    selection = Selection(source, (), {"day": way, "iri": UP})
    index = Index("test")
    pages: list[tuple[str, ...]] = []
    page = selection.page(index, size)
    while page:
        pages += page
        page = selection.page(index, size, after=selection.key(page[-1]))
    assert pages == selection.page(index, 1000)
    assert set(pages) == found
    assert selection.total(index) == len(found)
    index.close()


SORTED = (
    lists.stances({}),
    lists.events({}),
    lists.articles({}),
    lists.actors({}),
    lists.stances({"subject_principal": USA}),
    lists.events({"actor": USA}),
    lists.events({"type": "AID"}),
)
NARROW = (
    lists.stances({"subject_principal": USA, "object_principal": RUS}),
    lists.stances({"subject": USA, "start": "2030-01-01"}),
    lists.events({"agent": USA, "recipient": RUS}),
    lists.events({"actor": USA, "type": "AID"}),
    lists.actors({"q": "us", "type": "State"}),
    lookup.relations(USA, 0.4),
    lookup.timeline(USA, RUS, 0.4),
    lookup.actor_timeline(USA, 0.4),
    lists.contradictions({"actor": USA}, 0.4),
    lists.contradictions({}, 0.4),
)


def plan(index: Index, selection: Selection) -> list[str]:
    order = ", ".join(f"{column} {way}" for column, way in selection.order.items())
    where = f"WHERE {' AND '.join(selection.conditions)}" if selection.conditions else ""
    sql = f"EXPLAIN QUERY PLAN SELECT * FROM {selection.source} {where} ORDER BY {order} LIMIT 50"
    return [step[3] for step in index.rows(sql, selection.values)]


@pytest.mark.parametrize("selection", SORTED)
def test_lists_are_read_in_their_order(index: Index, selection: Selection) -> None:
    assert [step for step in plan(index, selection) if "TEMP B-TREE" in step] == []


@pytest.mark.parametrize("selection", NARROW)
def test_what_is_asked_for_is_looked_up(index: Index, selection: Selection) -> None:
    steps = plan(index, selection)
    assert any(step.startswith("SEARCH") or "stance_denied" in step for step in steps)
    assert [step for step in steps if re.match(r"SCAN (\w+)$", step) and step.split()[1] in (*TABLES, "p", "d")] == []
