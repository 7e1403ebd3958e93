"""The same event told by several articles is one node: counted once, never authored, whatever the order of the articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph.articles import rows
from graph.catalogue import Catalogue, Index, lists
from graph.independence import independent, joined
from graph.queries import named_queries
from graph.stats import stats
from graph.store import MemoryStore, Store
from ontology.namespaces import (
    CURRENT_GRAPH,
    GP,
    NIF,
    PLOVER,
    PROV,
    RDF,
    SCHEMA,
    XSD,
    actor_iri,
    article_graph,
    article_iri,
    event_iri,
    span_iri,
)

FOUND = """SELECT ?type ?reports ?articles ?sources ?confidence ?date ?x { GRAPH graph:current {
  ?x a gp:Happening ; gp:eventType ?type ; gp:reports ?reports ; gp:articles ?articles ; gp:sources ?sources ;
     gp:confidence ?confidence . OPTIONAL { ?x gp:date ?date } } } ORDER BY ?type ?x"""
STRUCK = "Russian aircraft struck a fuel depot near the port of Odesa on Monday night, officials said."
STRUCK_TOO = "A fuel depot near the port of Odesa was struck by Russian aircraft during Monday night."
STRUCK_FR = "Des avions russes ont frappé lundi soir un dépôt de carburant près du port d’Odessa."
ELSEWHERE = "Russian aircraft struck a fuel depot near the airport of Dnipro on Monday night, officials said."


@dataclass(frozen=True)
class Told:
    """One event claim of one article."""

    quote: str = STRUCK
    type: str = "ASSAULT"
    agents: tuple[str, ...] = ("RUS",)
    recipients: tuple[str, ...] = ("UKR",)
    date: str = "2030-02-04"
    precision: str = "Day"
    polarity: str = "affirmed"
    certainty: str = "certain"
    tense: str = "Past"
    mode: str = ""
    place: str = ""
    confidence: str = "0.6"
    lang: str = "en"


@dataclass(frozen=True)
class News:
    """One article."""

    name: str
    told: tuple[Told, ...] = (Told(),)
    publisher: str = "Northern Wire"
    published: str = "2030-02-05"
    copy_of: str = ""

    def quads(self) -> Iterator[Quad]:
        graph, node = NamedNode(article_graph(self.name)), NamedNode(article_iri(self.name))

        def add(subject: NamedNode, predicate: str, value: str | Literal) -> Quad:
            term = NamedNode(value) if isinstance(value, str) else value
            return Quad(subject, NamedNode(predicate), term, graph)

        yield add(node, RDF + "type", SCHEMA + "NewsArticle")
        if self.publisher:
            yield add(node, SCHEMA + "publisher", Literal(self.publisher))
        if self.published:
            yield add(node, SCHEMA + "datePublished", typed(self.published, "date"))
        if self.copy_of:
            yield add(node, GP + "copyOf", article_iri(self.copy_of))
        for number, told in enumerate(self.told):
            event, span = NamedNode(event_iri(self.name, str(number))), NamedNode(span_iri(self.name, number, 99))
            yield add(span, NIF + "anchorOf", Literal(told.quote, language=told.lang))
            yield add(span, NIF + "referenceContext", node.value)
            yield add(event, RDF + "type", GP + "Event")
            yield add(event, GP + "eventType", PLOVER + told.type)
            yield add(event, PROV + "wasDerivedFrom", span.value)
            yield add(event, GP + "claimPolarity", GP + told.polarity)
            yield add(event, GP + "certainty", GP + told.certainty)
            yield add(event, GP + "tense", GP + told.tense)
            yield add(event, GP + "confidence", typed(told.confidence, "decimal"))
            if told.mode:
                yield add(event, GP + "mode", f"{PLOVER}{told.type}-{told.mode}")
            if told.place:
                yield add(event, GP + "place", actor_iri(told.place))
            if told.date:
                yield add(event, GP + "date", typed(told.date, "date"))
                yield add(event, GP + "datePrecision", GP + told.precision)
            for side, actors in (("agent", told.agents), ("recipient", told.recipients)):
                for actor in actors:
                    yield add(event, GP + side, actor_iri(actor))
                    yield add(event, GP + side + "Principal", actor_iri(actor))


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


def stored(*news: News, store: Store | None = None) -> Store:
    store = store or MemoryStore()
    store.replace_articles((article_graph(item.name), item.quads()) for item in news)
    return store


def happenings(store: Store) -> list[tuple[str | None, ...]]:
    return [(str(row[0]).rpartition("#")[2], *row[1:-1]) for row in rows(store, FOUND)]


def derived(store: Store) -> set[Quad]:
    return set(store.quads(CURRENT_GRAPH))


def test_two_outlets_report_one_event() -> None:
    store = stored(News("a"), News("b", (Told(STRUCK_TOO),), "Volga News"))
    assert happenings(store) == [("ASSAULT", "2", "2", "2", "0.84", "2030-02-04")]
    same = list(rows(store, "SELECT DISTINCT ?x { ?event a gp:Event ; gp:sameEventAs ?x . ?x gp:agent actor:RUS }"))
    assert len(same) == 1


def test_the_claims_themselves_stay_as_they_were() -> None:
    store = stored(News("a"), News("b", (Told(STRUCK_TOO),), "Volga News"))
    assert set(store.quads(article_graph("a"))) == set(stored(News("a")).quads(article_graph("a")))
    assert next(rows(store, "SELECT (COUNT(*) AS ?n) { ?e a gp:Event ; gp:eventType ?t }")) == ("2",)


A = Told()
OTHERS = {
    "another place in the sentence": Told(ELSEWHERE),
    "another day": Told(STRUCK_TOO, date="2030-02-05"),
    "another type": Told(STRUCK_TOO, type="COERCE"),
    "another target": Told(STRUCK_TOO, recipients=("MDA",)),
    "the other way round": Told(STRUCK_TOO, agents=("UKR",), recipients=("RUS",)),
    "other words": Told("Residents of the harbour district spent hours in shelters while drones circled above."),
    "a denial": Told(STRUCK_TOO, polarity="denied"),
    "a possibility": Told(STRUCK_TOO, certainty="possible"),
    "an announcement": Told(STRUCK_TOO, tense="Future"),
    "no confidence": Told(STRUCK_TOO, confidence="0.3"),
    "a year": Told(STRUCK_TOO, date="2030-01-01", precision="Year"),
    "undated, in other words": Told("Russian aircraft struck Odesa and hit fuel, port officials announced", date=""),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_what_is_not_the_same_event(other: Told) -> None:
    assert happenings(stored(News("a"), News("b", (other,), "Volga News"))) == []


SAME = {
    "no target named": Told(STRUCK, recipients=()),
    "one target more": Told(STRUCK_TOO, recipients=("UKR", "MDA")),
    "a place given": Told(STRUCK_TOO, place="UKR"),
    "undated, in the same words": Told(STRUCK, date=""),
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_what_is_left_open_does_not_divide(other: Told) -> None:
    day = "2030-02-04"
    found = happenings(stored(News("a", published=day), News("b", (other,), "Volga News", published=day)))
    assert [row[:4] for row in found] == [("ASSAULT", "2", "2", "2")]


def test_across_languages_only_what_is_unmistakable() -> None:
    french = News("f", (Told(STRUCK_FR, lang="fr"),), "Le Courrier")
    assert happenings(stored(News("a"), french))[0][1:4] == ("2", "2", "2")
    assert happenings(stored(News("a", (Told(), Told(ELSEWHERE))), french)) == []
    assert happenings(stored(News("a"), replace(french, told=(Told(STRUCK_FR, lang="fr", recipients=()),)))) == []


def test_talks_have_no_sides() -> None:
    words = "The foreign ministers of France and Mali discussed the border posts in Bamako on Monday."
    there = Told(words, type="CONSULT", agents=("FRA",), recipients=("MLI",))
    back = Told(words, type="CONSULT", agents=("MLI",), recipients=("FRA",))
    assert len(happenings(stored(News("a", (there,)), News("b", (back,))))) == 1
    alone = Told(words, type="CONSULT", agents=("FRA",), recipients=())
    assert happenings(stored(News("a", (alone,)), News("b", (alone,)))) == []


def test_background_told_much_later_is_no_report() -> None:
    assert happenings(stored(News("a"), News("b", (Told(STRUCK_TOO),), published="2030-09-01"))) == []


def test_copies_are_articles_but_not_sources() -> None:
    copy = News("c", (), "Le Courrier", copy_of="a")
    store = stored(News("a"), copy)
    assert happenings(store) == [("ASSAULT", "1", "2", "1", "0.6", "2030-02-04")]
    stored(News("b", (Told(STRUCK_TOO),), "Volga News"), store=store)
    assert happenings(store) == [("ASSAULT", "2", "3", "2", "0.84", "2030-02-04")]
    store.delete_article("c")
    store.delete_article("b")
    assert happenings(store) == []


def test_articles_of_one_publisher_are_one_source() -> None:
    store = stored(News("a"), News("b", (Told(STRUCK_TOO, confidence="0.7"),), " northern  WIRE"))
    assert happenings(store)[0][1:5] == ("2", "2", "1", "0.7")


def test_later_reports_do_not_rename_a_happening() -> None:
    store = stored(News("m"), News("n", (Told(STRUCK_TOO),), "Volga News", published="2030-02-06"))
    before = [row[-1] for row in rows(store, FOUND)]
    stored(*(News(name, (Told(STRUCK_TOO),), published="2030-02-07") for name in "abcxyz"), store=store)
    assert [row[-1] for row in rows(store, FOUND)] == before


def test_a_replaced_date_moves_all_that_depends_on_it() -> None:
    store = stored(News("a"), News("b", (Told(STRUCK_TOO),)))
    stored(News("a", (Told(date="2030-02-03"),)), store=store)
    assert happenings(store) == []
    assert derived(store) == derived(stored(News("b", (Told(STRUCK_TOO),)), News("a", (Told(date="2030-02-03"),))))


def test_happenings_written_by_hand_do_not_stay() -> None:
    store = stored(News("a"), News("b", (Told(STRUCK_TOO),)))
    before = derived(store)
    store.update("INSERT DATA { GRAPH graph:current { <u:x> a gp:Happening ; gp:reports 9 } }")
    assert derived(store) == before


def test_the_named_question_finds_what_several_sources_report() -> None:
    store = stored(News("a"), News("b", (Told(STRUCK_TOO),), "Volga News"), News("c", (Told(date="2030-02-05"),)))
    found = list(rows(store, named_queries()["events-confirmed"].bind({"actor": "UKR"})))
    assert [(row[0], row[2], row[3], *row[4:8]) for row in found] == [
        ("2030-02-04", "RUS", "UKR", "2", "2", "2", "0.84")
    ]
    assert not list(rows(store, named_queries()["events-confirmed"].bind({"actor": "USA"})))
    assert not list(rows(store, named_queries()["events-confirmed"].bind({"actor": None, "least": 3})))


def test_events_and_reports_are_counted_apart() -> None:
    counts = stats(stored(News("a", (Told(), Told(ELSEWHERE))), News("b", (Told(STRUCK_TOO),), "Volga News")))
    assert (counts.event_reports, counts.events, counts.happenings) == (3, 2, 1)


def test_the_index_follows_happenings() -> None:
    store = stored(News("a"))
    catalogue = Catalogue(store)
    catalogue.index()
    stored(News("b", (Told(STRUCK_TOO),), "Volga News"), News("c", (Told(type="AID"),)), store=store)
    store.delete_article("c")
    index, anew = catalogue.index(), Index.build(store)
    assert not index.rows("SELECT 1 FROM participant WHERE event NOT IN (SELECT iri FROM event)")
    for table in ("happening", "party", "participant", "actor"):
        assert sorted(index.rows(f"SELECT * FROM {table}")) == sorted(anew.rows(f"SELECT * FROM {table}"))
    asked = {"actor": actor_iri("RUS"), "type": "ASSAULT", "sources": 2, "start": "2030-02-01", "end": "2030-02-28"}
    assert len(lists.happenings(asked).page(index, 10)) == 1
    assert not lists.happenings({**asked, "sources": 3}).page(index, 10)
    anew.close()
    catalogue.close()


TOLD = st.builds(
    Told,
    quote=st.sampled_from([STRUCK, STRUCK_TOO, ELSEWHERE, STRUCK[:60]]),
    agents=st.sampled_from([("RUS",), ("RUS", "BLR"), ()]),
    recipients=st.sampled_from([("UKR",), ("UKR", "MDA"), ("MDA",), ()]),
    date=st.sampled_from(["2030-02-04", "2030-02-05", ""]),
    mode=st.sampled_from(["", "aerial"]),
    lang=st.sampled_from(["en", "en", "fr"]),
    polarity=st.sampled_from(["affirmed", "affirmed", "affirmed", "denied"]),
)
NEWS = st.builds(
    News,
    name=st.sampled_from("abcdefg"),
    told=st.lists(TOLD, max_size=3).map(tuple),
    publisher=st.sampled_from(["Northern Wire", "Volga News", ""]),
    published=st.sampled_from(["2030-02-04", "2030-02-05", ""]),
    copy_of=st.sampled_from(["", "", "", "a", "b"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(NEWS, max_size=9), st.randoms(use_true_random=False), st.integers(1, 4))
def test_the_order_of_articles_makes_no_difference(news: list[News], chance: object, size: int) -> None:
    """Whatever is added, replaced and removed, in batches of any size: what is left decides."""
    store = MemoryStore()
    for start in range(0, len(news), size):
        stored(*news[start : start + size], store=store)
    left = list({item.name: item for item in news}.values())
    chance.shuffle(left)  # type: ignore[attr-defined]
    while len(left) > 3:
        store.delete_article(article_graph(left.pop().name))
    step_by_step = derived(store)
    assert step_by_step == derived(stored(*left))
    store.rebuild()
    assert derived(store) == step_by_step


def test_confidence_grows_with_independent_sources_only() -> None:
    assert joined([]) == 0
    assert joined([("a", 0.5), ("a", 0.6)]) == 0.6
    assert joined([("a", 0.5), ("b", 0.5)]) == 0.75
    assert joined([("", 0.9), ("a", 0.5)]) == 0.9
    assert joined([("a", 0.95), ("b", 0.95)]) == 0.99
    assert joined([("a", 1.0), ("b", 0.2)]) == 1.0
    assert [independent(found) for found in ([], [""], ["", "a"], ["a", "a", "b"])] == [0, 1, 1, 2]
