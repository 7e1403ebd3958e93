"""The analyses of the network over HTTP: the same values as in Python and on the command line."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import httpx
import networkx
import pytest
from kit import Run
from pydantic import TypeAdapter

from api.network import reports
from graph.store import Store, open_store

PATHS = {
    "/network/report": reports.NetworkReport,
    "/network/blocs": reports.Blocs,
    "/network/blocs?k=3": reports.Blocs,
    "/network/balance": reports.Balance,
    "/network/centrality": list[reports.Centrality],
    "/network/ego/USA?radius=2": reports.Ego,
    "/network/paths/USA/SYR": reports.PathExplanation,
    "/network/evolution": list[reports.Quarter],
    "/network/flips": list[reports.NetworkFlip],
    "/network/dyads/USA/RUS": reports.NetworkDyad,
}
FILTERS = {
    "": [],
    "as_of=2030-02-10": ["--as-of", "2030-02-10"],
    "from=2030-02-01&to=2030-03-31&certainty=possible": ["--from", "2030-02-01", "--to", "2030-03-31", "--certainty", "possible"],
    "lang=en&min_confidence=0.75": ["--lang", "en", "--min-confidence", "0.75"],
    "source=Daily+Post&source=Volga+News&type=State": ["--source", "Daily Post", "--source", "Volga News", "--type", "State"],
    "speaker=ann-vance&principals=false": ["--speaker", "ann-vance", "--organs"],
}  # fmt: skip


@pytest.fixture(scope="session")
def place(world: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seven articles in a folder, for the command."""
    folder = tmp_path_factory.mktemp("network") / "store"
    with open_store(folder) as made:
        made.load(world.dump("nquads"), "nquads")
    return folder


@pytest.mark.parametrize("query", FILTERS)
def test_report_is_what_the_command_prints(rest: httpx.Client, detente: Run, place: Path, query: str) -> None:
    printed = detente("network", "--store", place, "--format", "json", *FILTERS[query])
    assert printed.returncode == 0, printed.stderr
    assert rest.get(f"/network/report?{query}").json() == json.loads(printed.stdout)


def test_dyad_and_ego_are_what_the_command_prints(rest: httpx.Client, detente: Run, place: Path) -> None:
    for path, options in {
        "dyads/USA/RUS?min_confidence=0.1": ["--pair", "USA", "RUS", "--min-confidence", "0.1"],
        "dyads/USA/FRA": ["--pair", "USA", "FRA"],
        "ego/RUS?radius=2": ["--actor", "RUS", "--radius", "2"],
    }.items():
        printed = detente("network", "--store", place, "--format", "json", *options)
        assert rest.get(f"/network/{path}").json() == json.loads(printed.stdout)


@pytest.mark.parametrize("query", FILTERS)
def test_drawing_and_report_have_the_same_numbers(rest: httpx.Client, query: str) -> None:
    drawing, report = (rest.get(f"/network{path}?{query}").json() for path in ("", "/report"))
    assert drawing["summary"].items() <= report["summary"].items()
    assert {a["id"]: a["bloc"] for a in drawing["actors"]} == {a["id"]: a["bloc"] for a in report["actors"]}
    shared = ("source", "relation", "target", "articles", "stances", "confidence", "certainty", "single_source")
    assert [[r[n] for n in shared] for r in drawing["relations"]] == [
        [r[n] for n in shared] for r in report["relations"]
    ]
    ranks = {r["actor"]: r for r in report["centrality"]}
    for actor in drawing["actors"]:
        for name in ("supports", "supported", "opposes", "opposed"):
            assert actor[name] == ranks[actor["id"]][name]


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_described(rest: httpx.Client, path: str) -> None:
    answer = rest.get(path)
    assert answer.status_code == 200
    TypeAdapter(PATHS[path]).validate_json(answer.content)
    again = rest.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_flips_are_narrowed_to_an_actor_and_to_two(rest: httpx.Client) -> None:
    whole = rest.get("/network/flips").json()
    assert whole
    ends = [{flip["subject"], flip["object"]} for flip in whole]
    for actor in {"USA", "RUS", "SYR"}.union(*ends):
        found = rest.get("/network/flips", params={"actor": actor}).json()
        assert found == [flip for flip, pair in zip(whole, ends, strict=True) if actor in pair]
    one, other = sorted(ends[0])
    assert rest.get("/network/flips", params={"actor": one, "other": other}).json() == [
        flip for flip, pair in zip(whole, ends, strict=True) if pair == {one, other}
    ]


