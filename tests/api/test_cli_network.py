"""``detente network``: the report in its forms, one actor, a pair, filters, and errors in one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx
import pytest
from kit import DATA
from typer.testing import CliRunner, Result

from api.cli import app
from graph.signed.read import read_network
from graph.signed.report import report, to_dict
from graph.store import open_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store in a folder with seven made-up articles."""
    place = tmp_path / "store"
    with open_store(place) as store:
        store.load(DATA / "small.trig")
        store.load(DATA.parents[1] / "graph" / "data" / "five.trig")
    return place


def run(folder: Path | str, *args: str) -> Result:
    return CliRunner().invoke(app, ["network", *args, "--store", str(folder)])


def shown(folder: Path, *args: str) -> Any:
    result = run(folder, *args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def relations(folder: Path, *args: str) -> list[str]:
    found = shown(folder, *args)["relations"]
    return [f"{one['source']} {one['relation']} {one['target']}" for one in found]


def test_json_is_the_report(folder: Path) -> None:
    with open_store(folder, read_only=True) as store:
        expected = to_dict(report(read_network(store)))
    assert shown(folder) == json.loads(json.dumps(expected))
    assert expected["summary"]["relations"] == 4


def test_the_table_names_blocs_misfits_and_quotes(folder: Path) -> None:
    text = run(folder).stdout
    assert "4 actors, 4 relations (3 of support, 1 of opposition)" in text
    assert "1 of 4 relations do not fit (25%), for sure the least possible" in text
    assert "Balance: 0% balanced of 1 triad (0% if three enemies count as balanced)" in text
    assert "US jets bombed Syrian bases." in text
    assert "Contradictions" in text
    assert "Jane Doe nie soutenir Téhéran." in text
    assert "opposes 2030-01-10 → supports 2030-02-01" in text


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--as-of", "2030-01-31"], ["USA opposes RUS"]),
        (["--from", "2030-03-01"], ["USA supports IRN"]),
        (["--to", "2016-01-01"], ["USA opposes RUS"]),
        (["--from", "2030-01-01", "--to", "2030-01-31"], ["USA opposes RUS"]),
        (
            ["--certainty", "certain", "--source", "Daily Post"],
            ["RUS supports SYR", "USA supports RUS", "USA opposes SYR"],
        ),
        (["--min-confidence", "0.95"], ["USA opposes SYR"]),
        (["--source", "Le Quotidien", "--source", "Volga News"], ["USA supports IRN", "USA opposes RUS"]),
        (["--speaker", "ann-vance"], ["USA opposes RUS"]),
        (["--lang", "fr", "--organs", "--from", "2030-01-01"], ["us-department-of-defense opposes RUS"]),
        (["--type", "State", "--type", "Collective", "--source", "Volga News"], ["USA supports IRN"]),
        (["--type", "ArmedGroup"], []),
    ],
)
def test_filters(folder: Path, args: list[str], expected: list[str]) -> None:
    assert relations(folder, *args) == expected


def test_filters_are_told_by_their_names(folder: Path) -> None:
    found = shown(folder, "--as-of", "2030-01-31", "--speaker", "ann-vance", "--type", "State", "--organs")["filters"]
    assert (found["as_of"], found["speaker"], found["type"]) == ("2030-01-31", ["ann-vance"], ["State"])
    assert (found["principals"], found["min_confidence"]) == (False, 0.4)


def test_one_actor(folder: Path) -> None:
    found = shown(folder, "--actor", "RUS")
    assert [actor["id"] for actor in found["actors"] if actor["distance"] == 1] == ["SYR", "USA"]
    assert len(found["relations"]) == 3
    assert len(shown(folder, "--actor", "RUS", "--radius", "2")["actors"]) == 4
    text = run(folder, "--actor", "RUS").stdout
    assert "2 actors around, 3 relations" in text
    assert "Relations among those around it" in text


