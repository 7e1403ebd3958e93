"""Exports can be read back, the network carries its evidence, and counts are right."""

from __future__ import annotations

from io import BytesIO

import networkx
import pytest
from pyoxigraph import RdfFormat, parse

from graph.export import FORMATS, export
from graph.formats import rdf_format
from graph.stats import stats
from graph.store import Store
from ontology.errors import DetenteError
from ontology.namespaces import actor_iri


def written(store: Store, fmt: str, query: str | None = None) -> bytes:
    buffer = BytesIO()
    export(store, fmt, buffer, query=query)
    return buffer.getvalue()


@pytest.mark.parametrize("fmt", ["nquads", "trig", "jsonld"])
def test_formats_with_graphs_give_back_every_quad(store: Store, fmt: str) -> None:
    assert set(parse(written(store, fmt), rdf_format(fmt))) == set(store.quads())


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "rdfxml"])
def test_formats_without_graphs_give_back_the_union(store: Store, fmt: str) -> None:
    found = [quad.triple for quad in parse(written(store, fmt), rdf_format(fmt))]
    assert len(found) == len(set(found))
    assert set(found) == {quad.triple for quad in store.quads()}


def test_equal_stores_give_equal_files(store: Store) -> None:
    data = written(store, "nquads")
    assert data.splitlines() == sorted(data.splitlines())
    assert len(data.splitlines()) == store.count()


def test_csv_is_the_table_of_current_relations(store: Store) -> None:
    lines = written(store, "csv").decode().split("\r\n")
    assert lines[0] == "subject,subjectLabel,relation,object,objectLabel"
    assert f"{actor_iri('USA')},USA,opposes,{actor_iri('SYR')},SYR" in lines
    assert len(lines) == 7


def test_a_query_is_exported_by_its_kind(store: Store) -> None:
    construct = "CONSTRUCT { ?a gp:opposes ?b } WHERE { GRAPH graph:current { ?a gp:opposes ?b } }"
    assert len(list(parse(written(store, "turtle", construct), RdfFormat.TURTLE))) == 2
    assert written(store, "csv", "SELECT (1 AS ?one) {}") == b"one\r\n1\r\n"
    for fmt, query in [("turtle", "ASK {}"), ("csv", construct), ("graphml", "ASK {}"), ("docx", None)]:
        with pytest.raises(DetenteError):
            written(store, fmt, query)
    assert set(FORMATS) == {"nquads", "trig", "turtle", "ntriples", "rdfxml", "jsonld", "csv", "graphml"}


def test_graphml_can_be_read_back(store: Store) -> None:
    network = networkx.read_graphml(BytesIO(written(store, "graphml")), force_multigraph=True)
    assert sorted(sign for _, _, sign in network.edges(data="sign")) == [-1, 1, 1, 1]
    assert network.nodes["USA"]["label"] == "USA"
    assert network.edges["USA", "SYR", "USA opposes SYR"]["quotes"] == "US jets bombed Syrian bases."
    assert len({(node["x"], node["y"]) for _, node in network.nodes(data=True)}) == len(network)


def test_counts(store: Store) -> None:
    found = stats(store)
    assert (found.articles, found.passages, found.quads) == (5, 6, store.count())
    assert found.by_language == {"en": 3, "fr": 2}
    assert found.by_publisher == {"Daily Post": 2, "Le Quotidien": 2, "Volga News": 1}
    assert found.events_by_type == {"AID": 1, "ASSAULT": 1, "REJECT": 1}
    assert found.stances_by_relation == {"opposes": 4, "supports": 4}
    assert found.stances_by_polarity == {"affirmed": 7, "denied": 1}
    assert found.actors_by_class == {"Mandate": 1, "Organization": 3, "Person": 2, "State": 5}
    assert found.current_by_relation == {"opposes": 2, "supports": 3}
    assert found.published == ("2030-01-10", "2030-03-02")
    assert found.happened == ("2030-02-01", "2030-02-18")


def test_counts_of_nothing(empty: Store) -> None:
    found = stats(empty)
    assert (found.articles, found.events_by_type, found.published) == (0, {}, (None, None))
