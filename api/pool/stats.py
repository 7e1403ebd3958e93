"""What the pool counts, for metrics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


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
