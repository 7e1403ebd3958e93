"""Who reads the articles that are sent: the process that loads the language models, and gives quads back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from api.extraction.process import ExtractionProcess, Unavailable

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ingest.article import Article

__all__ = ["ProcessReader", "Reader", "Reading", "Unavailable", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one article: the quads of its graph, with the number of claims."""

    quads: list[Quad]
    events: int
    stances: int


class Reader(Protocol):
    """Reads articles one at a time."""

    def run_name(self) -> str:
        """Name the program and its knowledge, as `ingest.program.run_name` does.

        Raises:
            Unavailable: nothing can be read at the moment.
        """
        ...

    def read(self, article: Article) -> Reading:
        """Read an article.

        Raises:
            Unavailable: nothing can be read at the moment.
            DetenteError: it cannot be read.
        """
        ...

    def close(self) -> None:
        """Stop at once."""
        ...


class ProcessReader(ExtractionProcess):
    """Read in a process of its own, which is started when it is first needed, and again if it dies."""

    def read(self, article: Article) -> Reading:
        """Read an article.

        Raises:
            Unavailable: the process does not start.
            DetenteError: it cannot be read, takes too long, or the process dies of it.
        """
        return self.call(read, article)


def read(article: Article) -> Reading:
    """Read an article in this process, which loads the language models.

    Raises:
        DetenteError: its language has no pack.
    """
    from ingest.extract import extract
    from ingest.rdf import ArticleWriter

    found = extract(article)
    return Reading(list(ArticleWriter(found).quads()), len(found.events), len(found.stances))
