"""The sieve: which sentences reach the parser, and that the rest of a text stays in its place."""

from __future__ import annotations

import pytest
from spacy.language import Language

from ingest.article import make_article
from ingest.extract import extract
from ingest.nlp import sifted

ROOM = {
    "fr": "Un brouillard épais couvrait la vallée. Les routes étaient glissantes. ",
    "en": "It rained all night in the valley. The roads were slippery. ",
}
"""Sentences in which nobody does anything to anybody."""


def kept(pipelines: dict[str, Language], lang: str, text: str) -> dict[str, str]:
    doc, sentences = sifted(pipelines[lang], text)
    return {doc[s.start : s.stop].text.strip(): s.why for s in sentences if s.parsed}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fr", "La Russie soutient la Syrie."),
        ("fr", "Le gouvernement a dénoncé les rebelles."),
        ("fr", "Ils ont été combattus par les insurgés."),
        ("fr", "Les militants pro-russes défilaient."),
        ("fr", "Zoubrowka a détruit trois ponts."),
        ("fr", "Le pays a rejeté l'accord."),
        ("en", "Russia supports Syria."),
        ("en", "The government denounced the rebels."),
        ("en", "They fought the insurgents."),
        ("en", "He acted in support of France."),
        ("en", "Zubrovka destroyed three bridges."),
    ],
)
def test_a_sentence_with_a_predicate_and_an_actor_is_parsed(
    pipelines: dict[str, Language], lang: str, sentence: str
) -> None:
    assert sentence in kept(pipelines, lang, ROOM[lang] * 2 + sentence + " " + ROOM[lang])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_sentence_that_can_carry_no_claim_is_passed_over_and_it_is_told_why(
    pipelines: dict[str, Language], lang: str
) -> None:
    _, sentences = sifted(pipelines[lang], ROOM[lang] * 3)
    assert [s.parsed for s in sentences] == [True, False, False, False, False, False]
    assert {s.why for s in sentences[1:]} == {"no predicate"}


def test_what_is_pointed_back_to_is_parsed_though_it_has_no_predicate(pipelines: dict[str, Language]) -> None:
    text = ROOM["en"] * 2 + "Turkey is a large land. It attacked the rebels of the north."
    assert kept(pipelines, "en", text)["Turkey is a large land."] == "pointed back to"


def test_short_texts_are_parsed_whole(pipelines: dict[str, Language]) -> None:
    _, sentences = sifted(pipelines["en"], "It rained. The roads were slippery.")
    assert all(s.parsed and s.named for s in sentences)


def test_names_are_looked_for_only_where_no_list_knows_a_word(pipelines: dict[str, Language]) -> None:
    text = ROOM["en"] * 2 + "Russia attacked Syria. Zubrovka attacked Syria."
    doc, sentences = sifted(pipelines["en"], text)
    named = {doc[s.start : s.stop].text.strip(): s.named for s in sentences}
    assert named["Russia attacked Syria."] is False
    assert named["Zubrovka attacked Syria."] is True


@pytest.mark.parametrize(
    ("lang", "claim"), [("fr", "La Russie a condamné la Turquie."), ("en", "Russia condemned Turkey.")]
)
def test_claims_stand_where_they_stand_in_the_whole_text(lang: str, claim: str) -> None:
    article = make_article(ROOM[lang] * 3 + claim + " " + ROOM[lang], lang=lang)
    found = {sieve: extract(article, sieve=sieve, rules_only=True) for sieve in (True, False)}
    (stance,) = found[True].stances
    assert article.full_text[stance.begin : stance.end] == claim
    assert article.full_text[stance.subject.begin : stance.subject.end].endswith(("Russie", "Russia"))
    assert [s.iri for s in found[True].stances] == [s.iri for s in found[False].stances]


def test_an_empty_line_between_paragraphs_ends_a_sentence_that_is_passed_over(pipelines: dict[str, Language]) -> None:
    doc, _ = sifted(pipelines["en"], "Weather report\n\n" + ROOM["en"] + "\n\nRussia condemned Turkey.")
    before = [token.i for token in doc if token.is_sent_start]
    parsed = pipelines["en"].get_pipe("detente_parsing")(doc)
    assert [token.i for token in parsed if token.is_sent_start] == before
