"""Articles of a job, some at a time: left out, linked or read, and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.jobs.reader import Unavailable
from ingest.copies import Copies, Link, graph_of_copy
from ingest.engines.model import Outcome, Read, SetAside
from ingest.held import held
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from api.jobs.reader import Reader
    from api.observing.metrics import Metrics
    from graph.store import Store
    from ingest.article import Article


class Interrupted(Exception):  # noqa: N818 (nothing is wrong)
    """The service stops: what was under way is read when it starts again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some articles; copies are not among those stored."""

    stored: int
    copies: int
    unchanged: int
    events: int
    stances: int
    failed: tuple[SetAside, ...]


class Taker:
    """Reads and stores articles.

    Args:
        store: where they go.
        reader: who reads them.
        metrics: what counts them.
        stopping: tells whether the service stops.
    """

    def __init__(self, store: Store, reader: Reader, metrics: Metrics, stopping: Callable[[], bool]) -> None:
        self._store = store
        self._copies = Copies(store)
        self._reader = reader
        self._metrics = metrics
        self._stopping = stopping

    def take(self, articles: Sequence[Article]) -> Taken:
        """Take articles of which none occurs twice.

        Raises:
            Interrupted: the service stops.
            Unavailable: nothing can be read at the moment.
            Exception: the store cannot be written.
        """
        known = held(articles, self._store, self._reader.run_name())
        new = [article for article in articles if article.iri not in known]
        try:
            taken = self._put(new, self._copies.originals(new), len(known))
        finally:
            self._copies.forget([article.iri for article in new])
        self._count(stored=taken.stored, copy=taken.copies, unchanged=taken.unchanged, failed=len(taken.failed))
        return taken

    def _count(self, **outcomes: int) -> None:
        for label, number in outcomes.items():
            self._metrics.articles.labels(label).inc(number)

    def _put(self, new: Sequence[Article], links: Sequence[Link | None], known: int) -> Taken:
        """Read what is no copy, and store it with the copies."""
        paired = list(zip(new, links, strict=True))
        outcomes = self._read([article for article, link in paired if link is None])
        read = [outcome for outcome in outcomes if isinstance(outcome, Read)]
        aside = [outcome for outcome in outcomes if isinstance(outcome, SetAside)]
        lost = {item.article.iri for item in aside}
        copies = [(article, link) for article, link in paired if link is not None]
        linked = [(article, link) for article, link in copies if link.original not in lost]
        aside += [_with_its_original(article, link) for article, link in copies if link.original in lost]
        stored = self._store.replace_articles((item.graph, _quads(item)) for item in read) if read else 0
        graphs = [(article.graph, graph_of_copy(article, link)) for article, link in linked]
        changed = self._store.replace_articles(graphs) if graphs else 0
        return Taken(
            stored=stored,
            copies=changed,
            unchanged=known + len(read) - stored + len(graphs) - changed,
            events=sum(item.events for item in read),
            stances=sum(item.stances for item in read),
            failed=tuple(aside),
        )

    def _read(self, articles: Sequence[Article]) -> list[Outcome]:
        """Read articles together, or each alone if that fails."""
        if not articles:
            return []
        try:
            return self._reader.read(articles)
        except Unavailable:
            raise
        except DetenteError as error:
            if self._stopping():
                raise Interrupted from error
            if len(articles) == 1:
                return [SetAside(articles[0], error.detail)]
        return [outcome for article in articles for outcome in self._read([article])]


def batches(articles: Iterator[Article], most: int) -> Iterator[list[Article]]:
    """Cut a stream into so many at a time, fewer where one comes again."""
    batch: dict[str, Article] = {}
    for article in articles:
        if len(batch) == most or article.iri in batch:
            yield list(batch.values())
            batch = {}
        batch[article.iri] = article
    if batch:
        yield list(batch.values())


def _with_its_original(article: Article, link: Link) -> SetAside:
    return SetAside(article, f"is a copy of <{link.original}>, which could not be read")


def _quads(read: Read) -> Iterator[Quad]:
    """Parse the quads of an article."""
    from pyoxigraph import RdfFormat, parse

    return iter(parse(read.quads, RdfFormat.N_QUADS))
