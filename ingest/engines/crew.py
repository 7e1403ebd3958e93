"""A crew of workers, wherever they are: batches go out, shards come back in order, and who dies is replaced.

A batch is read together first. If its worker dies of it, what is left is read one article at a time, and only an
article that brings a worker down alone is set aside; so none suffers for its neighbours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from queue import LifoQueue
from threading import Lock
from types import TracebackType
from typing import Final, Self

from ingest.article import Article
from ingest.engines.messages import Done, Refused, Told
from ingest.engines.model import Batch, Outcome, SetAside, Shard
from ingest.engines.worker import Worker, WorkerLost
from ontology.errors import DetenteError

BATCHES_A_WORKER: Final = 4
"""How many batches are out for each worker, waiting, in its hands, or done and waiting for those before them."""
MOST_GROWN: Final = 400 << 20
"""Bytes by which a worker may grow over its life: words it has seen stay in its memory. Then a new one takes over."""
_STARTS: Final = 3
"""How often a worker is started for a batch it never begins."""


Hire = Callable[[], Worker]
"""Gives a new worker; raises ``WorkerLost`` if it does not start."""


class Crew:
    """Reads batches with several workers, who are started when they are first needed."""

    def __init__(self, hire: Hire, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="detente-crew")
        self._seats = tuple(Seat(hire) for _ in range(workers))
        self._free: LifoQueue[Seat] = LifoQueue()
        for seat in reversed(self._seats):
            self._free.put(seat)
        self._most = BATCHES_A_WORKER * workers

    def __enter__(self) -> Self:
        """Use the crew in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the workers at once."""
        self.close()

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        """Read batches, and give their shards in order; see `Engine.map`.

        Raises:
            DetenteError: no worker can be started, or none can read anything.
        """
        out: deque[Future[Shard]] = deque()
        try:
            for batch in batches:
                out.append(self._threads.submit(self._read, batch))
                while out and (len(out) >= self._most or out[0].done()):
                    yield out.popleft().result()
            while out:
                yield out.popleft().result()
        finally:
            self._abandon(out)

    def close(self) -> None:
        """Stop the workers at once."""
        for seat in self._seats:
            seat.close()
        self._threads.shutdown(cancel_futures=True)

    def _read(self, batch: Batch) -> Shard:
        seat = self._free.get()
        try:
            return Shard(batch.number, seat.read(batch.articles))
        finally:
            self._free.put(seat)

    def _abandon(self, out: Iterable[Future[Shard]]) -> None:
        """Stop work on batches that nobody waits for any more; new workers come with the next batch."""
        running = [future for future in out if not future.cancel() and not future.done()]
        if running:
            for seat in self._seats:
                seat.close()
            wait(running)
            for seat in self._seats:
                seat.open()


class Seat:
    """The place of one worker; when it dies there or has grown too big, the next one sits down."""

    def __init__(self, hire: Hire) -> None:
        self._hire = hire
        self._worker: Worker | None = None
        self._closed = False
        self._lock = Lock()

    def read(self, articles: Sequence[Article]) -> tuple[Outcome, ...]:
        """Read a batch: together, and what a death leaves over, one at a time."""
        outcomes: dict[int, Outcome] = {}
        if self._try(articles, range(len(articles)), outcomes) is not None:
            for number, article in enumerate(articles):
                lost = None if number in outcomes else self._try(articles, (number,), outcomes)
                if lost is not None:
                    outcomes.setdefault(number, SetAside(article, f"reading it {lost.reason}"))
        return tuple(outcomes[number] for number in range(len(articles)))

    def open(self) -> None:
        """Let workers sit down again after `close`."""
        with self._lock:
            self._closed = False

    def close(self) -> None:
        """End the worker, from any thread; what it was reading is cancelled."""
        with self._lock:
            self._closed = True
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def _try(
        self, articles: Sequence[Article], numbers: Sequence[int], outcomes: dict[int, Outcome]
    ) -> WorkerLost | None:
        """Have some articles of a batch read; give the loss if the worker died of it.

        Raises:
            DetenteError: one worker after the other dies before it begins.
        """
        lost = WorkerLost("")
        for _ in range(_STARTS):
            try:
                self._have_read(articles, numbers, outcomes)
                return None
            except WorkerLost as error:
                self._dismiss()
                lost = error
            if lost.begun:
                return lost
        raise DetenteError(
            f"The workers cannot be used: loading the models {lost.reason}. `--engine inside` needs no workers.", 503
        )

    def _have_read(self, articles: Sequence[Article], numbers: Sequence[int], outcomes: dict[int, Outcome]) -> None:
        for message in self._sitting().read([articles[number] for number in numbers]):
            if isinstance(message, Told):
                outcomes[numbers[message.number]] = message.outcome
            elif isinstance(message, Refused):
                raise message.error
            elif isinstance(message, Done) and message.grown > MOST_GROWN:
                self._dismiss()

    def _sitting(self) -> Worker:
        """Give the worker, a new one if there is none."""
        if self._worker is None:
            worker = self._hire()
            with self._lock:
                self._worker = worker
        with self._lock:
            worker_now, closed = self._worker, self._closed
        if closed or worker_now is None:
            self._dismiss()
            raise CancelledError
        return worker_now

    def _dismiss(self) -> None:
        """Let the worker go; if it was taken from here by `close`, the reading is cancelled.

        Raises:
            CancelledError: the crew is being closed.
        """
        with self._lock:
            worker, self._worker = self._worker, None
            closed = self._closed
        if worker is not None:
            worker.kill()
        if closed:
            raise CancelledError
