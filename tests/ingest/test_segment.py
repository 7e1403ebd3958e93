"""Sentence boundaries: what ends a sentence, what does not, and that no character gets lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from ingest.segment import set_boundaries

# (language, text, its sentences, phenomenon)
Row = tuple[str, str, list[str], str]

ROWS: list[Row] = [
    ("fr", "La Hongrie hésite. La Pologne non.", ["La Hongrie hésite.", "La Pologne non."], "full stop"),
    ("en", "Hungary hesitates. Poland does not.", ["Hungary hesitates.", "Poland does not."], "full stop"),
    (
        "fr",
        "Que fera Rome ? Nul ne sait !\nBerne attend.",
        ["Que fera Rome ?", "Nul ne sait !", "Berne attend."],
        "? and !",
    ),
    (
        "en",
        "What will Rome do? No one knows! Bern waits.",
        ["What will Rome do?", "No one knows!", "Bern waits."],
        "? and !",
    ),
    (
        "fr",
        "Le Caire hausse le ton\n\nL’Égypte menace de fermer la frontière.",
        ["Le Caire hausse le ton", "L’Égypte menace de fermer la frontière."],
        "title without a full stop",
    ),
    (
        "en",
        "Cairo raises its voice\n\nEgypt threatens to close the border.",
        ["Cairo raises its voice", "Egypt threatens to close the border."],
        "title without a full stop",
    ),
    (
        "fr",
        "Oslo proteste.\nLire aussi : La Norvège rappelle son ambassadeur\nStockholm se tait.",
        ["Oslo proteste.", "Lire aussi : La Norvège rappelle son ambassadeur", "Stockholm se tait."],
        "link between paragraphs",
    ),
    (
        "en",
        "Oslo protests.\nRead more: Norway recalls its envoy\nStockholm is silent.",
        ["Oslo protests.", "Read more: Norway recalls its envoy", "Stockholm is silent."],
        "link between paragraphs",
    ),
    (
        "fr",
        "M. Dupont a reçu Mme Martin. Ils ont parlé.",
        ["M. Dupont a reçu Mme Martin.", "Ils ont parlé."],
        "courtesy",
    ),
    (
        "fr",
        "Le Dr. Novak et MM. Keller et Roth ont témoigné.",
        ["Le Dr. Novak et MM. Keller et Roth ont témoigné."],
        "courtesy",
    ),
    (
        "en",
        "Mr. Dunn met Mrs. Hale and Dr. Ito. They talked.",
        ["Mr. Dunn met Mrs. Hale and Dr. Ito.", "They talked."],
        "courtesy",
    ),
    ("en", "Gen. Ortiz and Sen. Wells arrived in Tunis.", ["Gen. Ortiz and Sen. Wells arrived in Tunis."], "courtesy"),
    (
        "en",
        "U.S. officials met in Geneva. Talks failed.",
        ["U.S. officials met in Geneva.", "Talks failed."],
        "initials",
    ),
    ("en", "The U.S. Treasury froze the funds.", ["The U.S. Treasury froze the funds."], "initials"),
    ("en", "J. D. Marlowe chairs the U.N. Committee.", ["J. D. Marlowe chairs the U.N. Committee."], "initials"),
    ("fr", "J. R. Lenoir dirige la mission. Il rentre.", ["J. R. Lenoir dirige la mission.", "Il rentre."], "initials"),
    ("en", "He fled to St. Petersburg. She stayed.", ["He fled to St. Petersburg.", "She stayed."], "St."),
    ("fr", "Le rapport (p. 5) cite l’Iran. Téhéran nie.", ["Le rapport (p. 5) cite l’Iran.", "Téhéran nie."], "page"),
    (
        "en",
        "The report (p. 5) names Iran. Tehran denies it.",
        ["The report (p. 5) names Iran.", "Tehran denies it."],
        "page",
    ),
    ("en", "It cost $3.5 million. Nobody paid.", ["It cost $3.5 million.", "Nobody paid."], "decimal point"),
    (
        "fr",
        "Le déficit atteint 3,5 %. Bruxelles s’inquiète.",
        ["Le déficit atteint 3,5 %.", "Bruxelles s’inquiète."],
        "decimal comma",
    ),
    ("fr", "La séance a lieu le 5. Rome attend.", ["La séance a lieu le 5.", "Rome attend."], "number before the stop"),
    (
        "fr",
        "« Nous tiendrons. Nous ne céderons pas. » Le ministre est parti.",
        ["« Nous tiendrons.", "Nous ne céderons pas. »", "Le ministre est parti."],
        "sentences inside guillemets",
    ),
    (
        "en",
        "“We will hold. We will not yield.” The minister left.",
        ["“We will hold.", "We will not yield.”", "The minister left."],
        "sentences inside quotation marks",
    ),
    (
        "en",
        'He said: "We will hold." Then he left.',
        ['He said: "We will hold."', "Then he left."],
        "straight quotation marks",
    ),
    (
        "fr",
        "« Pourquoi céder ? », demande le ministre.",
        ["« Pourquoi céder ? », demande le ministre."],
        "question inside a sentence",
    ),
    (
        "en",
        "“Why yield?” the minister asked.",
        ["“Why yield?” the minister asked."],
        "question inside a sentence",
    ),
    (
        "fr",
        "« Assez ! », lance-t-il. La salle applaudit.",
        ["« Assez ! », lance-t-il.", "La salle applaudit."],
        "exclamation inside a sentence",
    ),
    (
        "fr",
        "Il hésite… puis accepte. Berne approuve.",
        ["Il hésite… puis accepte.", "Berne approuve."],
        "ellipsis inside",
    ),
    ("fr", "Il hésite… Berne approuve.", ["Il hésite…", "Berne approuve."], "ellipsis at the end"),
    (
        "en",
        "He hesitates... then accepts. Bern agrees.",
        ["He hesitates... then accepts.", "Bern agrees."],
        "three dots",
    ),
    (
        "fr",
        "La Suède, la Norvège, le Danemark, mais aussi l’Islande, ont signé.",
        ["La Suède, la Norvège, le Danemark, mais aussi l’Islande, ont signé."],
        "no split at commas",
    ),
    (
        "en",
        "Sweden, Norway, Denmark, But Not Iceland, signed; Finland, though late, followed.",
        ["Sweden, Norway, Denmark, But Not Iceland, signed; Finland, though late, followed."],
        "no split at commas or semicolons",
    ),
    ("fr", "Bilan : l’Union cède, Londres gagne.", ["Bilan : l’Union cède, Londres gagne."], "no split at a colon"),
    ("en", "Verdict: London wins, Brussels yields.", ["Verdict: London wins, Brussels yields."], "no split at a colon"),
    (
        "fr",
        "Berne\xa0: «\xa0non\xa0». Rome\xa0: «\xa0oui\xa0».",
        ["Berne\xa0: «\xa0non\xa0».", "Rome\xa0: «\xa0oui\xa0»."],
        "non-breaking spaces",
    ),
    (
        "en",
        "TIRANA, Albania (AP) -- Talks began. NATO - the alliance - met.",
        ["TIRANA, Albania (AP) --", "Talks began.", "NATO - the alliance - met."],
        "dateline",
    ),
    ("en", "PARIS talks began - at last.", ["PARIS talks began - at last."], "a shouted word that is no dateline"),
    ("en", "Talks began at 5 p.m. on Monday in Doha.", ["Talks began at 5 p.m. on Monday in Doha."], "p.m."),
]


# Right, but not yet what comes out: (reason, row).
WRONG: list[tuple[str, Row]] = []


def params() -> list[object]:
    """Give the rows as parameters, those known to fail marked."""
    known = [pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason)) for reason, row in WRONG]
    return [*(pytest.param(*row) for row in ROWS), *known]


def segmented(pipelines: dict[str, Language], lang: str, text: str) -> Doc:
    return set_boundaries(pipelines[lang].make_doc(text))


@pytest.mark.parametrize(("lang", "text", "expected", "phenomenon"), params())
def test_sentences(pipelines: dict[str, Language], lang: str, text: str, expected: list[str], phenomenon: str) -> None:
    doc = segmented(pipelines, lang, text)
    assert [s.text.strip() for s in doc.sents] == expected


@pytest.mark.parametrize(("lang", "text", "expected", "phenomenon"), ROWS)
def test_offsets_are_exact(
    pipelines: dict[str, Language], lang: str, text: str, expected: list[str], phenomenon: str
) -> None:
    doc = segmented(pipelines, lang, text)
    assert doc.text == text
    spans = [(s.start_char, s.end_char) for s in doc.sents]
    assert all(text[begin:end] == s.text for (begin, end), s in zip(spans, doc.sents, strict=True))
    assert [end for _, end in spans[:-1]] <= [begin for begin, _ in spans[1:]]
    gaps = [text[end:begin] for (_, end), (begin, _) in pairwise(spans)]
    assert not "".join(gaps).strip()


@pytest.mark.parametrize(("lang", "text", "expected", "phenomenon"), ROWS)
def test_the_parser_keeps_the_boundaries(
    pipelines: dict[str, Language], lang: str, text: str, expected: list[str], phenomenon: str
) -> None:
    assert [s.text.strip() for s in pipelines[lang](text).sents] == expected


def test_an_empty_document_has_no_sentences(pipelines: dict[str, Language]) -> None:
    assert len(segmented(pipelines, "fr", "")) == 0
