"""Fixtures: the pipelines are loaded once; ``understand`` extracts one made-up text, always the same way."""

from __future__ import annotations

import pytest
from spacy.language import Language
from understanding import Understand

from ingest.article import make_article
from ingest.extract import Extraction, extract
from ingest.nlp import pipeline


@pytest.fixture(scope="session")
def pipelines() -> dict[str, Language]:
    """The pipelines of both languages."""
    return {lang: pipeline(lang) for lang in ("en", "fr")}


@pytest.fixture(scope="session")
def understand(pipelines: dict[str, Language]) -> Understand:
    """Extract a text by the rules: ``understand("fr", "La Russie …", "2016-03-16", title="…")``."""

    def run(lang: str, text: str, published: str | None = None, title: str | None = None) -> Extraction:
        return extract(make_article(text, title=title, published=published, lang=lang), rules_only=True)

    return run
