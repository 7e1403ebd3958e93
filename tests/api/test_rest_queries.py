"""The named questions over HTTP, with typed parameters."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import httpx
import pytest

from graph.articles import rows
from graph.queries import named_queries
from graph.store import Store

BOUND: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("who-opposes", {"target": "SYR", "language": "fr"}, {"target": "SYR", "language": "fr"}),
    ("stance-on-day", {"day": "2030-01-31"}, {"day": "2030-01-31"}),
    ("evidence", {"relation": "supports", "least": "0.1"}, {"relation": "gp:supports", "least": "0.1"}),
    ("contradictions", {"subject": "*"}, {"subject": None}),
    ("monthly-balance", {"a": "USA", "b": "RUS"}, {"a": "USA", "b": "RUS"}),
]


def test_the_list_names_every_query(rest: httpx.Client) -> None:
    listed = rest.get("/queries").json()
    assert [query["name"] for query in listed] == list(named_queries())
    for query in listed:
        assert rest.get(query["url"]).status_code == 200
        asked = {parameter["name"]: parameter["default"] for parameter in query["parameters"]}
        assert rest.get(query["url"], params=asked).json() == rest.get(query["url"]).json()


@pytest.mark.parametrize(("name", "params", "values"), BOUND)
def test_answers_are_those_of_the_query(
    rest: httpx.Client, world: Store, name: str, params: dict[str, str], values: dict[str, Any]
) -> None:
    expected = list(rows(world, named_queries()[name].bind(values)))
    found = rest.get(f"/queries/{name}", params=params).json()
    assert len(found) == len(expected) > 0
    for row, solution in zip(found, expected, strict=True):
        for value, term in zip(row.values(), solution, strict=True):
            assert value == term or str(term).endswith(str(value)) or value == float(term or "nan")


def test_values_are_plain(rest: httpx.Client) -> None:
    (month, _) = rest.get("/queries/monthly-balance").json()
    assert month == {"month": "2015-12", "cooperation": 0, "conflict": 1, "meanScore": -2.0}
    first = rest.get("/queries/who-opposes", params={"target": "RUS"}).json()[0]
    assert first == {"relation": "opposes", "who": "test-pentagon", "name": "Pentagone"}
    evidence = rest.get("/queries/evidence").json()[0]
    assert rest.get(f"/articles/{evidence['article']}").status_code == 200
    assert rest.get(f"/stances/{evidence['stance']}").json()["confidence"] == evidence["confidence"]


def test_csv_has_the_same_values(rest: httpx.Client) -> None:
    found = rest.get("/queries/evidence").json()
    table = rest.get("/queries/evidence", headers={"Accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    shown = list(csv.DictReader(StringIO(table.text)))
    assert shown == [{name: "" if value is None else str(value) for name, value in row.items()} for row in found]


@pytest.mark.parametrize(
    "media", ["application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"]
)
def test_standard_results_are_those_of_the_endpoint(rest: httpx.Client, media: str) -> None:
    answer = rest.get("/queries/flips", headers={"Accept": media})
    text = named_queries()["flips"].text
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.text == rest.get("/sparql", params={"query": text}, headers={"Accept": media}).text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/queries/nothing", 404, "choose one of contradictions, events-between"),
        ("/queries/stance-on-day?day=yesterday", 422, "day: "),
        ("/queries/evidence?relation=loves", 422, "relation: "),
        ("/queries/evidence?least=much", 422, "least: "),
        ("/queries/evidence?least=NaN", 422, "least: "),
        ("/queries/evidence?subject=https://x/%3E%20DROP", 400, "subject: "),
        ("/queries/who-opposes?target=", 422, "target: "),
    ],
)
def test_wrong_values_are_problems(rest: httpx.Client, path: str, status: int, words: str) -> None:
    response = rest.get(path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert words in response.json()["detail"]


def test_a_value_cannot_break_out_of_its_place(rest: httpx.Client) -> None:
    params = {"language": 'VALUES ?target { actor:RUS } } ASK { #"', "target": "} UNION { ?who ?relation ?target"}
    assert rest.get("/queries/who-opposes", params=params).json() == []


def test_parameters_are_described(rest: httpx.Client) -> None:
    paths = rest.get("/openapi.json").json()["paths"]
    parameters = {p["name"]: p["schema"] for p in paths["/queries/stance-on-day"]["get"]["parameters"]}
    assert (parameters["day"]["format"], parameters["day"]["default"]) == ("date", "9999-12-31")
    assert (parameters["least"]["type"], parameters["least"]["default"]) == ("number", 0.4)
    assert (parameters["subject"]["type"], parameters["subject"]["default"]) == ("string", "USA")
    (relation,) = (p for p in paths["/queries/evidence"]["get"]["parameters"] if p["name"] == "relation")
    assert relation["schema"]["enum"] == ["supports", "opposes"]
