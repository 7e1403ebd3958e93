"""What the pages show of time and text, read as a client does: timelines of an actor, event types, marks, names."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import httpx
import pytest

from api.views.marks import marks
from ontology.scheme import load_scheme


def steps(client: httpx.Client, path: str, **params: str) -> list[dict[str, Any]]:
    response = client.get(path, params={"limit": "20", **params})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def test_an_actors_timeline_holds_that_of_each_dyad(rest: httpx.Client) -> None:
    own = {step["id"]: step for step in steps(rest, "/actors/USA/timeline")}
    between = steps(rest, "/dyads/USA/RUS/timeline")
    assert len(between) > 3
    for step in between:
        assert own[step["id"]]["direction"] == ("out" if step["agent"]["id"] == "USA" else "in")
        assert (own[step["id"]]["date"], own[step["id"]]["what"]) == (step["date"], step["what"])


def test_an_actors_timeline_goes_forward_and_names_who_takes_part(rest: httpx.Client) -> None:
    found = steps(rest, "/actors/USA/timeline")
    assert all(one["date"] <= other["date"] for one, other in pairwise(found))
    event = next(step for step in found if step["id"] == "e001")
    assert (event["kind"], event["what"], event["direction"]) == ("event", "REJECT", "out")
    assert [actor["id"] for actor in event["agents"]] == ["test-pentagon"]


def test_undated_claims_are_a_list_of_their_own(rest: httpx.Client) -> None:
    dated, undated = (steps(rest, "/actors/USA/timeline", undated=flag) for flag in ("false", "true"))
    assert {step["date"] for step in undated} == {None}
    assert {step["id"] for step in undated} & {step["id"] for step in dated} == set()
    events = {event["id"]: event["date"] for event in rest.get("/events?actor=USA&min_confidence=0.4").json()}
    assert {step["id"] for step in undated if step["kind"] == "event"} == {i for i, day in events.items() if not day}
    assert {step["id"] for step in steps(rest, "/dyads/USA/RUS/timeline", undated="true")} <= {s["id"] for s in undated}


def test_names_are_given_in_every_language(rest: httpx.Client) -> None:
    (stance,) = (one for one in rest.get("/stances").json() if one["id"] == "5001")
    assert stance["object"]["names"] == {"en": "Russia", "fr": "Russie"}
    assert stance["article"]["lang"] == "fr"


def test_contradictions_of_an_actor_on_either_end(rest: httpx.Client) -> None:
    whole = rest.get("/contradictions").json()
    for actor in ("USA", "IRN"):
        assert rest.get("/contradictions", params={"actor": actor}).json() == whole
    assert rest.get("/contradictions", params={"actor": "RUS"}).json() == []
    voice = whole[0]["denied_by"][0]
    assert voice["article"]["publisher"] == voice["outlet"]
    assert [voice["quote"][mark["begin"] : mark["end"]] for mark in voice["marks"]]


def test_event_types_are_those_of_the_scheme(rest: httpx.Client) -> None:
    found = {item["code"]: item for item in rest.get("/events/types").json()}
    assert list(found) == list(load_scheme().types)
    assert (found["REJECT"]["quad_class"], found["REJECT"]["labels"]["fr"]) == ("VerbalConflict", "rejeter")
    modes = [mode["code"] for item in found.values() for mode in item["modes"]]
    assert all(code.startswith("SANCTION-") for code in modes if "SANCTION" in code)
    assert {"en", "fr"} == {language for item in found.values() for language in item["labels"]}


@pytest.mark.parametrize(
    ("quote", "subject", "object_", "found"),
    [
        ("Mali thanked France.", ["Mali"], ["France"], [("Mali", "subject"), ("France", "object")]),
        # the longest words first, so that the second “Mali” is the object
        ("The army of Mali left Mali.", ["army of Mali"], ["Mali"], [("army of Mali", "subject"), ("Mali", "object")]),
        # as a word rather than within one
        ("Somalis in Somalia, Mali.", ["Mali"], [], [("Mali", "subject")]),
        ("L’Iran n’arme pas les Houthis.", ["Iran"], ["Houthis"], [("Iran", "subject"), ("Houthis", "object")]),
        ("Ils s’y opposent.", ["Paris"], [""], []),
        ("😀 Paris a dit non à Bonn.", ["Paris"], ["Bonn"], [("Paris", "subject"), ("Bonn", "object")]),
        ("Who (really) knows?", ["(really)"], [], [("(really)", "subject")]),
    ],
)
def test_the_actors_words_are_found_again(
    quote: str, subject: list[str], object_: list[str], found: list[tuple[str, str]]
) -> None:
    assert [(quote[mark.begin : mark.end], mark.role) for mark in marks(quote, subject, object_)] == found
