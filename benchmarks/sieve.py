"""How much faster the extraction is than the bare spaCy pipeline of the same models, and what the sieve costs.

    python benchmarks/ingest.py [ARTICLES.jsonl …] [--gold GOLD.jsonl …] [--most N]

Batch by batch, each language's articles go through the models' own pipeline as shipped, through the whole extraction
(claims and quads) with every sentence parsed, and through the extraction with the sieve, so that a busy machine
disturbs all alike; each has a pipeline of its own, in one process. Without arguments the sample articles. With gold
files also: how many of the sentences that carry gold evidence reach the parser, and F1 with and without the sieve.
"""

from __future__ import annotations

import argparse
import importlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from time import process_time
from typing import Final
from unittest.mock import patch

from spacy.language import Language

from ingest.article import Article
from ingest.evaluation import evaluate
from ingest.evaluation.gold import read_gold
from ingest.extract import BATCH, Extraction, extract_all
from ingest.language import detect
from ingest.nlp import MODELS, pipeline, sifted
from ingest.rdf import ArticleWriter
from ingest.readers import Defaults, read

Work = Callable[[list[Article]], object]
WORKS: Final = ("bare nlp.pipe", "everything parsed", "with the sieve")


@dataclass(frozen=True)
class Speed:
    """Processor seconds of each work on the articles of a language, and the shares of words that reach the models."""

    lang: str
    articles: int
    words: int
    seconds: tuple[float, ...]
    parsed: float
    named: float

    def lines(self) -> Iterator[str]:
        """Write the rows of the table."""
        for name, took in zip(WORKS, self.seconds, strict=True):
            share = f"{self.parsed:.0%} / {self.named:.0%}" if name == WORKS[-1] else "100% / 100%"
            ratio = self.seconds[0] / took
            yield f"| {self.lang} | {name} | {self.articles / took:.1f} | {ratio:.2f} × | {share} |"


def articles(paths: list[str], most: int) -> dict[str, list[Article]]:
    """Read articles by language, the same number of each if there are as many, spread over the files."""
    found: dict[str, list[Article]] = defaultdict(list)
    for article in read(paths, Defaults()):
        if isinstance(article, Article):
            found[detect(article)].append(article)
    return {lang: texts[:: max(1, len(texts) // most)][:most] for lang, texts in sorted(found.items())}


def speed(lang: str, texts: list[Article]) -> Speed:
    """Time all works on the articles of a language, batch by batch."""
    own = pipeline.__wrapped__(lang)
    works = [bare(lang), extraction(pipeline.__wrapped__(lang), sieve=False), extraction(own, sieve=True)]
    for work in works:
        work(texts[:2])
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    rounds = [[seconds(work, batch) for work in works] for batch in batches]
    took = tuple(sum(times) for times in zip(*rounds, strict=True))
    words, parsed, named = shares(own, texts)
    return Speed(lang, len(texts), words, took, parsed / words, named / words)


def seconds(work: Work, texts: list[Article]) -> float:
    """Time one run in processor seconds."""
    start = process_time()
    work(texts)
    return process_time() - start


def bare(lang: str) -> Work:
    """Run the models as they are shipped, with all their components."""
    nlp = importlib.import_module(MODELS[lang]).load()
    return lambda texts: list(nlp.pipe((a.full_text for a in texts), batch_size=BATCH))


def extraction(nlp: Language, *, sieve: bool) -> Work:
    """Make quads of articles with a pipeline that nobody else has warmed."""

    def work(texts: list[Article]) -> object:
        with patch("ingest.nlp.pipeline", lambda _: nlp):
            return [sum(1 for _ in ArticleWriter(one).quads()) for one in extract_all(texts, sieve=sieve)]

    return work


def shares(nlp: Language, texts: list[Article]) -> tuple[int, int, int]:
    """Count the words of articles, those that are parsed and those in which names are looked for."""
    sentences = [one for article in texts for one in sifted(nlp, article.full_text)[1]]
    lengths = [(one.stop - one.start, one) for one in sentences]
    parsed = sum(length for length, one in lengths if one.parsed)
    return sum(n for n, _ in lengths), parsed, sum(length for length, one in lengths if one.named)


def recall(path: Path) -> tuple[int, int]:
    """Count the passages of gold evidence in a file, and those of which a sentence is parsed."""
    kept = total = 0
    for document in read_gold(path):
        text = document.article.full_text
        doc, sentences = sifted(pipeline(detect(document.article)), text)
        spans = [(doc[one.start].idx, doc[one.stop - 1].idx) for one in sentences if one.parsed]
        for claim in (*document.stances, *document.events):
            begin = text.find(claim.evidence) if claim.evidence else -1
            if begin >= 0:
                total += 1
                kept += any(begin <= last and first < begin + len(claim.evidence) for first, last in spans)
    return kept, total


def quality(path: Path) -> Iterator[str]:
    """Write what a gold file says of the extraction without and with the sieve."""
    for sieve in (False, True):
        claims = [0, 0]

        def count(found: Extraction, claims: list[int] = claims) -> None:
            claims[0] += len(found.events)
            claims[1] += len(found.stances)

        group = evaluate(path, sieve=sieve, on_article=count).total
        events = group.events
        cells = (
            path.stem,
            WORKS[1 + sieve],
            f"{group.stances.total.f1:.3f}",
            f"{group.named.total.f1:.3f}",
            *(f"{right / events.gold:.3f}" if events.gold else "–" for right in (events.found, events.quad)),
            f"{claims[0]} / {claims[1]}",
        )
        yield f"| {' | '.join(cells)} |"


def speeds(paths: list[str], most: int) -> None:
    """Print the table of speeds."""
    print("| language | what runs | articles/s | times bare | words parsed / named |\n|---|---|---|---|---|")
    for lang, texts in articles(paths, most).items():
        print("\n".join(speed(lang, texts).lines()), flush=True)


def qualities(paths: list[Path]) -> None:
    """Print what the sieve keeps of gold evidence, and the scores."""
    print("\n| gold | evidence parsed |\n|---|---|")
    for path in paths:
        kept, total = recall(path)
        print(f"| {path.stem} | {kept} of {total}{f' ({kept / total:.1%})' if total else ''} |", flush=True)
    print("\n| gold | what runs | F1 stances | F1 named | events found | with quad class | events / stances claimed |")
    print("|---|---|---|---|---|---|---|")
    for path in paths:
        for line in quality(path):
            print(line, flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("articles", nargs="*")
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--most", type=int, default=150, help="how many articles of a language are read")
    given = parser.parse_args()
    with as_file(files("ingest") / "samples") as samples:
        speeds(given.articles or [str(samples)], given.most)
    if given.gold:
        qualities(given.gold)


if __name__ == "__main__":
    main()
