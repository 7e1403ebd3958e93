"""What a sentence claims: who supports or opposes whom, whether it is denied, how sure, who says so, when.

The sentences of each language stand in ``rows_claims_fr.py`` and ``rows_claims_en.py``. In the tables here as well, a row
that is read wrongly and should not be goes into the WRONG table with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rows_claims import Claim, claims
from rows_claims_en import ENGLISH, ENGLISH_WRONG
from rows_claims_fr import FRENCH, FRENCH_WRONG
from understanding import Understand

from ingest.extract import Extraction

PUBLISHED = "2016-03-16"
SURE = 0.5
"""Stances of less confidence are not counted."""


def params() -> list[object]:
    """Give the rows of both languages as parameters, those known to fail marked."""
    rows: list[object] = []
    for lang, right, wrong in (("fr", FRENCH, FRENCH_WRONG), ("en", ENGLISH, ENGLISH_WRONG)):
        rows += [pytest.param(lang, *row) for row in right]
        rows += [pytest.param(lang, *row, marks=pytest.mark.xfail(strict=True, reason=why)) for why, row in wrong]
    return rows


def stances(found: Extraction, threshold: float = SURE) -> set[Claim]:
    """Give the stances of a text between principals."""
    who = found.cast.principal
    return {
        (who(s.subject.actor), s.relation, who(s.object.actor), "denied" if s.denied else "affirmed")
        for s in found.stances
        if s.confidence >= threshold
    }


@pytest.mark.parametrize(("lang", "sentence", "expected", "phenomenon"), params())
def test_stances(understand: Understand, lang: str, sentence: str, expected: set[Claim], phenomenon: str) -> None:
    assert stances(understand(lang, sentence, PUBLISHED)) == expected


def marked(right: Iterable[tuple[object, ...]], wrong: Iterable[tuple[str, tuple[object, ...]]]) -> list[object]:
    """Give rows as parameters, those known to fail marked."""
    known = [pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason)) for reason, row in wrong]
    return [*(pytest.param(*row) for row in right), *known]


# (language, sentence)
NOBODY: list[tuple[str, str]] = [
    ("fr", "Aucun pays africain n’a soutenu l’Érythrée."),
    ("en", "No African country supported Eritrea."),
]
NOBODY_WRONG: list[tuple[str, tuple[str, str]]] = [
    ("a belief of nobody does not negate the claim", ("fr", "Personne ne croit que le Chili attaquera le Pérou.")),
    ("a belief of nobody does not negate the claim", ("en", "Nobody believes that Chile will attack Peru.")),
]


@pytest.mark.parametrize(("lang", "sentence"), marked(NOBODY, NOBODY_WRONG))
def test_what_nobody_does_or_believes_is_not_affirmed(understand: Understand, lang: str, sentence: str) -> None:
    assert not [s for s in understand(lang, sentence, PUBLISHED).stances if not s.denied]


# (language, text, stance as "subject relation object", who says so or "", attribution)
SOURCES: list[tuple[str, str, str, str, str]] = [
    ("fr", "La Russie soutient la Syrie.", "RUS supports SYR", "", "Narrator"),
    ("en", "Russia supports Syria.", "RUS supports SYR", "", "Narrator"),
    ("en", "Syria supports Iran, Turkey said.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("fr", "La Turquie affirme que la Syrie soutient l’Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("en", "Turkey said that Syria supports Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("fr", "Selon la Turquie, la Syrie soutient l’Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("en", "According to Turkey, Syria supports Iran.", "SYR supports IRN", "TUR", "ReportedSpeech"),
    ("en", "“Syria has long supported Iran,” Turkey said.", "SYR supports IRN", "TUR", "Quotation"),
    (
        "fr",
        "Le Rwanda accuse le Burundi de soutenir l’Ouganda.",
        "BDI supports UGA",
        "RWA",
        "ReportedSpeech",
    ),
    ("en", "Rwanda accuses Burundi of supporting Uganda.", "RWA opposes BDI", "", "Narrator"),
    ("en", "Rwanda accuses Burundi of supporting Uganda.", "BDI supports UGA", "RWA", "ReportedSpeech"),
    ("fr", "La Russie nie avoir attaqué la Géorgie.", "RUS opposes GEO", "RUS", "ReportedSpeech"),
    ("en", "Russia denies having attacked Georgia.", "RUS opposes GEO", "RUS", "ReportedSpeech"),
    (
        "fr",
        "« La Syrie soutient l’Iran depuis longtemps », affirme la Turquie.",
        "SYR supports IRN",
        "TUR",
        "Quotation",
    ),
    ("fr", "Le Rwanda accuse le Burundi de soutenir l’Ouganda.", "RWA opposes BDI", "", "Narrator"),
    (
        "en",
        "“Russia fully supports the government of Syria,” the Kremlin said. “We will not help Turkey.”",
        "RUS opposes TUR",
        "RUS",
        "Quotation",
    ),
    ("fr", "La Norvège a appelé la Russie à retirer ses troupes.", "NOR opposes RUS", "", "Narrator"),
    ("en", "Norway called on Russia to withdraw its troops.", "NOR opposes RUS", "", "Narrator"),
]
SOURCES_WRONG: list[tuple[str, tuple[str, str, str, str, str]]] = [
    ("French subject after the verb is parsed as its object, so nobody speaks", ("fr", "La Syrie soutient l’Iran, affirme la Turquie.", "SYR supports IRN", "TUR", "ReportedSpeech")),
    ("the speaker stands in an inverted pronoun (-t-il) and is not looked for", ("fr", "La porte-parole du Kremlin a pris la parole. « Nous soutenons pleinement la Syrie », a-t-elle dit.", "RUS supports SYR", "RUS", "Quotation")),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "stance", "speaker", "attribution"), marked(SOURCES, SOURCES_WRONG))
def test_who_says_so(understand: Understand, lang: str, text: str, stance: str, speaker: str, attribution: str) -> None:
    found = understand(lang, text, PUBLISHED)
    who = found.cast.principal
    said = [
        (who(s.source.speaker.actor) if s.source.speaker else "", s.source.attribution)
        for s in found.stances
        if f"{who(s.subject.actor)} {s.relation} {who(s.object.actor)}" == stance
    ]
    assert said == [(speaker, attribution)]


# (language, text, certainty of the one stance, denied)
CERTAINTY: list[tuple[str, str, str, bool]] = [
    ("fr", "L’Iran a attaqué le Yémen.", "certain", False),
    ("en", "Iran attacked Yemen.", "certain", False),
    ("fr", "L’Iran aurait attaqué le Yémen.", "possible", False),
    ("en", "Iran may have attacked Yemen.", "possible", False),
    ("fr", "L’Iran pourrait attaquer le Yémen.", "possible", False),
    ("en", "Iran could attack Yemen.", "possible", False),
    ("fr", "L’Iran envisage d’attaquer le Yémen.", "possible", False),
    ("en", "Iran plans to attack Yemen.", "possible", False),
    ("en", "Iran has allegedly attacked Yemen.", "possible", False),
    ("en", "Iran probably attacked Yemen.", "probable", False),
    ("fr", "L’Iran n’a pas attaqué l’Irak.", "certain", True),
    ("en", "Iran did not attack Yemen.", "certain", True),
    ("fr", "L’Iran a attaqué l’Irak sans soutenir personne.", "certain", False),
    ("fr", "L’Iran a peut-être attaqué le Yémen.", "possible", False),
    ("fr", "L’Iran a probablement attaqué le Yémen.", "probable", False),
]
CERTAINTY_WRONG: list[tuple[str, tuple[str, str, str, bool]]] = []


@pytest.mark.parametrize(("lang", "text", "certainty", "denied"), marked(CERTAINTY, CERTAINTY_WRONG))
def test_certainty(understand: Understand, lang: str, text: str, certainty: str, denied: bool) -> None:
    (stance,) = understand(lang, text, PUBLISHED).stances
    assert (stance.relation, stance.certainty, stance.denied) == ("opposes", certainty, denied)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Si l’Iran attaque le Yémen, le pétrole montera."),
        ("en", "If Iran attacks Yemen, oil will rise."),
        ("en", "Were Iran to attack Yemen, oil would rise."),
    ],
)
def test_a_condition_is_a_possible_event_and_no_stance(understand: Understand, lang: str, text: str) -> None:
    said = understand(lang, text, PUBLISHED)
    assert said.stances == ()
    assert {event.certainty for event in said.events if event.type == "ASSAULT"} == {"possible"}


def test_what_did_not_happen_weighs_less(understand: Understand) -> None:
    (sure,) = understand("en", "Iran attacked Yemen.").stances
    (unsure,) = understand("en", "Iran could attack Yemen.").stances
    assert 0 < unsure.confidence < sure.confidence <= 1


def test_certainty_is_not_confidence(understand: Understand) -> None:
    (told,) = understand("en", "Iran attacked Yemen.").stances
    (heard,) = understand("en", "Iran may have attacked Yemen.").stances
    assert (told.certainty, heard.certainty) == ("certain", "possible")
    assert heard.confidence == told.confidence


# (language, text, day of publication, stance, its date or "")
DATED: list[tuple[str, str, str | None, str, str]] = [
    ("fr", "L’Iran a attaqué l’Irak le 3 mai 2011.", None, "IRN opposes IRQ", "2011-05-03"),
    ("en", "Iran attacked Iraq on 3 May 2011.", None, "IRN opposes IRQ", "2011-05-03"),
    ("fr", "Le Canada a condamné lundi l’Iran.", PUBLISHED, "CAN opposes IRN", "2016-03-14"),
    ("en", "Canada condemned Iran on Monday.", PUBLISHED, "CAN opposes IRN", "2016-03-14"),
    ("fr", "Le Canada a condamné l’Iran.", PUBLISHED, "CAN opposes IRN", ""),
    ("en", "Canada condemned Iran.", PUBLISHED, "CAN opposes IRN", ""),
    ("fr", "Le Canada a condamné lundi l’Iran.", None, "CAN opposes IRN", ""),
    ("en", "Canada condemned Iran on Monday.", None, "CAN opposes IRN", ""),
    (
        "fr",
        "L’Iran, qui avait attaqué l’Irak en 1999, a salué hier la Syrie.",
        PUBLISHED,
        "IRN opposes IRQ",
        "1999-01-01",
    ),
    (
        "fr",
        "L’Iran, qui avait attaqué l’Irak en 1999, a salué hier la Syrie.",
        PUBLISHED,
        "IRN supports SYR",
        "2016-03-15",
    ),
    (
        "en",
        "Iran, which had attacked Iraq in 1999, praised Syria yesterday.",
        PUBLISHED,
        "IRN opposes IRQ",
        "1999-01-01",
    ),
    (
        "en",
        "Iran, which had attacked Iraq in 1999, praised Syria yesterday.",
        PUBLISHED,
        "IRN supports SYR",
        "2016-03-15",
    ),
    ("fr", "Les discussions ont repris lundi. Le Canada soutient le Mali.", PUBLISHED, "CAN supports MLI", ""),
    ("en", "Talks resumed on Monday. Canada supports Mali.", PUBLISHED, "CAN supports MLI", ""),
    ("en", "Canada supports Mali, which became independent in 1960.", PUBLISHED, "CAN supports MLI", ""),
    ("fr", "Le Canada soutient le Mali, devenu indépendant en 1960.", PUBLISHED, "CAN supports MLI", ""),
    ("en", "OTTAWA, March 14. /ACN/. Canada has condemned Mali.", PUBLISHED, "CAN opposes MLI", "2016-03-14"),
    ("en", "Canada condemns Mali\n\nOTTAWA, March 14. /ACN/. The talks are over.", PUBLISHED, "CAN opposes MLI", "2016-03-14"),
    ("fr", "Le 3 mars 2016, le sommet a échoué. Le Canada a condamné le Mali.", PUBLISHED, "CAN opposes MLI", "2016-03-03"),
    ("fr", "Le sommet a échoué.\nLe Canada a condamné le Mali.", PUBLISHED, "CAN opposes MLI", ""),
    ("fr", "Le Canada condamnera le Mali. Lundi, les discussions ont repris.", PUBLISHED, "CAN opposes MLI", ""),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "published", "stance", "date"), DATED)
def test_the_date_belongs_to_its_act(
    understand: Understand, lang: str, text: str, published: str | None, stance: str, date: str
) -> None:
    found = understand(lang, text, published)
    who = found.cast.principal
    dates = [
        s.time.date if s.time else ""
        for s in found.stances
        if f"{who(s.subject.actor)} {s.relation} {who(s.object.actor)}" == stance
    ]
    assert dates == [date]


# (language, text, event types with their modes)
EVENTS: list[tuple[str, str, set[tuple[str, str]]]] = [
    ("fr", "La Russie soutient la Syrie.", {("SUPPORT", "")}),
    ("en", "Russia supports Syria.", {("SUPPORT", "")}),
    ("fr", "Le Canada a condamné l’Iran.", {("ACCUSE", "disapprove")}),
    ("en", "Canada condemned Iran.", {("ACCUSE", "disapprove")}),
    ("fr", "L’Inde refuse de coopérer avec le Pakistan.", {("REJECT", "assist")}),
    ("en", "India refuses to cooperate with Pakistan.", {("REJECT", "assist")}),
    ("fr", "L’Allemagne menace d’attaquer l’Autriche.", {("THREATEN", "violence")}),
    ("en", "Turkey threatens to attack Greece.", {("THREATEN", "violence")}),
    ("fr", "Le Japon a promis d’aider les Philippines.", {("AGREE", "")}),
    ("en", "Japan promised to help the Philippines.", {("AGREE", "")}),
    ("fr", "Les États-Unis ont levé les sanctions contre le Soudan.", {("RETREAT", "")}),
    ("fr", "Les États-Unis lèveront les sanctions contre le Soudan.", {("AGREE", "")}),
    ("en", "The United States lifted sanctions on Sudan.", {("RETREAT", "")}),
    ("fr", "Le Canada a cessé d’aider l’Égypte.", {("SANCTION", "discontinue")}),
    ("en", "Canada stopped helping Egypt.", {("SANCTION", "discontinue")}),
    ("fr", "La Russie et la Turquie ont discuté de la Syrie.", {("CONSULT", "")}),
    ("en", "Iran met Iraq in Geneva.", {("CONSULT", "")}),
    ("fr", "L’Iran a attaqué l’Irak.", {("ASSAULT", "")}),
    ("en", "Iran attacked Iraq.", {("ASSAULT", "")}),
    ("fr", "Le temps se gâte en Norvège.", set()),
    ("en", "Norway has fine weather.", set()),
]
EVENTS_WRONG: list[tuple[str, tuple[str, str, set[tuple[str, str]]]]] = [
    ("one act, two events: the light verb and its noun", ("en", "Israel carried out air strikes on Lebanon.", {("ASSAULT", "aerial")})),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "expected"), marked(EVENTS, EVENTS_WRONG))
def test_event_types(understand: Understand, lang: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert {(e.type, e.mode) for e in understand(lang, text, PUBLISHED).events} == expected


@pytest.mark.parametrize(
    ("text", "kind", "agent", "recipient"),
    [
        ("Norway refused the ferry company to land.", "REJECT", "Norway", "ferry company"),
        ("Finland said Sweden must open its archives.", "REQUEST", "Finland", "Sweden"),
        ("Peru opened an investigation of the mayor.", "ACCUSE", "Peru", "mayor"),
        ("The poet was arrested in Chile.", "COERCE", "Chile", "poet"),
        ("The fence was attacked by the storks.", "ASSAULT", "the storks", "The fence"),
        ("Kenya agreed to open its borders to the nomads.", "AGREE", "Kenya", "nomads"),
        ("OSLO, Norway -- The bishop condemned the mayor.", "ACCUSE", "bishop", "mayor"),
        ("Norway said it would free the sailors.", "AGREE", "Norway", "sailors"),
    ],
)
def test_who_takes_part_in_an_event(understand: Understand, text: str, kind: str, agent: str, recipient: str) -> None:
    found = [
        (
            e.type,
            e.agents[0].text if e.agents else e.agent_words,
            e.recipients[0].text if e.recipients else e.recipient_words,
        )
        for e in understand("en", text, PUBLISHED).events
    ]
    assert (kind, agent, recipient) in found


@pytest.mark.parametrize(
    ("lang", "text", "tense"),
    [
        ("fr", "L’Iran a attaqué l’Irak.", "Past"),
        ("fr", "L’Iran attaque l’Irak.", "Present"),
        ("fr", "La Russie attaquera la Géorgie.", "Future"),
        ("en", "Iran attacked Iraq.", "Past"),
        ("en", "Iran is attacking Iraq.", "Present"),
        ("en", "Iran will attack Iraq.", "Future"),
    ],
)
def test_tense(understand: Understand, lang: str, text: str, tense: str) -> None:
    assert [e.tense for e in understand(lang, text).events] == [tense]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "La Russie soutient la Syrie. Le Canada condamne l’Iran."),
        ("en", "Russia backs Syria. Canada condemns Iran."),
    ],
)
def test_evidence_is_the_sentence(understand: Understand, lang: str, text: str) -> None:
    found = understand(lang, text, PUBLISHED, title="Une. Dépêche")
    full = found.article.full_text
    quotes = {full[s.begin : s.end] for s in found.stances} | {full[e.begin : e.end] for e in found.events}
    assert quotes == {f"{part}." for part in text.rstrip(".").split(". ")}


def test_a_stance_names_its_event(understand: Understand) -> None:
    found = understand("en", "Rwanda accuses Burundi. Canada condemned Iran.", PUBLISHED)
    assert {s.event for s in found.stances} <= {e.iri for e in found.events}
    assert len(found.stances) == 2


def test_contradicting_claims_coexist(understand: Understand) -> None:
    found = understand("en", "Turkey said that Iran attacked Iraq. Iran denies having attacked Iraq.", PUBLISHED)
    assert stances(found) == claims("IRN opposes IRQ", "IRN opposes IRQ denied")