def test_a_pair(folder: Path) -> None:
    found = shown(folder, "--pair", "USA", "RUS")
    assert [(step["relation"], step["date"]) for step in found["steps"]][-2:] == [
        ("opposes", "2030-01-10"),
        ("supports", "2030-02-01"),
    ]
    assert {"month": "2030-02", "cooperation": 1, "conflict": 0}.items() <= found["months"][-1].items()
    assert found["explanation"]["paths"][0]["inferred"] is True
    text = run(folder, "--pair", "USA", "RUS").stdout
    assert "Inferred, not stated" in text
    assert "Events by month" in text


def test_a_pair_of_which_nothing_is_said_has_no_explanation(folder: Path) -> None:
    assert shown(folder, "--pair", "USA", "CHN")["explanation"] is None
    assert "0 stances" in run(folder, "--pair", "USA", "CHN").stdout


def test_blocs(folder: Path) -> None:
    assert shown(folder, "--blocs", "3")["blocs"]["k"] == 3
    assert shown(folder, "--blocs", "1")["blocs"]["index"] == 1
    assert run(folder, "--blocs", "0").exit_code == 2


def test_formats_of_others(folder: Path) -> None:
    graphml = networkx.read_graphml(io.StringIO(run(folder, "--format", "graphml").stdout), force_multigraph=True)
    gexf = networkx.read_gexf(io.StringIO(run(folder, "--format", "gexf", "--actor", "IRN").stdout))
    assert (len(graphml), graphml.number_of_edges()) == (4, 4)
    assert sorted(gexf) == ["IRN", "USA"]
    rows = list(csv.DictReader(io.StringIO(run(folder, "--format", "csv", "--pair", "USA", "SYR").stdout)))
    assert [(row["subject"], row["relation"], row["quote"]) for row in rows] == [
        ("USA", "opposes", "US jets bombed Syrian bases.")
    ]


def test_the_export_of_the_graph_has_the_same_graphml(folder: Path) -> None:
    exported = CliRunner().invoke(app, ["export", "--format", "graphml", "--store", str(folder)]).stdout
    assert exported == run(folder, "--format", "graphml").stdout


def test_html_is_one_file_with_the_network(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("api.web.embed", reason="the renderer of the web pages is not there")
    page = tmp_path / "network.html"
    assert run(folder, "--format", "html", "-o", str(page)).exit_code == 0
    text = page.read_text("utf-8")
    assert text.startswith("<!")
    assert '"RUS"' in text


def test_output_goes_to_a_file(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "report.json"
    result = run(folder, "--format", "json", "-o", str(place))
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(place.read_text("utf-8")) == shown(folder)


def test_an_empty_store_is_no_error(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty"):
        pass
    assert run(tmp_path / "empty").stdout == "No relation counts with these filters: the network is empty.\n"
    assert shown(tmp_path / "empty")["summary"]["actors"] == 0
    for form in ("graphml", "gexf", "csv"):
        assert run(tmp_path / "empty", "--format", form).exit_code == 0


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["--actor", "nobody"], 1, "no actor 'nobody'"),
        (["--speaker", "nobody"], 1, "no actor 'nobody'"),
        (["--pair", "USA", "USA"], 1, "two actors"),
        (["--pair", "USA", "CHN", "--format", "csv"], 1, "no actor 'CHN'"),
        (["--actor", "USA", "--pair", "USA", "RUS"], 2, "not both"),
        (["--type", "Planet"], 2, "Planet"),
        (["--as-of", "yesterday"], 2, "yesterday"),
        (["--certainty", "sure"], 2, "sure"),
    ],
)
def test_what_cannot_be_answered_is_told(folder: Path, args: list[str], code: int, told: str) -> None:
    result = run(folder, *args)
    assert result.exit_code == code
    assert told in " ".join(result.stderr.replace("│", " ").split())
    assert code == 2 or result.stderr.count("\n") == 1
