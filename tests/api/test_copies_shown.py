"""Copies as users meet them: sent as a job, named by REST and by the page's data, counted by the command."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from kit import Run, serving
from pyoxigraph import Literal, NamedNode, Quad
from stand_in import InstantReader

from api.app import create_app
from api.settings import Settings
from graph.articles import copies_of
from graph.store import open_store
from ingest.article import Article, make_article
from ingest.copies import Copies, graph_of_copy
from ingest.description import describe, recognisable
from ingest.program import software
from ontology.namespaces import SCHEMA

TOKEN = "write-secret-0123456789"
TEXT = "FRA opposes RUS over the canal. " + " ".join(f"Ship number {n} waited for {n + 3} days." for n in range(9))


class RecognisingReader(InstantReader):
    """Write what copies are found by, as the real reader does."""

    def quads(self, article: Article) -> list[Quad]:
        node, graph = NamedNode(article.iri), NamedNode(article.graph)
        lang = Quad(node, NamedNode(SCHEMA + "inLanguage"), Literal("en"), graph)
        return [*super().quads(article), lang, *recognisable(article, "en")]


def made(name: str) -> Article:
    return make_article(TEXT, title=name, url=f"https://example.org/{name}", publisher=name, lang="en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with an original and two copies of it."""
    original, *others = (made(name) for name in ("wire", "gazette", "post"))
    with open_store(tmp_path / "store") as store:
        copies = Copies(store)
        store.replace_article(original.graph, [*describe(original, "en", software()), *recognisable(original, "en")])
        for other in others:
            link = copies.original(other)
            assert link
            store.replace_article(other.graph, graph_of_copy(other, link))
        assert copies_of(store, original.iri) == sorted(other.iri for other in others)
    return tmp_path / "store"


def test_articles_name_their_original_and_their_copies(folder: Path) -> None:
    wire, gazette, post = (made(name) for name in ("wire", "gazette", "post"))
    with serving(create_app(Settings(store=str(folder)))) as address:
        shown = {each.title: httpx.get(f"{address}/articles/{each.hash}").json() for each in (wire, gazette, post)}
    assert shown["gazette"]["copy_of"]["id"] == wire.hash
    assert shown["gazette"]["copies"] == []
    assert shown["wire"]["copy_of"] is None
    assert {copy["publisher"] for copy in shown["wire"]["copies"]} == {"gazette", "post"}


def test_an_original_that_is_gone_is_not_named(folder: Path) -> None:
    with open_store(folder) as store:
        store.delete_article(made("wire").url or "")
    with serving(create_app(Settings(store=str(folder)))) as address:
        assert httpx.get(f"{address}/articles/{made('gazette').hash}").json()["copy_of"] is None


def test_stats_count_copies(folder: Path, detente: Run) -> None:
    counts = json.loads(detente("stats", "--store", folder, "--format", "json").stdout)
    assert (counts["articles"], counts["copies"]) == (3, 2)


def test_a_copy_sent_as_a_job_is_linked(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"), allow_writes=True, tokens=f"w:write:{TOKEN}")
    sent = [{"text": TEXT, "url": made(name).url, "publisher": name, "lang": "en"} for name in ("wire", "gazette")]
    with serving(create_app(settings, reader=RecognisingReader())) as address:
        client = httpx.Client(base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30)
        for each in (*sent, sent[1]):
            job = finished(client, client.post("/articles", json=each))
            assert not job["errors"]
        assert (job["stored"], job["unchanged"]) == (0, 1)
        copy = client.get(f"/articles/{made('gazette').hash}").json()
        assert (copy["copy_of"]["publisher"], copy["stances"]) == (None, 0)
        assert [other["id"] for other in client.get(f"/articles/{made('wire').hash}").json()["copies"]] == [copy["id"]]
        asked = "SELECT ?graph { GRAPH ?graph { ?claim a gp:StanceAssertion } }"
        answer = client.get("/sparql", params={"query": asked}, headers={"Accept": "application/sparql-results+json"})
        assert [row["graph"]["value"] for row in answer.json()["results"]["bindings"]] == [made("wire").graph]


def finished(client: httpx.Client, sent: httpx.Response) -> dict[str, Any]:
    """Follow a job to its end."""
    assert sent.status_code == 202, sent.text
    until = time.monotonic() + 30
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(sent.headers["location"]).json()
        if job["finished"]:
            return job
        time.sleep(0.01)
    raise AssertionError("the job did not end")
