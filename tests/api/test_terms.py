from __future__ import annotations

import pytest

from api import terms
from ontology.errors import DetenteError

ACTOR = "https://w3id.org/detente/id/actor/"


@pytest.mark.parametrize(
    ("ref", "written"),
    [
        ("RUS", f"<{ACTOR}RUS>"),
        ("actor:RUS", f"<{ACTOR}RUS>"),
        (f"{ACTOR}RUS", f"<{ACTOR}RUS>"),
        ("a b> } DROP ALL", f"<{ACTOR}a%20b%3E%20%7D%20DROP%20ALL>"),
    ],
)
def test_actor(ref: str, written: str) -> None:
    assert terms.actor(ref) == written


@pytest.mark.parametrize("value", ["http://x/> . ?s ?p ?o", "http://x/{", "no scheme", ""])
def test_not_an_iri(value: str) -> None:
    with pytest.raises(DetenteError):
        terms.iri(value)


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{ACTOR}RUS", "actor:RUS"),
        (f"{ACTOR}unknown.rebels", "actor:unknown.rebels"),
        ("https://w3id.org/detente/ns#opposes", "gp:opposes"),
        ("https://w3id.org/detente/graph/article/aaaa", "https://w3id.org/detente/graph/article/aaaa"),
        (f"{ACTOR}a%20b", f"{ACTOR}a%20b"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_compact(iri: str, short: str) -> None:
    assert terms.compact(iri) == short
