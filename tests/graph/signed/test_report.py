"""The report, as plain data and in the formats of others, from nothing to hostile text."""

from __future__ import annotations

import csv
import io
import json

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import DENSE, net, said

from graph.signed import plain
from graph.signed.balance import balance
from graph.signed.blocs import blocs, frustration
from graph.signed.dyads import dyad, months
from graph.signed.ego import ego
from graph.signed.export import COLUMNS, FORMATS, write
from graph.signed.model import Actor, Evidence, SignedNetwork
from graph.signed.paths import explain
from graph.signed.read import read_network
from graph.signed.report import report, to_dict
from graph.store import Store
from ontology.errors import DetenteError
from ontology.namespaces import actor_iri


def written(network: SignedNetwork, form: str, places: dict[str, tuple[float, float]] | None = None) -> str:
    buffer = io.BytesIO()
    write(network, form, buffer, places)
    return buffer.getvalue().decode()


def table(network: SignedNetwork) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(network, "csv"))))


@given(DENSE)
@settings(max_examples=40, deadline=None)
def test_the_numbers_of_a_report_agree(lines: list[str]) -> None:
    network = net(*lines)
    found = json.loads(json.dumps(to_dict(report(network, 3))))
    sums = found["summary"]
    assert sums["actors"] == len(found["actors"]) == len(found["centrality"])
    assert sums["relations"] == len(found["relations"]) == sums["supports"] + sums["opposes"]
    assert sums["frustration"] == found["frustration"]["index"] == len(found["frustration"]["frustrated"])
    assert sums["balance"] == found["balance"]["strong"]
    counted = sum(relation["stances"] for relation in found["relations"])
    assert sums["stances"] == len(lines) == counted, "all of one day, so that none replaces another"
    assert found["blocs"]["k"] == 3
    members = [actor for bloc in found["frustration"]["blocs"] for actor in bloc]
    assert sorted(members) == [actor["id"] for actor in found["actors"]]
    assert sum(one["supports"] for one in found["centrality"]) == sums["supports"]


def test_a_report_of_a_store(store: Store) -> None:
    found = to_dict(report(read_network(store)))
    sums = found["summary"]
    assert (sums["actors"], sums["relations"], sums["supports"], sums["opposes"]) == (4, 4, 3, 1)
    assert (sums["frustration"], sums["frustration_exact"], sums["balance"]) == (1, True, 0.0)
    assert [(one["subject"], one["after"]["relation"]) for one in found["flips"]] == [("USA", "supports")]
    (contradiction,) = found["contradictions"]
    assert contradiction["denied"][0]["speaker"] == "jane-doe"
    assert contradiction["affirmed"][0]["publisher"] == "Volga News"
    assert found["filters"]["certainty"] == "probable"
    relation = next(one for one in found["relations"] if one["target"] == "SYR" and one["source"] == "USA")
    assert relation["evidence"]["quote"] == "US jets bombed Syrian bases."


def test_a_report_of_nothing_and_of_one_relation() -> None:
    nothing = to_dict(report(net()))
    assert nothing["summary"]["frustration_share"] is None
    assert nothing["summary"]["balance"] is None
    assert (nothing["summary"]["first"], nothing["evolution"], nothing["actors"]) == (None, [], [])
    one = to_dict(report(net("a-b")))
    assert one["frustration"]["blocs"] == [["a"], ["b"]]
    assert (one["summary"]["relations"], one["summary"]["frustration"], one["summary"]["balance"]) == (1, 0, None)


def test_all_values_have_plain_data(store: Store) -> None:
    network = read_network(store)
    path = explain(network, "USA", "SYR")
    values = [
        plain.partition(blocs(network, 3)),
        plain.balance(balance(network)),
        plain.ego(ego(network, "USA")),
        plain.explanation(path),
        plain.dyad(dyad(network, "USA", "RUS"), months(store, "USA", "RUS", 0.4)),
    ]
    assert json.loads(json.dumps(values)) == values
    assert values[3]["paths"][0]["inferred"] is True
    assert values[3]["paths"][0]["steps"][0]["relations"][0]["evidence"]["quote"]
    assert values[4]["months"][0]["month"] == "2030-02"
    assert [(one["outlet"], one["relation"]) for one in values[4]["outlets"]] == [
        ("Daily Post", "supports"),
        ("Le Quotidien", "opposes"),
    ]


