"""The lists of the service, read as a client does: page by page, filtered, with errors that say what to do."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from api import schemas
from api.app import create_app
from api.network import reports
from api.network import schemas as models
from api.settings import Settings

ROOMS = (schemas, models, reports)
LISTS = (
    "/stances",
    "/stances?subject=USA&principals=true",
    "/events",
    "/events?actor=USA",
    "/actors",
    "/actors?q=u",
    "/actors/USA/relations",
    "/articles",
    "/contradictions",
    "/dyads/USA/RUS/timeline",
    "/actors/USA/timeline",
)


def pages(client: httpx.Client, path: str, limit: int) -> list[Any]:
    """Follow the links from page to page."""
    found: list[Any] = []
    response = client.get(path, params={**httpx.URL(path).params, "limit": limit})
    while True:
        assert response.status_code == 200, response.text
        assert len(response.json()) <= limit
        found += response.json()
        if "next" not in response.links:
            return found
        response = client.get(response.links["next"]["url"])


@pytest.mark.parametrize("path", LISTS)
def test_pages_give_the_whole_list_once_and_in_order(rest: httpx.Client, path: str) -> None:
    whole = pages(rest, path, 20)
    assert pages(rest, path, 1) == pages(rest, path, 3) == whole
    assert len({str(item) for item in whole}) == len(whole) > 0
    assert rest.get(path).headers["x-total-count"] == str(len(whole))


def test_an_offset_still_works(rest: httpx.Client) -> None:
    whole = rest.get("/stances").json()
    assert rest.get("/stances", params={"offset": 2, "limit": 3}).json() == whole[2:5]
    following = rest.get("/stances", params={"offset": 2, "limit": 3}).links["next"]["url"]
    assert rest.get(following).json() == whole[5:8]


def test_names_are_completed_in_either_language(rest: httpx.Client) -> None:
    found = rest.get("/actors/search", params={"q": "ETATS-U", "lang": "fr"}).json()
    assert (found[0]["id"], found[0]["label"], found[0]["fit"]) == ("USA", "États-Unis", "prefix")
    assert rest.get("/actors/search", params={"q": "united st"}).json()[0]["label"] == "United States"
    assert rest.get("/actors/search", params={"q": "russia"}).json()[0]["fit"] == "exact"
    assert [actor["id"] for actor in rest.get("/actors/search?q=r&limit=1").json()] == ["RUS"]
    assert rest.get("/actors/search?q=%25").json() == []


def test_relations_are_counted(rest: httpx.Client) -> None:
    found = rest.get("/actors/USA/relations", params={"direction": "out", "min_confidence": 0}).json()
    shown = {(item["relation"], item["actor"]["id"]): item for item in found}
    assert {item["direction"] for item in found} == {"out"}
    opposed = shown["opposes", "RUS"]
    assert (opposed["affirmed"], opposed["first"], opposed["last"]) == (2, "2015-12-21", "2030-01-10")
    assert (opposed["current"], shown["supports", "RUS"]["current"]) == (False, True)
    assert shown["supports", "IRN"]["denied"] == 1


def test_events_of_either_side(rest: httpx.Client) -> None:
    found = {event["id"] for event in rest.get("/events?actor=RUS").json()}
    sides = [rest.get(f"/events?{side}=RUS").json() for side in ("agent", "recipient")]
    assert found == {event["id"] for side in sides for event in side}
    assert all(sides)


def test_a_timeline_tells_how_each_step_is_dated(rest: httpx.Client) -> None:
    steps = rest.get("/dyads/RUS/USA/timeline").json()
    assert [step["date"] for step in steps] == sorted(step["date"] for step in steps)
    assert [(s["kind"], s["what"], s["agent"]["id"], s["dated_by"], s["precision"]) for s in steps[:3]] == [
        ("event", "REJECT", "USA", "text", "Day"),
        ("stance", "opposes", "USA", "text", "Day"),
        ("stance", "opposes", "USA", "publication", "Day"),
    ]
    assert steps[0]["score"] < 0
    assert rest.get("/dyads/USA/RUS/timeline?from=2030-01-11&to=2030-01-31").json() == []


def test_months_sum_up_a_dyad(rest: httpx.Client) -> None:
    assert rest.get("/dyads/USA/RUS/months").json() == [
        {"month": "2015-12", "cooperation": 0, "conflict": 1, "mean_score": -2.0},
        {"month": "2030-02", "cooperation": 1, "conflict": 0, "mean_score": 10.0},
    ]


@pytest.mark.parametrize("pair", [("USA", "RUS"), ("RUS", "USA"), ("USA", "SYR"), ("RUS", "SYR")])
def test_months_are_those_of_the_named_question(rest: httpx.Client, pair: tuple[str, str]) -> None:
    months = rest.get(f"/dyads/{pair[0]}/{pair[1]}/months").json()
    balance = rest.get("/queries/monthly-balance", params={"a": pair[0], "b": pair[1]}).json()
    assert [list(month.values()) for month in months] == [list(month.values()) for month in balance]


def test_contradictions_name_both_sides(rest: httpx.Client) -> None:
    (found,) = rest.get("/contradictions", params={"outlet": "Le Quotidien"}).json()
    assert (found["subject"]["id"], found["relation"], found["object"]["id"]) == ("USA", "supports", "IRN")
    (affirmed,), (denied,) = found["affirmed_by"], found["denied_by"]
    assert (affirmed["outlet"], affirmed["speaker"], affirmed["quote"]) == (
        "Volga News",
        None,
        "Washington backs Tehran.",
    )
    assert (denied["outlet"], denied["speaker"]["id"]) == ("Le Quotidien", "jane-doe")
    assert rest.get(f"/stances/{denied['stance']}").json()["polarity"] == "denied"
    assert rest.get("/contradictions", params={"outlet": "Radio Atlas"}).json() == []


def test_an_article_carries_its_claims(rest: httpx.Client) -> None:
    article = rest.get("/articles/aaaa").json()
    assert [claim["id"] for claim in article["stance_claims"]] == ["5001"]
    assert [claim["id"] for claim in article["event_claims"]] == ["e001"]
    assert (article["stances"], article["events"]) == (1, 1)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"publisher": "Radio Atlas"}, ["aaaa"]),
        ({"lang": "fr", "to": "2016-01-01"}, ["aaaa"]),
        ({"from": "2016-01-01", "to": "2016-12-31"}, ["bbbb"]),
        ({"source_id": "wire-2"}, ["bbbb"]),
        ({"url": "https://example.org/atlas/1"}, ["aaaa"]),
        ({"url": "' OR 1=1 --"}, []),
    ],
)
def test_articles_are_filtered(rest: httpx.Client, params: dict[str, str], found: list[str]) -> None:
    assert [article["id"] for article in rest.get("/articles", params=params).json()] == found


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/actors/Nobody/relations", 404, "/actors/search"),
        ("/dyads/USA/Nobody/timeline", 404, "no actor 'Nobody'"),
        ("/dyads/Nobody/USA/months", 404, "no actor 'Nobody'"),
        ("/stances?cursor=nonsense", 400, "Link header"),
        ("/stances?cursor=%F0%9F%98%80", 400, "Link header"),
        ("/stances?cursor=AAAA&offset=1", 400, "not both"),
        ("/stances?limit=21", 400, "at most 20"),
        ("/actors/search", 422, "q: "),
        ("/actors/search?q=a&lang=%27", 422, "lang: "),
        ("/actors/search?q=a&limit=1000", 400, "at most 20"),
        ("/contradictions?relation=loves", 422, "relation: "),
        ("/contradictions?min_confidence=NaN", 422, "min_confidence: "),
    ],
)
def test_errors_say_what_to_do(rest: httpx.Client, path: str, status: int, words: str) -> None:
    response = rest.get(path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert words in response.json()["detail"]


def test_a_cursor_is_of_one_list(rest: httpx.Client) -> None:
    link = httpx.URL(rest.get("/stances?limit=1").links["next"]["url"])
    assert rest.get("/stances", params={"cursor": link.params["cursor"], "limit": 5}).status_code == 200
    other = rest.get("/stances", params={"cursor": link.params["cursor"], "relation": "opposes"})
    assert (other.status_code, "other parameters" in other.text) == (400, True)


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The OpenAPI document."""
    return create_app(Settings(store=":memory:")).openapi()


def test_what_must_be_given_has_an_example(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        for method in methods.values():
            assert method["summary"], path
            needed = [given for given in method.get("parameters", []) if given["required"] and given["in"] == "query"]
            assert [given["name"] for given in needed if "examples" not in given["schema"]] == [], path


def test_examples_of_answers_are_of_their_kind(described: dict[str, Any]) -> None:
    shown = 0
    for name, schema in described["components"]["schemas"].items():
        model = next((getattr(room, name) for room in ROOMS if hasattr(room, name)), None)
        examples = {field: found["examples"][0] for field, found in schema["properties"].items() if "examples" in found}
        for field, example in examples.items():
            assert model is not None
            fields = {given.alias or own: given for own, given in model.model_fields.items()}
            TypeAdapter(fields[field].annotation).validate_python(example, strict=True)
            shown += 1
    assert shown > 50
