"""``detente watch`` on the command line: into a store, once, and what it says."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from graph.store import open_store

RUSSIA = "La Russie soutient la Syrie."


def test_a_folder_is_taken_in_once(tmp_path: Path) -> None:
    inbox, store = tmp_path / "inbox", tmp_path / "store"
    inbox.mkdir()
    (inbox / "a.txt").write_text(RUSSIA, encoding="utf-8")
    (inbox / "b.json").write_text("{", encoding="utf-8")
    for path in inbox.iterdir():
        os.utime(path, (1.4e9, 1.4e9))
    given = ["watch", str(inbox), "--store", str(store), "--once", "--every", "1s", "--lang", "fr", "--log-json"]
    ran = CliRunner().invoke(app, given)
    assert ran.exit_code == 0, ran.output
    told = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [(line["event"], line.get("stored")) for line in told] == [("failed", None), ("looked", 1)]
    with open_store(store) as opened:
        assert opened.query("ASK { actor:RUS gp:supports actor:SYR }")
    assert CliRunner().invoke(app, given).stderr == ""


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["inbox", "--every", "soon"], "'soon' is no time; say 30s, 15m, 2h or 1d"),
        (["inbox", "--store", ":memory:", "--once"], "a file must be named"),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path: Path, given: list[str], told: str) -> None:
    ran = CliRunner().invoke(app, ["watch", *given])
    assert ran.exit_code == 2
    assert told in " ".join(ran.stderr.replace("│", " ").split())
