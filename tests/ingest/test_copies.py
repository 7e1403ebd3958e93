"""Copies: what prints the words of another article is linked to it; what says more is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from graph.store import Store, open_store
from graph.validate import validate
from ingest.article import Article, make_article
from ingest.copies import Copies, Link, graph_of_copy
from ingest.copies.fingerprint import fingerprint, unpacked
from ingest.description import describe, recognisable
from ingest.held import held
from ingest.program import run_name, software
from ontology.errors import DetenteError
from ontology.tables import rows

SENTENCES = [
    "The foreign minister of Latvia travelled to Chisinau on Tuesday to open a second consulate.",
    "She promised her hosts forty ambulances and a loan for the repair of two bridges over the Prut.",
    "Moldova thanked Riga for its help during the floods of last spring, which had cut the railway for a month.",
    "A joint commission will meet in autumn to look at the price of electricity and the state of the lines.",
    "Opposition deputies called the loan too small and asked why the ambulances would come only in winter.",
    "The minister answered that they had to be built first, and that the factory in Liepaja had other orders.",
    "Both governments condemned the closing of the border post at Palanca by the authorities in Tiraspol.",
    "The visit ended with a concert in the park, where some three hundred people waited in the rain.",
]
OTHER = [
    "The harbour of Montevideo was closed for nine hours after a crane fell on a ship that carried wheat.",
    "Nobody was hurt, the harbour master said, but two containers with medicine for Asuncion were lost.",
    "Paraguay asked for a report within a week, and Uruguay sent three engineers to look at the other cranes.",
    "The ship is expected to leave on Friday if the weather allows it and the police give it back.",
]
DAY = date(2016, 3, 15)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


def article(name: str, sentences: list[str], day: date | None = DAY, publisher: str = "The Meridian Post") -> Article:
    url = f"https://example.org/{name}"
    return make_article(" ".join(sentences), title=name, url=url, published=day, publisher=publisher, lang="en")


def put(store: Store, made: Article) -> Article:
    store.replace_article(made.graph, [*describe(made, "en", software()), *recognisable(made, "en")])
    return made


def linked(store: Store, *articles: Article) -> list[str | None]:
    """Say of which article each is a copy."""
    return [link.original if link else None for link in Copies(store).originals(articles)]


ORIGINAL = article("original", SENTENCES)


@pytest.mark.parametrize(
    ("what", "sentences"),
    [
        ("word for word", SENTENCES),
        ("cut at the end", SENTENCES[:6]),
        ("without its beginning", SENTENCES[1:]),
        ("in another order", SENTENCES[4:] + SENTENCES[:4]),
        ("with a dateline", [f"CHISINAU (Northern Wire) – {SENTENCES[0]}", *SENTENCES[1:]]),
        ("with a credit", [*SENTENCES, "Reporting by the Northern Wire in Chisinau."]),
        ("with a heading of a word", [*SENTENCES[:4], "\nReactions\n", *SENTENCES[4:]]),
        ("in lines of a mail", [text.replace(" of ", "\nof ") for text in SENTENCES]),
        ("under its headline", ["what the Gazette prints\n", *SENTENCES]),
        ("in other type", [text.upper().replace(" ", "  ") for text in SENTENCES]),
    ],
)
def test_what_prints_the_same_words_is_a_copy(store: Store, what: str, sentences: list[str]) -> None:
    put(store, ORIGINAL)
    copy = replace(article("copy", sentences, publisher="Gazette"), title="what the Gazette prints")
    assert linked(store, copy) == [ORIGINAL.iri]


@pytest.mark.parametrize(
    ("what", "sentences"),
    [
        ("another text", OTHER),
        ("the same with as much again", SENTENCES + OTHER),
        ("two sentences of their own", [*SENTENCES, *OTHER[:2]]),
        ("every number changed", [text.replace("forty", "fifty").replace("two", "six") for text in SENTENCES[:4]]),
        ("one sentence turned into its contrary", [*SENTENCES[:6], SENTENCES[6].replace("condemned", "praised")]),
        ("a short sentence more", [*SENTENCES, "Moldova denied it."]),
        ("a sentence more that opens as a credit does", [*SENTENCES, f"With agencies {OTHER[0]}"]),
        ("who did it changed at the beginning", [f"The president (Sandu) {SENTENCES[0]}", *SENTENCES[1:]]),
        ("a statement made a question", [text.replace("rain.", "rain?") for text in SENTENCES]),
        ("another currency", [text.replace("a loan", "5 €") for text in SENTENCES]),
        ("too short to tell", SENTENCES[:2]),
    ],
)
def test_what_says_something_else_is_read(store: Store, what: str, sentences: list[str]) -> None:
    put(store, ORIGINAL)
    put(store, article("dollars", [text.replace("a loan", "5 $") for text in SENTENCES]))
    assert linked(store, article(what, sentences, publisher="Gazette")) == [None]


@pytest.mark.parametrize(
    ("day", "copies"),
    [(DAY, True), (date(2016, 3, 17), True), (date(2016, 3, 18), False), (date(2015, 3, 15), False), (None, False)],
)
def test_the_same_words_on_another_day_mean_another_yesterday(store: Store, day: date | None, copies: bool) -> None:
    put(store, ORIGINAL)
    assert linked(store, article("later", SENTENCES, day)) == [ORIGINAL.iri if copies else None]


def test_the_same_words_in_another_language_are_read(store: Store) -> None:
    put(store, ORIGINAL)
    assert linked(store, replace(article("autre", SENTENCES), lang="fr")) == [None]


def one_by_one(store: Store, *stream: Article) -> list[str | None]:
    """Say of which article each is a copy, each being stored before the next is looked at."""
    copies, found = Copies(store), []
    for made in stream:
        link = copies.original(made)
        found.append(link.original if link else None)
        if link:
            store.replace_article(made.graph, graph_of_copy(made, link))
        else:
            put(store, made)
        copies.forget([made.iri])
    return found


CHANGED = article("original", OTHER * 2)
COPY = article("copy", SENTENCES[:7])
STREAMS = [
    pytest.param([], [ORIGINAL, COPY, article("other", OTHER), article("again", SENTENCES)], "-o-o", id="new"),
    pytest.param([ORIGINAL], [CHANGED, COPY, article("second", OTHER * 2)], "--o", id="the original changes"),
    pytest.param([COPY], [ORIGINAL, COPY, article("again", SENTENCES)], "--o", id="what is an original stays one"),
    pytest.param([ORIGINAL, CHANGED], [ORIGINAL, CHANGED, COPY], "---", id="and back"),
    pytest.param([], [ORIGINAL, COPY, article("copy", OTHER), article("other", OTHER)], "-o-c", id="a copy changes"),
]


@pytest.mark.parametrize(("before", "stream", "expected"), STREAMS)
def test_how_articles_are_batched_makes_no_difference(
    before: list[Article], stream: list[Article], expected: str
) -> None:
    names: dict[str, str | None] = {"-": None, "o": ORIGINAL.iri, "c": COPY.iri}
    with open_store(":memory:") as together, open_store(":memory:") as apart:
        for made in before:
            put(together, made), put(apart, made)
        assert one_by_one(apart, *stream) == [names[name] for name in expected]
        assert linked(together, *stream) == [names[name] for name in expected]


def test_what_will_not_come_is_forgotten(store: Store) -> None:
    copies = Copies(store)
    assert copies.original(ORIGINAL) is None
    copies.forget([ORIGINAL.iri])
    assert copies.original(article("copy", SENTENCES)) is None


def test_the_original_that_has_most_of_the_words_is_chosen_then_the_earliest(store: Store) -> None:
    early, late = article("early", SENTENCES, date(2016, 3, 14)), article("late", SENTENCES[:7], date(2016, 3, 13))
    put(store, early), put(store, late)
    assert linked(store, article("copy", SENTENCES)) == [early.iri]
    assert linked(store, article("short", SENTENCES[:6])) == [late.iri]


def test_an_article_is_no_copy_of_itself(store: Store) -> None:
    put(store, ORIGINAL)
    assert linked(store, ORIGINAL, replace(ORIGINAL, title="A new headline")) == [None, None]


def test_the_graph_of_a_copy_tells_where_it_is_from_and_claims_nothing(store: Store) -> None:
    put(store, ORIGINAL)
    copy = article("copy", SENTENCES, publisher="Gazette")
    link = Copies(store).original(copy)
    assert link == Link(ORIGINAL.iri, ORIGINAL.content_hash, 1.0)
    store.replace_article(copy.graph, graph_of_copy(copy, link))
    assert validate(store).conforms
    published = f'<{copy.iri}> schema:publisher "Gazette" ; gp:copyOf <{ORIGINAL.iri}> ; gp:similarity 1.0'
    assert store.query(
        f"ASK {{ GRAPH <{copy.graph}> {{ {published} }} FILTER NOT EXISTS {{ ?x nif:anchorOf ?words }} }}"
    )


def test_a_copy_is_held_as_long_as_its_original_is_with_its_words(store: Store) -> None:
    put(store, ORIGINAL)
    copy = article("copy", SENTENCES)
    link = Copies(store).original(copy)
    assert link is not None
    assert not held([copy], store, run_name())
    store.replace_article(copy.graph, graph_of_copy(copy, link))
    assert held([copy], store, run_name())
    put(store, replace(ORIGINAL, text=" ".join(OTHER)))
    assert not held([copy], store, run_name())
    put(store, ORIGINAL)
    assert held([copy], store, run_name())
    store.delete_article(ORIGINAL.iri)
    assert not held([copy], store, run_name())


def test_a_copy_is_linked_anew_when_its_original_has_become_one(store: Store) -> None:
    longer = article("longer", SENTENCES + OTHER)
    assert one_by_one(store, ORIGINAL, COPY, longer) == [None, ORIGINAL.iri, None]
    store.delete_article(ORIGINAL.iri)
    assert one_by_one(store, ORIGINAL) == [longer.iri]
    assert not held([COPY], store, run_name())
    assert one_by_one(store, COPY) == [longer.iri]


def test_fingerprints_stay_what_they_were() -> None:
    """They are kept in stores: other ones would find nothing there. Whoever changes them changes SCHEME too."""
    found = fingerprint(ORIGINAL)
    assert found is not None
    assert found.bands("en", 105_177)[0] == "1:cce03a87cc30"
    assert unpacked(found.packed()) == found.sentences


def test_credits_are_in_order_and_in_small_letters() -> None:
    forms = [row["form"] for row in rows("credits.csv")]
    assert forms == sorted({form.casefold() for form in forms})


def test_a_damaged_fingerprint_is_told_and_one_of_another_scheme_passed_over() -> None:
    assert unpacked("0:whatever") == {}
    with pytest.raises(DetenteError, match="no fingerprint"):
        unpacked("1:%%%")
