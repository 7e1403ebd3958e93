"""The file of states keeps to docs/gazetteer.md."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
from rigour.territories import get_territory

FILE = Path(__file__).parents[2] / "ontology" / "gazetteer" / "states.csv"
HEADER = (
    "id,kind,qid,en,fr,en_alt,fr_alt,en_adj,fr_adj,en_noun,fr_noun,en_compound,fr_compound,"
    "en_capital,fr_capital,en_seats,fr_seats,source"
)
COLUMNS = HEADER.split(",")
SINGLE = {"id", "kind", "qid", "en", "fr"}
KINDS = {"state", "disputed", "territory", "historical"}
UN_CODES = """
    AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA
    CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH
    FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA
    JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX
    MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG
    POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD
    TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE
"""
UN_MEMBERS = frozenset(UN_CODES.split())
OTHERS = {
    "VAT", "PSE", "XKX", "TWN", "ESH", "ABKHAZIA", "SOUTH_OSSETIA", "TRANSNISTRIA", "NORTHERN_CYPRUS", "NAGORNO_KARABAKH",
    "SOMALILAND", "DONETSK_PR", "LUHANSK_PR", "HKG", "MAC", "GRL", "PRI", "IRAQI_KURDISTAN", "SUN", "YUG", "CSK", "DDR", "SCG",
}  # fmt: skip
# "Congolese" and "Dominican" go to the larger neighbour; there is no common noun for people of the Vatican.
NO_DEMONYM = {
    ("COG", "en_adj"), ("COG", "fr_adj"), ("COG", "en_noun"), ("COG", "fr_noun"),
    ("DMA", "en_adj"), ("DMA", "en_noun"), ("VAT", "en_noun"), ("VAT", "fr_noun"),
}  # fmt: skip


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def values(row: dict[str, str], column: str) -> list[str]:
    return row[column].split("|") if row[column] else []


def test_header() -> None:
    assert FILE.read_text(encoding="utf-8").split("\n", 1)[0] == HEADER


def test_rows_are_whole() -> None:
    for row in rows():
        assert set(row) == set(COLUMNS), row["id"]
        assert None not in row.values(), row["id"]


def test_sorted_and_unique() -> None:
    ids = [row["id"] for row in rows()]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"[A-Z]+(_[A-Z]+)*", at) for at in ids)


def test_all_states_are_there() -> None:
    assert len(UN_MEMBERS) == 193
    kinds = {row["id"]: row["kind"] for row in rows()}
    assert {at for at, kind in kinds.items() if kind == "state"} == UN_MEMBERS | {"VAT", "PSE"}
    assert kinds.keys() >= OTHERS
    assert set(kinds.values()) == KINDS


def test_qids_are_those_of_rigour() -> None:
    qids = [row["qid"] for row in rows() if row["qid"]]
    assert all(re.fullmatch(r"Q[1-9][0-9]*", qid) for qid in qids)
    assert len(qids) == len(set(qids))
    for row in rows():
        if row["id"] in UN_MEMBERS:
            territory = get_territory(row["id"].lower())
            assert territory is not None, row["id"]
            assert row["qid"] == territory.qid, row["id"]


def test_required_cells() -> None:
    for row in rows():
        for column in ("kind", "en", "fr", "source"):
            assert row[column], (row["id"], column)


def test_values_are_clean() -> None:
    for row in rows():
        for column in COLUMNS:
            assert "\n" not in row[column]
            if column in SINGLE:
                assert "|" not in row[column], (row["id"], column)
            forms = values(row, column)
            assert len(forms) == len(set(forms)), (row["id"], column)
            for form in forms:
                assert form, (row["id"], column)
                assert form == " ".join(form.split()), (row["id"], column, form)
                assert "\u2019" not in form, (row["id"], column, form)


@pytest.mark.parametrize(
    "columns",
    [("", "_alt", "_capital", "_seats"), ("_compound",), ("", "_alt", "_capital", "_seats", "_noun", "_adj")],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_form_belongs_to_two_states(lang: str, columns: tuple[str, ...]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        for column in columns:
            for form in values(row, lang + column):
                owners[form.casefold()].add(row["id"])
    assert not {form: at for form, at in owners.items() if len(at) > 1}


def test_a_name_is_given_once_in_a_row() -> None:
    for row in rows():
        for lang in ("en", "fr"):
            forms = [form for column in ("", "_alt", "_capital", "_seats") for form in values(row, lang + column)]
            assert len(forms) == len(set(forms)), (row["id"], lang)


def test_states_have_demonyms() -> None:
    empty = {
        (row["id"], column)
        for row in rows()
        if row["kind"] == "state"
        for column in ("en_adj", "fr_adj", "en_noun", "fr_noun")
        if not row[column]
    }
    assert empty == NO_DEMONYM


def test_case_of_forms() -> None:
    for row in rows():
        for column in ("fr_adj", "fr_compound"):
            for form in values(row, column):
                assert form == form.lower(), (row["id"], column, form)
        for form in (
            values(row, "en_adj") + values(row, "en_noun") + values(row, "en_compound") + values(row, "fr_noun")
        ):
            assert form != form.lower(), (row["id"], form)


def test_french_adjectives_agree() -> None:
    for row in rows():
        forms = {form for form in values(row, "fr_adj") if " " not in form}
        for form in forms:
            if form.endswith(("ien", "éen")):
                assert {form + "ne", form + "s", form + "nes"} <= forms, (row["id"], form)
            if form.endswith("ais") and form != "malais":
                assert {form + "e", form + "es"} <= forms, (row["id"], form)
