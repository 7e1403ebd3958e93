"""The Graph Store Protocol over HTTP: graphs named in the query and by their own address."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from kit import DATA, serving
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from api.app import create_app
from api.settings import Settings
from graph.store import Store, open_store
from ontology.namespaces import ACTORS_GRAPH, CURRENT_GRAPH, article_graph

TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
PERSON = "@prefix f: <http://f.example/> . <http://p.example/1> f:card [ f:name 'Jane' ] ."
G = "http://g.example/person/1.ttl"
INDIRECT = {"graph": G}


@pytest.fixture
def http(writable: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=writable, timeout=30) as made:
        yield made


def names(http: httpx.Client, **where: str) -> Graph:
    answer = http.get("/rdf-graph-store", params=where, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.text, format="turtle")


def test_put_get_delete(http: httpx.Client) -> None:
    first = http.put("/rdf-graph-store", params=INDIRECT, content=PERSON, headers=TURTLE)
    assert (first.status_code, first.headers["location"]) == (201, G)
    assert isomorphic(names(http, **INDIRECT), Graph().parse(data=PERSON, format="turtle"))
    other = PERSON.replace("Jane", "John")
    assert http.put("/rdf-graph-store", params=INDIRECT, content=other, headers=TURTLE).status_code == 204
    assert isomorphic(names(http, **INDIRECT), Graph().parse(data=other, format="turtle"))
    assert http.delete("/rdf-graph-store", params=INDIRECT).status_code == 204
    assert http.get("/rdf-graph-store", params=INDIRECT).status_code == 404
    assert http.delete("/rdf-graph-store", params=INDIRECT).status_code == 404


def test_the_address_itself_is_the_name(http: httpx.Client, writable: str) -> None:
    path = "/rdf-graph-store/a%20b/%C3%A9.ttl"
    assert http.put(path, content=PERSON, headers=TURTLE).status_code == 201
    assert len(Graph().parse(data=http.get(path).text)) == 2
    assert len(names(http, graph=writable + path)) == 2
    assert http.head(path).status_code == 200
    assert http.delete(path).status_code == 204
    assert http.head(path).status_code == 404


def test_post_adds_and_makes_new_graphs(http: httpx.Client) -> None:
    assert http.post("/rdf-graph-store", params=INDIRECT, content=PERSON, headers=TURTLE).status_code == 201
    assert http.post("/rdf-graph-store", params=INDIRECT, content=PERSON, headers=TURTLE).status_code == 204
    assert len(names(http, **INDIRECT)) == 4  # blank nodes of two bodies are different ones
    made = http.post("/rdf-graph-store", content=PERSON, headers=TURTLE)
    assert made.status_code == 201
    assert len(Graph().parse(data=http.get(made.headers["location"]).text)) == 2
    assert http.post("/rdf-graph-store", content=PERSON, headers=TURTLE).headers["location"] != made.headers["location"]


def test_post_of_a_form_with_files(http: httpx.Client) -> None:
    files = [
        ("one", ("one.ttl", b"<u:a> <u:b> 1 .", "text/turtle; charset=utf-8")),
        ("two", ("two.nt", b"<u:a> <u:b> <u:c> .", "application/octet-stream")),
    ]
    assert http.post("/rdf-graph-store", params=INDIRECT, files=files).status_code == 201
    assert len(names(http, **INDIRECT)) == 2
    assert (
        http.post("/rdf-graph-store", params=INDIRECT, files=[("x", ("x.ttl", b"<", "text/turtle"))]).status_code == 400
    )
    assert http.post("/rdf-graph-store", params=INDIRECT, data={"a": "b"}).status_code == 415
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert http.post("/rdf-graph-store", params=INDIRECT, content=b"--y", headers=broken).status_code == 400
    assert http.put("/rdf-graph-store", params=INDIRECT, files=files).status_code == 415


def test_the_unnamed_graph(http: httpx.Client) -> None:
    default = "/rdf-graph-store?default"
    assert http.get(default).status_code == 200
    assert http.put(default, content="<u:a> <u:b> 1 .", headers=TURTLE).status_code == 204
    assert http.post(default, content="<u:a> <u:b> 2 .", headers=TURTLE).status_code == 204
    http.put("/rdf-graph-store", params=INDIRECT, content=PERSON, headers=TURTLE)
    assert len(Graph().parse(data=http.get(default).text)) == 2
    assert http.delete(default).status_code == 204
    assert len(Graph().parse(data=http.get(default).text)) == 0
    assert len(names(http, **INDIRECT)) == 2


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("text/turtle", "<u:a> <u:b> <> ."),
        ("application/n-triples", f"<u:a> <u:b> <{G}> ."),
        ("application/ld+json", '{"@id": "u:a", "u:b": {"@id": ""}}'),
        (
            "application/rdf+xml",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="u:">'
            '<r:Description r:about="u:a"><u:b r:resource=""/></r:Description></r:RDF>',
        ),
        ("application/n-quads", f"<u:a> <u:b> <{G}> ."),
        ("application/trig", "<u:a> <u:b> <> ."),
    ],
)
def test_formats_taken_and_given(http: httpx.Client, media: str, body: str) -> None:
    headers = {"Content-Type": media}
    assert http.put("/rdf-graph-store", params=INDIRECT, content=body, headers=headers).status_code == 201
    answer = http.get("/rdf-graph-store", params=INDIRECT, headers={"Accept": media})
    assert answer.headers["content-type"].partition(";")[0] == media
    assert [str(quad.object) for quad in parse(answer.content, RdfFormat.from_media_type(media))] == [f"<{G}>"]


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        ("GET", "/rdf-graph-store", {}, "", 400),
        ("GET", "/rdf-graph-store?default&graph=http://g.example/", {}, "", 400),
        ("GET", "/rdf-graph-store/a?default", {}, "", 400),
        ("GET", "/rdf-graph-store?graph=a&graph=b", {}, "", 400),
        ("GET", "/rdf-graph-store?graph=relative", {}, "", 400),
        ("GET", "/rdf-graph-store?graph=u:%FF", {}, "", 400),
        ("GET", "/rdf-graph-store?graph=u:none", {}, "", 404),
        ("GET", "/rdf-graph-store?default", {"Accept": "image/png"}, "", 406),
        ("PATCH", "/rdf-graph-store?default", {}, "", 405),
        ("PUT", "/rdf-graph-store?graph=u:g", {}, PERSON, 415),
        ("PUT", "/rdf-graph-store?graph=u:g", {"Content-Type": "text/csv"}, PERSON, 415),
        ("PUT", "/rdf-graph-store?graph=u:g", {"Content-Type": "text/turtle; charset=latin-1"}, PERSON, 415),
        ("PUT", "/rdf-graph-store?graph=u:g", {**TURTLE, "Content-Encoding": "gzip"}, PERSON, 415),
        ("PUT", "/rdf-graph-store?graph=u:g", {**TURTLE, "Content-Range": "bytes 0-1/2"}, PERSON, 400),
        ("PUT", "/rdf-graph-store?graph=u:g", TURTLE, "<u:a>\n<u:b> .", 400),
        ("PUT", "/rdf-graph-store?graph=u:g", {"Content-Type": "application/n-quads"}, "<u:a> <u:b> 'c' <u:g> .", 400),
        ("PUT", "/rdf-graph-store?graph=" + CURRENT_GRAPH, TURTLE, PERSON, 403),
        ("POST", "/rdf-graph-store?graph=" + ACTORS_GRAPH, TURTLE, PERSON, 403),
        ("DELETE", "/rdf-graph-store?graph=" + ACTORS_GRAPH, {}, "", 403),
        ("PUT", "/rdf-graph-store?graph=" + article_graph("a1"), TURTLE, PERSON, 400),
    ],
)
def test_errors(http: httpx.Client, method: str, target: str, headers: dict[str, str], body: str, status: int) -> None:
    answer = http.request(method, target, headers=headers, content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text


def test_errors_in_data_have_their_place(http: httpx.Client) -> None:
    answer = http.put("/rdf-graph-store", params=INDIRECT, content="<u:a>\n<u:b> .", headers=TURTLE)
    assert answer.json()["line"] == 2


def test_methods(http: httpx.Client) -> None:
    answer = http.options("/rdf-graph-store")
    assert answer.headers["allow"] == "GET, HEAD, POST, PUT, DELETE, OPTIONS"
    assert "text/turtle" in answer.headers["accept-post"]
    assert http.patch("/rdf-graph-store/a").headers["allow"] == answer.headers["allow"]


def test_conditions(http: httpx.Client) -> None:
    def put(**headers: str) -> int:
        sent = {**TURTLE, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return http.put("/rdf-graph-store", params=INDIRECT, content=PERSON, headers=sent).status_code

    assert put(If_Match="*") == 412
    assert put(If_None_Match="*") == 201
    assert put(If_None_Match="*") == 412
    tag = http.get("/rdf-graph-store", params=INDIRECT).headers["etag"]
    assert http.get("/rdf-graph-store", params=INDIRECT, headers={"If-None-Match": tag}).status_code == 304
    assert put(If_Match=tag) == 204
    assert put(If_Match=tag) == 412
    assert http.delete("/rdf-graph-store", params=INDIRECT, headers={"If-Match": tag}).status_code == 412
    assert http.get("/rdf-graph-store", params=INDIRECT, headers={"If-None-Match": tag}).status_code == 200


def test_nothing_is_written_unless_allowed(server: str) -> None:
    for method in ("PUT", "POST", "DELETE"):
        answer = httpx.request(method, f"{server}/rdf-graph-store", params=INDIRECT, headers=TURTLE)
        assert (answer.status_code, "DETENTE_ALLOW_WRITES" in answer.json()["detail"]) == (403, True)


def test_too_much_data_is_refused() -> None:
    with (
        open_store(":memory:") as store,
        serving(create_app(Settings(allow_writes=True, anonymous_writes=True, max_data_bytes=100), store)) as at,
    ):
        target = f"{at}/rdf-graph-store?default"
        assert httpx.put(target, content="#" * 101, headers=TURTLE).status_code == 413
        pieces = (b"#" * 60 for _ in range(2))
        assert httpx.put(target, content=pieces, headers=TURTLE).status_code == 413


@pytest.fixture
def articles() -> Iterator[tuple[str, Store]]:
    with open_store(":memory:") as store:
        store.load(DATA / "small.trig")
        with serving(create_app(Settings(allow_writes=True, anonymous_writes=True), store)) as address:
            yield address, store


def test_a_written_article_is_followed_by_what_it_entails(articles: tuple[str, Store]) -> None:
    server, store = articles
    before = store.dump(sort=True)
    graphs = [article.graph for article in store.articles()]
    kept = {
        graph: httpx.get(
            f"{server}/rdf-graph-store", params={"graph": graph}, headers={"Accept": "text/turtle"}
        ).content
        for graph in graphs
    }
    for graph in graphs:
        assert httpx.delete(f"{server}/rdf-graph-store", params={"graph": graph}).status_code == 204
    assert not list(store.quads(CURRENT_GRAPH))
    for graph, content in kept.items():
        answer = httpx.put(f"{server}/rdf-graph-store", params={"graph": graph}, content=content, headers=TURTLE)
        assert answer.status_code == 201, answer.text
    assert store.dump(sort=True) == before
