"""The corpus of one state of the store, and the answers made of it: read once, kept as long as nothing changes."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeVar, get_args

from graph.signed.layout import Point
from graph.signed.model import Corpus, Filters, SignedNetwork
from graph.signed.read import read_corpus, signed_network
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.store import Store

T = TypeVar("T")
Lane = Literal["drawing", "analysis", "history"]
"""Where work waits for its turn: pictures and evidence not behind analyses, and these not behind years of blocs."""

MOST_NETWORKS: Final = 4
"""Networks kept for a state of the store: the evidence of a picture is asked for piece by piece."""
MOST_ANSWERS: Final = 64
MOST_BYTES: Final = 64 * 2**20
"""Answers kept, and what they may take together; the one not asked for the longest goes first."""
MOST_WAITING: Final = 32
"""Answers that may be under way in a lane; beyond that, 503."""
RETRY_SECONDS: Final = 2


@dataclass(frozen=True)
class Reading:
    """The corpus of one state of the store, with the networks asked for last."""

    generation: str
    corpus: Corpus
    places: dict[Filters, dict[str, Point]] = field(default_factory=dict)
    """Where the actors stand in the pictures that others begin from."""
    _networks: OrderedDict[Filters, SignedNetwork] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def named(self) -> frozenset[str]:
        """Give the IRIs of all actors that are described or take part in a stance, themselves or as principals."""
        ends = (iri for item in self.corpus.evidence for mode in (True, False) for iri in item.ends(mode))
        return frozenset((*self.corpus.actors, *ends))

    def network(self, filters: Filters) -> SignedNetwork:
        """Give the network of what filters let in."""
        with self._lock:
            if filters in self._networks:
                self._networks.move_to_end(filters)
                return self._networks[filters]
        made = signed_network(self.corpus, filters)
        with self._lock:
            self._networks[filters] = made
            while len(self._networks) > MOST_NETWORKS:
                self._networks.popitem(last=False)
        return made


class Networks:
    """Reads the corpus of a store in a thread, once for all that ask, and keeps what is made of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="corpus")
        self._lanes = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in get_args(Lane)}
        self._kept = _Kept()
        self._lock = threading.Lock()
        self._latest: tuple[str, Future[Reading]] | None = None
        self._waiting: Future[Reading] | None = None

    def warm(self) -> Future[Reading]:
        """Begin to read the store unless that is done or begun, without waiting for the end."""
        with self._lock:
            if self._latest is not None and self._latest[0] == self._store.generation:
                return self._latest[1]
            if self._waiting is None:
                self._waiting = self._reader.submit(self._read)
            return self._waiting

    async def reading(self) -> Reading:
        """Give the corpus as the store is now; all that ask while it is read wait for the same reading."""
        return await _shared(self.warm())

    async def answer(self, lane: Lane, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Give an answer that is kept, or make it in a thread; all that ask for it meanwhile wait for the same.

        The key names the state of the store, what is asked, and the filters.

        Raises:
            DetenteError: too many answers are under way (503).
        """
        return await _shared(self.begin(lane, key, make))

    def begin(self, lane: Lane, key: Hashable, make: Callable[[], bytes]) -> Future[bytes]:
        """Begin an answer unless it is kept or begun, without waiting for the end."""
        return self._kept.get((lane, key), lambda: self._lanes[lane].submit(make))

    def close(self) -> None:
        """Stop, and let all that is kept go."""
        self._reader.shutdown(cancel_futures=True)
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)
        self._latest = None
        self._kept.clear()

    def _read(self) -> Reading:
        # Named by the state before: what is written meanwhile makes another state, which is read again
        generation = self._begin()
        try:
            return Reading(generation, read_corpus(self._store))
        except BaseException:
            self._latest = None
            raise

    def _begin(self) -> str:
        with self._lock:
            assert self._waiting is not None
            self._latest, self._waiting = (self._store.generation, self._waiting), None
            self._kept.clear()
            return self._latest[0]


class _Kept:
    """Answers made or being made, by lane and key, as far as there is room."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, Hashable], Future[bytes]] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: tuple[str, Hashable], begin: Callable[[], Future[bytes]]) -> Future[bytes]:
        with self._lock:
            if key not in self._answers:
                self._check_room(key[0])
                self._answers[key] = coming = begin()
                coming.add_done_callback(lambda done: self._settle(key, done))
                return coming
            self._answers.move_to_end(key)
            return self._answers[key]

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()

    def _check_room(self, lane: str) -> None:
        if sum(not answer.done() for (name, _), answer in self._answers.items() if name == lane) >= MOST_WAITING:
            told = "Too many networks are being worked out; ask again in a moment."
            raise DetenteError(told, 503, {"Retry-After": str(RETRY_SECONDS)})

    def _settle(self, key: tuple[str, Hashable], done: Future[bytes]) -> None:
        """Forget what failed, and make room for what did not."""
        with self._lock:
            if done.cancelled() or done.exception() is not None:
                self._answers.pop(key, None)
            sizes = {name: len(answer.result()) for name, answer in self._answers.items() if _is_made(answer)}
            while len(sizes) > MOST_ANSWERS or sum(sizes.values()) > MOST_BYTES:
                oldest = next(iter(sizes))
                del sizes[oldest], self._answers[oldest]


def _is_made(answer: Future[bytes]) -> bool:
    return answer.done() and not answer.cancelled() and answer.exception() is None


async def _shared(future: Future[T]) -> T:
    """Wait for what others may wait for too: a client that hangs up does not cancel it."""
    return await asyncio.shield(asyncio.wrap_future(future))
