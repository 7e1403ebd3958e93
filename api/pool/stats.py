"""What the pool counts, for metrics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the classes of latencies, in seconds; what is longer falls in none."""


@dataclass(slots=True)
class PoolStats:
    """Counts since the start, and what is so now.

    Attributes:
        running: Queries that hold a reader now.
        queued: Queries that wait for one now.
        readers: Reader processes that live now.
        answered: Answers that were sent to their end.
        failed: Queries refused or cut, by HTTP status.
        kills: Readers killed, by reason: deadline, gone (the client), retired (after a slow query), shutdown.
        deaths: Readers that ended by themselves, by reason: memory, crash, killed (by somebody else).
        restarts: Readers started in place of others.
        snapshots: Snapshots published.
        snapshot_made: When the one in use was made (`time.time()`), 0 for a store nobody writes to.
        seconds: Time from the question to the end of the answer, summed over all answers.
        within: Answers that took at most so many seconds, by the bounds in `BUCKETS`.
    """

    running: int = 0
    queued: int = 0
    readers: int = 0
    answered: int = 0
    failed: Counter[int] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    snapshots: int = 0
    snapshot_made: float = 0.0
    seconds: float = 0.0
    within: Counter[float] = field(default_factory=Counter)

    def took(self, seconds: float) -> None:
        """Count one answer sent to its end."""
        self.answered += 1
        self.seconds += seconds
        for bound in BUCKETS:
            if seconds <= bound:
                self.within[bound] += 1
