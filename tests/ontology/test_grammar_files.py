import csv
from importlib.resources import files

import pytest

from ontology.lexicon import languages, load_lexicon

KINDS = {
    "abbreviation",
    "accompanying",
    "adverbial_pronoun",
    "as",
    "authoring",
    "complement",
    "conditional_mark",
    "copula",
    "courtesy",
    "dative_relative",
    "determiner",
    "effort",
    "first_person",
    "definite",
    "struggle",
    "setting",
    "former",
    "hearsay",
    "having",
    "inverted_condition",
    "helping",
    "future_modal",
    "future_past",
    "future_verb",
    "indefinite_plural",
    "issuing",
    "joint",
    "modal_possible",
    "modal_presupposing",
    "name_particle",
    "negation",
    "negative_determiner",
    "one_of",
    "own_subject",
    "perception",
    "object_clitic",
    "pairing",
    "place_preposition",
    "possessive",
    "reason",
    "recipient_preposition",
    "reflexive",
    "relative",
    "those_of",
    "sport",
    "supposing",
}
ONE_LANGUAGE = {
    "adverbial_pronoun",
    "as",
    "authoring",
    "dative_relative",
    "definite",
    "future_modal",
    "future_past",
    "having",
    "helping",
    "indefinite_plural",
    "inverted_condition",
    "modal_presupposing",
    "object_clitic",
    "own_subject",
    "pairing",
    "perception",
    "recipient_preposition",
    "reflexive",
    "sport",
    "supposing",
}
"""Classes that not every language has or needs."""


def read(lang: str) -> list[list[str]]:
    with files("ontology").joinpath("lexicon", lang, "grammar.csv").open("r", encoding="utf-8") as handle:
        return list(csv.reader(handle))


@pytest.mark.parametrize("lang", languages())
def test_closed_classes_are_sorted_unique_and_known(lang: str) -> None:
    header, *body = read(lang)
    assert header == ["form", "kind"]
    assert body == sorted(body)
    assert len({tuple(row) for row in body}) == len(body)
    assert {row[1] for row in body} <= KINDS
    assert [row for row in body if row[0] != row[0].strip().lower() or not row[0]] == []


@pytest.mark.parametrize("lang", languages())
def test_every_language_has_the_classes_the_stages_ask_for(lang: str) -> None:
    lexicon = load_lexicon(lang)
    needed = KINDS - ONE_LANGUAGE
    assert {kind for kind in needed if not lexicon.words(kind)} == set()
