from __future__ import annotations

from typing import Any

import httpx
import pytest

from graph.queries import named_queries


def ids(client: httpx.Client, path: str, **params: str) -> list[str]:
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()
    assert response.headers["x-total-count"] == str(len(items))
    return [item["id"] for item in items]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, ["5002", "5001"]),
        ({"subject": "RUS"}, ["5002"]),
        ({"subject": "USA"}, []),
        ({"subject": "USA", "principals": "true"}, ["5001"]),
        ({"object": "https://w3id.org/detente/id/actor/RUS"}, ["5001"]),
        ({"relation": "opposes"}, ["5001"]),
        ({"polarity": "denied"}, ["5002"]),
        ({"certainty": "certain"}, ["5001"]),
        ({"min_confidence": "0.5"}, ["5001"]),
        ({"from": "2015-12-22"}, ["5002"]),
        ({"to": "2015-12-21"}, ["5001"]),
        ({"from": "2015-12-21", "to": "2016-03-01"}, ["5002", "5001"]),
        ({"subject": '"} DROP ALL #'}, []),
    ],
)
def test_stances(client: httpx.Client, params: dict[str, str], found: list[str]) -> None:
    assert ids(client, "/stances", **params) == found


def test_a_stance_carries_its_evidence(client: httpx.Client) -> None:
    stance = client.get("/stances/5001").json()
    assert stance["subject"]["label"] == "Pentagone"
    assert stance["subject_principal"]["id"] == "USA"
    assert (stance["relation"], stance["polarity"], stance["certainty"]) == ("opposes", "affirmed", "certain")
    assert stance["confidence"] == 0.84
    assert stance["speaker"]["label"] == "Michelle B."
    assert stance["attribution"] == "Quotation"
    assert stance["quote"].startswith("« Nous refusons")
    assert (stance["begin"], stance["end"]) == (48, 110)
    assert (stance["valid_from"], stance["via_event"]) == ("2015-12-21", "e001")
    assert stance["article"] == {
        "id": "aaaa",
        "iri": "https://w3id.org/detente/id/article/aaaa",
        "title": "Le Pentagone refuse de coopérer avec la Russie",
        "publisher": "Radio Atlas",
        "published": "2015-12-22",
        "url": "https://example.org/atlas/1",
        "lang": "fr",
    }


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({}, ["e001", "e002"]),
        ({"agent": "USA"}, ["e001"]),
        ({"agent": "test-pentagon"}, ["e001"]),
        ({"recipient": "RUS"}, ["e001"]),
        ({"type": "AID"}, ["e002"]),
        ({"from": "2015-12-21", "to": "2015-12-21"}, ["e001"]),
        ({"from": "2015-12-22"}, []),
        ({"to": "2020-01-01"}, ["e001"]),
    ],
)
def test_events(client: httpx.Client, params: dict[str, str], found: list[str]) -> None:
    assert ids(client, "/events", **params) == found


def test_an_event_carries_its_evidence(client: httpx.Client) -> None:
    event = client.get("/events/e001").json()
    assert (event["type"], event["mode"]) == ("REJECT", "REJECT-assist")
    assert event["contexts"] == ["military", "terrorism"]
    assert [agent["id"] for agent in event["agents"]] == ["test-pentagon"]
    assert event["recipient_mentions"] == ["Moscou"]
    assert (event["date"], event["date_precision"], event["tense"]) == ("2015-12-21", "Day", "Past")
    assert event["article"]["publisher"] == "Radio Atlas"
    assert client.get("/events/e002").json()["date"] is None


def test_actors(client: httpx.Client) -> None:
    assert {"RUS", "USA"} <= set(ids(client, "/actors", type="State"))
    assert ids(client, "/actors", q="RUSSI", type="State") == ["RUS"]
    assert ids(client, "/actors", q='") . } #') == []


def test_an_actor_shows_its_relations(client: httpx.Client) -> None:
    russia = client.get("/actors/RUS").json()
    assert (russia["label"], russia["type"], russia["code"]) == ("Russia", "State", "RUS")
    assert russia["labels"]["fr"] == "Russie"
    assert [actor["id"] for actor in russia["opposed_by"]] == ["USA", "test-pentagon"]
    assert russia["supports"] == []
    assert [actor["id"] for actor in client.get("/actors/test-pentagon").json()["acts_for"]] == ["USA"]


def test_articles(client: httpx.Client) -> None:
    assert ids(client, "/articles") == ["bbbb", "aaaa"]
    article = client.get("/articles/aaaa").json()
    assert (article["source_id"], article["lang"], article["stances"], article["events"]) == ("atlas-1", "fr", 1, 1)


def test_pages(client: httpx.Client) -> None:
    first = client.get("/stances", params={"limit": 1})
    second = client.get("/stances", params={"limit": 1, "offset": 1})
    assert [first.json()[0]["id"], second.json()[0]["id"]] == ["5002", "5001"]
    assert first.headers["x-total-count"] == "2"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/stances/none", 404),
        ("/events/5001", 404),
        ("/articles/x%20y", 404),
        ("/actors/Nobody", 404),
        ("/nothing", 404),
        ("/stances?relation=loves", 422),
        ("/stances?from=yesterday", 422),
        ("/stances?min_confidence=2", 422),
        ("/stances?subject=http://a%7Bb", 400),
        ("/events?type=PARTY", 400),
        ("/actors?type=Planet", 422),
        ("/articles?limit=0", 422),
        ("/articles?limit=21", 400),
    ],
)
def test_errors_are_problems(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["detail"]


def test_health(client: httpx.Client) -> None:
    body = client.get("/health").json()
    assert body["status"] == "ok"
    assert body["version"]
    counts = body["counts"]
    assert (counts["articles"], counts["stances"], counts["events"]) == (2, 2, 2)
    assert counts["actors"] >= 2


def test_examples_run_as_they_stand(client: httpx.Client) -> None:
    examples = client.get("/examples").json()
    assert [example["name"] for example in examples] == list(named_queries())
    for example in examples:
        assert client.post("/sparql", data={"query": example["query"]}).status_code == 200, example["name"]


def test_openapi_tags_have_text(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    used = {tag for path in described["paths"].values() for method in path.values() for tag in method["tags"]}
    assert used == {tag["name"] for tag in described["tags"]}
    assert all(tag["description"] for tag in described["tags"])
    assert client.get("/docs").status_code == 200
