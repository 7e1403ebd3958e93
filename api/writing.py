"""Writes one after the other, in a thread; answered only once they can be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import anyio

from api.runner import QueryRunner

T = TypeVar("T")


class Writer:
    """Runs one write at a time, so that waiting ones do not take the threads of others."""

    def __init__(self, runner: QueryRunner) -> None:
        self._runner = runner
        self._turn: anyio.CapacityLimiter | None = None

    async def run(self, write: Callable[..., T], *args: object) -> T:
        """Run a write to its end, though its client should go away."""
        self._turn = self._turn or anyio.CapacityLimiter(1)
        outcome: T = await anyio.to_thread.run_sync(partial(write, *args), limiter=self._turn)
        await self._runner.refresh()
        return outcome
