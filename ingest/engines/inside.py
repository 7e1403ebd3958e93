"""Reads in this process, one batch after the other: nothing to start, but no protection from what an article does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from ingest.engines.model import Batch, Outcome, SetAside, Shard
from ingest.engines.reading import extractions, read_of

if TYPE_CHECKING:
    from ingest.extract import Extraction

OnArticle = Callable[["Extraction"], None]


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
            found = dict(extractions(batch.articles))
            yield Shard(batch.number, tuple(self._tell(found[number]) for number in range(len(batch.articles))))

    def close(self) -> None:
        """Have nothing to stop."""

    def _tell(self, found: Extraction | SetAside) -> Outcome:
        if isinstance(found, SetAside):
            return found
        if self._on_article is not None:
            self._on_article(found)
        return read_of(found)
