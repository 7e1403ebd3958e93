"""The article: cleaning, identity, fingerprint, the one character space."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta, timezone

import pytest

from ingest.article import MAX_CHARACTERS, Article, ArticleError, make_article
from ontology.errors import DetenteError
from ontology.namespaces import article_graph, article_iri, digest

URL = "https://example.org/a"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("\ufeffa\ufeffb", "ab"),
        ("e\u0301te\u0301", "été"),
        ("\x00a\x07b\x1b\x7f\tc", "ab\tc"),
        ("page\x0cpage", "page\npage"),
        ("l\x92Union \x93libre\x94 c\x9cur \x80", "l’Union “libre” cœur €"),
        ("in\u00advi\u200bsi\u2060ble\u200f", "invisible"),
        ("\ud800 lone \uffff", "\ufffd lone \ufffd"),
        ("30\u00a0km «\u202fnon\u202f» ", "30\u00a0km «\u202fnon\u202f» "),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_text_is_cleaned(raw: str, cleaned: str) -> None:
    article = make_article(raw)
    assert article.text == cleaned
    assert make_article(article.text).text == cleaned
    article.text.encode("utf-8")


@pytest.mark.parametrize("text", ["", "  \n\t", "\ufeff", "\u00a0\u202f", "\x00"])
def test_empty_text_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="the text is empty"):
        make_article(text, title="Title")


def test_text_over_the_limit_is_refused_in_one_line() -> None:
    assert make_article("a" * MAX_CHARACTERS)
    with pytest.raises(DetenteError) as error:
        make_article("a" * 5_000_000)
    assert str(error.value) == "text of 5000000 characters is longer than the limit of 1000000; split it"


def test_identity_is_the_url_first() -> None:
    article = make_article("a", url=URL, source_id="1", publisher="P")
    assert article.hash == digest(URL) == make_article("b", url=URL).hash
    assert article.iri == article_iri(article.hash)
    assert article.graph == article_graph(article.hash)


def test_identity_is_publisher_and_id_without_url() -> None:
    article = make_article("a", source_id="1", publisher="P")
    assert article.hash == make_article("b", source_id="1", publisher="P").hash
    assert article.hash != make_article("a", source_id="1", publisher="Q").hash
    assert article.hash != make_article("a", source_id="2", publisher="P").hash


def test_identity_is_the_text_without_url_or_publisher() -> None:
    article = make_article("Un\u00a0texte  ici.\n", source_id="1")
    assert article.hash == make_article("Un texte\n\nici.", source_id="2").hash
    assert article.hash != make_article("Un texte là.", source_id="1").hash


def test_any_change_changes_the_fingerprint() -> None:
    base = Article("a", "t", URL, "1", date(2015, 12, 22), "P", "fr")
    others = [
        Article("b", "t", URL, "1", date(2015, 12, 22), "P", "fr"),
        Article("a", "u", URL, "1", date(2015, 12, 22), "P", "fr"),
        Article("a", "t", None, "1", date(2015, 12, 22), "P", "fr"),
        Article("a", "t", URL, "2", date(2015, 12, 22), "P", "fr"),
        Article("a", "t", URL, "1", None, "P", "fr"),
        Article("a", "t", URL, "1", date(2015, 12, 22), None, "fr"),
        Article("a", "t", URL, "1", date(2015, 12, 22), "P", "en"),
        Article("t", "a", URL, "1", date(2015, 12, 22), "P", "fr"),
    ]
    assert len({article.content_hash for article in [base, *others]}) == 9
    assert base.content_hash.startswith("sha256:")
    assert len(base.content_hash) == 7 + 64


@pytest.mark.parametrize(
    ("title", "text", "full"),
    [
        ("", "Body.", "Body."),
        ("Head", "Body.", "Head\n\nBody."),
        ("Head", "Head\n\nBody.", "Head\n\nBody."),
        ("Syrie", "Syriens et Turcs.", "Syrie\n\nSyriens et Turcs."),
        ("Why (not)?", "Why (not)? Body.", "Why (not)? Body."),
    ],
)
def test_full_text_has_the_title_once(title: str, text: str, full: str) -> None:
    assert make_article(text, title=title).full_text == full


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://user:secret@example.org/a?b=c#d", "https://example.org/a?b=c"),
        (" https://example.org/é à ", "https://example.org/é%20à"),
        ('https://example.org/<a>"', "https://example.org/%3Ca%3E%22"),
        ("", None),
        (None, None),
    ],
)
def test_url_is_made_safe(given: str | None, kept: str | None) -> None:
    assert make_article("a", url=given).url == kept


@pytest.mark.parametrize(
    "url", ["example.org/a", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://[::1"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ArticleError, match=r"url: .* is not a web address"):
        make_article("a", url=url)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2015-12-21", date(2015, 12, 21)),
        ("2015-12-21T23:30:00Z", date(2015, 12, 21)),
        ("2015-12-21T23:30:00-05:00", date(2015, 12, 21)),
        (" 2015-12-21 08:00 ", date(2015, 12, 21)),
        (date(2015, 12, 21), date(2015, 12, 21)),
        (datetime(2015, 12, 21, 23, tzinfo=timezone(timedelta(hours=-5))), date(2015, 12, 21)),
        ("", None),
        (None, None),
    ],
)
def test_published_is_a_day(given: str | date | None, day: date | None) -> None:
    published = make_article("a", published=given).published
    assert published == day
    assert not isinstance(published, datetime)


@pytest.mark.parametrize("given", ["21/12/2015", "2015-13-01", "2015-12", "yesterday"])
def test_other_dates_are_refused(given: str) -> None:
    with pytest.raises(ArticleError, match="is not an ISO date"):
        make_article("a", published=given)


def test_short_fields_are_one_line_and_blank_ones_absent() -> None:
    article = make_article("a", title=" Head\n line\u00a0: end ", source_id=" ", publisher="", lang=" fr ")
    assert article == Article("a", title="Head line\u00a0: end", lang="fr")


def test_defaults_fill_only_what_is_missing() -> None:
    article = make_article("a", lang="fr").with_defaults("en", date(2020, 1, 1), "P")
    assert (article.lang, article.published, article.publisher) == ("fr", date(2020, 1, 1), "P")
    assert article.with_defaults() == article


def test_default_publisher_takes_part_in_identity() -> None:
    article = make_article("a", source_id="1")
    before = article.hash
    assert article.with_defaults(publisher="P").hash == digest("P", "1") != before


def test_article_and_errors_pass_between_processes() -> None:
    article = make_article("a", url=URL)
    assert article.hash
    assert pickle.loads(pickle.dumps(article)) == article
    error = pickle.loads(pickle.dumps(ArticleError("why")))
    assert isinstance(error, ArticleError)
    assert str(error) == "why"
