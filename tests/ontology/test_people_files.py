"""The files of people and terms of office keep to docs/gazetteer.md."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "ontology" / "gazetteer"
PEOPLE_HEADER = "id,qid,en,fr,en_alt,fr_alt,surname,source"
TERMS_HEADER = "person,principal,office,start,end,source"
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
SOURCES = {"Wikidata", "editors"}
SINGLE_HOLDER = {"head_of_state", "head_of_government"}
COLLECTIVE_HEADS = {"BIH", "SMR"}
"""States whose heads are several people at once: the presidency of Bosnia, the captains regent of San Marino."""
ORGANIZATIONS = {
    *("african-union", "al-qaeda", "arab-league", "european-union", "hamas", "hezbollah"),
    *("international-atomic-energy-agency", "international-criminal-court", "international-monetary-fund"),
    *("islamic-state", "nato", "osce", "taliban", "united-nations", "world-health-organization"),
}
WORDS = "Bien Brown Ban Cook Fini Font Major Marin May Moon Park Parts Price Royal Store Struck Su"
EVERYDAY_WORDS = frozenset(WORDS.split())
FICTIONAL = ("Olivia Marsdin", "Phil Baker", "Quentin Trembley")
PORTUGUESE = ("Iéltsin", "Papa ", " do Reino Unido", " da Arábia", " da Noruega", "Príncipe Herdeiro", "Bento XVI")
FACTS = """
    barack-obama USA head_of_state 2009-01-20 2017-01-20
    donald-trump USA head_of_state 2017-01-20 2021-01-20
    donald-trump USA head_of_state 2025-01-20
    joe-biden USA vice_president 2009-01-20 2017-01-20
    hillary-clinton USA foreign_minister 2009-01-21 2013-02-01
    vladimir-putin RUS head_of_state 2012-05-07
    vladimir-putin RUS head_of_government 2008-05-08 2012-05-07
    sergei-lavrov RUS foreign_minister 2004-03-09
    volodymyr-zelensky UKR head_of_state 2019-05-20
    viktor-yanukovych UKR head_of_state 2010-02-25 2014-02-22
    angela-merkel DEU head_of_government 2005-11-22 2021-12-08
    emmanuel-macron FRA head_of_state 2017-05-14
    nicolas-sarkozy FRA head_of_state 2007-05-16 2012-05-15
    jean-pierre-raffarin FRA head_of_government 2002-05-06 2005-05-31
    tony-blair GBR head_of_government 1997-05-02 2007-06-27
    theresa-may GBR head_of_government 2016-07-13 2019-07-24
    bashar-al-assad SYR head_of_state 2000-07-17 2024-12-08
    hosni-mubarak EGY head_of_state 1981-10-14 2011-02-11
    muammar-gaddafi LBY head_of_state 1969-09-01 2011-08-23
    recep-tayyip-erdogan TUR head_of_state 2014-08-28
    hassan-rouhani IRN head_of_government 2013-08-03 2021-08-03
    ali-khamenei IRN head_of_state 1989-06-04
    benjamin-netanyahu ISR head_of_government 2009-03-31 2021-06-13
    xi-jinping CHN head_of_state 2013-03-14
    kim-jong-un PRK head_of_state 2011-12-17
    park-geun-hye KOR head_of_state 2013-02-25 2017-03-10
    narendra-modi IND head_of_government 2014-05-26
    nicolas-maduro VEN head_of_state 2013-03-05
    hamid-karzai AFG head_of_state 2001-12-22 2014-09-29
    king-salman SAU head_of_state 2015-01-23
    alexander-lukashenko BLR head_of_state 1994-07-20
    antonio-guterres united-nations head_of_organization 2017-01-01
    jens-stoltenberg nato head_of_organization 2014-10-01 2024-10-01
    hassan-nasrallah hezbollah head_of_organization 1992-02-16 2024-09-27
    osama-bin-laden al-qaeda head_of_organization 1988 2011-05-02
"""
SPELLINGS = """
    vladimir-putin|Vladimir Putin|Vladimir Poutine|Putin,Poutine
    bashar-al-assad|Bashar al-Assad|Bachar el-Assad|Assad,el-Assad,al-Assad
    volodymyr-zelensky|Volodymyr Zelensky|Volodymyr Zelensky|Zelensky,Zelenskyy,Zelenskiy
    recep-tayyip-erdogan|Recep Tayyip Erdogan|Recep Tayyip Erdogan|Erdogan,Erdoğan
    muammar-gaddafi|Muammar Gaddafi|Mouammar Kadhafi|Gaddafi,Kadhafi
    benjamin-netanyahu|Benjamin Netanyahu|Benyamin Netanyahou|Netanyahu,Netanyahou
    abdel-fattah-el-sisi|Abdel Fattah el-Sisi|Abdel Fattah al-Sissi|Sisi,Sissi
    alexander-lukashenko|Alexander Lukashenko|Alexandre Loukachenko|Lukashenko,Loukachenko
    boris-yeltsin|Boris Yeltsin|Boris Eltsine|Yeltsin,Eltsine
