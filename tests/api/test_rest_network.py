"""The network over HTTP: the drawing, the evidence of its relations, and the filters of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from kit import DATA, serving

from api.app import create_app
from api.settings import Settings
from graph.signed.model import Filters
from graph.signed.read import read_network
from graph.store import Store, open_store
from ontology.namespaces import ARTICLE_GRAPHS, RDF, SCHEMA, actor_iri

HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)>\u2028&quot;"


def relations(drawing: dict[str, Any]) -> set[str]:
    return {f"{found['source']} {found['relation']} {found['target']}" for found in drawing["relations"]}


def test_drawing_has_what_holds_by_the_latest_evidence(rest: httpx.Client) -> None:
    found = rest.get("/network").json()
    assert relations(found) == {"RUS supports SYR", "USA supports IRN", "USA supports RUS", "USA opposes SYR"}
    counts = {
        actor["id"]: [actor[n] for n in ("supports", "supported", "opposes", "opposed")] for actor in found["actors"]
    }
    assert counts == {"IRN": [0, 1, 0, 0], "RUS": [1, 1, 0, 0], "SYR": [0, 1, 0, 1], "USA": [2, 0, 1, 0]}
    assert found["summary"] == {
        "actors": 4,
        "relations": 4,
        "supports": 3,
        "opposes": 1,
        "stances": 6,
        "articles": 5,
        "frustration": 1,
        "frustration_exact": True,
        "balance": 0.0,
    }


def test_drawing_describes_actors_and_relations(rest: httpx.Client) -> None:
    found = rest.get("/network").json()
    usa = next(actor for actor in found["actors"] if actor["id"] == "USA")
    assert (usa["iri"], usa["type"], usa["code"]) == (actor_iri("USA"), "State", "USA")
    assert (usa["names"]["fr"], usa["wikidata"]) == ("États-Unis", "http://www.wikidata.org/entity/Q30")
    (line,) = [relation for relation in found["relations"] if relation["target"] == "IRN"]
    assert line == {
        "source": "USA",
        "relation": "supports",
        "target": "IRN",
        "articles": 1,
        "stances": 1,
        "confidence": 0.7,
        "certainty": "probable",
        "first": "2030-03-01",
        "last": "2030-03-01",
        "single_source": True,
        "frustrated": False,
    }


def test_one_relation_is_named_as_frustrated(rest: httpx.Client) -> None:
    found = rest.get("/network").json()
    blocs = {actor["id"]: actor["bloc"] for actor in found["actors"]}
    frustrated = [line for line in found["relations"] if line["frustrated"]]
    assert len(frustrated) == found["summary"]["frustration"] == 1
    for line in found["relations"]:
        together = blocs[line["source"]] == blocs[line["target"]]
        assert line["frustrated"] == (together != (line["relation"] == "supports"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("as_of=2030-01-31", {"USA opposes RUS"}, id="as of a day"),
        pytest.param("from=2030-02-20&to=2030-02-28", {"USA opposes SYR", "RUS supports SYR"}, id="period"),
        pytest.param("certainty=certain&from=2030-01-01", {"USA supports RUS", "USA opposes SYR", "RUS supports SYR"}, id="certain"),
        pytest.param("certainty=possible&from=2030-03-01", {"USA opposes IRN"}, id="possible"),
        pytest.param("min_confidence=0.95", {"USA opposes SYR"}, id="confidence"),
        pytest.param("min_confidence=0&from=2030-03-02", {"FRA opposes IRN"}, id="no confidence needed"),
        pytest.param("source=Volga+News", {"USA supports IRN"}, id="one outlet"),
        pytest.param("source=Volga+News&source=Radio+Atlas", {"USA supports IRN", "USA opposes RUS"}, id="two outlets"),
        pytest.param("speaker=ann-vance", {"USA opposes RUS"}, id="speaker"),
        pytest.param(f"speaker={actor_iri('ann-vance')}", {"USA opposes RUS"}, id="speaker by IRI"),
        pytest.param("lang=fr", {"USA opposes RUS"}, id="language"),
        pytest.param("lang=fr&principals=false", {"test-pentagon opposes RUS", "us-department-of-defense opposes RUS"}, id="organs"),
        pytest.param("type=State&principals=false&lang=fr", set(), id="class of both actors"),
        pytest.param("type=State&type=Organization&principals=false&lang=fr", {"test-pentagon opposes RUS", "us-department-of-defense opposes RUS"}, id="classes"),
        pytest.param("source=Nobody", set(), id="unknown outlet"),
    ],
)  # fmt: skip
def test_filters_choose_the_evidence(rest: httpx.Client, query: str, expected: set[str]) -> None:
    assert relations(rest.get(f"/network?{query}").json()) == expected


def test_facets_are_those_of_the_whole_graph(rest: httpx.Client) -> None:
    whole, found = (rest.get(f"/network{query}").json() for query in ("", "?source=Volga+News&as_of=2000-01-01"))
    assert whole["languages"] == [{"lang": "en", "articles": 4}, {"lang": "fr", "articles": 3}]
    assert {"publisher": "Daily Post", "articles": 2} in whole["sources"]
    assert {"type": "State", "actors": 5} in whole["types"]
    assert [found[name] for name in ("sources", "types", "languages")] == [
        whole[name] for name in ("sources", "types", "languages")
    ]


def test_months_are_those_of_the_outlets_asked_for_whatever_the_period(rest: httpx.Client) -> None:
    found = rest.get("/network?lang=fr&as_of=2000-01-01").json()
    assert found["months"] == [
        {"month": "2015-12", "articles": 1},
        {"month": "2030-01", "articles": 1},
        {"month": "2030-03", "articles": 1},
    ]


def test_evidence_is_quoted_newest_first_with_its_words_marked(rest: httpx.Client) -> None:
    latest, *older = rest.get("/network/evidence?subject=USA&object=RUS").json()
    assert [item["date"] for item in older] == ["2030-01-10", "2015-12-21"]
    assert (latest["relation"], latest["polarity"], latest["certainty"]) == ("supports", "affirmed", "certain")
    assert (latest["date"], latest["stated"]) == ("2030-02-01", True)
    assert latest["quote"] == "Washington sent food to Russia because of the famine."
    assert [(latest["quote"][m["begin"] : m["end"]], m["role"]) for m in latest["marks"]] == [
        ("Washington", "subject"),
        ("Russia", "object"),
    ]
    assert latest["article"]["publisher"] == "Daily Post"


def test_evidence_names_organ_and_speaker(rest: httpx.Client) -> None:
    _, item, _ = rest.get("/network/evidence?subject=USA&object=RUS").json()
    assert item["subject"]["id"] == "us-department-of-defense"
    assert (item["speaker"]["id"], item["subject_mention"]) == ("ann-vance", "Nous")


def test_evidence_follows_the_filters(rest: httpx.Client) -> None:
    path = "/network/evidence?subject=USA&object=RUS"
    assert len(rest.get(f"{path}&relation=opposes").json()) == 2
    assert len(rest.get(f"{path}&lang=fr&from=2030-01-01").json()) == 1
    assert rest.get(f"{path}&principals=false&lang=fr").json() == []
    assert rest.get("/network/evidence?subject=RUS&object=USA").json() == []


def test_every_relation_drawn_has_its_evidence(rest: httpx.Client) -> None:
    for query in ("", "&certainty=possible&min_confidence=0", "&principals=false", "&as_of=2030-02-10"):
        for line in rest.get(f"/network?{query}").json()["relations"]:
            ends = f"subject={line['source']}&object={line['target']}&relation={line['relation']}"
            found = rest.get(f"/network/evidence?{ends}{query}").json()
            assert len(found) == line["stances"]
            assert len({item["article"]["id"] for item in found}) == line["articles"]
            assert max(item["date"] for item in found) == line["last"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/network/evidence?subject=XYZ&object=RUS", 404, "/actors/search finds the ids"),
        ("/network/evidence?subject=USA&object=XYZ", 404, "'XYZ'"),
        ("/network?speaker=nobody", 404, "no actor 'nobody'"),
        ("/network/evidence?subject=USA", 422, "object"),
        ("/network?as_of=yesterday", 422, "as_of"),
        ("/network?from=2030-13-01", 422, "from"),
        ("/network?certainty=sure", 422, "certainty"),
        ("/network?min_confidence=2", 422, "min_confidence"),
        ("/network?type=Planet", 422, "type"),
        ("/network?lang=Latin", 422, "lang"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_remedy(rest: httpx.Client, path: str, status: int, told: str) -> None:
    response = rest.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]


@pytest.mark.parametrize("path", ["/network", "/network?lang=fr", "/network/evidence?subject=USA&object=RUS"])
def test_an_unchanged_answer_is_not_sent_again(rest: httpx.Client, path: str) -> None:
    first = rest.get(path)
    again = rest.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert rest.get(path).json() == first.json()


def test_answers_are_compressed(rest: httpx.Client) -> None:
    assert rest.get("/network", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_drawing_is_of_the_network_that_the_graph_gives(rest: httpx.Client, world: Store) -> None:
    network = read_network(world, Filters(language="en", certainty="possible"))
    found = rest.get("/network?lang=en&certainty=possible").json()
    assert relations(found) == {relation.id for relation in network.relations}
    assert {actor["iri"] for actor in found["actors"]} == set(network.actors)


@pytest.fixture
def own() -> Iterator[Store]:
    """An empty store for one test."""
    with open_store(":memory:") as made:
        yield made


def asked(store: Store, path: str = "/network") -> Any:
    """Ask a server of its own over a store."""
    with serving(create_app(Settings(), store)) as address:
        response = httpx.get(address + path, timeout=30)
    assert response.status_code == 200
    return response.json()


def test_an_empty_store_has_an_empty_network(own: Store) -> None:
    found = asked(own)
    assert found["actors"] == found["relations"] == found["months"] == found["sources"] == []
    assert found["summary"]["frustration_exact"]
    assert found["summary"]["balance"] is None


def test_articles_without_stances_give_only_the_filters(own: Store) -> None:
    own.load(
        f"""<x:a> a <{SCHEMA}NewsArticle> <{ARTICLE_GRAPHS}a> .