def test_graphml_and_gexf_can_be_read_back() -> None:
    actors = (Actor(actor_iri("FRA"), "State", "FRA", names={"en": "France", "fr": "France"}),)
    network = net("FRA+MLI", "FRA-MLI", "MLI-FRA", "FRA-jnim", actors=actors)
    places = {iri: (number / 4, -0.5) for number, iri in enumerate(network.actors)}
    graphml = networkx.read_graphml(io.StringIO(written(network, "graphml", places)), force_multigraph=True)
    gexf = networkx.read_gexf(io.StringIO(written(network, "gexf", places)))
    for graph in (graphml, gexf):
        assert sorted(sign for _, _, sign in graph.edges(data="sign")) == [-1, -1, -1, 1]
        assert graph.nodes["FRA"]["type"] == "State"
        assert graph.nodes["FRA"]["bloc"] == 0
        assert graph.nodes["FRA"]["name_fr"] == "France"
    assert graphml.nodes["FRA"]["label"] == "France"
    assert graphml.nodes["MLI"]["x"] == 0.25
    assert gexf.nodes["MLI"]["viz"]["position"] == {"x": 0.25, "y": -0.5, "z": 0.0}
    edge = graphml["FRA"]["MLI"]["FRA supports MLI"]
    assert (edge["articles"], edge["certainty"], edge["publishers"], edge["quotes"]) == (
        1,
        "certain",
        "Daily Post",
        "FRA+MLI (0)",
    )


def test_equal_networks_give_equal_files() -> None:
    network = net("a+b", "b-c")
    for form in FORMATS:
        assert written(network, form) == written(net("a+b", "b-c"), form)
        assert "lastmodified" not in written(network, form)


def test_csv_has_a_line_for_each_relation() -> None:
    network = net(
        "a+b", said("a+b", 5, source_publisher="Volga News", certainty="probable", confidence=1.0), "a-c", "b+c"
    )
    first, second, third = table(network)
    assert tuple(first) == COLUMNS
    assert (first["subject"], first["relation"], first["object"]) == ("a", "supports", "b")
    assert (first["articles"], first["publishers"], first["single_source"]) == ("2", "Daily Post; Volga News", "false")
    assert first["quote"] == "a+b (0)", "that of the surest evidence"
    assert sorted(row["frustrated"] for row in (first, second, third)) == ["false", "false", "true"]


def hostile(text: str) -> Evidence:
    return said("a+b", 1, quote=text, source_title=text, source_publisher=text)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_written(text: str) -> None:
    network = net(hostile(text), actors=[Actor(actor_iri("a"), names={"en": text})])
    graph = networkx.read_graphml(io.StringIO(written(network, "graphml")))
    assert len(graph) == len(networkx.read_gexf(io.StringIO(written(network, "gexf")))) == 2
    assert len(table(network)) == 1
    assert json.loads(json.dumps(to_dict(report(network))))["relations"][0]["evidence"]["quote"] == text


def test_markup_stays_text_and_formulas_stay_words() -> None:
    network = net(hostile('=HYPERLINK("x") </data><script>alert(1)</script>'))
    graph = networkx.read_graphml(io.StringIO(written(network, "graphml")))
    assert graph["a"]["b"]["quotes"].endswith("</data><script>alert(1)</script>")
    assert table(network)[0]["quote"].startswith("'=HYPERLINK")


def test_a_format_that_is_not_known() -> None:
    with pytest.raises(DetenteError, match="docx"):
        written(net(), "docx")


def test_an_empty_network_can_be_written() -> None:
    assert len(networkx.read_graphml(io.StringIO(written(net(), "graphml")))) == 0
    assert len(networkx.read_gexf(io.StringIO(written(net(), "gexf")))) == 0
    assert table(net()) == []
    assert frustration(net()).members() == ()