"""

Row = dict[str, str]


def _read(name: str, header: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as handle:
        assert handle.readline().rstrip("\r\n") == header
        return list(csv.DictReader(handle, fieldnames=header.split(","), strict=True))


@pytest.fixture(scope="module")
def people() -> list[Row]:
    return _read("people.csv", PEOPLE_HEADER)


@pytest.fixture(scope="module")
def terms() -> list[Row]:
    return _read("terms.csv", TERMS_HEADER)


def _parts(text: str) -> list[str]:
    return text.split("|") if text else []


def test_every_row_is_complete(people: list[Row], terms: list[Row]) -> None:
    for row in (*people, *terms):
        assert None not in row, row
        assert None not in row.values(), row
        assert all(value == value.strip() for value in row.values()), row
        assert set(_parts(row["source"])) <= SOURCES, row
        assert row["source"], row


def test_people_are_sorted_and_unique(people: list[Row]) -> None:
    ids = [row["id"] for row in people]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", person) for person in ids)
    assert len(ids) > 2500


def test_people_have_names_in_both_languages(people: list[Row]) -> None:
    for row in people:
        assert row["en"], row
        assert row["fr"], row
        assert "|" not in row["en"] + row["fr"], row
        for lang in ("en", "fr"):
            others = _parts(row[f"{lang}_alt"])
            assert all(others), row
            assert len(others) == len(set(others)), row
            assert row[lang] not in others, row


def test_qids(people: list[Row]) -> None:
    qids = [row["qid"] for row in people if row["qid"]]
    assert all(re.fullmatch(r"Q[1-9]\d*", qid) for qid in qids)
    assert len(qids) == len(set(qids))
    assert all("Wikidata" in row["source"] for row in people if row["qid"])
    assert not any(re.match(r"Q\d", row["en"]) for row in people)


def test_surnames_stand_alone(people: list[Row]) -> None:
    for row in people:
        forms = _parts(row["surname"])
        assert all(len(form) > 1 for form in forms), row
        assert len(forms) == len(set(forms)), row
        assert not EVERYDAY_WORDS & set(forms), row


def test_no_fictional_holders_and_no_portuguese(people: list[Row]) -> None:
    names = "\n".join(f"{row['en']}|{row['fr']}|{row['en_alt']}" for row in people)
    assert not [name for name in (*FICTIONAL, *PORTUGUESE) if name in names]


def test_terms_are_sorted_and_unique(terms: list[Row]) -> None:
    keys = [(row["person"], row["start"]) for row in terms]
    assert keys == sorted(keys)
    assert len({tuple(row.values()) for row in terms}) == len(terms)


def test_every_term_is_of_a_known_person(people: list[Row], terms: list[Row]) -> None:
    known = {row["id"] for row in people}
    assert {row["person"] for row in terms} <= known


def test_every_principal_is_known(terms: list[Row]) -> None:
    with (FOLDER / "states.csv").open(encoding="utf-8", newline="") as handle:
        states = {row["id"] for row in csv.DictReader(handle)}
    assert {row["principal"] for row in terms} <= states | ORGANIZATIONS
    assert {row["principal"] for row in terms} >= ORGANIZATIONS


def test_dates(terms: list[Row]) -> None:
    for row in terms:
        assert DATE.fullmatch(row["start"]), row
        assert not row["end"] or DATE.fullmatch(row["end"]), row
        precision = min(len(row["start"]), len(row["end"]))
        assert row["start"][:precision] <= row["end"][:precision], row
        assert not row["end"] or row["end"] >= "1990", row


def test_one_holder_of_an_office_and_day(terms: list[Row]) -> None:
    held: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in terms:
        if row["office"] in SINGLE_HOLDER and row["principal"] not in COLLECTIVE_HEADS:
            held[row["principal"], row["office"]].append(row)
    for rows in held.values():
        rows.sort(key=lambda row: row["start"])
        for before, after in pairwise(rows):
            assert before["end"], (before, after)
            assert before["end"] <= after["start"], (before, after)


@pytest.mark.parametrize("fact", [line.strip() for line in FACTS.strip().splitlines()])
def test_known_terms(fact: str, terms: list[Row]) -> None:
    found = {" ".join(list(row.values())[:5]).strip() for row in terms}
    assert fact in found


@pytest.mark.parametrize("line", [line.strip() for line in SPELLINGS.strip().splitlines()])
def test_known_spellings(line: str, people: list[Row]) -> None:
    person, english, french, surnames = line.split("|")
    row = next(row for row in people if row["id"] == person)
    assert (row["en"], row["fr"]) == (english, french)
    assert set(surnames.split(",")) <= set(_parts(row["surname"]))


def test_at_least_45_states_have_foreign_and_defence_ministers(terms: list[Row]) -> None:
    foreign = {row["principal"] for row in terms if row["office"] == "foreign_minister"}
    defence = {row["principal"] for row in terms if row["office"] == "defence_minister"}
    assert len(foreign) >= 45
    assert len(defence) >= 45
    assert {"USA", "RUS", "UKR", "GBR", "FRA", "DEU", "CHN", "ISR", "IRN", "TUR", "IND"} <= foreign & defence
