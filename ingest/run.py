"""Ingest: inputs read, extracted and stored one article at a time; what fails is told and skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from ingest.article import Article
from ingest.copies import Copies, graph_of_copy
from ingest.extract import Extraction, extract_all
from ingest.held import held
from ingest.language import detect, require_pack
from ingest.program import run_name
from ingest.readers import Defaults, Failure, read
from ingest.report import Report
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.store import Store


__all__ = ["Report", "ingest", "put"]

OnFailure = Callable[[Failure], None]
OnArticle = Callable[[Extraction], None]


def ingest(
    inputs: Iterable[str],
    store: Store,
    defaults: Defaults | None = None,
    *,
    copies: bool = True,
    on_failure: OnFailure | None = None,
    on_article: OnArticle | None = None,
) -> Report:
    """Read inputs, extract their claims and store them; an article's graph is written whole or not at all.

    Args:
        inputs: paths, folders, URLs, or ``-`` for standard input.
        store: where the article graphs go.
        defaults: language, publication day and publisher of articles that do not say.
        copies: link articles that print the words of another to it, and do not read them again.
        on_failure: called with each input or article that could not be taken.
        on_article: called with the extraction of each article newly stored.
    """
    report = Report()

    def fail(failure: Failure) -> None:
        report.failures.append(failure)
        if on_failure is not None:
            on_failure(failure)

    articles = _takeable(read(inputs, defaults or Defaults()), store, report, fail, Copies(store) if copies else None)
    for extraction in extract_all(articles, lambda article, error: fail(_failed(article, error))):
        if put(extraction, store):
            report.stored += 1
            report.events += len(extraction.events)
            report.stances += len(extraction.stances)
        else:
            report.unchanged += 1
        if on_article is not None:
            on_article(extraction)
    return report


def _failed(article: Article, error: Exception) -> Failure:
    name = article.source_id or article.url or article.iri
    return Failure(name, f"extraction failed ({type(error).__name__}: {error}); please report this article")


def put(extraction: Extraction, store: Store) -> bool:
    """Replace the graph of an article; ``False`` if it is there already, word for word."""
    from ingest.rdf import ArticleWriter

    return store.replace_article(extraction.article.graph, ArticleWriter(extraction).quads())


def _takeable(
    read_: Iterable[Article | Failure],
    store: Store,
    report: Report,
    fail: Callable[[Failure], None],
    copies: Copies | None,
) -> Iterator[Article]:
    """Pass on articles in a known language that the store does not hold yet as they are."""
    for item in read_:
        if isinstance(item, Failure):
            fail(item)
            continue
        try:
            require_pack(detect(item))
        except DetenteError as error:
            fail(Failure(item.name, error.detail))
            continue
        if held(item, store, run_name()):
            report.unchanged += 1
        elif copies and (link := copies.original(item)):
            store.replace_article(item.graph, graph_of_copy(item, link))
            report.copies += 1
        else:
            yield item
