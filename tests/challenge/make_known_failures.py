"""Write down which rows of the challenge suite fail today: ``make challenge`` rewrites ``known_failures.csv``."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from ingest.evaluation import evaluate

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr")


def failures(lang: str) -> dict[str, str]:
    """Tell what is wrong with each failing row of a language: stances missed and stances nobody expects."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for error in evaluate(HERE / f"{lang}.jsonl").errors:
        if error.what == "stance":
            found[error.document].append(f"{error.kind}: {error.claim}")
    return {row: "; ".join(sorted(wrong)) for row, wrong in found.items()}


def main() -> None:
    """Write the rows that fail, by id."""
    rows = sorted((row, reason) for lang in LANGUAGES for row, reason in failures(lang).items())
    with (HERE / "known_failures.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([("id", "reason"), *rows])


if __name__ == "__main__":
    main()
