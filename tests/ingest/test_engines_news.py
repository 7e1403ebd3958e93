"""Engines with the language models: what is read in an article depends on nothing but the article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from spacy.language import Language

import ingest
from ingest.article import MAX_CHARACTERS, Article, make_article
from ingest.engines.choose import engine
from ingest.engines.model import Batch, Outcome, SetAside
from ingest.engines.reading import NewsReader, read_of
from ingest.extract import extract
from ingest.readers import Defaults, read

SAMPLES = Path(ingest.__file__).parent / "samples"


@pytest.fixture(scope="module")
def news() -> list[Article]:
    """Sample articles in both languages, by turns."""
    articles = [item for item in read([str(SAMPLES)], Defaults()) if isinstance(item, Article)]
    return sorted(articles, key=lambda article: article.hash)


@pytest.fixture(scope="module")
def expected(news: list[Article], pipelines: dict[str, Language]) -> list[Outcome]:
    """What is read in each article alone."""
    return [read_of(extract(article)) for article in news]


def in_order(articles: Sequence[Article]) -> list[Outcome]:
    outcomes = dict(NewsReader().read(articles))
    return [outcomes[number] for number in range(len(articles))]


def test_neighbours_change_nothing(news: list[Article], expected: list[Outcome]) -> None:
    assert len({article.lang for article in news}) == 2
    assert in_order(news) == expected
    assert in_order(news[::-1]) == expected[::-1]


@pytest.mark.parametrize("name", ["inside", "processes"])
def test_engines_read_the_same_byte_for_byte(name: str, news: list[Article], expected: list[Outcome]) -> None:
    half = len(news) // 2
    reading = engine(name, workers=2)
    try:
        shards = list(reading.map([Batch(0, tuple(news[:half])), Batch(1, tuple(news[half:]))]))
    finally:
        reading.close()
    assert [outcome for shard in shards for outcome in shard.outcomes] == expected


def test_an_error_sets_aside_one_article_only(news: list[Article], expected: list[Outcome]) -> None:
    """A text longer than the pipeline takes brings the reading of all to an end, one in Klingon is refused before."""
    too_long = Article("word " * (MAX_CHARACTERS // 5 + 1), lang="en")
    klingon = make_article("nuqneH", lang="tlh")
    outcomes = in_order([*news[:3], too_long, klingon, *news[3:]])
    assert [*outcomes[:3], *outcomes[5:]] == expected
    long, foreign = outcomes[3:5]
    assert isinstance(long, SetAside)
    assert isinstance(foreign, SetAside)
    assert long.reason.startswith("extraction failed (ValueError: [E088]")
    assert "\n" not in long.reason
    assert foreign.reason.startswith("no language pack for 'tlh'")
