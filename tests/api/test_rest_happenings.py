"""Happenings over HTTP: listed once however often they are told, shown with their reports, named by each of them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from kit import serving

from api.app import create_app
from api.settings import Settings
from graph.store import open_store

REPORT = """GRAPH <https://w3id.org/detente/graph/article/{name}> {{
  <https://w3id.org/detente/id/article/{name}> a schema:NewsArticle, nif:Context ; schema:inLanguage "en" ;
    schema:publisher "{publisher}" ; schema:datePublished "{day}"^^xsd:date ; gp:contentHash "{name}" .
  <https://w3id.org/detente/id/article/{name}#char=0,64> a nif:Sentence ; nif:beginIndex 0 ; nif:endIndex 64 ;
    nif:referenceContext <https://w3id.org/detente/id/article/{name}> ; nif:anchorOf "{quote}"@en .
  <https://w3id.org/detente/id/event/{name}> a gp:Event ; gp:eventType plover:{type} ; gp:agent actor:FRA ;
    gp:agentPrincipal actor:FRA ; gp:recipient actor:MLI ; gp:recipientPrincipal actor:MLI ; gp:tense gp:Past ;
    gp:date "{day}"^^xsd:date ; gp:datePrecision gp:Day ; gp:claimPolarity gp:affirmed ; gp:certainty gp:certain ;
    gp:attribution gp:Narrator ; gp:confidence {confidence} ;
    prov:wasDerivedFrom <https://w3id.org/detente/id/article/{name}#char=0,64> .
}}"""
AID = "France sent forty trucks of grain to northern Mali before the dry season."
ENVOY = "France expelled the military attaché of Mali and two further diplomats."
NEWS = (
    ("a1", "Northern Wire", "2030-02-04", "AID", AID, 0.6),
    ("b1", "Volga News", "2030-02-04", "AID", AID.replace("sent", "delivered"), 0.7),
    ("c1", "Northern Wire", "2030-02-09", "SANCTION", ENVOY, 0.8),
    ("d1", "Northern Wire", "2030-02-09", "SANCTION", ENVOY, 0.5),
    ("e1", "Volga News", "2030-02-11", "REJECT", ENVOY, 0.8),
)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    store = open_store(":memory:")
    keys = ("name", "publisher", "day", "type", "quote", "confidence")
    graphs = "\n".join(REPORT.format(**dict(zip(keys, item, strict=True))) for item in NEWS)
    store.update(f"INSERT DATA {{ {graphs} }}")
    with serving(create_app(Settings(), store)) as address, httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("", ["SANCTION", "AID"]),
        ("?min_sources=2", ["AID"]),
        ("?actor=MLI&type=SANCTION", ["SANCTION"]),
        ("?actor=USA", []),
        ("?to=2030-02-05", ["AID"]),
        ("?from=2030-02-05&min_articles=2", ["SANCTION"]),
        ("?min_confidence=0.85", ["AID"]),
    ],
)
def test_happenings_are_listed(client: httpx.Client, query: str, types: list[str]) -> None:
    response = client.get(f"/happenings{query}")
    assert [item["type"] for item in response.json()] == types
    assert response.headers["x-total-count"] == str(len(types))


def test_pages_and_etags(client: httpx.Client) -> None:
    first = client.get("/happenings?limit=1")
    second = client.get(first.links["next"]["url"])
    assert [first.json()[0]["type"], second.json()[0]["type"]] == ["SANCTION", "AID"]
    assert client.get("/happenings?limit=1", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.get("/happenings", headers={"Accept": "text/csv"}).text.count("\n") == 3


def test_a_happening_is_shown_with_its_reports(client: httpx.Client) -> None:
    listed = client.get("/happenings?type=AID").json()[0]
    shown = client.get(f"/happenings/{listed['id']}").json()
    assert {name: shown[name] for name in listed} == listed
    assert (shown["reports"], shown["articles"], shown["sources"], shown["confidence"]) == (2, 2, 2, 0.88)
    assert [told["id"] for told in shown["told"]] == ["a1", "b1"]
    assert [told["happening"] for told in shown["told"]] == [listed["id"]] * 2
    assert client.get("/events/e1").json()["happening"] is None
    assert client.get("/happenings/0000").status_code == 404


def test_a_happening_is_linked_data(client: httpx.Client) -> None:
    (listed,) = client.get("/happenings?type=AID").json()
    graph = client.get(f"/happenings/{listed['id']}", headers={"Accept": "application/ld+json"}).json()["@graph"]
    events = [node for node in graph if "sameEventAs" in node]
    assert len(events) == 2
    assert len({str(event["sameEventAs"]) for event in events}) == 1
