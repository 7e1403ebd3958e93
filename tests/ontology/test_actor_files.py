"""The hand-written actor files keep the rules of ``docs/gazetteer.md``."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "ontology" / "gazetteer"

HEADERS = {
    "organizations.csv": "id,class,code,en,fr,en_alt,fr_alt,acts_for,role,sector,start,end,source",
    "groups.csv": "id,class,code,en,fr,en_alt,fr_alt,country,sector,start,end,source",
    "roles.csv": "id,kind,sector,en,fr,source",
}
CLASSES = {
    "organizations.csv": {"IntergovernmentalOrganization", "Organization"},
    "groups.csv": {"ArmedGroup", "PoliticalParty", "Organization"},
}
KINDS = {"organ", "office", "members", "collective"}
GOVERNING_SECTORS = {"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "IGO"}
SOCIAL_SECTORS = {"AGR", "BUS", "CVL", "EDU", "ELI", "HLH", "JRN", "LAB", "NGO", "OPP", "PTY", "REF", "REL"}
SECTORS = GOVERNING_SECTORS | SOCIAL_SECTORS | {"CRM", "REB", "UAF"}
LANGUAGES = ("en", "fr")

SHARED = {
    ("en", "BNP"): "both the Bangladeshi and the British nationalists sign with these letters",
    ("fr", "BNP"): "both the Bangladeshi and the British nationalists sign with these letters",
    ("en", "RSF"): "Reporters Without Borders use their French letters in English; Sudan's Rapid Support Forces too",
    ("fr", "PDS"): "the Senegalese party, and the German one that became Die Linke in 2007",
}
"""Surface forms that two rows may have in one language, and why."""

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Z0-9]+(_[A-Z0-9]+)*")
DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")


def read(name: str) -> list[dict[str, str]]:
    """Read a file, which must hold its exact header and rows of the same length."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as handle:
        table = list(csv.reader(handle, strict=True))
    header = HEADERS[name].split(",") if name in HEADERS else table[0]
    assert table[0] == header
    assert [row for row in table[1:] if len(row) != len(header)] == []
    return [dict(zip(header, row, strict=True)) for row in table[1:]]


def values(cell: str) -> list[str]:
    """Split a cell at ``|``."""
    return cell.split("|") if cell else []


def names(row: dict[str, str], lang: str) -> list[str]:
    """Give the shown name and the other names of a row in a language."""
    return [row[lang], *values(row[f"{lang}_alt"])]


def state_ids() -> set[str]:
    """Give the ids of ``states.csv``, or skip the test while there is no such file."""
    if not (FOLDER / "states.csv").exists():
        pytest.skip("states.csv is not there yet")
    return {row["id"] for row in read("states.csv")}


@pytest.mark.parametrize("name", HEADERS)
def test_ids_are_sorted_and_unique(name: str) -> None:
    ids = [row["id"] for row in read(name)]
    assert ids == sorted(set(ids))
    assert [i for i in ids if not ID.fullmatch(i)] == []


@pytest.mark.parametrize("name", HEADERS)
def test_cells_are_clean(name: str) -> None:
    bad = []
    for row in read(name):
        for column, cell in row.items():
            parts = values(cell)
            if any(not p or p != p.strip() or "  " in p for p in parts) or len(parts) != len(set(parts)):
                bad.append((row["id"], column))
    assert bad == []
    assert {row["source"] for row in read(name)} == {"editors"}


@pytest.mark.parametrize("name", CLASSES)
def test_classes_codes_sectors_and_dates_are_known(name: str) -> None:
    rows = read(name)
    assert {row["class"] for row in rows} <= CLASSES[name]
    assert {row["sector"] for row in rows} <= SECTORS
    codes = [row["code"] for row in rows if row["code"]]
    assert len(codes) == len(set(codes))
    assert [c for c in codes if not CODE.fullmatch(c)] == []
    for row in rows:
        assert row["en"], row["id"]
        assert row["fr"], row["id"]
        assert DATE.fullmatch(row["start"]), row["id"]
        assert DATE.fullmatch(row["end"]), row["id"]
        assert not row["end"] or row["start"] <= row["end"], row["id"]
        assert len(set(names(row, "en"))) == len(names(row, "en")), row["id"]
        assert len(set(names(row, "fr"))) == len(names(row, "fr")), row["id"]


