"""What runs have set aside, until it is read after all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ingest.article import Article
from ingest.readers.record import to_article
from ingest.runs.folder import KEPT, prune, runs
from ingest.runs.inputs import Input, Place, absolute, from_json
from ingest.runs.manifest import Line, Manifest, in_use, read_lines


@dataclass(frozen=True, slots=True)
class Problem:
    """An article that could not be read, or a part of an input that gave none.

    Attributes:
        name: How the user knows the article or the place in the input.
        item: The input, for what was not an article.
        record: The article as a JSON record, for what was one.
    """

    path: Path
    at: str
    kind: Literal["article", "input"]
    name: str
    reason: str
    key: str
    item: Input | None = None
    record: dict[str, Any] | None = None

    @property
    def run(self) -> str:
        """Name the run."""
        return self.path.parent.name

    @property
    def article(self) -> Article:
        """Make the article again."""
        return to_article(self.record)


@dataclass
class _Book:
    """Problems by key, in the order in which they came."""

    articles: dict[str, Problem] = field(default_factory=dict)
    inputs: dict[str, dict[str, Problem]] = field(default_factory=dict)

    def all(self) -> Iterator[Problem]:
        yield from self.articles.values()
        for found in self.inputs.values():
            yield from found.values()


def unresolved(folder: Path | None) -> list[Problem]:
    """List what the runs in a folder have set aside and no later run has read, the oldest first."""
    book = _Book()
    for path in runs(folder):
        _read_run(book, path)
    return sorted(book.all(), key=lambda problem: (problem.run, problem.at))


def tidy(folder: Path | None) -> None:
    """Remove old runs, and note in those that stay what has been resolved by the ones that go."""
    found = runs(folder)
    if len(found) <= KEPT:
        return
    open_ = unresolved(folder)
    keys = {problem.key for problem in open_}
    for path in {problem.path for problem in open_} & set(found[:-KEPT]):
        alone = _Book()
        _read_run(alone, path)
        solved = sorted({problem.key for problem in alone.all()} - keys)
        if solved and not in_use(path):
            with Manifest(path) as manifest:
                manifest.write("cleared", keys=solved)
    prune(folder, (problem.path for problem in open_))


def _read_run(book: _Book, path: Path) -> None:
    """Add what a run set aside, and take away what it read after all."""
    inputs: list[Input] = []
    fresh: dict[str, dict[str, Problem]] = {}
    place = Place()
    for line in read_lines(path):
        match line["event"]:
            case "started":
                inputs = absolute(map(from_json, line["inputs"]), line["folder"])
            case "failure":
                problem = _of_input(path, line, inputs[line["place"][0]])
                fresh.setdefault(inputs[line["place"][0]].name, {})[problem.key] = problem
            case "batch":
                _articles(book, path, line)
                place = max(place, Place(*line["place"]))
            case "cleared":
                _clear(book, fresh, set(line["keys"]))
            case _:
                pass
    _replace(book, inputs, place, fresh)


def _articles(book: _Book, path: Path, line: Line) -> None:
    for key in line["articles"]:
        book.articles.pop(key[:16], None)
    for found in line["set_aside"]:
        article = to_article(found["article"])
        book.articles.pop(article.hash, None)
        book.articles[article.hash] = Problem(
            path, line["at"], "article", article.name, found["reason"], article.hash, record=found["article"]
        )


def _of_input(path: Path, line: Line, item: Input) -> Problem:
    key = f"{item.name}\n{line['source']}\n{line['reason']}"
    return Problem(path, line["at"], "input", line["source"], line["reason"], key, item=item)


def _clear(book: _Book, fresh: dict[str, dict[str, Problem]], keys: set[str]) -> None:
    for found in (book.articles, *book.inputs.values(), *fresh.values()):
        for key in keys & found.keys():
            del found[key]


def _replace(book: _Book, inputs: list[Input], place: Place, fresh: dict[str, dict[str, Problem]]) -> None:
    """Let what was found in inputs that were read to their end stand for what earlier runs found there."""
    for number, item in enumerate(inputs):
        if number < place.input:
            book.inputs.pop(item.name, None)
        book.inputs.setdefault(item.name, {}).update(fresh.get(item.name, {}))
