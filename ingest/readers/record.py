"""One record with named fields (a JSON object, a CSV row) to an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ingest.article import Article, ArticleError, make_article

FIELDS: Final = ("id", "url", "title", "text", "published", "publisher", "lang")
"""The fields of an article record; only ``text`` is required, others than these are ignored."""


def to_article(record: object, default_id: str | None = None) -> Article:
    """Make an article of a record.

    Raises:
        ArticleError: It is not a record, has no text, or a field has the wrong type.
    """
    if not isinstance(record, Mapping):
        raise ArticleError(f"is not an object but {_kind(record)}")
    values = {field: _string(field, record.get(field)) for field in FIELDS}
    text = values["text"]
    if text is None:
        raise ArticleError("the field 'text' is missing")
    return make_article(
        text,
        title=values["title"],
        url=values["url"],
        source_id=values["id"] or default_id,
        published=values["published"],
        publisher=values["publisher"],
        lang=values["lang"],
    )


def to_record(article: Article) -> dict[str, str | None]:
    """Write an article as the record it can be made of again."""
    return {
        "id": article.source_id,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.publisher,
        "lang": article.lang,
    }


def _string(field: str, value: object) -> str | None:
    """Take a string, or a whole number where an id is expected."""
    if value is None or isinstance(value, str):
        return value
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ArticleError(f"the field {field!r} must be a string, not {_kind(value)}")


def _kind(value: object) -> str:
    """Name a JSON type."""
    names = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "an array",
        dict: "an object",
    }
    return names.get(type(value), "null")
