"""How much longer extraction takes than the spaCy pipeline alone, as a ratio taken in one run.

    python benchmarks/extraction.py [ARTICLES.jsonl ...]

Batch by batch, each language's articles go through the bare pipeline of the model, the extraction by rules and the
extraction with the reader, so that a busy machine disturbs all alike. Each has a pipeline of its own and reads each
article once, as an archive is read: what a word's second reading saves is saved only where a word comes again.
Without arguments the sample articles.
"""

from __future__ import annotations

import importlib
import sys
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import as_file, files
from time import process_time
from typing import Final
from unittest.mock import patch

from ingest.article import Article
from ingest.extract import extract_all
from ingest.language import detect
from ingest.nlp import MODELS, pipeline
from ingest.readers import Defaults, read

BATCH: Final = 15
MOST: Final = 150
"""How many articles of a language are read."""

Work = Callable[[list[Article]], object]


def articles(paths: list[str]) -> dict[str, list[Article]]:
    """Read articles by language."""
    found: dict[str, list[Article]] = defaultdict(list)
    for article in read(paths, Defaults()):
        if isinstance(article, Article) and len(found[detect(article)]) < MOST:
            found[detect(article)].append(article)
    return found


def seconds(work: Work, texts: list[Article]) -> float:
    """Time one run in processor seconds."""
    start = process_time()
    work(texts)
    return process_time() - start


def compare(lang: str, texts: list[Article]) -> list[float]:
    """Give the processor times of the bare pipeline, of extraction by rules and of extraction with the reader."""
    works = [_bare(lang), _extraction(lang, rules_only=True), _extraction(lang, rules_only=False)]
    for work in works:
        work(texts[:2])
    batches = [texts[i : i + BATCH] for i in range(0, len(texts), BATCH)]
    return [sum(times) for times in zip(*([seconds(w, b) for w in works] for b in batches), strict=True)]


def _bare(lang: str) -> Work:
    bare = importlib.import_module(MODELS[lang]).load()
    return lambda texts: list(bare.pipe((a.full_text for a in texts), batch_size=8))


def _extraction(lang: str, *, rules_only: bool) -> Work:
    """Extract with a pipeline that nobody else has warmed."""
    own = pipeline.__wrapped__(lang)

    def work(texts: list[Article]) -> object:
        with patch("ingest.nlp.pipeline", lambda _: own):
            return list(extract_all(texts, rules_only=rules_only))

    return work


def main(paths: list[str]) -> None:
    """Print the ratios by language."""
    with as_file(files("ingest") / "samples") as samples:
        for lang, texts in sorted(articles(paths or [str(samples)]).items()):
            bare, rules, both = compare(lang, texts)
            words = sum(len(a.full_text.split()) for a in texts)
            print(
                f"{lang}: {len(texts)} articles, {words} words; bare pipeline {words / bare:,.0f} words/s;"
                f" rules {rules / bare:.2f} ×, rules and reader {both / bare:.2f} × its time"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
