from __future__ import annotations

import httpx
import pytest
from rdflib import Graph

SELECT = "SELECT ?who WHERE { ?who gp:opposes actor:RUS } ORDER BY ?who"
GRAPH = "CONSTRUCT { ?who gp:opposes actor:RUS } WHERE { ?who gp:opposes actor:RUS }"
RESULTS_JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"


def values(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    bindings = response.json()["results"]["bindings"]
    return [row["who"]["value"].rpartition("/")[2] for row in bindings]


def test_get_form_and_direct_post_give_the_same(client: httpx.Client) -> None:
    direct = {"content": SELECT.encode(), "headers": {"Content-Type": "application/sparql-query; charset=utf-8"}}
    answers = [
        client.get("/sparql", params={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.request("POST", "/sparql", **direct),  # type: ignore[arg-type]
    ]
    for answer in answers:
        assert answer.headers["content-type"] == RESULTS_JSON
        assert values(answer) == ["USA", "test-pentagon"]


@pytest.mark.parametrize(
    ("accept", "media", "start"),
    [
        ("application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        ("text/csv", "text/csv; charset=utf-8", "who"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?who"),
        ("text/html, */*;q=0.1", RESULTS_JSON, "{"),
    ],
)
def test_results_in_the_accepted_form(client: httpx.Client, accept: str, media: str, start: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.headers["content-type"] == media
    assert answer.headers["vary"].split(", ")[0] == "Accept"
    assert answer.text.startswith(start)


def test_ask(client: httpx.Client) -> None:
    query = "ASK { actor:USA gp:opposes actor:RUS }"
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is True
    assert client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"}).text == "true"


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("*/*", "turtle"),
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_graphs_in_the_accepted_form(client: httpx.Client, accept: str, syntax: str) -> None:
    answer = client.get("/sparql", params={"query": GRAPH}, headers={"Accept": accept})
    assert len(Graph().parse(data=answer.text, format=syntax)) == 2


def problem(response: httpx.Response, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    body = response.json()
    assert set(body) - {"line", "column"} == {"type", "title", "status", "detail"}
    assert body["status"] == status
    return str(body["detail"])


def test_syntax_error(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\n{ ?s gp:opposes }"})
    assert "line 2" in problem(answer, 400)
    assert (answer.json()["line"], answer.json()["column"]) == (2, 17)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { gp:a gp:b 1 }",
    ],
)
def test_service_and_updates_are_refused(client: httpx.Client, query: str) -> None:
    problem(client.get("/sparql", params={"query": query}), 403)
    problem(client.post("/sparql", data={"query": query}), 403)


def test_updates_by_protocol_are_refused(client: httpx.Client) -> None:
    problem(client.post("/sparql", data={"update": "DROP ALL"}), 400)
    problem(client.get("/sparql", params={"update": "DROP ALL"}), 400)
    headers = {"Content-Type": "application/sparql-update"}
    assert "/update" in problem(client.post("/sparql", content=b"DROP ALL", headers=headers), 415)
    assert "DETENTE_ALLOW_WRITES" in problem(client.post("/update", content=b"DROP ALL", headers=headers), 403)


def test_requests_that_hold_no_query(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    problem(client.get("/sparql", params={"query": ""}), 400)
    problem(client.get("/sparql", params={"default-graph-uri": "http://g/"}), 400)
    problem(client.post("/sparql", data={"other": "1"}), 400)
    problem(client.post("/sparql", data={"query": ["ASK {}", "ASK {}"]}), 400)
    problem(client.post("/sparql", content=b"\xff\xfe", headers=headers), 400)
    problem(client.post("/sparql", content=b"ASK {}", headers={"Content-Type": "text/plain"}), 415)
    problem(client.post("/sparql", content=b"#" * 20_001, headers=headers), 413)
    problem(client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/turtle"}), 406)
    problem(client.put("/sparql"), 405)
