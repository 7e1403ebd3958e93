from __future__ import annotations

import json
from pathlib import Path

import pytest
from kit import Run
from typer.testing import CliRunner

from api.cli import app

DENIAL = ["Turkey denied supporting Syria on Monday.", "--published", "2021-03-10"]


def explain(*args: str) -> str:
    result = CliRunner().invoke(app, ["explain", *args])
    assert result.exit_code == 0, result.output
    return result.stdout


def line(shown: str, start: str) -> str:
    """The first line that begins with a word, its columns apart by one space."""
    return next(" ".join(row.split()) for row in shown.splitlines() if row.split()[:1] == [start])


def test_every_step_is_shown() -> None:
    shown = explain(*DENIAL)
    assert shown.startswith("language en, published 2021-03-10\n")
    assert line(shown, "Monday") == "Monday 2021-03-08 Day yes"
    assert line(shown, "Syria") == "Syria SYR state SYR 1.00"
    assert line(shown, "rule") == "rule verb support"
    assert line(shown, "polarity") == "polarity denied"
    assert line(shown, "agents") == "agents Turkey (TUR, 1.00)"
    assert line(shown, "source") == "source ReportedSpeech: Turkey (TUR, 1.00)"
    assert "TUR supports SYR, denied, certain" in shown
    assert "SUPPORT TUR → SYR, denied, certain" in shown


def test_json_has_the_same_and_more() -> None:
    found = json.loads(explain(*DENIAL, "--json"))
    steps = ["sentences", "cast", "actors", "dates", "predications", "events", "stances"]
    assert list(found) == ["text", "lang", "published", *steps]
    (stance,) = found["stances"]
    assert (stance["subject"], stance["relation"], stance["object"], stance["denied"]) == (
        "TUR",
        "supports",
        "SYR",
        True,
    )
    assert found["actors"][0]["begin"] == 0


def test_a_language_given_is_taken() -> None:
    assert explain("La France condamne la Russie.", "--lang", "fr").startswith(
        "language fr, published on an unknown day\n"
    )


def test_brackets_and_long_word_lists_do_not_disturb() -> None:
    shown = explain("[bold]Germany[/bold] refused to sell arms to Saudi Arabia.")
    assert "operator refuse + verb sell [obj:" in line(shown, "rule")
    assert "|…]" in line(shown, "rule")


def test_nothing_found_is_said() -> None:
    shown = explain("It rained.", "--lang", "en")
    for title in ("Actors", "Dates", "Predications", "Stances", "Events"):
        assert f"\n{title}: none\n" in shown


def test_a_pipe_gets_no_control_codes_and_no_store_is_made(detente: Run, tmp_path: Path) -> None:
    done = detente("explain", *DENIAL)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("args", [[""], ["Hallo Welt.", "--lang", "de"]])
def test_what_cannot_be_read_is_one_line(args: list[str]) -> None:
    result = CliRunner().invoke(app, ["explain", *args])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("detente: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("args", [[], ["France fell.", "--published", "yesterday"]])
def test_what_is_not_understood_is_a_usage_error(args: list[str]) -> None:
    assert CliRunner().invoke(app, ["explain", *args]).exit_code == 2
