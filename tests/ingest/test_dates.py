"""Date expressions: what day or interval they mean, counted from the day of publication, and what is not dated."""

from __future__ import annotations

from datetime import date

import pytest
from spacy.language import Language

from ingest.dates import find_times
from ingest.model import Time

WED = "2016-03-16"
"""The day of publication of most rows: a Wednesday."""
Found = tuple[str, str, str, bool]
"""First day, last day, precision, counted from another day."""
# (language, text, day of publication, what is found)
Row = tuple[str, str, str | None, list[Found]]


def day(iso: str, relative: bool = False) -> Found:
    return iso, iso, "Day", relative


ROWS: list[Row] = [
    # A day in full
    ("fr", "Le 21 décembre 2015, l’Iran a cédé.", WED, [day("2015-12-21")]),
    ("fr", "Le lundi 21 décembre 2015, l’Iran a cédé.", None, [day("2015-12-21")]),
    ("fr", "Le 1er août 2014, la trêve a pris fin.", None, [day("2014-08-01")]),
    ("fr", "LE 3 MAI 2011, TRIPOLI TOMBE.", None, [day("2011-05-03")]),
    ("fr", "Accord signé le 9\xa0févr.\xa02012 à Doha.", None, [day("2012-02-09")]),
    ("en", "On 21 December 2015 Iran gave way.", WED, [day("2015-12-21")]),
    ("en", "On December 21, 2015, Iran gave way.", None, [day("2015-12-21")]),
    ("en", "On Monday, Dec. 21, 2015, Iran gave way.", None, [day("2015-12-21")]),
    ("en", "The truce ended on the 1st of August 2014.", None, [day("2014-08-01")]),
    ("en", "It began on March 3rd, 2013.", None, [day("2013-03-03")]),
    ("fr", "Relevé du 2013-07-04.", None, [day("2013-07-04")]),
    ("en", "Log, 2013-07-04.", None, [day("2013-07-04")]),
    ("en", "Log of 2013-07-04.", None, [day("2013-07-04")]),
    # A day without its year: the nearest
    ("fr", "Le 21 décembre, l’Iran a cédé.", WED, [day("2015-12-21", True)]),
    ("fr", "Le scrutin aura lieu le 8 avril.", WED, [day("2016-04-08", True)]),
    ("en", "Iran gave way on December 21.", WED, [day("2015-12-21", True)]),
    ("en", "The vote is due on 8 April.", WED, [day("2016-04-08", True)]),
    ("fr", "Le 21 décembre, l’Iran a cédé.", None, []),
    ("en", "Iran gave way on December 21.", None, []),
    # Days of the week
    ("fr", "Lundi, Rome a protesté.", WED, [day("2016-03-14", True)]),
    ("fr", "Rome a protesté mercredi.", WED, [day("2016-03-16", True)]),
    ("fr", "Rome a protesté mercredi dernier.", WED, [day("2016-03-09", True)]),
    ("fr", "Rome a protesté vendredi.", WED, [day("2016-03-11", True)]),
    ("fr", "Rome votera lundi prochain.", WED, [day("2016-03-21", True)]),
    ("en", "Rome protested on Monday.", WED, [day("2016-03-14", True)]),
    ("en", "Rome protested last Wednesday.", WED, [day("2016-03-09", True)]),
    ("en", "Rome protested on Friday.", WED, [day("2016-03-11", True)]),
    ("en", "Rome votes next Monday.", WED, [day("2016-03-21", True)]),
    ("fr", "Lundi, Rome a protesté.", None, []),
    ("en", "Rome protested on Monday.", None, []),
    # Days counted from publication
    ("fr", "Rome a protesté hier.", WED, [day("2016-03-15", True)]),
    ("fr", "Rome a protesté hier soir.", WED, [day("2016-03-15", True)]),
    ("fr", "Rome a protesté avant-hier.", WED, [day("2016-03-14", True)]),
    ("fr", "Rome proteste aujourd’hui.", WED, [day("2016-03-16", True)]),
    ("fr", "Rome votera demain.", WED, [day("2016-03-17", True)]),
    ("en", "Rome protested yesterday.", WED, [day("2016-03-15", True)]),
    ("en", "Rome protested the day before yesterday.", WED, [day("2016-03-14", True)]),
    ("en", "Rome protests today.", WED, [day("2016-03-16", True)]),
    ("en", "Rome votes tomorrow.", WED, [day("2016-03-17", True)]),
    ("fr", "Rome a protesté hier.", None, []),
    ("en", "Rome protested yesterday.", None, []),
    ("fr", "Rome a protesté hier.", "2016-03-01", [day("2016-02-29", True)]),
    ("en", "Rome protested yesterday.", "2016-01-01", [day("2015-12-31", True)]),
    # Ago
    ("fr", "La ville est tombée il y a trois jours.", WED, [day("2016-03-13", True)]),
    ("fr", "La ville est tombée il y a 2 semaines.", WED, [("2016-02-29", "2016-03-06", "Week", True)]),
    ("fr", "La ville est tombée il y a deux mois.", WED, [("2016-01-01", "2016-01-31", "Month", True)]),
    ("en", "The town fell three days ago.", WED, [day("2016-03-13", True)]),
    ("en", "The town fell 2 weeks ago.", WED, [("2016-02-29", "2016-03-06", "Week", True)]),
    ("en", "The town fell two months ago.", WED, [("2016-01-01", "2016-01-31", "Month", True)]),
    ("fr", "La ville est tombée il y a trois jours.", None, []),
    ("en", "The town fell three days ago.", None, []),
    ("fr", "Le sommet s’ouvrira dans trois jours.", WED, [day("2016-03-19", True)]),
    ("en", "The summit will open in three days.", WED, [day("2016-03-19", True)]),
    # Weeks, months, years
    ("fr", "Rome a protesté la semaine dernière.", WED, [("2016-03-07", "2016-03-13", "Week", True)]),
    ("fr", "Rome votera la semaine prochaine.", WED, [("2016-03-21", "2016-03-27", "Week", True)]),
    ("fr", "Rome a protesté le mois dernier.", WED, [("2016-02-01", "2016-02-29", "Month", True)]),
    ("fr", "Rome a protesté l’an dernier.", WED, [("2015-01-01", "2015-12-31", "Year", True)]),
    ("fr", "Les deux pays ont rompu au début du mois.", WED, [("2016-03-01", "2016-03-31", "Month", True)]),
    ("en", "Rome protested last week.", WED, [("2016-03-07", "2016-03-13", "Week", True)]),
    ("en", "Rome votes next week.", WED, [("2016-03-21", "2016-03-27", "Week", True)]),
    ("en", "Rome protested last month.", WED, [("2016-02-01", "2016-02-29", "Month", True)]),
    ("en", "Rome protested last year.", WED, [("2015-01-01", "2015-12-31", "Year", True)]),
    ("en", "The two states broke off relations earlier this month.", WED, [("2016-03-01", "2016-03-31", "Month", True)]),
    ("en", "Rome protested last month.", "2016-01-10", [("2015-12-01", "2015-12-31", "Month", True)]),
    ("fr", "Rome a protesté la semaine dernière.", None, []),
    ("en", "Rome protested last year.", None, []),
    # A month or a year alone
    ("fr", "En février 2014, la Crimée bascule.", None, [("2014-02-01", "2014-02-28", "Month", False)]),
    ("fr", "En février, la Crimée bascule.", WED, [("2016-02-01", "2016-02-29", "Month", True)]),
    ("fr", "Début septembre 2013, Paris hésite.", None, [("2013-09-01", "2013-09-30", "Month", False)]),
    ("fr", "En 2003, Paris a dit non.", None, [("2003-01-01", "2003-12-31", "Year", False)]),
    ("fr", "Depuis 2011, la Syrie est en guerre.", WED, [("2011-01-01", "2011-12-31", "Year", False)]),
    ("en", "In February 2014 Crimea changed hands.", None, [("2014-02-01", "2014-02-28", "Month", False)]),
    ("en", "In February Crimea changed hands.", WED, [("2016-02-01", "2016-02-29", "Month", True)]),
    ("en", "In late September 2013 Paris hesitated.", None, [("2013-09-01", "2013-09-30", "Month", False)]),
    ("en", "In 2003 Paris said no.", None, [("2003-01-01", "2003-12-31", "Year", False)]),
    ("fr", "En février, la Crimée bascule.", None, []),
    # Counted from the last day named
    (
        "fr",
        "Le 3 mai 2011, Tripoli cède. Le lendemain, Alger proteste.",
        None,
        [day("2011-05-03"), day("2011-05-04", True)],
    ),
    ("fr", "Le 3 mai 2011, Tripoli cède. La veille, Alger protestait.", WED, [day("2011-05-03"), day("2011-05-02", True)]),
    ("en", "On 3 May 2011 Tripoli gave way. The next day Algiers protested.", None, [day("2011-05-03"), day("2011-05-04", True)]),
    ("en", "On 3 May 2011 Tripoli gave way. Two days later Algiers protested.", WED, [day("2011-05-03"), day("2011-05-05", True)]),
    ("fr", "Tripoli cède. Le lendemain, Alger proteste.", WED, []),
    ("en", "Tripoli gave way. The next day Algiers protested.", None, []),
    # No such day, no date at all: never the day of publication in its place
    ("fr", "Le 31 février 2015, rien ne s’est passé.", WED, []),
    ("en", "Nothing happened on 31 February 2015.", WED, []),
    ("en", "Nothing happened on June 31, 2015.", WED, []),
    ("fr", "Relevé du 2013-13-40.", WED, []),
    ("fr", "La Russie soutient la Syrie.", WED, []),
    ("en", "Russia backs Syria.", WED, []),
    # Other words and numbers
    ("en", "Poland may march with 2000 men.", WED, []),
    ("fr", "Quelque 2000 soldats sont partis sur Mars.", WED, []),
    ("fr", "La résolution 1973 du Conseil est rejetée.", WED, []),
    ("en", "Resolution 1973 was rejected.", WED, []),
    ("fr", "Theresa May a parlé.", WED, []),
    # Two dates in one text
    ("fr", "Signé le 3 mai 2011, l’accord a été rompu en 2014.", None, [day("2011-05-03"), ("2014-01-01", "2014-12-31", "Year", False)]),
    ("en", "Signed on 3 May 2011, it was broken in 2014.", None, [day("2011-05-03"), ("2014-01-01", "2014-12-31", "Year", False)]),
    ("fr", "Les pourparlers du 3 au 5 mai 2015 ont échoué.", None, [("2015-05-03", "2015-05-05", "Day", False)]),
    ("en", "Talks on May 3-5, 2015 failed.", None, [("2015-05-03", "2015-05-05", "Day", False)]),
]  # fmt: skip

