"""Whether the store holds articles already, as they would be read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from ingest.copies import stale
from ontology.namespaces import GP, PROV, article_graph, article_iri

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.article import Article

MOST_ASKED: Final = 128
"""Articles that one query asks about."""


def held(articles: Iterable[Article], store: Store, run_name: str) -> set[str]:
    """Give the IRIs of those that the store holds with the same words, read by the same program and knowledge.

    A copy is held as long as its original is, with the words that it had.
    """
    asked = list(articles)
    found = contents((article.hash for article in asked), store, run_name)
    same = {article.iri for article in asked if found.get(article.hash) == article.content_hash}
    return same - stale(sorted(same), store)


def contents(hashes: Iterable[str], store: Store, run_name: str) -> dict[str, str]:
    """Give the content hashes of the articles of these hashes that were read by this program."""
    wanted, found = list(hashes), dict[str, str]()
    for begin in range(0, len(wanted), MOST_ASKED):
        found.update(_ask(wanted[begin : begin + MOST_ASKED], store, run_name))
    return found


def _ask(hashes: Sequence[str], store: Store, run_name: str) -> dict[str, str]:
    names = {article_iri(name): name for name in hashes}
    values = " ".join(f"(<{article_graph(name)}> <{iri}>)" for iri, name in names.items())
    answer = store.query(
        f"SELECT ?article ?hash WHERE {{ VALUES (?graph ?article) {{ {values} }} "
        f"GRAPH ?graph {{ ?article <{GP}contentHash> ?hash ; <{PROV}wasGeneratedBy> <{run_name}> }} }}"
    )
    return {names[article.value]: content.value for article, content in answer}  # type: ignore[union-attr]
