"""What a run costs beside the reading: throughput and peak memory by the number of articles, the cost of going on.

The articles are made up and read by an engine that needs no language models, so that what is measured is the stream,
the manifest and the store: ``python benchmarks/runs.py [NUMBER …]``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from graph.store import open_store
from ingest.article import Article
from ingest.engines.model import Batch, Read, Shard
from ingest.program import run_name
from ingest.readers import Defaults
from ingest.run import RunError, ingest, resume
from ontology.errors import DetenteError
from ontology.namespaces import GP, PROV, RDF, SCHEMA, actor_iri

SIZES: Final = (1_000, 10_000, 100_000)
STATES: Final = ("FRA", "DEU", "RUS", "USA", "CHN", "IRN", "TUR", "GBR", "UKR", "SYR")
WORDS: Final = "The ministers met in the capital and spoke of grain, ships and pipelines. " * 30
ENGLISH: Final = Defaults(lang="en", publisher="Example")


class MadeUp:
    """Makes one stance of each article; fails after a number of batches."""

    def __init__(self, most: int = sys.maxsize) -> None:
        self._most = most
        self.begun = 0.0

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        """Read batches in order."""
        for count, batch in enumerate(batches):
            self.begun = self.begun or time.perf_counter()
            if count == self._most:
                raise DetenteError("stopped on purpose")
            yield Shard(batch.number, tuple(map(_read, batch.articles)))

    def close(self) -> None:
        """Have nothing to stop."""


def _read(article: Article) -> Read:
    number = int(article.source_id or 0)
    node, stance, graph = f"<{article.iri}>", f"<{article.iri}#stance>", f"<{article.graph}>"
    who, whom = STATES[number % 10], STATES[(number // 10 + 1 + number) % 10]
    relation = "supports" if number % 3 else "opposes"
    pairs = [
        (node, RDF + "type", f"<{SCHEMA}NewsArticle>"),
        (node, GP + "contentHash", f'"{article.content_hash}"'),
        (node, PROV + "wasGeneratedBy", f"<{run_name()}>"),
        (node, GP + "sourceId", f'"{article.source_id}"'),
        (stance, RDF + "type", f"<{GP}StanceAssertion>"),
        (stance, RDF + "subject", f"<{actor_iri(who)}>"),
        (stance, RDF + "predicate", f"<{GP}{relation}>"),
        (stance, RDF + "object", f"<{actor_iri(whom)}>"),
        (stance, GP + "claimPolarity", f"<{GP}affirmed>"),
        (stance, GP + "certainty", f"<{GP}certain>"),
    ]
    text = "".join(f"{subject} <{predicate}> {value} {graph} .\n" for subject, predicate, value in pairs)
    return Read(article.iri, article.graph, text.encode(), 0, 1)


def _write(path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for index in range(number):
            file.write(json.dumps({"id": str(index), "title": f"Article {index}", "text": WORDS}) + "\n")


def measure(number: int) -> None:
    """Print the figures of one size, of a process that does nothing else."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "a.jsonl", number)
        base, begun = _peak(), time.perf_counter()
        runs = folder / "runs"
        with open_store(folder / "store") as store:
            with suppress(RunError):
                ingest(
                    [str(folder / "a.jsonl")], store, ENGLISH, copies=False, engine=MadeUp(number // 64 - 1), runs=runs
                )
            first = _peak()
            whole, again, engine = time.perf_counter() - begun, time.perf_counter(), MadeUp()
            report = resume(store, runs, engine=engine)
            assert report is not None
            assert report.stored == number
            noted = sum(path.stat().st_size for path in runs.rglob("*.jsonl"))
            print(
                f"| {number} | {number / whole:.0f} | {base} → {first} → {_peak()} | {engine.begun - again:.2f} s, "
                f"{(engine.begun - again) / whole:.1%} | {noted / number:.0f} |",
                flush=True,
            )


def _peak() -> int:
    """Give the most memory this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main() -> None:
    """Measure each size in a process of its own."""
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
        return
    print("| articles | articles/s | peak memory, MiB | going on near the end: time, share | bytes noted an article |")
    print("|---|---|---|---|---|", flush=True)
    for number in map(int, sys.argv[1:] or SIZES):
        subprocess.run([sys.executable, __file__, "--one", str(number)], check=True)


if __name__ == "__main__":
    main()
