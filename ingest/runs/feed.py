"""Articles into batches: what cannot be read is told, what the store holds is left out, the rest is cut to size."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from ingest.article import Article
from ingest.engines.model import Batch
from ingest.language import detect, require_pack
from ingest.readers import Failure
from ingest.runs.inputs import START, Place
from ingest.runs.state import key
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from ingest.copies import Link

MOST_ARTICLES: Final = 64
"""Articles of a batch; so many share a worker's passage through the pipeline and a transaction of the store."""
MOST_CHARACTERS: Final = 1_000_000
"""A batch is not made larger than this, unless by a single article."""

Outcome = Article | Failure
Original = Callable[[Article], "Link | None"]
"""Gives the link to the article that this one is a copy of, None if it is to be read."""
Placed = tuple[Place, Outcome | None]
"""An outcome with the place after it; without one an input is at its end."""


@dataclass
class Cut:
    """What belongs to a batch beside its articles.

    Attributes:
        place: How far the stream is read when the batch is loaded.
        unchanged: Articles passed over on the way, because the store holds them.
        here: How many of those, and of the ones before, stand in the input at ``place``.
        keys: The keys of its articles, by IRI.
        copies: Articles that need not be read, with links to those they are copies of.
    """

    number: int = 0
    place: Place = START
    unchanged: int = 0
    here: int = 0
    keys: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[Article, Link]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """How the feed finds out what need not be read.

    Attributes:
        held: Gives the IRIs of those articles that the store holds as they are.
        is_counted: Tells whether an article that is held was counted before the run was stopped.
        original: Tells copies from articles to be read.
    """

    held: Callable[[list[Article]], set[str]]
    is_counted: Callable[[Article], bool]
    original: Original | None = None


class Feed:
    """Cuts a stream into batches, and remembers of each what the manifest is to say when it is loaded."""

    def __init__(
        self,
        start: Place,
        outcomes: Iterable[Placed],
        known: Known,
        fail: Callable[[Place, Failure], None],
        passed: Callable[[Cut], None],
    ) -> None:
        self._outcomes = iter(outcomes)
        self._known = known
        self._fail = fail
        self._passed = passed
        self._articles: list[Article] = []
        self._size = 0
        self._open = Cut(place=start)
        self._cuts: deque[Cut] = deque()
        self._under_way: dict[str, tuple[int, str]] = {}

    def batches(self) -> Iterator[Batch]:
        """Yield batches, each of which holds no article twice."""
        while chunk := self._chunk():
            known = self._ask(chunk)
            for place, outcome in chunk:
                article = self._wanted(place, outcome, known)
                if article is not None:
                    if self._is_full(article):
                        yield self._cut()
                    self._add(article)
                self._reach(place)
            if not self._cuts and not self._articles:
                self._passed(self._open)
                self._open = self._next()
        if self._articles or self._open.copies:
            yield self._cut()

    def landed(self, number: int) -> Cut:
        """Give what belongs to a batch that has been read; batches land in order."""
        cut = self._cuts.popleft()
        assert cut.number == number, "the engine gives the batches in order"
        self._under_way = {iri: state for iri, state in self._under_way.items() if state[0] != number}
        return cut

    def rest(self) -> Cut:
        """Give what came after the last batch."""
        return self._open

    def _chunk(self) -> list[Placed]:
        """Take the next outcomes, as many as the store is asked about at once."""
        chunk, size = [], 0
        for placed in islice(self._outcomes, MOST_ARTICLES):
            chunk.append(placed)
            size += len(placed[1].text) if isinstance(placed[1], Article) else 0
            if size > MOST_CHARACTERS:
                break
        return chunk

    def _ask(self, chunk: list[Placed]) -> set[str]:
        """Ask the store about articles of which no other version is being read."""
        articles = [outcome for _, outcome in chunk if isinstance(outcome, Article)]
        return self._known.held([article for article in articles if article.iri not in self._under_way])

    def _wanted(self, place: Place, outcome: Outcome | None, known: set[str]) -> Article | None:
        """Give an article that must be read; count or tell what it is otherwise."""
        if outcome is None:
            return None
        if isinstance(outcome, Failure):
            self._fail(place, outcome)
            return None
        if self._is_here(outcome, known):
            if not self._known.is_counted(outcome):
                self._open.unchanged += 1
                self._open.here += 1
            return None
        try:
            require_pack(detect(outcome))
        except DetenteError as error:
            self._fail(place, Failure(outcome.name, error.detail))
            return None
        known.discard(outcome.iri)  # another version may follow, and is to replace this one
        return self._read_or_linked(outcome)

    def _is_here(self, article: Article, known: set[str]) -> bool:
        """Tell whether the last version of an article, stored or being read, has these words."""
        if article.iri in self._under_way:
            return self._under_way[article.iri][1] == article.content_hash
        return article.iri in known

    def _read_or_linked(self, article: Article) -> Article | None:
        link = self._known.original(article) if self._known.original else None
        if link is None:
            return article
        self._open.copies.append((article, link))
        self._open.keys[article.iri] = key(article)
        self._under_way[article.iri] = (self._open.number, article.content_hash)
        return None

    def _is_full(self, article: Article) -> bool:
        if not self._articles:
            return False
        twice = self._under_way.get(article.iri, (-1, ""))[0] == self._open.number
        size = self._size + len(article.full_text)
        return twice or len(self._articles) == MOST_ARTICLES or size > MOST_CHARACTERS

    def _add(self, article: Article) -> None:
        self._articles.append(article)
        self._size += len(article.full_text)
        self._under_way[article.iri] = (self._open.number, article.content_hash)

    def _reach(self, place: Place) -> None:
        if place.input != self._open.place.input:
            self._open.here = 0
        self._open.place = place

    def _cut(self) -> Batch:
        """Close the batch that is open."""
        cut, batch = self._open, Batch(self._open.number, tuple(self._articles))
        cut.keys.update((article.iri, key(article)) for article in self._articles)
        self._cuts.append(cut)
        self._articles, self._size = [], 0
        self._open = self._next()
        return batch

    def _next(self) -> Cut:
        return Cut(self._open.number + 1, self._open.place, here=self._open.here)
