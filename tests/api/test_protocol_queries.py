"""The query operation, byte by byte where clients' libraries would tidy up."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from kit import serving
from pyoxigraph import RdfFormat, parse

from api.app import create_app
from api.settings import Settings
from graph.store import open_store

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
G1, G2 = "http://g.example/1", "http://g.example/2"


@pytest.fixture(scope="module")
def graphs() -> Iterator[str]:
    """A server over two named graphs and something in the unnamed one."""
    with open_store(":memory:") as store:
        store.update(
            f"DROP ALL; INSERT DATA {{ <u:s0> <u:p> 0 GRAPH <{G1}> {{ <u:s1> <u:p> 1 }} GRAPH <{G2}> {{ <u:s2> <u:p> 2 }} }}"
        )
        with serving(create_app(Settings(max_query_bytes=20_000), store)) as address:
            yield address


def ask(
    server: str, method: str, target: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        connection.request(method, target, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def subjects(server: str, query: str, **parameters: Any) -> set[str]:
    answer = httpx.get(f"{server}/sparql", params={"query": query, **parameters})
    assert answer.status_code == 200, answer.text
    return {row["s"]["value"] for row in answer.json()["results"]["bindings"]}


ANY = "SELECT ?s { ?s ?p ?o }"
NAMED = "SELECT ?s { GRAPH ?g { ?s ?p ?o } }"


@pytest.mark.parametrize(
    ("query", "parameters", "found"),
    [
        (ANY, {}, {"u:s0", "u:s1", "u:s2"}),
        (NAMED, {}, {"u:s1", "u:s2"}),
        (ANY, {"default-graph-uri": G1}, {"u:s1"}),
        (ANY, {"default-graph-uri": [G1, G2]}, {"u:s1", "u:s2"}),
        (ANY, {"default-graph-uri": "http://g.example/none"}, set()),
        (ANY, {"default-graph-uri": "urn:x-arq:DefaultGraph"}, {"u:s0"}),
        (NAMED, {"default-graph-uri": G1}, set()),
        (ANY, {"named-graph-uri": G1}, set()),
        (NAMED, {"named-graph-uri": G1}, {"u:s1"}),
        (f"SELECT ?s FROM <{G1}> {{ ?s ?p ?o }}", {}, {"u:s1"}),
        (f"SELECT ?s FROM NAMED <{G2}> {{ ?s ?p ?o }}", {}, set()),
        (f"SELECT ?s FROM <{G1}> {{ ?s ?p ?o }}", {"default-graph-uri": G2}, {"u:s2"}),
        (f"SELECT ?s {{ ?s ?p ?o FILTER (?s != 'FROM <{G1}>') }}", {}, {"u:s0", "u:s1", "u:s2"}),
    ],
)
def test_datasets(graphs: str, query: str, parameters: dict[str, Any], found: set[str]) -> None:
    assert subjects(graphs, query, **parameters) == found


def test_the_default_graph_can_be_the_unnamed_one() -> None:
    with open_store(":memory:") as store:
        store.update(f"INSERT DATA {{ <u:s0> <u:p> 0 GRAPH <{G1}> {{ <u:s1> <u:p> 1 }} }}")
        with serving(create_app(Settings(default_graph="unnamed"), store)) as address:
            assert subjects(address, "SELECT ?s { ?s <u:p> ?o }") == {"u:s0"}


def test_relative_iris_are_those_of_the_endpoint(graphs: str) -> None:
    answer = httpx.get(f"{graphs}/sparql", params={"query": "SELECT (<x> AS ?s) {}"})
    assert answer.json()["results"]["bindings"][0]["s"]["value"] == f"{graphs}/x"


def test_a_form_is_decoded_once(graphs: str) -> None:
    body = b"query=" + quote("SELECT (STRLEN('").encode() + b"%252B" + quote("') AS ?n) {}").encode()
    status, _, data = ask(graphs, "POST", "/sparql", body, FORM)
    assert status == 200
    assert json.loads(data)["results"]["bindings"][0]["n"]["value"] == "3"


def test_a_plus_in_a_form_is_a_space(graphs: str) -> None:
    status, _, data = ask(graphs, "POST", "/sparql", b"query=SELECT+(1%2B1+AS+?n)+{}", FORM)
    assert (status, json.loads(data)["results"]["bindings"][0]["n"]["value"]) == (200, "2")


def test_parameters_of_the_url_count_beside_a_body(graphs: str) -> None:
    target = f"/sparql?default-graph-uri={quote(G1, safe='')}"
    for body, headers in ((ANY.encode(), DIRECT), (b"query=" + quote(ANY).encode(), FORM)):
        data = ask(graphs, "POST", target, body, headers)[2]
        assert [row["s"]["value"] for row in json.loads(data)["results"]["bindings"]] == ["u:s1"]


@pytest.mark.parametrize(
    ("method", "target", "body", "headers", "status"),
    [
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D%FF", None, {}, 400),
        ("GET", "/sparql?query=%20", None, {}, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&timeout=soon", None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=relative", None, {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D", None, {"Accept": "image/png"}, 406),
        ("GET", "/sparql?query=ASK%20%7B", None, {}, 400),
        ("GET", "/update?update=CLEAR%20ALL", None, {}, 405),
        ("PUT", "/sparql", b"ASK {}", DIRECT, 405),
        ("DELETE", "/sparql", None, {}, 405),
        ("POST", "/sparql", b"ASK {}", {}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "application/sparql-query; charset=utf-16"}, 415),
        ("POST", "/sparql", b"\x1f\x8b", {**DIRECT, "Content-Encoding": "gzip"}, 415),
        ("POST", "/sparql", b"ASK {} # \xff", DIRECT, 400),
        ("POST", "/sparql", b"query=ASK%20%7B%7D%20%23%FF", FORM, 400),
        ("POST", "/sparql", b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
        ("POST", "/sparql", b"", DIRECT, 400),
        ("POST", "/sparql", b"#" * 20_001, DIRECT, 413),
        ("GET", "/nowhere", None, {}, 404),
    ],
)
def test_errors(
    graphs: str, method: str, target: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    found, sent, data = ask(graphs, method, target, body, headers)
    assert (found, sent["content-type"]) == (status, "application/problem+json"), data
    assert json.loads(data)["status"] == status


def test_utf8_may_be_told(graphs: str) -> None:
    headers = {"Content-Type": 'application/sparql-query; charset="UTF-8"'}
    assert ask(graphs, "POST", "/sparql", b"ASK {}", headers)[0] == 200


def test_allow_names_all_methods(graphs: str) -> None:
    assert ask(graphs, "PUT", "/sparql")[1]["allow"] == "GET, HEAD, POST, OPTIONS"
    assert ask(graphs, "GET", "/update")[1]["allow"] == "POST, OPTIONS"
    status, headers, body = ask(graphs, "OPTIONS", "/sparql")
    assert (status, headers["allow"], body) == (204, "GET, HEAD, POST, OPTIONS", b"")
    assert "application/sparql-query" in headers["accept-post"]


def test_head_is_get_without_a_body(graphs: str) -> None:
    target = "/sparql?query=" + quote(ANY)
    get, head = ask(graphs, "GET", target), ask(graphs, "HEAD", target)
    assert head[0] == 200
    assert head[2] == b""
    assert {name: head[1][name] for name in ("content-type", "etag")} == {
        name: get[1][name] for name in ("content-type", "etag")
    }
    assert ask(graphs, "HEAD", "/sparql?query=ASK")[0] == 400


def test_text_clients_are_told_in_text(graphs: str) -> None:
    status, headers, body = ask(graphs, "GET", "/sparql?query=ASK%20%7B", None, {"Accept": "text/plain"})
    assert (status, headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert body.startswith(b"SPARQL syntax error at line 1, column ")
    assert ask(graphs, "GET", "/sparql?query=ASK%20%7B", None, {"Accept": "text/turtle"})[0] == 400


@pytest.mark.parametrize(
    ("accept", "media", "yes"),
    [
        ("*/*", "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<boolean>true</boolean>"),
        ("text/csv", "text/csv; charset=utf-8", b"true"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"true"),
    ],
)
def test_booleans(graphs: str, accept: str, media: str, yes: bytes) -> None:
    status, headers, body = ask(graphs, "GET", "/sparql?query=ASK%20%7B%7D", None, {"Accept": accept})
    assert (status, headers["content-type"]) == (200, media)
    assert yes in body


@pytest.mark.parametrize(
    ("accept", "member"),
    [
        ("text/turtle", "TURTLE"),
        ("application/n-triples", "N_TRIPLES"),
        ("application/n-quads", "N_QUADS"),
        ("application/trig", "TRIG"),
        ("application/rdf+xml", "RDF_XML"),
        ("application/ld+json", "JSON_LD"),
    ],
)
def test_graphs(graphs: str, accept: str, member: str) -> None:
    target = "/sparql?query=" + quote("CONSTRUCT WHERE { ?s ?p ?o }")
    status, headers, body = ask(graphs, "GET", target, None, {"Accept": accept})
    assert (status, headers["content-type"].partition(";")[0]) == (200, accept)
    assert len(list(parse(body, getattr(RdfFormat, member)))) == 3


@pytest.mark.parametrize(
    ("query", "name", "accept", "media"),
    [
        (ANY, "csv", "*/*", "text/csv"),
        (ANY, "csv", "application/sparql-results+json", "text/csv"),
        (ANY, "json", "*/*", "application/sparql-results+json"),
        (ANY, "turtle", "*/*", "application/sparql-results+json"),
        (ANY, "nonsense", "text/csv", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "json", "*/*", "application/ld+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "trig", "*/*", "application/trig"),
    ],
)
def test_a_format_can_be_named_in_the_url(graphs: str, query: str, name: str, accept: str, media: str) -> None:
    answer = httpx.get(f"{graphs}/sparql", params={"query": query, "format": name}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)


def test_what_xml_cannot_say_is_not_said(graphs: str) -> None:
    control = r'SELECT ("a\u0001" AS ?x) {}'
    unnamed = "CONSTRUCT { <u:s> <http://x.example/1> ?o } WHERE { VALUES ?o { 1 } }"
    for query, accept in ((control, "application/sparql-results+xml"), (unnamed, "application/rdf+xml")):
        target = "/sparql?query=" + quote(query)
        assert ask(graphs, "GET", target, None, {"Accept": accept})[0] == 406
        assert ask(graphs, "GET", target)[0] == 200


def test_answers_change_their_tag_with_the_data(writable: str) -> None:
    def get(**headers: str) -> httpx.Response:
        return httpx.get(f"{writable}/sparql", params={"query": ANY}, headers=headers)

    first = get()
    tag = {"If-None-Match": first.headers["etag"]}
    assert get(**tag).status_code == 304
    assert get(Accept="text/csv", **tag).status_code == 200
    assert httpx.post(f"{writable}/update", data={"update": "INSERT DATA { <u:s> <u:p> <u:o> }"}).status_code == 204
    second = get(**tag)
    assert (second.status_code, second.headers["etag"] != first.headers["etag"]) == (200, True)
    assert get(**{"If-None-Match": f'"other", {second.headers["etag"]}'}).status_code == 304


def test_answers_of_chance_and_time_have_no_tag(graphs: str) -> None:
    for query in ("SELECT (RAND() AS ?x) {}", "SELECT (now() AS ?x) {}", "SELECT (UUID() AS ?x) {}"):
        assert "etag" not in httpx.get(f"{graphs}/sparql", params={"query": query}).headers
