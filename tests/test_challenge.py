"""The challenge suite: each row must give exactly its stances; rows known to fail are expected to, with what is wrong."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from ingest.evaluation import evaluate

SUITE = Path(__file__).parent / "challenge"
LANGUAGES = ("en", "fr")


def ids(lang: str) -> list[str]:
    lines = (SUITE / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines if line.strip()]


def known_failures() -> dict[str, str]:
    with (SUITE / "known_failures.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row["reason"] for row in csv.DictReader(handle)}


@cache
def errors(lang: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for error in evaluate(SUITE / f"{lang}.jsonl").errors:
        if error.what == "stance":
            found.setdefault(error.document, []).append(f"{error.kind}: {error.claim}")
    return found


def rows() -> list[object]:
    failing = known_failures()
    return [
        pytest.param(
            lang,
            row,
            id=row,
            marks=[pytest.mark.xfail(strict=True, reason=failing[row])] if row in failing else [],
        )
        for lang in LANGUAGES
        for row in ids(lang)
    ]


@pytest.mark.parametrize(("lang", "row"), rows())
def test_row(lang: str, row: str) -> None:
    assert errors(lang).get(row, []) == []


def test_known_failures_are_rows_of_the_suite() -> None:
    everything = {row for lang in LANGUAGES for row in ids(lang)}
    assert set(known_failures()) <= everything
    assert all(known_failures().values())
