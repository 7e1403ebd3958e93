"""What an explanation shows of each step, and that it shows what ingest would store."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from json import dumps

import pytest

from ingest.article import make_article
from ingest.explain import explain
from ingest.explanation import Explanation
from ingest.extract import extract
from ontology.errors import DetenteError

DAY = date(2021, 3, 10)
DENIAL = "On Monday, the Russian army denied supporting Syria."


@pytest.fixture(scope="module")
def denial() -> Explanation:
    return explain(DENIAL, "en", DAY)


def test_actors_with_principal_and_what_recognised_them(denial: Explanation) -> None:
    shown = [(a.words, a.actor, a.how, a.principal, a.place) for a in denial.actors]
    assert shown == [
        ("Russian army", "RUS.armed-forces", "organ", "RUS", False),
        ("Syria", "SYR", "state", "SYR", False),
    ]


def test_offsets_count_in_the_text_shown(denial: Explanation) -> None:
    for row in (*denial.actors, *denial.dates):
        assert denial.text[row.begin : row.end] == row.words


def test_a_name_that_stands_as_a_place() -> None:
    (actor,) = explain("Soldiers were killed in Syria.", "en").actors[-1:]
    assert (actor.actor, actor.place) == ("SYR", True)


def test_dates_count_from_the_day_of_publication(denial: Explanation) -> None:
    (found,) = denial.dates
    assert (found.words, found.date, found.until, found.precision) == ("Monday", "2021-03-08", "2021-03-08", "Day")
    assert found.relative
    assert denial.published == "2021-03-10"


def test_without_a_day_of_publication_nothing_relative_is_dated() -> None:
    assert explain(DENIAL, "en").dates == ()


def test_a_denied_predication_with_its_sides_and_source(denial: Explanation) -> None:
    (found,) = denial.predications
    assert (found.word, found.type, found.implies) == ("supporting", "SUPPORT", "supports")
    assert found.denied
    assert [a.actor for a in found.agents] == ["RUS.armed-forces"]
    assert [r.actor for r in found.recipients] == ["SYR"]
    assert found.source.attribution == "ReportedSpeech"
    assert found.source.speaker is not None
    assert found.source.speaker.principal == "RUS"
    assert found.date is not None
    assert found.date.date == "2021-03-08"


@pytest.mark.parametrize(
    ("lang", "sentence", "rule", "kind"),
    [
        ("en", "France condemned Russia.", "verb condemn", "ACCUSE"),
        ("fr", "La France a condamné la Russie.", "verb condamner", "ACCUSE"),
        ("en", "Iran refused to cooperate with Turkey.", "operator refuse + verb cooperate", "REJECT"),
        ("fr", "L’Iran refuse de coopérer avec la Turquie.", "operator refuser + verb coopérer", "REJECT"),
    ],
)
def test_the_entry_and_the_operator_that_fired(lang: str, sentence: str, rule: str, kind: str) -> None:
    (found,) = explain(sentence, lang).predications
    assert (found.rule, found.type, found.denied) == (rule, kind, False)


def test_a_conditional_is_only_possible() -> None:
    (found,) = explain("L’Iran aurait condamné la Turquie.", "fr").predications
    assert found.certainty == "possible"


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", f"{DENIAL} Iran refused to cooperate with Turkey."), ("fr", "Selon Paris, l’Iran soutient la Turquie.")],
)
def test_claims_are_those_of_the_extraction(lang: str, text: str) -> None:
    shown, extracted = explain(text, lang, DAY), extract(make_article(text, lang=lang, published=DAY))
    assert shown.stances
    assert [(s.subject, s.relation, s.object, s.denied, s.confidence, s.rule) for s in shown.stances] == [
        (s.subject.actor, s.relation, s.object.actor, s.denied, s.confidence, s.rule) for s in extracted.stances
    ]
    assert [(e.type, e.mode, e.denied, e.confidence, e.rule) for e in shown.events] == [
        (e.type, e.mode, e.denied, e.confidence, e.rule) for e in extracted.events
    ]


@pytest.mark.parametrize(("lang", "text"), [("en", DENIAL), ("fr", "La France condamne la Russie.")])
def test_the_language_is_detected(lang: str, text: str) -> None:
    assert explain(text).lang == lang


def test_a_sentence_that_says_nothing_of_anybody() -> None:
    found = explain("It rained.", "en")
    assert (found.actors, found.dates, found.events, found.stances) == ((), (), (), ())


def test_sentences_that_the_sieve_passes_over_are_told() -> None:
    text = "Iran armed the Houthis in May. " + "It rained in the hills for many days. " * 6
    told = [(sentence.parsed, sentence.why) for sentence in explain(text, "en").sentences]
    assert told[0][0]
    assert told[-1] == (False, "no predicate")


def test_the_same_text_gives_the_same_explanation_and_goes_into_json(denial: Explanation) -> None:
    assert explain(DENIAL, "en", DAY) == denial
    assert dumps(asdict(denial))


@pytest.mark.parametrize(("text", "lang"), [(" ", "en"), ("Hallo Welt.", "de")])
def test_what_cannot_be_read_is_an_error(text: str, lang: str) -> None:
    with pytest.raises(DetenteError):
        explain(text, lang)
