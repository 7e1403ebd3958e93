"""What a worker does with the articles of a batch: each becomes the N-Quads of its graph, or is set aside."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ingest.article import Article
from ingest.engines.model import Outcome, Read, SetAside
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from ingest.extract import Extraction

Place = tuple[int, Article]
"""An article with its place in the batch."""


class Reader(Protocol):
    """Turns articles into quads. It is sent to the workers, so it must be of a module's class and hold little."""

    def load(self, articles: Sequence[Article]) -> None:
        """Load what these articles need, unless it is there; this takes as long as it takes.

        Raises:
            DetenteError: no article at all can be read.
        """
        ...

    def read(self, articles: Sequence[Article]) -> Iterator[tuple[int, Outcome]]:
        """Yield what became of each article with its place among them, in any order, each as soon as it is known."""
        ...


@dataclass(frozen=True, slots=True)
class NewsReader:
    """Extracts claims with the language models, in batches of one language."""

    def load(self, articles: Sequence[Article]) -> None:
        """Load the models of the languages that occur.

        Raises:
            DetenteError: a model is not installed.
        """
        from ingest.language import supported
        from ingest.nlp import pipeline

        for lang in sorted(_by_language(articles).keys() & set(supported())):
            pipeline(lang)

    def read(self, articles: Sequence[Article]) -> Iterator[tuple[int, Outcome]]:
        """Read the articles of one language together; what fails in company is read again alone."""
        for number, found in extractions(articles):
            yield number, found if isinstance(found, SetAside) else read_of(found)


def extractions(articles: Sequence[Article]) -> Iterator[tuple[int, Extraction | SetAside]]:
    """Extract articles, in any order, each with its place among them; what fails is set aside."""
    for places in _by_language(articles).values():
        failed: list[Place] = []
        yield from _together(places, failed)
        yield from ((number, _alone(article)) for number, article in failed)


def _by_language(articles: Sequence[Article]) -> dict[str, list[Place]]:
    """Sort articles by language; within one they stay in order."""
    from ingest.language import detect

    found: dict[str, list[Place]] = {}
    for number, article in enumerate(articles):
        found.setdefault(detect(article), []).append((number, article))
    return found


def _together(places: Sequence[Place], failed: list[Place]) -> Iterator[tuple[int, Extraction]]:
    """Extract articles in one go; an error may concern several of them, or end it all, so it only tells who failed."""
    from ingest.extract import extract_all

    waiting = deque(places)
    try:
        for extraction in extract_all([article for _, article in places], _pass_over):
            while waiting[0][1] is not extraction.article:
                failed.append(waiting.popleft())
            yield waiting.popleft()[0], extraction
    except MemoryError:
        raise
    except Exception:  # each is read again alone, where its error is told
        pass
    failed.extend(waiting)


def _pass_over(_article: Article, error: Exception) -> None:
    if isinstance(error, MemoryError):
        raise error


def _alone(article: Article) -> Extraction | SetAside:
    """Extract one article; an error sets it aside."""
    from ingest.extract import extract

    try:
        return extract(article)
    except MemoryError:
        raise
    except DetenteError as error:
        return SetAside(article, error.detail)
    except Exception as error:
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return SetAside(article, f"extraction failed ({words}); please report this article")


def read_of(extraction: Extraction) -> Read:
    """Write the graph of an article as N-Quads."""
    from pyoxigraph import RdfFormat, serialize

    from ingest.rdf import ArticleWriter

    article = extraction.article
    quads = serialize(ArticleWriter(extraction).quads(), format=RdfFormat.N_QUADS) or b""
    return Read(article.iri, article.graph, quads, len(extraction.events), len(extraction.stances))
