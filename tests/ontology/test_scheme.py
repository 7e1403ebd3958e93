"""The event scheme is complete and says what the PLOVER table says."""

from __future__ import annotations

import pickle

import pytest

from ontology.errors import DetenteError
from ontology.scheme import load_scheme

TABLE = {
    # category: quad class, score, implied stance, weak, modes
    "AGREE": ("VerbalCooperation", 2.5, "supports", True, {}),
    "CONSULT": ("VerbalCooperation", 2.5, None, False, {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5}),
    "SUPPORT": ("VerbalCooperation", 5, "supports", False, {}),
    "CONCEDE": ("VerbalCooperation", 4.5, "supports", True, {}),
    "COOPERATE": ("MaterialCooperation", 9.5, "supports", False, {}),
    "AID": ("MaterialCooperation", 10, "supports", False, {}),
    "RETREAT": ("MaterialCooperation", 6.5, None, False,
                {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5}),
    "REQUEST": ("VerbalConflict", 0, None, False, {"assist": 0.5, "change": -1, "yield": -1, "meet": 0}),
    "ACCUSE": ("VerbalConflict", -3, "opposes", False, {"disapprove": -2, "investigate": -3.5, "allege": -3.5}),
    "REJECT": ("VerbalConflict", -2, "opposes", False, {"assist": -1.5, "change": -2, "yield": -2, "meet": -2}),
    "THREATEN": ("VerbalConflict", -3.5, "opposes", False,
                 {"restrict": -3, "arrest": -3.5, "relations": -3.5, "expel": -3.5, "territory": -4, "violence": -3.5}),
    "PROTEST": ("MaterialConflict", -5, "opposes", False,
                {"demo": -5, "riot": -7, "strike": -5, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5,
                 "vandalize": -5}),
    "SANCTION": ("MaterialConflict", -6, "opposes", False,
                 {"convict": -6, "expel": -5.5, "withdraw": -6, "discontinue": -6}),
    "MOBILIZE": ("MaterialConflict", -5.5, "opposes", False,
                 {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6}),
    "COERCE": ("MaterialConflict", -7, "opposes", False,
               {"seize": -7, "restrict": -7, "censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "arrest": -7,
                "deport": -7, "withhold": -7, "misinformation": -6.5, "cyber": -7}),
    "ASSAULT": ("MaterialConflict", -9, "opposes", False,
                {"abduct": -8.5, "torture": -8.5, "sexual": -8.5, "destroy": -8.5, "beat": -7.5, "crowd-control": -7.5,
                 "primitive": -8, "firearms": -9, "explosives": -9, "targeted": -9.5, "suicide-attack": -9.5,
                 "aerial": -9.5, "drone": -9.5, "heavy-weapons": -9.5, "unconventional": -10}),
}  # fmt: skip

CONTEXTS = [
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
]


def test_there_are_sixteen_categories_in_their_order() -> None:
    assert list(load_scheme().types) == list(TABLE)


@pytest.mark.parametrize("code", TABLE)
def test_each_row_of_the_table(code: str) -> None:
    quad_class, score, stance, weak, modes = TABLE[code]
    found = load_scheme()[code]
    assert (found.code, found.quad_class, found.score) == (code, quad_class, score)
    assert found.stance() == (stance, weak)
    assert {name: mode.score for name, mode in found.modes.items()} == modes
    assert found.iri.endswith("#" + code)
    assert set(found.labels) == {"en", "fr"}


def test_modes_take_the_stance_of_their_category_unless_they_have_their_own() -> None:
    scheme = load_scheme()
    assert scheme["REQUEST"].stance("assist") == (None, False)
    assert scheme["REQUEST"].stance("change") == ("opposes", True)
    assert scheme["REQUEST"].stance("yield") == ("opposes", True)
    assert scheme["REJECT"].stance("assist") == ("opposes", False)
    assert scheme["REJECT"].stance("no such mode") == ("opposes", False)
    assert scheme["REJECT"].modes["assist"].iri == "https://w3id.org/detente/plover#REJECT-assist"


def test_contexts() -> None:
    assert list(load_scheme().contexts) == CONTEXTS


def test_every_mode_and_context_speaks_both_languages() -> None:
    scheme = load_scheme()
    concepts = [*(mode for kind in scheme.types.values() for mode in kind.modes.values()), *scheme.contexts.values()]
    assert all(set(concept.labels) == {"en", "fr"} for concept in concepts)


def test_it_is_read_once_and_travels_between_processes() -> None:
    assert load_scheme() is load_scheme()
    assert pickle.loads(pickle.dumps(load_scheme())) == load_scheme()
    assert hash(load_scheme()["AID"])


def test_an_unknown_category_is_an_error() -> None:
    with pytest.raises(DetenteError, match="'FIGHT' is not an event type; the types are AGREE"):
        load_scheme()["FIGHT"]


def test_errors_keep_their_status_between_processes() -> None:
    error = pickle.loads(pickle.dumps(DetenteError("gone", 404)))
    assert (error.detail, error.status, str(error)) == ("gone", 404, "gone")
    assert DetenteError("bad").status == 400
