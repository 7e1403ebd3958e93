"""A network as one HTML text: nothing from elsewhere, nothing executed from what articles say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from api.web import embed, site
from api.web.embed import network_html
from graph.signed.model import Certainty, Corpus, Evidence, RelationName, Source
from graph.signed.read import signed_network
from ontology.errors import DetenteError
from ontology.namespaces import DATA

installed = pytest.mark.skipif(bool(site.missing()), reason="The packages of the pages are not installed (make setup).")

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \u2028 \"'"


def actor(name: str, **facts: Any) -> dict[str, Any]:
    return {"id": name, "names": {"en": name}, "type": "State", "x": 0.1, "y": -0.2, "bloc": 0, **facts}


def drawing(*relations: dict[str, Any], names: str = "Russia") -> dict[str, Any]:
    actors = [actor("USA"), actor("RUS", names={"en": names})]
    return {"summary": {}, "actors": actors, "relations": list(relations)}


def opposes(**facts: Any) -> dict[str, Any]:
    return {"source": "USA", "relation": "opposes", "target": "RUS", "articles": 2, "certainty": "certain", **facts}


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@installed
def test_loads_nothing() -> None:
    html = network_html(drawing(opposes()))
    assert not re.search(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=", html)
    assert "@import" not in html
    assert "fetch(" not in html.partition('<script type="module">')[2]


@installed
def test_joined_modules_share_one_scope() -> None:
    module = network_html(drawing(opposes())).partition('<script type="module">')[2]
    assert not re.search(r"^(?:import|export)\b", module, re.MULTILINE)
    names = re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", module, re.MULTILINE)
    assert len(names) == len(set(names))


def test_modules_stand_after_those_they_import() -> None:
    folder = embed._folder().joinpath("network")
    seen: set[str] = set()
    for name in embed.MODULES:
        wanted = set(re.findall(r'from "\./([\w.-]+)"', folder.joinpath(name).read_text(encoding="utf-8")))
        assert wanted <= seen
        seen.add(name)


@installed
def test_hostile_texts_stay_texts() -> None:
    quotes = [{"quote": HOSTILE, "publisher": HOSTILE, "title": HOSTILE, "url": "javascript:alert(3)"}]
    html = network_html(drawing(opposes(quotes=quotes), names=HOSTILE), title=HOSTILE)
    assert "<script>alert(1)" not in html
    assert "<img" not in html
    data = data_of(html)
    assert data["drawing"]["relations"][0]["quotes"] == quotes
    assert data["drawing"]["actors"][1]["names"]["en"] == HOSTILE


@installed
def test_evidence_goes_to_its_relation() -> None:
    supports = {**opposes(), "relation": "supports"}
    given = {"USA opposes RUS": [{"quote": "A condemned B."}]}
    relations = data_of(network_html(drawing(opposes(), supports), evidence=given))["drawing"]["relations"]
    assert [relation["quotes"] for relation in relations] == [[{"quote": "A condemned B."}], []]


@installed
@pytest.mark.parametrize(
    ("language", "title", "summary"),
    [
        ("en", "Who supports and opposes whom", "2 actors · 1 relation (0 supports, 1 opposes)"),
        ("fr", "Qui soutient qui, qui s’oppose à qui", "2 acteurs · 1 relation (soutien : 0, opposition : 1)"),
    ],
)
def test_speaks_the_language(language: str, title: str, summary: str) -> None:
    html = network_html(drawing(opposes()), language=language)
    assert f'<html lang="{language}">' in html
    assert f"<h1>{title}</h1>" in html
    assert data_of(html)["summary"] == summary


def test_other_languages_are_refused() -> None:
    with pytest.raises(DetenteError, match="'de' is not one of en, fr"):
        network_html(drawing(), language="de")


def test_missing_packages_are_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "LIBRARIES", ("not-there.js",))
    with pytest.raises(DetenteError, match=r"not-there\.js is not installed.*make setup"):
        network_html(drawing())


def test_quotes_are_those_of_the_relations_newest_first() -> None:
    def stance(number: int, relation: RelationName, day: str, **facts: Any) -> Evidence:
        ends = (f"{DATA}actor/USA", f"{DATA}actor/RUS")
        source = Source(f"article:{number}", **facts)
        sure: tuple[Certainty, float] = ("certain", 0.9)
        said = ("Narrator", "", "USA", "Russia", f"sentence:{number}", f"Quote {number}.")
        return Evidence(f"stance:{number}", *ends, *ends, relation, False, *sure, day, False, "", *said, source)

    evidence = (
        stance(1, "opposes", "2021-01-01", publisher="Northern Wire", url="https://example.org/1"),
        stance(2, "opposes", "2021-03-01", title="Sanctions"),
    )
    corpus = Corpus({}, evidence, tuple(item.source for item in evidence))
    assert embed.quotes(signed_network(corpus)) == {
        "USA opposes RUS": [
            {"quote": "Quote 2.", "date": "2021-03-01", "title": "Sanctions"},
            {
                "quote": "Quote 1.",
                "publisher": "Northern Wire",
                "date": "2021-01-01",
                "url": "https://example.org/1",
            },
        ]
    }
