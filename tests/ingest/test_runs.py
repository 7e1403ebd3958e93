"""What a run leaves out, sets aside, tries again and refuses; with a reader that needs no models."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from killable_run import LightEngine

from graph.store import Store, open_store
from ingest.article import Article
from ingest.engines.model import Batch, Shard
from ingest.readers import Defaults, Failure
from ingest.report import Report
from ingest.run import RunError, ingest, resume, retry
from ingest.runs import folder as run_folder
from ingest.runs.errors import unresolved
from ontology.errors import DetenteError
from ontology.namespaces import GP

ENGLISH = Defaults(lang="en", publisher="P")


class Seen(LightEngine):
    """Remembers the batches; a version is read only when a number of them have come, if so many come."""

    def __init__(self, held_back: int = 1) -> None:
        self.batches: list[tuple[Article, ...]] = []
        self._held_back = held_back

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        waiting: list[Batch] = []
        for batch in batches:
            self.batches.append(batch.articles)
            waiting.append(batch)
            if len(waiting) == self._held_back:
                yield from super().map([waiting.pop(0)])
        yield from super().map(waiting)


class Broken(LightEngine):
    """Gives up after a batch."""

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        yield from super().map([next(iter(batches))])
        raise DetenteError("The workers do not start.", 503)


class Cured(LightEngine):
    """Reads what was poison."""

    def read(self, article: Article) -> object:
        return super().read(article if "POISON" not in article.text else as_stance(article))


def as_stance(article: Article) -> Article:
    """The same article with a text that is no poison, under the same content hash."""
    made = Article("FRA opposes RUS", source_id=article.source_id, publisher=article.publisher, lang=article.lang)
    made.__dict__["content_hash"] = article.content_hash
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    found = run_folder.folder_of(str(tmp_path / "store"))
    assert found is not None
    return found


def write(path: Path, *texts: str, first: int = 0) -> str:
    """JSON lines, an article each; a text that begins with ``=`` has the id before the next blank."""
    lines = []
    for number, text in enumerate(texts, first):
        name, _, rest = text[1:].partition(" ") if text[0] == "=" else (str(number), "", text)
        lines.append(text if text[0] == "{" else json.dumps({"id": name, "text": rest}))
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def many(number: int) -> list[str]:
    return [f"FRA opposes RUS {index}" for index in range(number)]


def stopped(path: str, store: Store, runs: Path, defaults: Defaults = ENGLISH) -> None:
    """A run that ends after its first batch."""
    with pytest.raises(RunError, match="do not start"):
        ingest([path], store, defaults, engine=Broken(), runs=runs)


def hashes(store: Store) -> dict[str, str]:
    """The content hashes by source id."""
    return {found.source_id or "": found.content_hash or "" for found in store.articles()}


def counts(report: Report | None) -> tuple[int, int, int]:
    assert report is not None
    return report.stored, report.unchanged, report.failed


@pytest.mark.parametrize("held_back", [1, 3, 9])
def test_of_several_versions_the_last_wins(store: Store, tmp_path: Path, held_back: int) -> None:
    first, second = "=a FRA opposes RUS", "=a FRA supports RUS"
    other = write(tmp_path / "other.jsonl", first, *many(70), second, *many(70), first)
    engine = Seen(held_back)
    report = ingest([other], store, ENGLISH, engine=engine)
    assert report.failures == []
    wanted = Article("FRA opposes RUS", source_id="a", publisher="P", lang="en").content_hash
    assert hashes(store)["a"] == wanted
    for batch in engine.batches:
        assert len({article.iri for article in batch}) == len(batch)


def test_versions_side_by_side_go_into_batches_of_their_own(store: Store, tmp_path: Path) -> None:
    engine = Seen()
    path = write(tmp_path / "a.jsonl", "=a FRA opposes RUS", "=a FRA supports RUS", "=b FRA supports RUS")
    assert ingest([path], store, ENGLISH, engine=engine).stored == 3
    assert [len(batch) for batch in engine.batches] == [1, 2]


def test_what_the_store_holds_is_not_read_again(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *many(200))
    ingest([path], store, ENGLISH, engine=LightEngine())
    engine = Seen()
    again = write(tmp_path / "b.jsonl", *many(199), "RUS opposes FRA")
    assert counts(ingest([again], store, ENGLISH, engine=engine)) == (1, 199, 0)
    assert [len(batch) for batch in engine.batches] == [1]


def test_batches_are_large_enough_and_not_too_large(store: Store, tmp_path: Path) -> None:
    engine = Seen()
    long = [f"FRA opposes RUS {'word ' * 100_000} {number}" for number in range(6)]
    ingest([write(tmp_path / "a.jsonl", *many(130), *long)], store, ENGLISH, engine=engine)
    sizes = [len(batch) for batch in engine.batches]
    assert sizes[:2] == [64, 64]
    assert max(sum(len(article.text) for article in batch) for batch in engine.batches) <= 1_000_000


def test_a_store_in_memory_leaves_no_notes(tmp_path: Path) -> None:
    assert run_folder.folder_of(":memory:") is None
    with open_store(":memory:") as store:
        assert ingest([write(tmp_path / "a.jsonl", *many(3))], store, ENGLISH, engine=LightEngine()).stored == 3


def test_an_engine_that_fails_keeps_what_was_loaded(store: Store, runs: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *many(100))
    stopped(path, store, runs)
    assert len(hashes(store)) == 64
    assert counts(resume(store, runs, engine=LightEngine())) == (100, 0, 0)
    assert resume(store, runs, engine=LightEngine()) is None


def test_going_on_with_the_same_inputs_and_options(store: Store, runs: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *many(100))
    stopped(path, store, runs)
    assert counts(resume(store, runs, [path], ENGLISH, engine=LightEngine())) == (100, 0, 0)


def test_going_on_from_another_folder(
    store: Store, runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.jsonl", *many(100))
    monkeypatch.chdir(tmp_path)
    stopped("a.jsonl", store, runs)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert counts(resume(store, runs, [str(tmp_path / "a.jsonl")], engine=LightEngine())) == (100, 0, 0)


def test_trying_again_from_another_folder(
    store: Store, runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.jsonl", "{broken")
    monkeypatch.chdir(tmp_path)
    ingest(["a.jsonl"], store, ENGLISH, engine=LightEngine(), runs=runs)
    write(tmp_path / "a.jsonl", *many(1))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert counts(retry(store, runs, engine=LightEngine())) == (1, 0, 0)
    assert unresolved(runs) == []


def test_other_inputs_or_options_are_named(store: Store, runs: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *many(100))
    stopped(path, store, runs)
    other = write(tmp_path / "b.jsonl", *many(1))
    with pytest.raises(DetenteError, match=r"b\.jsonl is not an input of"):
        resume(store, runs, [path, other], engine=LightEngine())
    with pytest.raises(DetenteError, match="other --lang"):
        resume(store, runs, [path], Defaults(lang="fr"), engine=LightEngine())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda path: write(path, *many(101)), r"a\.jsonl has changed from \d+ to \d+ bytes"),
        (lambda path: os.utime(path, (1, 1)), r"a\.jsonl was written again"),
        (lambda path: path.unlink(), r"a\.jsonl is no plain file any more"),
    ],
)
def test_inputs_that_changed_are_named(store: Store, runs: Path, tmp_path: Path, change, words: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.jsonl"
    stopped(write(path, *many(100)), store, runs)
    change(path)
    with pytest.raises(DetenteError, match=words):
        resume(store, runs, engine=LightEngine())


def test_another_program_reads_everything_again(store: Store, runs: Path, tmp_path: Path) -> None:
    stopped(write(tmp_path / "a.jsonl", *many(100)), store, runs)
    (manifest,) = run_folder.runs(runs)
    begin, _, rest = manifest.read_text().partition("\n")
    manifest.write_text(json.dumps({**json.loads(begin), "program": "https://example.org/older"}) + "\n" + rest)
    store.update(
        f"DELETE {{ GRAPH ?g {{ ?a <{GP}contentHash> ?h }} }} WHERE {{ GRAPH ?g {{ ?a <{GP}contentHash> ?h }} }}"
    )
    assert counts(resume(store, runs, engine=LightEngine())) == (100, 0, 0)


def test_a_later_run_of_the_same_inputs_ends_the_earlier(store: Store, runs: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *many(100))
    stopped(path, store, runs)
    ingest([path], store, ENGLISH, engine=LightEngine(), runs=runs)
    assert run_folder.unfinished(runs) is None


def test_what_was_set_aside_is_listed_until_it_is_read(store: Store, runs: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    told: list[Failure] = []
    write(path, *many(3), "POISON", "{broken", "=x POISON too")
    report = ingest([str(path)], store, ENGLISH, engine=LightEngine(), runs=runs, on_failure=told.append)
    assert report.failures == told
    assert sorted(failure.source.removeprefix(str(tmp_path)) for failure in told) == ["/a.jsonl:line 5", "3", "x"]
    assert [(found.kind, found.name) for found in unresolved(runs) if found.kind == "article"] == [
        ("article", "3"),
        ("article", "x"),
    ]
    write(path, *many(3))
    assert counts(retry(store, runs, engine=LightEngine())) == (0, 3, 2)
    assert [(found.name, found.reason) for found in unresolved(runs)] == [
        ("3", "the worker died"),
        ("x", "the worker died"),
    ]
    path.unlink()
    assert counts(retry(store, runs, engine=Cured())) == (2, 0, 0)  # type: ignore[arg-type]
    assert unresolved(runs) == []
    assert set(hashes(store)) == {"0", "1", "2", "3", "x"}


def test_an_ordinary_run_clears_what_it_reads(store: Store, runs: Path, tmp_path: Path) -> None:
    path, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    write(path, "{broken")
    write(other, "{broken", "POISON")
    ingest([str(path), str(other)], store, ENGLISH, engine=LightEngine(), runs=runs)
    write(path, *many(1))
    ingest([str(path)], store, ENGLISH, engine=LightEngine(), runs=runs)
    assert sorted(found.name for found in unresolved(runs)) == [f"{other}:line 1", "1"]


def test_only_the_last_runs_are_kept_and_those_with_errors(store: Store, runs: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write(path, "POISON", "=x POISON")
    ingest([str(path)], store, ENGLISH, engine=LightEngine(), runs=runs)
    (first,) = run_folder.runs(runs)
    ingest([write(tmp_path / "b.jsonl", "=x FRA opposes RUS")], store, ENGLISH, engine=LightEngine(), runs=runs)
    for _ in range(run_folder.KEPT + 3):
        ingest([], store, runs=runs, engine=LightEngine())
        assert [found.name for found in unresolved(runs)] == ["0"]
    kept = run_folder.runs(runs)
    assert len(kept) == run_folder.KEPT + 1
    assert kept[0] == first


def test_one_process_works_on_a_run(store: Store, runs: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *many(100))
    stopped(path, store, runs)

    class Intruder(LightEngine):
        def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
            assert run_folder.unfinished(runs) is None
            yield from super().map(batches)

    assert counts(resume(store, runs, engine=Intruder())) == (100, 0, 0)


def test_where_runs_are_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    remote = run_folder.folder_of("https://example.org/sparql")
    assert remote is not None
    assert remote.is_relative_to(tmp_path)
    assert remote == run_folder.folder_of("https://example.org/sparql/") != run_folder.folder_of("https://example.org/")
    assert run_folder.folder_of("https://example.org/", tmp_path) == tmp_path