<x:a> <{SCHEMA}datePublished> "2021-05-04" <{ARTICLE_GRAPHS}a> .""".replace(" a ", f" <{RDF}type> ").encode(),
        "nquads",
    )
    found = asked(own)
    assert found["relations"] == []
    assert found["months"] == [{"month": "2021-05", "articles": 1}]
    assert found["sources"] == [{"publisher": "", "articles": 1}]


def test_markup_passes_as_plain_text(own: Store) -> None:
    text = (DATA / "small.trig").read_text("utf-8")
    for words in ("Pentagone", "Radio Atlas", "Le Pentagone refuse", "« Nous refusons", "Michelle B."):
        text = text.replace(f'"{words}', f'"{json.dumps(HOSTILE)[1:-1]}')
    own.load(text.encode(), "trig")
    found = asked(own, "/network?principals=false")
    assert HOSTILE in next(actor["names"].values() for actor in found["actors"] if actor["id"] == "test-pentagon")
    assert HOSTILE in {source["publisher"] for source in found["sources"]}
    (item,) = asked(own, "/network/evidence?subject=USA&object=RUS")
    for words in (item["quote"], item["article"]["title"], item["subject"]["label"], item["speaker"]["label"]):
        assert words.startswith(HOSTILE)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("rdf:predicate gp:opposes", "rdf:predicate gp:knows"),
        ("gp:certainty gp:certain ; gp:confidence 0.84", "gp:certainty gp:rather ; gp:confidence 0.84"),
        ("gp:confidence 0.84", 'gp:confidence "high"'),
        ("gp:confidence 0.84", 'gp:confidence "INF"^^xsd:double'),
        ('"2015-12-22"^^xsd:date', '"last week"'),
    ],
)
def test_one_odd_claim_does_not_keep_the_others_from_being_shown(own: Store, words: str, others: str) -> None:
    text = (DATA / "small.trig").read_text("utf-8")
    assert words in text
    own.load(text.replace(words, others).encode(), "trig")
    found = asked(own, "/network?certainty=possible")
    assert len(found["actors"]) in (0, 2)
    assert [month["month"] for month in found["months"]][-1] == "2016-03"


def test_a_write_is_seen_by_the_next_request(own: Store) -> None:
    own.load(DATA / "small.trig")
    with serving(create_app(Settings(allow_writes=True, anonymous_writes=True), own)) as address:
        before = httpx.get(address + "/network")
        known = {"If-None-Match": before.headers["ETag"]}
        assert httpx.get(address + "/network", headers=known).status_code == 304
        own.delete_article("aaaa")
        after = httpx.get(address + "/network", headers=known)
        assert after.status_code == 200
        assert len(after.json()["relations"]) == len(before.json()["relations"]) - 1
