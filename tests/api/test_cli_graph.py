from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from rdflib import Graph
from typer.testing import CliRunner, Result

from api.cli import app
from graph.store import open_store

WHO = "SELECT ?who ?quote WHERE { ?s rdf:subject ?who ; prov:wasDerivedFrom/nif:anchorOf ?quote } ORDER BY ?who"
GRAPH = "CONSTRUCT { ?a gp:opposes ?b } WHERE { ?a gp:opposes ?b }"
STANCES = """PREFIX gp: <https://w3id.org/detente/ns#>
SELECT ?id ?subjectMention ?subjectPrincipal ?subjectCode ?relation ?objectMention ?objectPrincipal ?objectCode
       ?polarity ?certainty ?confidence ?begin ?end
WHERE {
  ?stance a gp:StanceAssertion ; rdf:predicate ?relation ; gp:subjectMention ?subjectMention ;
          gp:objectMention ?objectMention ; gp:subjectPrincipal ?subjectPrincipal ;
          gp:objectPrincipal ?objectPrincipal ;
          gp:claimPolarity ?polarity ; gp:certainty ?certainty ; gp:confidence ?confidence ; prov:wasDerivedFrom ?span .
  ?span nif:referenceContext ?article ; nif:beginIndex ?begin ; nif:endIndex ?end .
  ?article gp:sourceId ?id .
  OPTIONAL { ?subjectPrincipal gp:code ?subjectCode }
  OPTIONAL { ?objectPrincipal gp:code ?objectCode }
} ORDER BY ?id"""
EVENTS = """SELECT ?id ?event ?type ?quad ?polarity ?certainty ?date ?precision
       (GROUP_CONCAT(DISTINCT ?am; separator="|") AS ?agentMentions)
       (GROUP_CONCAT(DISTINCT ?ac; separator="|") AS ?agentCodes)
WHERE {
  ?event a gp:Event ; gp:eventType ?type ; gp:claimPolarity ?polarity ; gp:certainty ?certainty ;
         prov:wasDerivedFrom ?span .
  ?span nif:referenceContext/gp:sourceId ?id .
  ?type gp:quadClass ?quad .
  OPTIONAL { ?event gp:date ?date ; gp:datePrecision ?precision }
  OPTIONAL { ?event gp:agentMention ?am }
  OPTIONAL { ?event gp:agent/gp:actsFor* ?a . ?a gp:code ?ac }
} GROUP BY ?id ?event ?type ?quad ?polarity ?certainty ?date ?precision ORDER BY ?id"""


def run(folder: Path, *args: str) -> Result:
    return CliRunner().invoke(app, [*args, "--store", str(folder)])


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_stances_of_the_contract(folder: Path) -> None:
    first, second = table(run(folder, "query", STANCES, "--format", "csv").stdout)
    assert (first["id"], first["subjectMention"], first["subjectCode"], first["objectCode"]) == (
        "atlas-1",
        "Nous",
        "USA",
        "RUS",
    )
    assert (first["relation"], first["polarity"]) == (
        "https://w3id.org/detente/ns#opposes",
        "https://w3id.org/detente/ns#affirmed",
    )
    assert (first["begin"], first["end"], first["confidence"]) == ("48", "110", "0.84")
    assert (second["id"], second["objectCode"], second["polarity"]) == (
        "wire-2",
        "",
        "https://w3id.org/detente/ns#denied",
    )


def test_the_events_of_the_contract(folder: Path) -> None:
    first, second = table(run(folder, "query", EVENTS, "--format", "csv").stdout)
    assert (first["agentMentions"], first["agentCodes"], first["date"]) == ("Nous", "USA", "2015-12-21")
    assert first["quad"] == "https://w3id.org/detente/plover#VerbalConflict"
    assert (second["date"], second["agentCodes"]) == ("", "RUS")


def test_table_shortens_iris_and_keeps_brackets(folder: Path) -> None:
    shown = run(folder, "query", WHO, "--format", "table").stdout
    assert "actor:test-pentagon" in shown
    assert "[sic]" in shown


def test_in_a_pipe_a_select_is_csv(folder: Path) -> None:
    assert run(folder, "query", WHO).stdout == run(folder, "query", WHO, "--format", "csv").stdout


def test_tsv_json_and_xml(folder: Path) -> None:
    assert run(folder, "query", WHO, "--format", "tsv").stdout.startswith("?who\t?quote\n<https://")
    assert json.loads(run(folder, "query", WHO, "--format", "json").stdout)["head"]["vars"] == ["who", "quote"]
    assert ET.fromstring(run(folder, "query", WHO, "--format", "xml").stdout).tag.endswith("}sparql")


