"""The update operation: what is written, over which graphs, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from kit import DATA, serving

from api.app import create_app
from api.settings import Settings
from graph.store import Store, open_store
from ontology.namespaces import CURRENT_GRAPH, GP

DIRECT = {"Content-Type": "application/sparql-update"}
G1, G2, G3 = (f"http://g.example/{n}" for n in "123")


def update(server: str, text: str, **parameters: str | list[str]) -> httpx.Response:
    return httpx.post(f"{server}/update", content=text.encode(), params=parameters, headers=DIRECT)


def asks(server: str, pattern: str) -> bool:
    answer = httpx.get(f"{server}/sparql", params={"query": f"ASK {{ {pattern} }}"})
    return bool(answer.json()["boolean"])


def test_by_form_and_directly(writable: str) -> None:
    assert update(writable, "INSERT DATA { <u:a> <u:p> 1 }").status_code == 204
    form = httpx.post(f"{writable}/update", data={"update": "INSERT DATA { <u:b> <u:p> 2 }"})
    assert form.status_code == 204
    assert asks(writable, "<u:a> <u:p> 1 . <u:b> <u:p> 2")


COPY = "INSERT { GRAPH <http://out.example/> { ?s a <u:Seen> } } WHERE { ?s a <u:Thing> }"
THREE = "INSERT DATA { " + " ".join(f"GRAPH <{g}> {{ <{g}> a <u:Thing> }}" for g in (G1, G2, G3)) + " }"


@pytest.mark.parametrize(
    ("text", "parameters", "seen"),
    [
        (COPY, {"using-graph-uri": [G1]}, {G1}),
        (COPY, {"using-graph-uri": [G1, G2]}, {G1, G2}),
        (COPY.replace("WHERE", "# WHERE {\nwhere"), {"using-graph-uri": [G1]}, {G1}),
        (COPY.replace("?s a <u:Thing>", "GRAPH ?g { ?s a <u:Thing> }"), {"using-named-graph-uri": [G2, G3]}, {G2, G3}),
        (COPY.replace("?s a <u:Thing>", "GRAPH ?g { ?s a <u:Thing> }"), {"using-graph-uri": [G1]}, set()),
        (f"{COPY}; {COPY}", {"using-graph-uri": [G3]}, {G3}),
    ],
)
def test_graphs_to_match_over(writable: str, text: str, parameters: dict[str, list[str]], seen: set[str]) -> None:
    assert update(writable, THREE).status_code == 204
    assert update(writable, text, **parameters).status_code == 204
    found = {g for g in (G1, G2, G3) if asks(writable, f"GRAPH <http://out.example/> {{ <{g}> a <u:Seen> }}")}
    assert found == seen


def test_delete_where_heeds_the_graphs_too(writable: str) -> None:
    update(writable, f"INSERT DATA {{ <u:a> <u:p> 1 GRAPH <{G1}> {{ <u:a> <u:p> 1 }} }}")
    assert update(writable, "DELETE WHERE { ?s <u:p> ?o }", **{"using-graph-uri": G2}).status_code == 204
    assert asks(writable, "<u:a> <u:p> 1")
    assert update(writable, "DELETE WHERE { ?s <u:p> ?o }", **{"using-graph-uri": G1}).status_code == 204
    assert not asks(writable, "<u:a> <u:p> 1")


@pytest.mark.parametrize(
    ("text", "parameters", "status"),
    [
        ("INSERT DATA { <u:a> <u:p> }", {}, 400),
        ("", {}, 400),
        ("ASK {}", {}, 400),
        (f"WITH <{G1}> {COPY}", {"using-graph-uri": G2}, 400),
        (COPY.replace("WHERE", f"USING <{G1}> WHERE"), {"using-named-graph-uri": G2}, 400),
        (COPY, {"using-graph-uri": "relative"}, 400),
        ("LOAD <http://127.0.0.1:9/>", {}, 403),
        ("INSERT { <u:a> <u:p> ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", {}, 403),
        ("CREATE GRAPH <http://g.example/there>", {}, 409),
    ],
)
def test_errors_change_nothing(writable: str, text: str, parameters: dict[str, str], status: int) -> None:
    assert update(writable, "CREATE GRAPH <http://g.example/there>").status_code == 204
    tag = httpx.get(f"{writable}/sparql").headers["etag"]
    answer = update(writable, text, **parameters)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert httpx.get(f"{writable}/sparql").headers["etag"] == tag


def test_requests_that_hold_no_update(writable: str) -> None:
    def post(body: bytes, media: str) -> int:
        return httpx.post(f"{writable}/update", content=body, headers={"Content-Type": media}).status_code

    form = "application/x-www-form-urlencoded"
    assert post(b"CLEAR ALL", "text/plain") == 415
    assert post(b"CLEAR ALL", "application/sparql-update; charset=utf-16") == 415
    assert post(b"CLEAR ALL # \xff", "application/sparql-update") == 400
    assert post(b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", form) == 400
    assert post(b"query=ASK%20%7B%7D", form) == 400
    assert post(b"update=" + quote("CLEAR XYZ").encode(), form) == 400


def test_a_deeply_nested_text_does_not_bring_the_service_down(writable: str) -> None:
    nested = "{" * 5000 + "}" * 5000
    assert update(writable, f"INSERT {{ <u:a> <u:p> 1 }} WHERE {nested}").status_code == 204
    answer = httpx.post(f"{writable}/sparql", data={"query": f"ASK {nested}"}, timeout=60)
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)


@pytest.fixture
def articles() -> Iterator[tuple[str, Store]]:
    with open_store(":memory:") as store:
        store.load(DATA / "small.trig")
        with serving(create_app(Settings(allow_writes=True, anonymous_writes=True), store)) as address:
            yield address, store


def current(store: Store) -> set[str]:
    """Give the relations that hold."""
    relations = (f"{GP}supports", f"{GP}opposes")
    return {str(quad.triple) for quad in store.quads(CURRENT_GRAPH) if quad.predicate.value in relations}


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { GRAPH ?g { ?s a gp:StanceAssertion . ?s ?p ?o } }",
        "CLEAR ALL",
        "DROP NAMED",
        "PREFIX a: <https://w3id.org/detente/graph/article/> DELETE { GRAPH ?g { ?s ?p ?o } } "
        "WHERE { GRAPH ?g { ?s ?p ?o } FILTER (STRSTARTS(STR(?g), STR(a:))) }",
    ],
)
def test_what_follows_from_the_articles_is_derived_afresh(articles: tuple[str, Store], text: str) -> None:
    server, store = articles
    assert current(store)
    assert update(server, text).status_code == 204
    assert not current(store)


def test_updates_elsewhere_leave_what_is_derived_alone(articles: tuple[str, Store]) -> None:
    server, store = articles
    before = current(store)
    states = [store.generation]
    for text in (f"INSERT DATA {{ <u:a> <u:b> 1 GRAPH <{G1}> {{ <u:a> <u:b> 1 }} }}", f"DROP GRAPH <{G1}>"):
        assert update(server, text).status_code == 204
        states.append(store.generation)
    assert current(store) == before
    assert len(set(states)) == 3


def test_a_service_that_writes_makes_its_store(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "new"), allow_writes=True, anonymous_writes=True)
    with serving(create_app(settings)) as address:
        assert update(address, "INSERT DATA { <u:a> <u:b> 1 }").status_code == 204
    with open_store(tmp_path / "new", read_only=True) as store:
        assert [quad.object.value for quad in store.quads() if str(quad.subject) == "<u:a>"] == ["1"]
