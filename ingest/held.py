"""Whether the store holds an article already, as it would be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology.namespaces import GP, PROV

if TYPE_CHECKING:
    from graph.store import Store
    from ingest.article import Article


def held(article: Article, store: Store, run_name: str) -> bool:
    """Tell whether the store holds an article with the same words, read by the same program and knowledge.

    A copy is held as long as its original is, with the words that it had.
    """
    answer = store.query(
        f'ASK {{ GRAPH <{article.graph}> {{ <{article.iri}> <{GP}contentHash> "{article.content_hash}" ; '
        f"<{PROV}wasGeneratedBy> <{run_name}> }} "
        f"FILTER NOT EXISTS {{ <{article.iri}> <{GP}copyOf> ?original ; <{GP}originalHash> ?hash "
        f"FILTER NOT EXISTS {{ ?original <{GP}contentHash> ?hash }} }} }}"
    )
    return bool(answer)
