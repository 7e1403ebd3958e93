"""The event scheme is complete and says what the PLOVER table says."""

from __future__ import annotations

import pickle

import pytest
from plover_table import CONTEXTS, TABLE

from ontology.errors import DetenteError
from ontology.scheme import load_scheme


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
