"""What counts as evidence, and what the network of a store holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_networks import corpus, ids, net, said

from graph.articles import rows
from graph.derive import OPPOSITE
from graph.signed.model import Actor, Filters
from graph.signed.read import read_corpus, read_network, signed_network
from graph.store import Store, open_store
from ontology.errors import DetenteError
from ontology.namespaces import CURRENT_GRAPH, actor_iri

DATA = Path(__file__).parents[2] / "api" / "data"


def holds(*items: Any, actors: tuple[Actor, ...] = (), **given: Any) -> list[str]:
    return [relation.id for relation in net(*items, filters=Filters(**given), actors=actors).relations]


def current(store: Store) -> set[tuple[str, str, str]]:
    quads = (quad for quad in store.quads(CURRENT_GRAPH) if quad.predicate.value in OPPOSITE)
    return {(q.subject.value, q.predicate.value.rpartition("#")[2], q.object.value) for q in quads}


def test_the_default_network_is_the_graph_of_current_relations(store: Store) -> None:
    store.load(DATA / "small.trig")
    found = read_corpus(store)
    networks = [signed_network(found), signed_network(found, Filters(principals=False))]
    assert {(r.subject, r.relation, r.object) for network in networks for r in network.relations} == current(store)
    assert len(current(store)) > 5


def test_the_latest_evidence_decides() -> None:
    assert holds("FRA+MLI@2030-01-01", "FRA-MLI@2030-06-01") == ["FRA opposes MLI"]
    assert holds("FRA+MLI@2030-01-01", "FRA-MLI@2030-01-01") == ["FRA supports MLI", "FRA opposes MLI"]
    assert holds("FRA+MLI@2030-01-01", "FRA-MLI@2030-06-01", as_of=date(2030, 5, 31)) == ["FRA supports MLI"]


def test_a_period_leaves_out_what_has_no_date_and_as_of_a_day_does_not() -> None:
    undated = said("FRA+MLI", 1, date="")
    assert holds(undated, as_of=date(2030, 1, 1)) == ["FRA supports MLI"]
    assert holds(undated, start=date(2030, 1, 1)) == []
    early, late = "FRA+MLI@2030-01-31", "MLI-FRA@2030-02-01"
    assert holds(early, late, start=date(2030, 2, 1)) == ["MLI opposes FRA"]
    assert holds(early, late, end=date(2030, 1, 31)) == ["FRA supports MLI"]


def test_what_the_text_says_had_ended_does_not_count_after_that_day() -> None:
    ended = said("FRA+MLI@2030-01-01", 1, until="2030-03-01", source_published="2030-06-01")
    assert holds(ended) == []
    assert holds(ended, as_of=date(2030, 2, 1)) == ["FRA supports MLI"]
    assert holds(ended, as_of=date(2030, 3, 2)) == []


def test_confidence_and_certainty_have_a_least() -> None:
    items = [said("FRA+MLI", 1, confidence=0.5), said("FRA+TCD", 2, certainty="probable")]
    items += [said("FRA+NER", 3, certainty="possible"), said("FRA+BFA", 4, confidence=0.3)]
    assert holds(*items) == ["FRA supports MLI", "FRA supports TCD"]
    assert holds(*items, certainty="certain") == ["FRA supports MLI"]
    assert holds(*items, certainty="possible", min_confidence=0.6) == ["FRA supports NER", "FRA supports TCD"]
    assert len(holds(*items, certainty="possible", min_confidence=0)) == 4


def test_sources_speakers_and_languages() -> None:
    items = [said("FRA+MLI", 1, source_publisher="Volga News"), said("FRA+TCD", 2, speaker=actor_iri("TCD"))]
    items += [said("FRA+NER", 3, source_language="fr")]
    assert holds(*items, sources=frozenset({"Volga News"})) == ["FRA supports MLI"]
    assert holds(*items, speakers=frozenset({actor_iri("TCD")})) == ["FRA supports TCD"]
    assert holds(*items, language="fr") == ["FRA supports NER"]
    assert holds(*items, sources=frozenset({"Volga News"}), language="fr") == []


def test_both_actors_must_have_one_of_the_types() -> None:
    actors = (
        Actor(actor_iri("FRA"), "State"),
        Actor(actor_iri("MLI"), "State"),
        Actor(actor_iri("jnim"), "ArmedGroup"),
    )
    items = ["FRA+MLI", "FRA-jnim", "FRA+nobody"]
    assert holds(*items, actors=actors, types=frozenset({"State"})) == ["FRA supports MLI"]
    assert len(holds(*items, actors=actors, types=frozenset({"State", "ArmedGroup"}))) == 2


def test_organs_count_for_whom_they_act_for_or_as_mentioned() -> None:
    organ = said("pentagon-RUS", 1, subject_principal=actor_iri("USA"))
    within = said("pentagon-president", 2, subject_principal=actor_iri("USA"), object_principal=actor_iri("USA"))
    assert holds(organ, within) == ["USA opposes RUS"]
    assert holds(organ, within, principals=False) == ["pentagon opposes RUS", "pentagon opposes president"]


def test_denials_are_no_relations() -> None:
    assert holds(said("IRN+houthis", 1, denied=True)) == []


def test_a_relation_tells_how_well_it_is_reported() -> None:
    items = [
        said("FRA+MLI@2030-01-01", 1, certainty="probable", confidence=0.95),
        said("FRA+MLI@2030-02-01", 2, source_publisher="Volga News"),
        said("FRA+MLI", 3, date="", source_publisher=""),
    ]
    (relation,) = net(*items).relations
    assert (relation.articles, relation.first, relation.last) == (3, "2030-01-01", "2030-02-01")
    assert (relation.confidence, relation.certainty) == (0.99, "certain")
    assert relation.publishers == {"Daily Post", "Volga News"}
    assert not relation.single_source
    assert relation.surest.date == "2030-02-01", "said for sure beats extracted for sure"
    assert net(items[0], items[2]).relations[0].single_source, "an outlet that is not known is no second one"


def test_each_stance_is_an_edge_that_leads_to_its_quote(store: Store) -> None:
    network = read_network(store)
    usa, rus = actor_iri("USA"), actor_iri("RUS")
    edge = network.graph[usa][rus]["https://w3id.org/detente/id/stance/s1"]
    assert edge["sign"] == -1
    assert edge["evidence"].quote.startswith("« Nous")
    assert edge["evidence"].source.publisher == "Le Quotidien"
    assert [(item.sign, item.date) for item in network.between(usa, rus)] == [(-1, "2030-01-10"), (1, "2030-02-01")]
    assert len(list(rows(store, "SELECT ?s { ?s a gp:StanceAssertion }"))) == len(network.corpus.evidence)


def test_actors_are_found_by_id_and_by_iri() -> None:
    network = net("FRA+MLI")
    assert network.find("FRA") == network.find(actor_iri("FRA")) == actor_iri("FRA")
    with pytest.raises(DetenteError, match="'TCD'") as caught:
        network.find("TCD")
    assert caught.value.status == 404


def test_an_actor_has_a_name_whatever_languages_are_known() -> None:
    assert Actor(actor_iri("MLI"), names={"fr": "Mali (le)", "en": "Mali"}).name("fr") == "Mali (le)"
    assert Actor(actor_iri("MLI"), names={"de": "Mali"}).name() == "Mali"
    assert corpus().actor(actor_iri("MLI")).name() == "MLI"


def test_an_empty_store_has_an_empty_network() -> None:
    with open_store(":memory:") as store:
        network = read_network(store)
    assert ids(network.actors) == []
    assert network.relations == ()