def test_parts_are_those_of_the_report(rest: httpx.Client) -> None:
    query = "?min_confidence=0.1&certainty=possible"
    report = rest.get(f"/network/report{query}").json()
    for name in ("blocs", "balance", "centrality", "evolution", "flips"):
        assert rest.get(f"/network/{name}{query}").json() == report[name]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/network/ego/XYZ", 404, "/actors/search"),
        ("/network/ego/FRA", 404, "'FRA' with these filters"),
        ("/network/ego/USA?radius=3", 422, "radius"),
        ("/network/paths/USA/XYZ", 404, "'XYZ'"),
        ("/network/paths/USA/USA", 400, "two actors"),
        ("/network/dyads/USA/USA", 400, "two actors, not USA twice"),
        ("/network/dyads/XYZ/USA", 404, "'XYZ'"),
        ("/network/blocs?k=0", 422, "k"),
        ("/network/export?format=png", 422, "format"),
        ("/network/export", 422, "format"),
        ("/network/report?speaker=nobody", 404, "'nobody'"),
    ],
)
def test_what_makes_no_sense_is_refused(rest: httpx.Client, path: str, status: int, told: str) -> None:
    answer = rest.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert told in answer.json()["detail"]


def test_a_pair_about_which_nothing_is_said_has_an_empty_dyad(rest: httpx.Client) -> None:
    found = rest.get("/network/dyads/FRA/SYR").json()
    assert (found["relations"], found["steps"], found["explanation"]) == ([], [], None)


def exported(rest: httpx.Client, form: str, query: str = "") -> httpx.Response:
    answer = rest.get(f"/network/export?format={form}{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="network.{form}"'
    return answer


@pytest.mark.parametrize(("form", "read"), [("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)])
def test_export_has_actors_places_and_relations(rest: httpx.Client, form: str, read: Any) -> None:
    drawing = rest.get("/network").json()
    graph = read(BytesIO(exported(rest, form).content))
    assert set(graph.nodes) == {actor["id"] for actor in drawing["actors"]}
    assert sorted(graph.edges()) == sorted((line["source"], line["target"]) for line in drawing["relations"])
    for actor in drawing["actors"]:
        node = graph.nodes[actor["id"]]
        place = node["viz"]["position"] if form == "gexf" else node
        assert (place["x"], place["y"], node["bloc"]) == (actor["x"], actor["y"], actor["bloc"])


def test_export_of_a_table_has_a_line_for_each_relation(rest: httpx.Client) -> None:
    rows = list(csv.DictReader(StringIO(exported(rest, "csv", "&as_of=2030-01-31").text)))
    assert [(row["subject"], row["relation"], row["object"]) for row in rows] == [("USA", "opposes", "RUS")]


def test_export_of_a_page_has_the_picture_and_its_quotes(rest: httpx.Client) -> None:
    text = exported(rest, "html", "&as_of=2030-01-31").text
    assert text.lower().startswith("<!doctype html>")
    assert "Nous n’aiderons pas Moscou" in text


def test_every_route_of_the_network_takes_the_same_filters(rest: httpx.Client) -> None:
    paths = rest.get("/openapi.json").json()["paths"]
    network = {path: found["get"] for path, found in paths.items() if path.startswith("/network")}
    assert len(network) > 10
    names = {"as_of", "from", "to", "min_confidence", "certainty", "source", "speaker", "type", "lang", "principals"}
    for path, found in network.items():
        assert names <= {given["name"] for given in found["parameters"]}, path