@pytest.mark.parametrize("form", ["table", "csv", "tsv"])
def test_ask(folder: Path, form: str) -> None:
    assert run(folder, "query", "ASK { actor:USA gp:opposes actor:RUS }", "--format", form).stdout == "true\n"


@pytest.mark.parametrize(
    ("form", "syntax"),
    [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("xml", "xml"), ("jsonld", "json-ld")],
)
def test_construct(folder: Path, form: str, syntax: str) -> None:
    data = run(folder, "query", GRAPH, "--format", form).stdout
    assert len(Graph().parse(data=data, format=syntax)) == 2


@pytest.mark.parametrize(("query", "form"), [(WHO, "turtle"), (GRAPH, "csv"), (GRAPH, "table")])
def test_a_format_that_does_not_fit_is_one_line(folder: Path, query: str, form: str) -> None:
    result = run(folder, "query", query, "--format", form)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"detente: {form} is for ")


def test_syntax_error_is_one_line_with_its_place(folder: Path) -> None:
    result = run(folder, "query", "SELECT *\nWHERE { ?a gp:opposes }")
    assert result.exit_code == 1
    assert result.stderr.startswith("detente: SPARQL syntax error at line 2, column ")
    assert result.stderr.count("\n") == 1


def test_query_from_a_file_and_by_name(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "question.rq"
    file.write_text(WHO, encoding="utf-8")
    assert run(folder, "query", "-f", str(file)).stdout == run(folder, "query", WHO).stdout
    named = run(folder, "query", "--example", "who-opposes", "--param", "target=RUS")
    assert {row["who"].rpartition("/")[2] for row in table(named.stdout)} == {"USA", "test-pentagon"}


def test_examples_can_be_listed(folder: Path) -> None:
    assert "who-opposes" in run(folder, "query", "--example", "list").stdout


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["ASK {}", "--example", "who-opposes"],
        ["ASK {}", "--param", "target=RUS"],
        ["--example", "no-such-question"],
        ["--example", "who-opposes", "--param", "RUS"],
        ["-f", "no-such-file.rq"],
    ],
)
def test_what_to_ask_must_be_clear(folder: Path, args: list[str]) -> None:
    assert run(folder, "query", *args).exit_code == 2


def test_an_unknown_parameter_is_one_line(folder: Path) -> None:
    result = run(folder, "query", "--example", "who-opposes", "--param", "colour=red")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_export_comes_back_whole(folder: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"graph.{form}"
    assert run(folder, "export", "--format", form, "--output", str(target)).exit_code == 0
    with open_store(folder, read_only=True) as store, open_store(tmp_path / "copy") as copy:
        copy.load(target, form)
        assert copy.dump(sort=True) == store.dump(sort=True)


def test_export_of_relations_and_network(folder: Path) -> None:
    relations = table(run(folder, "export", "--format", "csv").stdout)
    assert {(r["subject"].rpartition("/")[2], r["relation"]) for r in relations} == {
        ("USA", "opposes"),
        ("test-pentagon", "opposes"),
    }
    assert ET.fromstring(run(folder, "export", "--format", "graphml").stdout).tag.endswith("}graphml")


def test_export_to_a_place_that_cannot_be_written_is_one_line(folder: Path, tmp_path: Path) -> None:
    result = run(folder, "export", "--output", str(tmp_path / "no" / "file.nq"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "No such file" in result.stderr


def test_stats(folder: Path) -> None:
    counts = json.loads(run(folder, "stats", "--format", "json").stdout)
    assert counts["articles"] == 2
    assert counts["events_by_type"] == {"AID": 1, "REJECT": 1}
    assert "Northern Wire" in run(folder, "stats").stdout


def test_validate(folder: Path) -> None:
    result = run(folder, "validate")
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    with open_store(folder) as store:
        store.update("DELETE WHERE { GRAPH ?g { ?s gp:confidence ?c } }")
    result = run(folder, "validate")
    assert result.exit_code == 1
    assert "gp:confidence" in result.stdout
    assert result.stderr.endswith("4 violations\n")


@pytest.mark.parametrize(
    "name", ["atlas-1", "https://example.org/atlas/1", "aaaa", "https://w3id.org/detente/id/article/aaaa"]
)
def test_delete(folder: Path, name: str) -> None:
    result = run(folder, "delete", name)
    assert result.stdout == "https://w3id.org/detente/graph/article/aaaa\n"
    assert result.stderr == "1 article deleted\n"
    assert run(folder, "query", "ASK { ?a gp:opposes ?b }").stdout == "false\n"
    assert run(folder, "delete", name).exit_code == 1
