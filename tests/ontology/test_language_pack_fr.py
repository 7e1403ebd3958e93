"""The French language pack keeps to the file formats of docs/lexicon.md."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pack_format
import pytest
from pack_format import EFFECTS
from plover_table import CONTEXTS, MODES

PACK = Path(__file__).resolve().parents[2] / "ontology" / "lexicon" / "fr"

HEADERS = {**pack_format.HEADERS, "lemmas_pos.csv": ["form", "pos", "lemma"]}

MINIMUM: dict[str, int] = {
    "predicates.csv": 900,
    "operators.csv": 90,
    "reporting.csv": 110,
    "cues.csv": 60,
    "holders.csv": 130,
    "coreference.csv": 100,
    "prepositions.csv": 40,
    "temporal.csv": 150,
    "stopphrases.csv": 80,
}

GRAMMATICAL = {"subj", "obj", "mod", "poss", "arg", "speaker"}
COMPLEMENTS = {"xcomp", "ccomp", "quote"}
PREPOSITIONS = {
    "à",
    "de",
    "avec",
    "contre",
    "pour",
    "sur",
    "envers",
    "dans",
    "en",
    "par",
    "entre",
    "devant",
    "vers",
    "derrière",
    "sous",
    "comme",
    "face à",
    "auprès de",
    "en faveur de",
    "aux côtés de",
    "au sujet de",
    "à cause de",
    "en direction de",
}
CONDITION_SLOTS = GRAMMATICAL | COMPLEMENTS | PREPOSITIONS | {"refl", "expl", "advmod"}


def rows(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def values(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def check_slots(cell: str, allowed: set[str]) -> None:
    for path in values(cell):
        for step in path.split("."):
            assert step in allowed, (cell, step)


def check_conditions(cell: str) -> None:
    for pair in filter(None, cell.split(";")):
        slot, _, words = pair.partition(":")
        assert set(slot.split(".")) <= CONDITION_SLOTS | {"mod"}, cell
        listed = words.split("|")
        assert all(re.fullmatch(r"[^\s|;:,]+", word) for word in listed), cell
        assert len(listed) == len(set(listed)), cell


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_header_is_exact_and_cells_are_clean(name: str) -> None:
    with (PACK / name).open(encoding="utf-8", newline="") as handle:
        table = list(csv.reader(handle))
    assert table[0] == HEADERS[name]
    for row in table[1:]:
        assert len(row) == len(HEADERS[name]), row
        assert row[0], row
        assert all(cell == cell.strip() for cell in row), row


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_sorted(name: str) -> None:
    first, *others = HEADERS[name]
    keys = [first] + [column for column in ("pos", "with") if column in others]
    order = [tuple(row[key] for key in keys) for row in rows(name)]
    assert order == sorted(order)


@pytest.mark.parametrize("name", sorted(MINIMUM))
def test_large_enough(name: str) -> None:
    assert len(rows(name)) >= MINIMUM[name]


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_no_duplicates(name: str) -> None:
    if name == "predicates.csv":
        keys = ["lemma", "pos", "with", "agent", "recipient"]
    elif name in {"lemmas.csv", "prepositions.csv", "holders.csv"}:
        keys = HEADERS[name][:1]
    else:
        keys = HEADERS[name]
    counted = Counter(tuple(row[key] for key in keys) for row in rows(name))
    assert [key for key, count in counted.items() if count > 1] == []


def test_predicates() -> None:
    for row in rows("predicates.csv"):
        assert re.fullmatch(r"[\w’' -]+" if row["pos"] == "prep" else r"[\w’'-]+", row["lemma"]), row
        assert row["lemma"] == row["lemma"].lower(), row
        assert row["pos"] in {"verb", "noun", "adj", "prep"}, row
        assert row["type"] in {*MODES, "-"}, row
        assert row["mode"] == "" or row["mode"] in MODES[row["type"]], row
        assert bool(row["agent"]) == (row["type"] != "-"), row
        assert row["stance"] in {"", "supports", "opposes", "none"}, row
        assert row["symmetric"] in {"", "yes"}, row
        assert set(values(row["context"])) <= set(CONTEXTS), row
        check_conditions(row["with"])
        for column in ("agent", "recipient", "topic"):
            check_slots(row[column], GRAMMATICAL | PREPOSITIONS | {"xcomp"})
        assert not set(values(row["topic"])) & set(values(row["recipient"])), row


def test_every_category_has_predicates() -> None:
    assert {row["type"] for row in rows("predicates.csv")} == {*MODES, "-"}


def test_operators() -> None:
    table = rows("operators.csv")
    assert {row["effect"] for row in table} == EFFECTS
    for row in table:
        assert row["pos"] in {"verb", "noun", "adj"}, row
        check_conditions(row["with"])
        for column in ("complement", "agent", "recipient"):
            check_slots(row[column], GRAMMATICAL | PREPOSITIONS | {"xcomp", "ccomp"})


def test_reporting() -> None:
    for row in rows("reporting.csv"):
        assert row["pos"] in {"verb", "noun", "prep"}, row
        assert row["kind"] in {"say", "think", "claim", "deny", "ask", "fear"}, row
        check_conditions(row["with"])
        check_slots(row["speaker"], GRAMMATICAL | PREPOSITIONS)
        check_slots(row["content"], GRAMMATICAL | PREPOSITIONS | COMPLEMENTS)


def test_cues() -> None:
    kinds = {"negation", "possible", "probable", "hypothetical", "former", "counterfactual"}
    table = rows("cues.csv")
    assert {row["kind"] for row in table} == kinds
    for row in table:
        assert row["scope"] in {"verb", "clause", "noun"}, row
        assert row["form"] == row["form"].lower(), row


def test_holders_and_coreference() -> None:
    assert {row["kind"] for row in rows("holders.csv")} == {
        "policy",
        "law",
        "force",
        "statement",
        "partitive",
        "individual",
        "none",
    }
    kinds = {"pronoun", "possessive", "demonstrative", "state", "person", "organization", "group"}
    table = rows("coreference.csv")
    assert {row["kind"] for row in table} == kinds
    for row in table:
        assert row["person"] in {"", "1", "2", "3"}, row
        assert row["number"] in {"", "sing", "plur"}, row
        assert row["gender"] in {"", "masc", "fem"}, row
    assert sum(row["kind"] in {"state", "person", "organization", "group"} for row in table) >= 50


def test_preposition_slots_used_by_predicates_exist() -> None:
    assert PREPOSITIONS - {"comme"} <= {row["slot"] for row in rows("prepositions.csv")}


def test_temporal() -> None:
    kinds = {
        "month",
        "weekday",
        "relative_day",
        "relative_week",
        "relative_month",
        "relative_year",
        "unit",
        "number",
        "direction",
        "part",
        "daypart",
        "anchor",
    }
    words: dict[str, set[str]] = {
        "unit": {"day", "week", "month", "year"},
        "direction": {"past", "future"},
        "part": {"early", "mid", "late"},
    }
    table = rows("temporal.csv")
    assert {row["kind"] for row in table} == kinds
    for row in table:
        if row["kind"] in words:
            assert row["value"] in words[row["kind"]], row
        else:
            assert re.fullmatch(r"-?\d+", row["value"]), row
    assert {int(row["value"]) for row in table if row["kind"] == "month"} == set(range(1, 13))
    assert {int(row["value"]) for row in table if row["kind"] == "weekday"} == set(range(1, 8))
    assert set(range(1, 61)) <= {int(row["value"]) for row in table if row["kind"] == "number"}


def test_stopphrases() -> None:
    assert {row["kind"] for row in rows("stopphrases.csv")} == {"boilerplate", "not_actor"}


def test_core_words_are_there() -> None:
    expected = {
        ("soutenir", "verb"),
        ("soutien", "noun"),
        ("condamner", "verb"),
        ("condamnation", "noun"),
        ("bombarder", "verb"),
        ("bombardement", "noun"),
        ("frapper", "verb"),
        ("frappe", "noun"),
        ("accuser", "verb"),
        ("accusation", "noun"),
        ("favorable", "adj"),
        ("hostile", "adj"),
        ("opposé", "adj"),
        ("proche", "adj"),
        ("allié", "noun"),
        ("ennemi", "noun"),
        ("accord", "noun"),
    }
    assert expected <= {(row["lemma"], row["pos"]) for row in rows("predicates.csv")}
