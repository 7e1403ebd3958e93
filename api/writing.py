"""Writes one after the other, in a thread; answered only once they can be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from api.runner import QueryRunner
from api.threads import deep_stack

T = TypeVar("T")


class Writer:
    """Runs one write at a time in a thread of its own, so that waiting ones do not take the threads of others."""

    def __init__(self, runner: QueryRunner) -> None:
        self._runner = runner
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")

    async def run(self, write: Callable[..., T], *args: object) -> T:
        """Run a write to its end, though its client should go away."""
        with deep_stack():
            outcome = asyncio.get_running_loop().run_in_executor(self._thread, partial(write, *args))
        found = await outcome
        await self._runner.refresh()
        return found

    def close(self) -> None:
        """Wait for the write that is being done."""
        self._thread.shutdown()