def test_codes_stand_where_the_class_wants_them() -> None:
    for row in read("organizations.csv"):
        assert bool(row["code"]) == (row["class"] == "IntergovernmentalOrganization"), row["id"]
    for row in read("groups.csv"):
        assert not (row["code"] and row["class"] == "PoliticalParty"), row["id"]
        assert row["code"] or row["class"] != "ArmedGroup", row["id"]


def test_organs_act_for_something_known() -> None:
    rows = read("organizations.csv")
    known = {row["id"] for row in rows} | state_ids()
    assert [(row["id"], row["acts_for"]) for row in rows if row["acts_for"] and row["acts_for"] not in known] == []
    assert [row["id"] for row in rows if row["acts_for"] == row["id"]] == []


def test_groups_stand_in_known_states() -> None:
    known = state_ids()
    assert [(row["id"], c) for row in read("groups.csv") for c in values(row["country"]) if c not in known] == []


def test_organizations_and_groups_share_no_id() -> None:
    organizations, groups = ({row["id"] for row in read(name)} for name in CLASSES)
    assert organizations & groups == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_form_belongs_to_two_rows(lang: str) -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name in CLASSES:
        for row in read(name):
            for form in names(row, lang):
                owners[form].add(row["id"])
    shared = {form: sorted(ids) for form, ids in owners.items() if len(ids) > 1}
    assert {form: ids for form, ids in shared.items() if (lang, form) not in SHARED} == {}
    assert {form for at, form in SHARED if at == lang} <= shared.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_roles_are_lower_case_and_unique(lang: str) -> None:
    owners: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read("roles.csv"):
        assert row[lang], row["id"]
        for form in values(row[lang]):
            assert form == form.lower() or form[0].isupper(), form
            owners[row["kind"], form].append(row["id"])
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_roles_leave_out_their_owner() -> None:
    """A role such as "UN envoy" would hide the UN from the pattern that puts owner and role together."""
    owned = re.compile(r"^(un|us|eu|nato) |de l'(onu|otan|ue)\b|\b(white house|maison blanche|kremlin)\b")
    forms = [form for row in read("roles.csv") for form in (*values(row["en"]), *values(row["fr"]))]
    assert [form for form in forms if owned.search(form)] == []


def test_kinds_and_sectors_of_roles_are_known() -> None:
    rows = read("roles.csv")
    assert {row["kind"] for row in rows} == KINDS
    assert {row["sector"] for row in rows} <= SECTORS


def test_there_is_enough_of_everything() -> None:
    organizations = read("organizations.csv")
    sectors = [row["sector"] for row in organizations]
    assert sum(row["class"] == "IntergovernmentalOrganization" for row in organizations) >= 60
    assert sum(bool(re.fullmatch("[A-Z]{3}", row["acts_for"])) for row in organizations) >= 80
    assert sectors.count("NGO") >= 35
    assert sectors.count("BUS") >= 50
    assert sectors.count("JRN") >= 40
    assert len(read("groups.csv")) >= 120
    assert len(read("roles.csv")) >= 250


def test_the_best_known_actors_are_there() -> None:
    rows = [row for name in CLASSES for row in read(name)]
    found = {form: row["id"] for row in rows for lang in LANGUAGES for form in names(row, lang)}
    assert found["Security Council"] == found["Conseil de sécurité"] == "un-security-council"
    assert found["Bruxelles"] == found["Brussels"] == "european-union"
    assert found["Otan"] == found["NATO"] == "nato"
    assert found["AIEA"] == "international-atomic-energy-agency"
    assert found["Pentagone"] == found["Pentagon"] == "us-department-of-defense"
    assert found["EI"] == found["ISIS"] == found["Daech"] == "islamic-state"
    assert found["Gardiens de la révolution"] == "irgc"
    assert found["New York Times"] == "new-york-times"
    assert "IS" not in found


def test_state_codes_hold_those_of_every_state_that_has_one() -> None:
    table = read("state_codes.csv")
    codes = [row["code"] for row in table]
    assert codes == sorted(set(codes))
    assert {row["source"] for row in table} == {"ISO 3166-1", "CLDR"}
    present = {row["id"] for row in read("states.csv") if row["kind"] != "historical" and len(row["id"]) == 3}
    assert present <= set(codes)
