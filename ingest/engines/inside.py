"""Reads in this process, one batch after the other: nothing to start, but no protection from what an article does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Union

from ingest.article import Article
from ingest.engines.model import Batch, Read, SetAside, Shard
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from ingest.extract import Extraction

OnArticle = Callable[["Extraction"], None]
_Found = Union[tuple["Extraction", Read], SetAside]  # noqa: UP007 (a forward reference has no |)


class InsideEngine:
    """Reads articles with the language models of this process.

    Args:
        on_article: called with what was found in each article.
    """

    def __init__(self, on_article: OnArticle | None = None) -> None:
        self._on_article = on_article

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        """Read batches in order; an article on which an error is raised is set aside."""
        for batch in batches:
            yield Shard(batch.number, tuple(map(self._tell, self._read(batch.articles))))

    def close(self) -> None:
        """Have nothing to stop."""

    def _read(self, articles: tuple[Article, ...]) -> list[_Found]:
        """Read articles in groups of one language; those left out by an error are read again alone."""
        found: dict[str, _Found] = {}
        for group in _by_language(articles):
            try:
                found.update((item.article.iri, (item, read_of(item))) for item in extract_together(group))
            except Exception:  # it is told when the article that raises it is read alone
                continue
        return [found.get(article.iri) or _alone(article) for article in articles]

    def _tell(self, found: _Found) -> Read | SetAside:
        if isinstance(found, SetAside):
            return found
        if self._on_article is not None:
            self._on_article(found[0])
        return found[1]


def extract_together(articles: list[Article]) -> Iterator[Extraction]:
    """Extract articles of one language, passing over those that a component of the pipeline fails on."""
    from ingest.extract import extract_all

    return extract_all(articles, lambda _article, _error: None)


def _alone(article: Article) -> _Found:
    from ingest.extract import extract

    try:
        extraction = extract(article)
        return extraction, read_of(extraction)
    except DetenteError as error:
        return SetAside(article, error.detail)
    except Exception as error:
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return SetAside(article, f"extraction failed ({words}); please report this article")


def _by_language(articles: Iterable[Article]) -> list[list[Article]]:
    from ingest.language import detect

    found: dict[str, list[Article]] = {}
    for article in articles:
        found.setdefault(detect(article), []).append(article)
    return list(found.values())


def read_of(extraction: Extraction) -> Read:
    """Write the graph of an article as N-Quads."""
    from pyoxigraph import RdfFormat, serialize

    from ingest.rdf import ArticleWriter

    article = extraction.article
    quads = serialize(ArticleWriter(extraction).quads(), format=RdfFormat.N_QUADS) or b""
    return Read(article.iri, article.graph, quads, len(extraction.events), len(extraction.stances))
