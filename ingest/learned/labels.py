"""The labelled sentences that the reader learns from: article, characters and label, without the text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from ingest.model import Mention
from ontology.errors import DetenteError

NONE: Final = "-"
UNMARKED: Final = "?"
"""Marks an actor that the recognition had not found, so that only what is said of it is labelled."""

Labelled = tuple[int, int, str]
"""Number of the source, number of the target, relation."""


@dataclass(frozen=True, slots=True)
class Window:
    """A labelled sentence: characters of the article's text, the actors' mentions, and who supports or opposes whom.

    ``again`` holds what others said who labelled the same sentence.
    """

    article: str
    begin: int
    end: int
    actors: tuple[tuple[tuple[int, int], ...], ...]
    unmarked: frozenset[int]
    stances: frozenset[Labelled]
    again: tuple[frozenset[Labelled], ...]

    def number(self, mentions: tuple[Mention, ...]) -> int | None:
        """Find which of the labelled actors some mentions are: by the same words, else by words that overlap."""
        for test in (_same, _overlapping):
            for number, spans in enumerate(self.actors, 1):
                if any(test(span, mention) for span in spans for mention in mentions):
                    return number
        return None

    def relation(self, source: int, target: int) -> str | None:
        """Give the label of a pair, empty for none, ``None`` if the pair was not judged."""
        told = sorted(r for s, t, r in self.stances if (s, t) == (source, target))
        if told:
            return told[0]
        return None if {source, target} & self.unmarked else ""


def read_labels(path: Path) -> list[Window]:
    """Read a file of labels.

    Raises:
        DetenteError: a row is not in the form that ``docs/reader.md`` gives.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [_window(row, f"{path.name} line {line}") for line, row in enumerate(csv.DictReader(file), 2)]


def agreement(windows: list[Window]) -> float | None:
    """Give the F1 of one labeller against another, over all pairs of labellers of the windows labelled twice."""
    shared = total = 0
    for window in windows:
        marked = frozenset(s for s in window.stances if not {s[0], s[1]} & window.unmarked)
        for one, other in combinations((marked, *window.again), 2) if window.again else ():
            shared += 2 * len(one & other)
            total += len(one) + len(other)
    return shared / total if total else None


def _window(row: Mapping[str, str], where: str) -> Window:
    try:
        cells = row["actors"].split()
        return Window(
            article=row["article"],
            begin=int(row["begin"]),
            end=int(row["end"]),
            actors=tuple(tuple(_spans(cell.removeprefix(UNMARKED))) for cell in cells),
            unmarked=frozenset(n for n, cell in enumerate(cells, 1) if cell.startswith(UNMARKED)),
            stances=frozenset(_stances(row["stances"])),
            again=tuple(frozenset(_stances(cell)) for cell in row["again"].split("|") if cell),
        )
    except (KeyError, ValueError) as error:
        raise DetenteError(f"{where}: not a labelled window ({error}); see docs/reader.md") from error


def _spans(cell: str) -> Iterator[tuple[int, int]]:
    for span in cell.split("+"):
        begin, end = span.split("-")
        yield int(begin), int(end)


def _stances(cell: str) -> Iterator[Labelled]:
    for item in cell.split() if cell != NONE else ():
        pair, relation = item.split(":")
        source, target = pair.split(">")
        yield int(source), int(target), relation


def _same(span: tuple[int, int], mention: Mention) -> bool:
    return span == (mention.begin, mention.end)


def _overlapping(span: tuple[int, int], mention: Mention) -> bool:
    return mention.begin < span[1] and mention.end > span[0]