# Right, but not yet what comes out: (reason, row).
WRONG: list[tuple[str, Row]] = [
    ("day/month/year in figures", ("fr", "Mis à jour le 04/05/2015.", None, [day("2015-05-04")])),
    ("the year after, counted from a named year", ("fr", "En 2014, Paris hésite ; l’année suivante, Paris signe.", None, [("2014-01-01", "2014-12-31", "Year", False), ("2015-01-01", "2015-12-31", "Year", True)])),
    ("weekday with a future verb", ("fr", "Le sommet s’ouvrira vendredi.", WED, [day("2016-03-18", True)])),
    ("weekday with a future verb", ("en", "The summit will open on Friday.", WED, [day("2016-03-18", True)])),
]  # fmt: skip


def params() -> list[object]:
    """Give the rows as parameters, those known to fail marked."""
    known = [pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason)) for reason, row in WRONG]
    return [*(pytest.param(*row) for row in ROWS), *known]


def times(pipelines: dict[str, Language], lang: str, text: str, published: str | None) -> list[Time]:
    return find_times(pipelines[lang].make_doc(text), date.fromisoformat(published) if published else None)


@pytest.mark.parametrize(("lang", "text", "published", "expected"), params())
def test_dates(
    pipelines: dict[str, Language], lang: str, text: str, published: str | None, expected: list[Found]
) -> None:
    found = times(pipelines, lang, text, published)
    assert [(t.date, t.until, t.precision, t.relative) for t in found] == expected


@pytest.mark.parametrize(("lang", "text", "published", "expected"), ROWS)
def test_only_counted_dates_change_with_the_day_of_publication(
    pipelines: dict[str, Language], lang: str, text: str, published: str | None, expected: list[Found]
) -> None:
    explicit = [found for found in expected if not found[3]]
    for other in (None, "2016-03-16", "1999-12-31"):
        found = [t for t in times(pipelines, lang, text, other) if not t.relative]
        assert [(t.date, t.until, t.precision, t.relative) for t in found] == explicit


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("fr", "Rome, le 3 mai 2011 : la guerre.", "3 mai 2011"),
        ("en", "Rome, on May 3, 2011: war.", "May 3, 2011"),
        ("fr", "L’Iran, hier soir, a cédé.", "hier soir"),
        ("en", "Iran gave way three days ago, they say.", "three days ago"),
    ],
)
def test_the_span_is_that_of_the_words(pipelines: dict[str, Language], lang: str, text: str, words: str) -> None:
    (found,) = times(pipelines, lang, text, WED)
    assert text[found.begin : found.end] == words
    doc = pipelines[lang].make_doc(text)
    assert doc[found.start : found.stop].text == words
