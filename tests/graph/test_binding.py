"""Whatever is bound to a parameter of a named query stays one value of that parameter."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions
from pyoxigraph import Store as Engine

from graph.queries import NamedQuery, Parameter, named_queries
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES, XSD

PIECES = (
    '"',
    "'",
    "\\",
    "}",
    "{",
    ">",
    "<",
    "\n",
    "\r",
    "\t",
    "#",
    "?b",
    "\\u0022",
    "\\U0000007D",
    "u0022",
    "@en",
    "^^",
)
TRICKS = (
    "VALUES ?b { ",
    "VALUES ?word { ",
    "UNDEF",
    "} ASK {",
    '" } SERVICE <x:y> {',
    "é",
    "𝕏",
    "\x00",
    "\x7f",
    "\u2028",
)
NASTY = st.lists(st.sampled_from((*PIECES, *TRICKS))).map("".join)
TEXTS = st.text() | NASTY
PARAMETERS = (
    Parameter("word", '"en"', "a word"),
    Parameter("who", "actor:USA", "an actor"),
    Parameter("day", '"2020-01-01"^^xsd:date', "a day"),
    Parameter("least", '"0.4"^^xsd:decimal', "a number"),
    Parameter("b", '"en"', "another word"),
)
CLAUSES = "\n".join(f"VALUES ?{parameter.name} {{ {parameter.default} }}" for parameter in PARAMETERS)
QUERY = NamedQuery("all", "?", "?", PARAMETERS, (), f"SELECT ?word ?who ?day ?least ?b WHERE {{\n{CLAUSES}\n}}")


def answer_or_refusal(**values: object) -> dict[str, object] | str:
    try:
        return answer(**values)
    except DetenteError as error:
        return error.detail


def answer(**values: object) -> dict[str, object]:
    """Bind, ask an empty store, and give back what the variables were."""
    text = QUERY.bind(values)  # type: ignore[arg-type]
    found = Engine().query(text, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    (solution,) = found
    return {variable.value: solution[variable.value] for variable in found.variables}


@given(word=TEXTS, b=TEXTS)
def test_words_come_back_as_they_went_in(word: str, b: str) -> None:
    found = answer(word=word, b=b)
    assert (found["word"], found["b"]) == (Literal(word), Literal(b))
    assert found["who"] == NamedNode(PREFIXES["actor"] + "USA")


@given(who=TEXTS, word=TEXTS)
def test_an_actor_stays_one_iri_or_is_refused(who: str, word: str) -> None:
    found = answer_or_refusal(who=who, word=word)
    if isinstance(found, str):
        assert found.startswith("who: ")
        return
    assert isinstance(found["who"], NamedNode)
    assert found["word"] == Literal(word)


@given(day=st.dates())
def test_dates_come_back(day: datetime.date) -> None:
    assert answer(day=day)["day"] == answer(day=day.isoformat())["day"]
    assert answer(day=day)["day"] == Literal(day.isoformat(), datatype=NamedNode(XSD + "date"))


@given(value=st.floats(0, 1) | st.decimals(0, 1) | st.integers(0, 10))
def test_numbers_come_back(value: float | Decimal) -> None:
    least = answer(least=value)["least"]
    assert isinstance(least, Literal)
    assert Decimal(least.value) == Decimal(format(value, "f"))


@given(name=st.sampled_from(["day", "least"]), value=NASTY | st.floats() | st.just("2020-W01-1") | st.just("٣"))
def test_what_is_no_date_or_number_is_refused_or_written_plainly(name: str, value: object) -> None:
    found = answer_or_refusal(**{name: value})
    if isinstance(found, str):
        assert found.startswith(f"{name} must be a")
        return
    written = found[name]
    assert isinstance(written, Literal)
    assert re.fullmatch(r"[0-9.]+|[0-9]{4}-[0-9]{2}-[0-9]{2}", written.value)


@pytest.mark.parametrize("query", list(named_queries().values()), ids=lambda query: query.name)
@given(text=TEXTS)
def test_every_query_keeps_its_shape(query: NamedQuery, text: str) -> None:
    for parameter in query.parameters:
        try:
            bound = query.bind({parameter.name: text})
        except DetenteError:
            continue
        assert isinstance(Engine().query(bound, prefixes=PREFIXES), QuerySolutions)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(DetenteError, match="not valid Unicode"):
        QUERY.bind({"word": "\ud800"})


def test_kinds_of_parameters() -> None:
    kinds = {parameter.name: parameter.kind for query in named_queries().values() for parameter in query.parameters}
    assert kinds["relation"] == "relation"
    assert (kinds["target"], kinds["day"], kinds["least"], kinds["language"]) == ("actor", "date", "number", "text")
    assert {query.name for query in named_queries().values() for p in query.parameters if p.is_open} == {
        "contradictions",
        "events-confirmed",
        "flips",
        "unbalanced-triads",
    }
