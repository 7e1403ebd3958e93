"""Each competency question is answered rightly on the five articles, and runs on any store."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pyoxigraph import NamedNode, QuerySolutions
from small_world import short

from graph.articles import rows
from graph.queries import named_queries, run
from graph.store import Store
from ontology.errors import DetenteError

REFUSAL = "« Nous n’aiderons pas Moscou », dit-elle."
RELIEF = "Washington sent food to Russia because of the famine."
RAID = "US jets bombed Syrian bases."
STANDS = "Russia stands by Damascus."
BACKS = "Washington backs Tehran."
DENIAL = "Jane Doe nie soutenir Téhéran."


def art(number: int) -> str:
    return f"https://w3id.org/detente/id/article/a{number}"


CASES: list[tuple[str, dict[str, Any], list[tuple[str | None, ...]]]] = [
    ("who-opposes", {"target": "SYR"}, [("gp:opposes", "actor:USA", "USA"), ("gp:supports", "actor:RUS", "RUS")]),
    ("who-opposes", {"target": ["SYR", "actor:IRN"], "language": "fr"},
     [("gp:opposes", "actor:USA", None), ("gp:supports", "actor:RUS", None), ("gp:supports", "actor:USA", None)]),
    ("events-between", {},
     [(None, None, "actor:us-department-of-defense", "plover:REJECT", "plover:REJECT-assist", "actor:RUS",
       "gp:affirmed", "gp:certain", REFUSAL, art(1)),
      ("2030-02-01", "gp:Day", "actor:USA", "plover:AID", None, "actor:RUS",
       "gp:affirmed", "gp:certain", RELIEF, art(2))]),
    ("evidence", {},
     [(REFUSAL, "0", "40", "0.84", "gp:certain", "gp:affirmed", "gp:ImpliedByEvent", art(1), "Refus",
       "https://example.org/a1", "https://w3id.org/detente/id/stance/s1")]),
    ("evidence", {"subject": "us-department-of-defense"},
     [(REFUSAL, "0", "40", "0.84", "gp:certain", "gp:affirmed", "gp:ImpliedByEvent", art(1), "Refus",
       "https://example.org/a1", "https://w3id.org/detente/id/stance/s1")]),
    ("speakers", {},
     [("gp:Quotation", "actor:ann-vance", "actor:us-department-of-defense", "Le Quotidien", "gp:affirmed", REFUSAL,
       art(1))]),
    ("speakers", {"relation": "gp:supports"},
     [("gp:Narrator", None, None, "Daily Post", "gp:affirmed", RELIEF, art(2))]),
    ("stance-on-day", {"day": "2030-01-09"}, []),
    ("stance-on-day", {"day": "2030-01-31"}, [("gp:opposes", "2030-01-10", "publication", REFUSAL, art(1))]),
    ("stance-on-day", {"day": datetime.date(2030, 2, 1)}, [("gp:supports", "2030-02-01", "text", RELIEF, art(2))]),
    ("stance-on-day", {}, [("gp:supports", "2030-02-01", "text", RELIEF, art(2))]),
    ("events-confirmed", {"actor": None}, []),
    ("flips", {},
     [("actor:USA", "actor:RUS", "gp:opposes", "2030-01-10", REFUSAL, "gp:supports", "2030-02-01", RELIEF)]),
    ("flips", {"subject": None, "object": None},
     [("actor:USA", "actor:RUS", "gp:opposes", "2030-01-10", REFUSAL, "gp:supports", "2030-02-01", RELIEF)]),
    ("contradictions", {},
     [("actor:USA", "gp:supports", "actor:IRN", "actor:jane-doe", art(5), DENIAL, None, art(4), BACKS)]),
    ("contradictions", {"subject": None},
     [("actor:USA", "gp:supports", "actor:IRN", "actor:jane-doe", art(5), DENIAL, None, art(4), BACKS)]),
    ("unbalanced-triads", {},
     [("actor:USA", "gp:supports", "actor:RUS", "gp:supports", "actor:SYR", "gp:opposes", RELIEF, STANDS, RAID)]),
    ("unbalanced-triads", {"a": "SYR", "b": None},
     [("actor:SYR", "gp:supports", "actor:RUS", "gp:supports", "actor:USA", "gp:opposes", STANDS, RELIEF, RAID),
      ("actor:SYR", "gp:opposes", "actor:USA", "gp:supports", "actor:RUS", "gp:supports", RAID, RELIEF, STANDS)]),
    ("monthly-balance", {}, [("2030-02", "1", "0", "10")]),
    ("monthly-balance", {"a": "actor:SYR", "b": "https://w3id.org/detente/id/actor/USA"},
     [("2030-02", "0", "1", "-9")]),
    ("reasons-and-lag", {},
     [("2030-02-01", "2030-02-05", "P4D", "plover:AID", "actor:RUS", "the famine", RELIEF, art(2))]),
    ("outlets-differ", {}, [("actor:USA", "gp:supports", "actor:IRN", "actor:volga-news", BACKS, art(4))]),
    ("outlets-differ", {"home": "FRA", "other": NamedNode("https://w3id.org/detente/id/actor/RUS")},
     [("actor:USA", "gp:opposes", "actor:IRN", "actor:le-quotidien", DENIAL, art(5)),
      ("actor:USA", "gp:opposes", "actor:RUS", "actor:le-quotidien", REFUSAL, art(1))]),
    ("voices-of-state", {},
     [("actor:ann-vance", "Ann Vance", "plover:REJECT", "actor:us-department-of-defense", "actor:RUS", "gp:affirmed",
       REFUSAL, art(1)),
      ("actor:ann-vance", "Ann Vance", "gp:opposes", "actor:us-department-of-defense", "actor:RUS", "gp:affirmed",
       REFUSAL, art(1)),
      ("actor:jane-doe", "jane-doe", "gp:supports", "actor:USA", "actor:IRN", "gp:denied", DENIAL, art(5)),
      ("actor:us-department-of-defense", "us-department-of-defense", None, None, None, None, None, None)]),
]  # fmt: skip


def _is_claim(term: str | None) -> bool:
    return term is not None and ("/article/" in term or "/stance/" in term)


@pytest.mark.parametrize(("name", "params", "expected"), CASES)
def test_answers(store: Store, name: str, params: dict[str, Any], expected: list[tuple[str | None, ...]]) -> None:
    text = named_queries()[name].bind(params)
    found = [tuple(term if _is_claim(term) else short(term) for term in row) for row in rows(store, text)]
    assert found == expected


def test_there_is_a_case_for_each_of_the_thirteen() -> None:
    assert {name for name, _, _ in CASES} == set(named_queries())
    assert len(named_queries()) == 13


@pytest.mark.parametrize("name", list(named_queries()))
def test_every_query_tells_its_question_and_runs_on_an_empty_store(empty: Store, name: str) -> None:
    query = named_queries()[name]
    assert query.question.endswith("?")
    assert query.question_fr.endswith("?")
    assert query.parameters
    assert isinstance(run(empty, name), QuerySolutions)
    for parameter in query.parameters:
        assert parameter.meaning
        assert f"VALUES ?{parameter.name} {{ {parameter.default} }}" in query.text


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("nothing", {}, "There is no query 'nothing'"),
        ("flips", {"who": "USA"}, "has no parameter 'who'; it has subject, object"),
        ("stance-on-day", {"day": "yesterday"}, "must be a date"),
        ("flips", {"subject": "https://x/ } DROP"}, "not a valid IRI"),
    ],
)
def test_wrong_names_and_values_are_refused(store: Store, name: str, params: dict[str, str], words: str) -> None:
    with pytest.raises(DetenteError, match=words):
        run(store, name, **params)


def test_a_value_cannot_break_out_of_its_place(store: Store) -> None:
    assert isinstance(run(store, "who-opposes", language='en" } ASK {'), QuerySolutions)
    assert isinstance(run(store, "who-opposes", target="} x { USA"), QuerySolutions)
