"""How much longer extraction takes than the spaCy pipeline alone, as a ratio taken in one run.

    python benchmarks/extraction.py [ARTICLES.jsonl ...]

Each language's articles go through the bare pipeline of the model, then through the whole extraction, turn by turn
(the best of the rounds counts, so that a busy machine disturbs both alike). Without arguments the sample articles.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable
from importlib.resources import as_file, files
from time import process_time
from typing import Final

from ingest.article import Article
from ingest.extract import extract_all
from ingest.language import detect
from ingest.nlp import MODELS, pipeline
from ingest.readers import Defaults, read

ROUNDS: Final = 3
MOST: Final = 150
"""How many articles of a language are read."""


def articles(paths: list[str]) -> dict[str, list[Article]]:
    """Read articles by language."""
    found: dict[str, list[Article]] = defaultdict(list)
    for article in read(paths, Defaults()):
        if isinstance(article, Article) and len(found[detect(article)]) < MOST:
            found[detect(article)].append(article)
    return found


def seconds(work: Callable[[], object]) -> float:
    """Time one run in processor seconds."""
    start = process_time()
    work()
    return process_time() - start


def compare(lang: str, texts: list[Article]) -> tuple[float, float, float]:
    """Give the best processor times: the bare pipeline, extraction by rules, extraction with the reader."""
    import importlib

    bare = importlib.import_module(MODELS[lang]).load()
    pipeline(lang)
    works: list[Callable[[], object]] = [
        lambda: list(bare.pipe((a.full_text for a in texts), batch_size=8)),
        lambda: list(extract_all(texts, rules_only=True)),
        lambda: list(extract_all(texts)),
    ]
    rounds = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    best = [min(times) for times in zip(*rounds, strict=True)]
    return best[0], best[1], best[2]


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
