"""The English word lists keep to the formats of docs/lexicon.md."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from pack_format import EFFECTS, HEADERS
from plover_table import CONTEXTS, MODES

PACK = Path(__file__).resolve().parents[2] / "ontology" / "lexicon" / "en"

MINIMUM: dict[str, int] = {
    "predicates.csv": 1000,
    "operators.csv": 100,
    "reporting.csv": 120,
    "cues.csv": 70,
    "holders.csv": 150,
    "coreference.csv": 50,
    "prepositions.csv": 40,
    "temporal.csv": 100,
    "stopphrases.csv": 80,
    "lemmas.csv": 1,
}

SLOTS = {
    "subj",
    "arg",
    "speaker",
    "in cooperation with",
    "advcl",
    "aux",
    "obj",
    "mod",
    "poss",
    "xcomp",
    "ccomp",
    "oprd",
    "prt",
    "quote",
    "to",
    "of",
    "with",
    "against",
    "for",
    "on",
    "at",
    "from",
    "into",
    "over",
    "toward",
    "in",
    "by",
    "about",
    "between",
    "among",
    "behind",
    "under",
    "around",
    "across",
    "through",
    "along",
    "alongside",
    "as",
    "off",
    "near",
    "outside",
    "before",
    "after",
    "beside",
    "like",
    "despite",
    "except",
    "without",
    "as part of",
    "during",
    "including",
    "in favour of",
    "in support of",
    "on behalf of",
    "because of",
    "instead of",
    "at the request of",
    "with the help of",
    "in response to",
    "on the side of",
    "according to",
}

SIDES: dict[tuple[str, str], set[str]] = {
    ("reporting.csv", "pos"): {"verb", "noun", "prep"},
    ("reporting.csv", "kind"): {"say", "think", "claim", "deny", "ask", "fear"},
    ("cues.csv", "kind"): {"negation", "possible", "probable", "hypothetical", "former", "counterfactual"},
    ("cues.csv", "scope"): {"verb", "clause", "noun"},
    ("holders.csv", "kind"): {"policy", "law", "force", "statement", "partitive", "individual", "none"},
    ("coreference.csv", "kind"): {"pronoun", "possessive", "demonstrative", "state", "person", "organization", "group"},
    ("coreference.csv", "person"): {"", "1", "2", "3"},
    ("coreference.csv", "number"): {"", "sing", "plur"},
    ("coreference.csv", "gender"): {"", "masc", "fem", "neut"},
    ("temporal.csv", "kind"): {
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
    },
    ("stopphrases.csv", "kind"): {"boilerplate", "not_actor"},
    ("operators.csv", "pos"): {"verb", "noun", "adj"},
    ("operators.csv", "effect"): EFFECTS,
    ("predicates.csv", "pos"): {"verb", "noun", "adj", "prep"},
    ("predicates.csv", "type"): {*MODES, "-"},
    ("predicates.csv", "stance"): {"", "supports", "opposes", "none"},
    ("predicates.csv", "symmetric"): {"", "yes"},
}


def rows(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def paths(cell: str) -> list[str]:
    return [path for path in cell.split("|") if path]


def known(path: str) -> bool:
    return all(step in SLOTS for step in path.split("."))


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_header_is_the_documented_one(name: str) -> None:
    with (PACK / name).open(encoding="utf-8", newline="") as handle:
        assert next(csv.reader(handle)) == HEADERS[name]


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_rows_are_whole_trimmed_and_enough(name: str) -> None:
    with (PACK / name).open(encoding="utf-8", newline="") as handle:
        body = list(csv.reader(handle))[1:]
    assert len(body) >= MINIMUM[name]
    for row in body:
        assert len(row) == len(HEADERS[name]), row
        assert row[0], row
        assert all(cell == cell.strip() for cell in row), row


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_sorted_by_first_column_then_pos_then_with(name: str) -> None:
    keys = [(next(iter(row.values())), row.get("pos", ""), row.get("with", "")) for row in rows(name)]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", sorted(set(HEADERS) - {"predicates.csv"}))
def test_no_row_twice(name: str) -> None:
    twice = [row for row, n in Counter(tuple(row.values()) for row in rows(name)).items() if n > 1]
    assert twice == []


def test_no_reading_of_a_predicate_twice() -> None:
    keys = Counter((r["lemma"], r["pos"], r["with"], r["agent"], r["recipient"]) for r in rows("predicates.csv"))
    assert [key for key, n in keys.items() if n > 1] == []


@pytest.mark.parametrize(("name", "column"), sorted(SIDES))
def test_closed_columns(name: str, column: str) -> None:
    assert {row[column] for row in rows(name)} <= SIDES[name, column]


def test_modes_belong_to_their_category() -> None:
    wrong = [r for r in rows("predicates.csv") if r["mode"] and r["mode"] not in MODES[r["type"]]]
    assert wrong == []


def test_every_category_and_mode_has_words() -> None:
    have = {(r["type"], r["mode"]) for r in rows("predicates.csv")}
    assert {kind for kind, _ in have} == {*MODES, "-"}
    rare = {("REQUEST", "meet"), ("REJECT", "change"), ("REJECT", "yield"), ("THREATEN", "arrest"),
            ("THREATEN", "relations"), ("THREATEN", "expel"), ("THREATEN", "territory")}  # fmt: skip
    want = {(kind, mode) for kind, modes in MODES.items() for mode in modes}
    assert want - have - rare == set()


def test_contexts_known() -> None:
    used = {context for r in rows("predicates.csv") for context in paths(r["context"])}
    assert used <= set(CONTEXTS)


def test_slots_known() -> None:
    used = {
        path
        for name, columns in {
            "predicates.csv": ("agent", "recipient", "topic"),
            "operators.csv": ("complement", "agent", "recipient"),
            "reporting.csv": ("speaker", "content"),
        }.items()
        for row in rows(name)
        for column in columns
        for path in paths(row[column])
    }
    assert {path for path in used if not known(path)} == set()
    assert {row["slot"] for row in rows("prepositions.csv")} <= SLOTS


@pytest.mark.parametrize("name", ["predicates.csv", "operators.csv", "reporting.csv"])
def test_with_conditions_are_slot_and_words(name: str) -> None:
    for row in rows(name):
        for condition in filter(None, row["with"].split(";")):
            slot, _, words = condition.partition(":")
            assert known(slot), row
            assert words, row
            assert all(words.split("|")), row


def test_lemmas_are_single_lower_case_words() -> None:
    word = re.compile(r"[^\W\d_]+([-'][^\W\d_]+)*")
    for name in ("predicates.csv", "operators.csv", "holders.csv"):
        single = [r["lemma"] for r in rows(name) if r.get("pos") != "prep"]
        assert [lemma for lemma in single if not word.fullmatch(lemma)] == []
        assert [r["lemma"] for r in rows(name) if r["lemma"] != r["lemma"].lower()] == []


def test_agent_and_recipient_are_somewhere_to_look() -> None:
    """A row of another sense ("-") says nothing of anybody; all others say where to look."""
    wrong = [r for r in rows("predicates.csv") if bool(r["agent"] or r["recipient"]) == (r["type"] == "-")]
    assert wrong == []


def test_enough_predicates_of_every_kind() -> None:
    lemmas = {(r["lemma"], r["pos"]) for r in rows("predicates.csv")}
    assert len(lemmas) >= 250
    for pos, least in (("verb", 150), ("noun", 80), ("adj", 30)):
        assert sum(1 for _, p in lemmas if p == pos) >= least
    for british, american in (("criticise", "criticize"), ("recognise", "recognize"), ("apologise", "apologize")):
        assert (british, "verb") in lemmas
        assert (american, "verb") in lemmas


def test_numbers_months_and_weekdays_have_values() -> None:
    by_kind: dict[str, set[str]] = {}
    for row in rows("temporal.csv"):
        by_kind.setdefault(row["kind"], set()).add(row["value"])
    assert by_kind["month"] == {str(n) for n in range(1, 13)}
    assert by_kind["weekday"] == {str(n) for n in range(1, 8)}
    assert {str(n) for n in range(1, 61)} <= by_kind["number"]
    assert by_kind["part"] == {"early", "mid", "late"}
    assert by_kind["direction"] == {"past", "future"}
    assert by_kind["unit"] == {"day", "week", "month", "year"}
    for kind in ("relative_day", "relative_week", "relative_month", "relative_year", "daypart", "anchor"):
        assert all(re.fullmatch(r"-?\d+", value) for value in by_kind[kind])


def test_lemma_corrections_lead_to_words_of_the_pack() -> None:
    files = ("predicates.csv", "operators.csv", "reporting.csv", "holders.csv")
    words = {r["lemma"] for name in files for r in rows(name)}
    conditions = (c.partition(":")[2] for name in files[:2] for r in rows(name) for c in r["with"].split(";"))
    words |= {word for condition in conditions for word in condition.split("|")}
    forms = [r["form"] for r in rows("lemmas.csv")]
    assert len(forms) == len(set(forms))
    assert [r for r in rows("lemmas.csv") if r["lemma"] not in words] == []
