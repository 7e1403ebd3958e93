"""`detente evaluate`: tables, JSON, and one line for a bad gold line."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from api.cli import app

GOLD = Path(__file__).parents[1] / "data" / "evaluation_gold.jsonl"
RULES = ["evaluate", str(GOLD), "--rules-only", "--min-confidence", "0.5"]


def test_tables() -> None:
    result = CliRunner().invoke(app, [*RULES, "--errors"])
    assert (result.exit_code, result.stderr) == (0, "")
    (line,) = re.findall("^  all, named actors (.*)$", result.stdout, re.MULTILINE)
    assert line.split() == ["2", "2", "3", "0.500", "0.400", "0.444", "5", "3", "0.667"]
    assert "phenomenon polarity" in result.stdout
    assert "lang fr, named actors" in result.stdout
    assert "0.9–1.0" in result.stdout
    assert "SPURIOUS  stance none: TUR (Turkey) opposes GRC (Greece)\n    Turkey threatens" in result.stdout
    assert "confidence 0." in result.stdout
    assert "MISSED    event miss: FRA ACCUSE → SYR" in result.stdout


def test_the_reader_is_part_of_it_unless_left_out() -> None:
    both, alone = (CliRunner().invoke(app, [*RULES[:2], *more, "--json"]).stdout for more in ([], RULES[2:]))
    assert json.loads(both)["reliability"] != json.loads(alone)["reliability"]


def test_errors_only_when_asked() -> None:
    assert "SPURIOUS" not in CliRunner().invoke(app, RULES).stdout


def test_json() -> None:
    result = CliRunner().invoke(app, [*RULES, "--json", "--errors", "--by", "phenomenon"])
    shown = json.loads(result.stdout)
    parts = "gold min_confidence named_only documents stances events by reliability failures errors"
    assert list(shown) == parts.split()
    opposes = {"precision": 0.5, "recall": 0.5, "f1": 0.5, "tp": 2, "fp": 2, "fn": 2}
    assert shown["stances"]["all"]["relations"]["opposes"] == opposes
    assert shown["stances"]["named"]["pairs"] == {"gold": 5, "found": 3, "right": 2, "polarity_accuracy": 0.667}
    assert set(shown["by"]) == {"phenomenon"}
    assert shown["by"]["phenomenon"]["plain"]["events"]["pair_recall"] == 0.667
    assert {tuple(one) for one in shown["reliability"]} == {("from", "to", "claims", "right", "share")}
    assert len(shown["errors"]) == 6


def test_named_only() -> None:
    shown = json.loads(CliRunner().invoke(app, ["evaluate", str(GOLD), "--json", "--named-only"]).stdout)
    assert set(shown["stances"]) == {"named"}
    assert "errors" not in shown


def test_a_bad_gold_line_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "text": "x", "lang": "en", "stances": [], "events": []}\n{"id"\n', encoding="utf-8")
    result = CliRunner().invoke(app, ["evaluate", str(path)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"detente: {path}, line 2: not valid JSON")
    assert result.stderr.count("\n") == 1


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path / "none.jsonl")])
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_threshold_out_of_range_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["evaluate", str(GOLD), "--min-confidence", "2"]).exit_code == 2
