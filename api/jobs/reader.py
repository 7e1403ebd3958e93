"""Who reads the articles that are sent: the process that loads the language models, and gives quads back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from api.extraction.process import ExtractionProcess, Unavailable

if TYPE_CHECKING:
    from ingest.article import Article
    from ingest.engines.model import Outcome

__all__ = ["ProcessReader", "Reader", "Unavailable", "read"]


class Reader(Protocol):
    """Reads articles, some at a time."""

    def run_name(self) -> str:
        """Name the program and its knowledge, as `ingest.program.run_name` does.

        Raises:
            Unavailable: nothing can be read at the moment.
        """
        ...

    def read(self, articles: Sequence[Article]) -> list[Outcome]:
        """Read articles, and tell in their order what became of each.

        Raises:
            Unavailable: nothing can be read at the moment.
            DetenteError: reading one of them failed so badly that nothing is known of any.
        """
        ...

    def close(self) -> None:
        """Stop at once."""
        ...


class ProcessReader(ExtractionProcess):
    """Read in a process of its own, which is started when it is first needed, and again if it dies."""

    def read(self, articles: Sequence[Article]) -> list[Outcome]:
        """Read articles; together they may take as long as one of them alone.

        Raises:
            Unavailable: the process does not start.
            DetenteError: it takes too long, or the process dies of it.
        """
        return self.call(read, articles)


def read(articles: Sequence[Article]) -> list[Outcome]:
    """Read articles in this process, which loads the language models; what fails is set aside."""
    from ingest.engines.reading import NewsReader

    found = dict(NewsReader().read(articles))
    return [found[number] for number in range(len(articles))]
