"""The forms an answer comes in: CSV and JSON-LD beside JSON, and nothing at all where the client has it already."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pandas
import pytest
from kit import serving
from pyoxigraph import Quad
from rdflib import Graph, URIRef

from api.app import create_app
from api.settings import Settings
from graph.store import Store, open_store
from ontology.namespaces import DATA

LISTS = (
    "/stances",
    "/events",
    "/actors",
    "/actors/USA/relations",
    "/articles",
    "/contradictions",
    "/dyads/USA/RUS/timeline",
    "/actors/USA/timeline",
)
SINGLES = ("/stances/5001", "/events/e001", "/actors/RUS", "/articles/aaaa")
TABLES = ("/actors/search?q=u", "/dyads/USA/RUS/months", "/events/types")
JSON_LD = {"Accept": "application/ld+json"}


def graph_of(store: Store) -> Graph:
    """Give the union of all graphs of a store."""
    return Graph().parse(data=store.dump("ntriples").decode(), format="nt")


@pytest.fixture(scope="session")
def whole(world: Store) -> Graph:
    """Everything the store holds, as rdflib reads it."""
    return graph_of(world)


@pytest.mark.parametrize("path", [*LISTS, *TABLES])
def test_csv_has_the_rows_of_json(rest: httpx.Client, path: str) -> None:
    items: list[dict[str, Any]] = rest.get(path).json()
    response = rest.get(path, headers={"Accept": "text/csv"})
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(StringIO(response.text)))
    assert len(rows) == len(items) > 0
    for row, item in zip(rows, items, strict=True):
        assert {name: row[name] for name in item if isinstance(item[name], str)} == {
            name: value for name, value in item.items() if isinstance(value, str)
        }


def test_csv_of_an_empty_list_has_its_header(rest: httpx.Client) -> None:
    full, empty = (rest.get(path, headers={"Accept": "text/csv"}).text for path in ("/stances", "/stances?subject=x"))
    assert empty.splitlines() == full.splitlines()[:1]


def test_csv_writes_fields_of_fields_and_several_values(rest: httpx.Client) -> None:
    rows = list(csv.DictReader(StringIO(rest.get("/events", headers={"Accept": "text/csv"}).text)))
    (row,) = (row for row in rows if row["id"] == "e001")
    assert (row["agents"], row["contexts"], row["article.publisher"], row["place.id"]) == (
        "test-pentagon",
        "military; terrorism",
        "Radio Atlas",
        "",
    )


def test_pandas_reads_a_list(world_server: str) -> None:
    frame = pandas.read_csv(f"{world_server}/stances?limit=20", storage_options={"Accept": "text/csv"})
    assert {"5001", "5002"} <= set(frame["id"])


@pytest.mark.parametrize("path", [*LISTS, *SINGLES])
def test_json_ld_says_what_the_graph_says(rest: httpx.Client, whole: Graph, path: str) -> None:
    response = rest.get(path, headers=JSON_LD)
    assert response.headers["content-type"] == "application/ld+json"
    found = Graph().parse(data=response.text, format="json-ld")
    assert len(found) > 0
    assert set(found) - set(whole) == set()


@pytest.mark.parametrize("path", ["/stances", "/events", "/articles", "/actors", *SINGLES])
def test_json_ld_says_all_that_the_graph_says(rest: httpx.Client, whole: Graph, path: str) -> None:
    shown = rest.get(path).json()
    found = Graph().parse(data=rest.get(path, headers=JSON_LD).text, format="json-ld")
    for item in shown if isinstance(shown, list) else [shown]:
        node = URIRef(item["iri"])
        assert set(found.triples((node, None, None))) == set(whole.triples((node, None, None)))


def test_json_ld_uses_short_names_and_the_context_served(rest: httpx.Client) -> None:
    document = rest.get("/stances/5001", headers=JSON_LD).json()
    (stance,) = (node for node in document["@graph"] if node["@id"] == f"{DATA}stance/5001")
    assert (stance["object"], stance["claimPolarity"], stance["confidence"]) == ("actor:RUS", "gp:affirmed", "0.84")
    assert document["@context"] == rest.get("/context.jsonld").json()["@context"]


def test_relations_in_json_ld_are_those_that_hold_now(rest: httpx.Client) -> None:
    found = Graph().parse(data=rest.get("/actors/USA/relations", headers=JSON_LD).text, format="json-ld")
    current = [item for item in rest.get("/actors/USA/relations").json() if item["current"]]
    assert len(found) == len(current) > 0


@pytest.mark.parametrize("path", [*LISTS, *SINGLES, *TABLES])
def test_other_forms_are_not_acceptable(rest: httpx.Client, path: str) -> None:
    response = rest.get(path, headers={"Accept": "image/png"})
    assert (response.status_code, response.headers["content-type"]) == (406, "application/problem+json")
    assert "application/json" in response.json()["detail"]


@pytest.mark.parametrize("path", [*LISTS, *SINGLES, *TABLES, "/queries/who-opposes"])
def test_what_the_client_has_is_not_sent_again(rest: httpx.Client, path: str) -> None:
    first = rest.get(path)
    tag = first.headers["etag"]
    again = rest.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["vary"] == "Accept"
    assert rest.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_form_has_its_own_tag(rest: httpx.Client) -> None:
    forms = ("application/json", "text/csv", "application/ld+json")
    assert len({rest.get("/stances", headers={"Accept": form}).headers["etag"] for form in forms}) == 3


@pytest.fixture
def changing(folder: Path) -> Iterator[tuple[Store, str]]:
    """A store that is written to while it is served."""
    with open_store(folder) as store, serving(create_app(Settings(), store)) as address:
        yield store, address


def test_tags_and_lists_follow_the_data(changing: tuple[Store, str]) -> None:
    store, address = changing
    before = httpx.get(f"{address}/stances")
    quads: list[Quad] = list(store.quads("https://w3id.org/detente/graph/article/aaaa"))
    store.delete_article("aaaa")
    after = httpx.get(f"{address}/stances", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, [stance["id"] for stance in after.json()]) == (200, ["5002"])
    store.replace_article("https://w3id.org/detente/graph/article/aaaa", quads)
    again = httpx.get(f"{address}/stances")
    assert again.json() == before.json()
    assert again.headers["etag"] not in (before.headers["etag"], after.headers["etag"])
