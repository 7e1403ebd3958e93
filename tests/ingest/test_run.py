"""Ingesting into a store: once is as good as twice, what changed replaces, what fails is told and skipped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from spacy.language import Language

from graph.store import Store, open_store
from graph.validate import validate
from ingest.extract import Extraction
from ingest.readers import Defaults, Failure
from ingest.run import ingest
from ontology.namespaces import GP

RUSSIA = "La Russie soutient la Syrie."
CANADA = "Le Canada condamne l’Iran."


@pytest.fixture
def store(pipelines: dict[str, Language]) -> Iterator[Store]:
    """An empty memory store."""
    with open_store(":memory:") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles in JSON lines."""
    write(tmp_path, {"id": "a", "text": RUSSIA}, {"id": "b", "text": CANADA})
    return tmp_path


def write(folder: Path, *articles: dict[str, str]) -> None:
    common = {"publisher": "Example", "lang": "fr", "published": "2016-03-16"}
    lines = [json.dumps({**common, **article}, ensure_ascii=False) for article in articles]
    (folder / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def dump(store: Store) -> list[str]:
    """Give all quads as sorted N-Quads."""
    return sorted(f"{quad} ." for quad in store.quads())


def ask(store: Store, pattern: str) -> bool:
    return bool(store.query(f"PREFIX gp: <{GP}> PREFIX a: <https://w3id.org/detente/id/actor/> ASK {{ {pattern} }}"))


def test_articles_are_stored_and_counted(store: Store, folder: Path) -> None:
    report = ingest([str(folder)], store)
    assert (report.stored, report.unchanged, report.stances, report.failures) == (2, 0, 2, [])
    assert report.articles == len(list(store.articles())) == 2
    assert ask(store, "a:RUS gp:supports a:SYR")
    assert ask(store, "a:CAN gp:opposes a:IRN")


def test_twice_changes_nothing(store: Store, folder: Path) -> None:
    ingest([str(folder)], store)
    before = dump(store)
    report = ingest([str(folder)], store)
    assert (report.stored, report.unchanged) == (0, 2)
    assert dump(store) == before


def test_the_same_article_twice_in_one_run_is_stored_once(store: Store, folder: Path) -> None:
    report = ingest([str(folder), str(folder)], store)
    assert len(list(store.articles())) == 2
    assert report.articles == 4


def test_the_order_of_articles_does_not_matter(store: Store, tmp_path: Path) -> None:
    write(tmp_path, {"id": "a", "text": RUSSIA}, {"id": "b", "text": CANADA})
    ingest([str(tmp_path)], store)
    write(tmp_path, {"id": "b", "text": CANADA}, {"id": "a", "text": RUSSIA})
    with open_store(":memory:") as other:
        ingest([str(tmp_path)], other)
        assert dump(other) == dump(store)


def test_a_changed_text_replaces_its_graph(store: Store, folder: Path) -> None:
    ingest([str(folder)], store)
    write(folder, {"id": "a", "text": "La Russie condamne la Syrie."}, {"id": "b", "text": CANADA})
    report = ingest([str(folder)], store)
    assert (report.stored, report.unchanged) == (1, 1)
    assert len(list(store.articles())) == 2
    assert ask(store, "a:RUS gp:opposes a:SYR")
    assert not ask(store, "a:RUS gp:supports a:SYR")
    with open_store(":memory:") as fresh:
        ingest([str(folder)], fresh)
        assert dump(fresh) == dump(store)


def test_a_failure_is_told_and_the_rest_is_taken(store: Store, folder: Path) -> None:
    told: list[Failure] = []
    missing = str(folder / "missing.txt")
    (folder / "broken.json").write_text("{", encoding="utf-8")
    report = ingest([missing, str(folder)], store, on_failure=told.append)
    assert report.stored == 2
    assert report.failures == told
    assert len(told) == 2
    assert {Path(failure.source).name for failure in told} == {"missing.txt", "broken.json"}
    assert all(failure.reason for failure in told)


def test_an_unknown_language_is_one_failure(store: Store, tmp_path: Path) -> None:
    write(tmp_path, {"id": "a", "text": RUSSIA}, {"id": "c", "text": "Russland unterstützt Syrien.", "lang": "de"})
    report = ingest([str(tmp_path)], store)
    assert report.stored == 1
    (failure,) = report.failures
    assert failure.source == "c"
    assert "'de'" in failure.reason


def test_languages_may_alternate(store: Store, tmp_path: Path) -> None:
    texts = [
        ("fr", RUSSIA),
        ("en", "Canada condemned Iran."),
        ("fr", "Le Mali soutient le Niger."),
        ("en", "India praised Japan."),
    ]
    write(tmp_path, *({"id": str(n), "text": text, "lang": lang} for n, (lang, text) in enumerate(texts)))
    report = ingest([str(tmp_path)], store)
    assert (report.stored, report.stances) == (4, 4)


def test_defaults_fill_in_what_articles_do_not_say(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Le Canada a condamné lundi l’Iran.", encoding="utf-8")
    seen: list[Extraction] = []
    ingest([str(path)], store, Defaults(lang="fr", publisher="Example"), on_article=seen.append)
    (found,) = seen
    assert (found.lang, found.article.publisher, found.article.published) == ("fr", "Example", None)
    assert [s.time for s in found.stances] == [None]


def test_nothing_in_nothing_out(store: Store, tmp_path: Path) -> None:
    before = dump(store)
    report = ingest([], store)
    assert (report.articles, report.failures) == (0, [])
    assert dump(store) == before


def test_an_article_without_claims_is_kept(store: Store, tmp_path: Path) -> None:
    write(tmp_path, {"id": "a", "text": "Le temps se gâte."})
    report = ingest([str(tmp_path)], store)
    assert (report.stored, report.events, report.stances) == (1, 0, 0)
    assert len(list(store.articles())) == 1


def test_the_samples_are_taken_and_conform(store: Store) -> None:
    with as_file(files("ingest") / "samples") as samples:
        inputs = sorted(str(path) for path in samples.glob("*.json"))
        report = ingest(inputs, store)
        assert len(inputs) == 20
        assert (report.stored, report.failures) == (20, [])
        found = validate(store)
        assert found.conforms, found.violations[:5]
        before = dump(store)
        assert ingest(inputs, store).unchanged == 20
    assert dump(store) == before
    assert report.stances > 40


LONG = (
    "La Russie soutient la Syrie depuis le début de la guerre civile. Le Canada condamne l’Iran pour ses essais de "
    "missiles dans le désert. Le port de Tartous a été agrandi au printemps et douze navires y attendent depuis mardi. "
    "Une commission de quatre ingénieurs doit visiter les quais avant la fin du mois."
)


def test_a_copy_is_linked_and_claims_nothing(store: Store, tmp_path: Path) -> None:
    more = f"{LONG} La France condamne la Syrie."
    write(tmp_path, {"id": "a", "text": LONG}, {"id": "b", "text": f"{LONG}\nAvec l’AFP"}, {"id": "c", "text": more})
    report = ingest([str(tmp_path)], store)
    assert (report.stored, report.copies, report.failures) == (3, 1, [])
    assert validate(store).conforms
    claims = {
        str(article.source_id): store.query(f"ASK {{ GRAPH <{article.graph}> {{ ?x a gp:StanceAssertion }} }}")
        for article in store.articles()
    }
    assert {name: bool(found) for name, found in claims.items()} == {"a": True, "b": False, "c": True}
    before = dump(store)
    assert ingest([str(tmp_path)], store).unchanged == 3
    assert dump(store) == before


def test_copies_are_read_where_that_is_asked_for(store: Store, tmp_path: Path) -> None:
    write(tmp_path, {"id": "a", "text": LONG}, {"id": "b", "text": LONG})
    report = ingest([str(tmp_path)], store, copies=False)
    assert (report.stored, report.copies) == (2, 0)
