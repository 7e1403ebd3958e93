"""Articles chosen by age, publisher or query, and removed with all that followed from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from generated import Batch, article, store_of

from graph import retention
from graph.retention import Selection, cutoff
from graph.store import EmbeddedStore, MemoryStore
from ontology.errors import DetenteError

JANUARY = [article(number) for number in range(30)]
"""One article a day from the first of January 2020, of three publishers by turns."""
UNDATED = [article(100, dated=False), article(101, dated=False)]
COPIES = [article(200, copy_of=3), article(201, copy_of=3), article(202, copy_of=25)]
ALL = [*JANUARY, *UNDATED, *COPIES]
BY_QUERY = "SELECT ?article { ?article schema:publisher ?p FILTER (CONTAINS(?p, 'Wire')) }"


def number(graph: str) -> int:
    return int(graph.rpartition("/")[2], 16)


def numbers(store: MemoryStore | EmbeddedStore, selection: Selection) -> list[int]:
    return [number(graph) for graph in retention.select(store, selection)]


def without(articles: Batch, gone: list[int]) -> bytes:
    """Give what a store holds that never had some of the articles."""
    return store_of([one for one in articles if number(one[0]) not in gone]).dump(sort=True)


@pytest.fixture
def store() -> MemoryStore:
    """A store with all the articles."""
    return store_of(ALL)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(before=date(2020, 1, 4)), [0, 1, 2]),
        (Selection(before=date(2020, 1, 1)), []),
        (Selection(before=date(2020, 1, 2), undated=True), [0, 100, 101]),
        (Selection(undated=True), [100, 101]),
        (Selection(before=date(2020, 1, 8), sources=("Daily Post",)), [0, 3, 6]),
        (Selection(before=date(2020, 1, 4), sources=('The "Wire"', "Le Quotidien")), [1, 2]),
        (Selection(before=date(2020, 1, 2), undated=True, sources=('The "Wire"',)), [100]),
        (Selection(sources=("Nobody",)), []),
        (Selection(query=BY_QUERY, before=date(2020, 1, 6)), [1, 4]),
        (Selection(query='SELECT ?article { GRAPH ?article { ?a gp:sourceId "n7" } }'), [7]),
    ],
)
def test_all_conditions_must_hold(store: MemoryStore, selection: Selection, expected: list[int]) -> None:
    assert numbers(store, selection) == expected


def test_what_was_derived_goes_too(store: MemoryStore) -> None:
    chosen = retention.select(store, Selection(before=date(2020, 1, 21)))
    assert retention.delete(store, chosen) == 20
    assert store.dump(sort=True) == without(ALL, list(range(20)))
    assert retention.delete(store, chosen) == 0


def test_what_is_stopped_is_whole_and_goes_on(tmp_path: Path) -> None:
    many = [article(part) for part in range(2 * retention.BATCH + 50)]
    everything = Selection(before=date(2030, 1, 1))

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with EmbeddedStore(tmp_path / "store") as store:
        store.replace_articles(many)
        with pytest.raises(KeyboardInterrupt):
            retention.delete(store, retention.select(store, everything), stop)
    with EmbeddedStore(tmp_path / "store") as store:
        assert store.dump(sort=True) == without(many, list(range(retention.BATCH)))
        done: list[int] = []
        assert retention.delete(store, retention.select(store, everything), done.append) == retention.BATCH + 50
        assert done == [retention.BATCH, retention.BATCH + 50]
        assert store.dump(sort=True) == without(many, list(range(len(many))))


def test_copies_of_what_goes_are_known(store: MemoryStore) -> None:
    chosen = retention.select(store, Selection(before=date(2020, 1, 6)))
    assert [number(graph) for graph in retention.copies(store, chosen)] == [200, 201]
    assert retention.copies(store, [*chosen, *retention.copies(store, chosen)]) == []
    assert retention.copies(store_of(JANUARY), chosen) == []


@pytest.mark.parametrize("name", ["n7", "00000007", JANUARY[7][0], "https://w3id.org/detente/id/article/00000007"])
def test_an_article_answers_to_its_names(store: MemoryStore, name: str) -> None:
    assert retention.named(store, name) == [JANUARY[7][0]]


def test_a_name_nobody_has_is_told(store: MemoryStore) -> None:
    with pytest.raises(DetenteError, match="No article is known as 'n\"7'") as failed:
        retention.named(store, 'n"7')
    assert failed.value.status == 404


@pytest.mark.parametrize(
    ("text", "day"), [("365d", date(2023, 3, 2)), ("1 day", date(2024, 2, 29)), ("2020-01-31", date(2020, 1, 31))]
)
def test_ages_are_counted_back_from_a_day(text: str, day: date) -> None:
    assert cutoff(text, date(2024, 3, 1)) == day


@pytest.mark.parametrize("text", ["", "365", "-1d", "999999d", "2020-02-30", "yesterday"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(DetenteError, match="is no age"):
        cutoff(text, date(2024, 3, 1))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT ?x { ?x a schema:NewsArticle }", r"variable \?article"),
        ("ASK {}", r"must be a SELECT"),
        ("SELECT ?article { ?s rdf:subject ?article }", "is no article"),
        ("SELECT ?article { {} OPTIONAL { ?article a gp:None } }", "gives nothing"),
        ("SELECT ?article {", "syntax error"),
    ],
)
def test_a_query_that_does_not_give_articles_deletes_none(store: MemoryStore, query: str, why: str) -> None:
    with pytest.raises(DetenteError, match=why):
        retention.select(store, Selection(query=query))


def test_no_condition_is_not_everything(store: MemoryStore) -> None:
    with pytest.raises(DetenteError, match="Say which articles"):
        retention.select(store, Selection())
