"""What the tests of the reader processes share."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from api.pool.pool import PoolRunner, PoolSettings
from api.pool.process import Limits
from api.runner import Question
from graph.store import Store
from ontology.errors import DetenteError

Result = TypeVar("Result")

POINT = "ASK { actor:USA gp:opposes actor:RUS }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FLOOD = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a coroutine in an event loop of its own, for a minute at most."""
    return asyncio.run(asyncio.wait_for(work, 60))


@asynccontextmanager
async def pool(store: Store, readers: int = 2, **limits: Any) -> AsyncIterator[PoolRunner]:
    """Run a pool over a store."""
    runner = PoolRunner(store, PoolSettings(readers, refresh=0.05), Limits(**limits))
    try:
        await runner.start()
        yield runner
    finally:
        await runner.close()


async def ask(runner: PoolRunner, sparql: str = POINT, accept: str = "text/csv", **parts: Any) -> str:
    """Give the whole answer as text."""
    answer = await runner.run(Question(sparql, accept, **parts))
    return b"".join([chunk async for chunk in answer.chunks]).decode()


async def refusal(runner: PoolRunner, sparql: str, **parts: Any) -> DetenteError:
    """Give the error a query is refused with."""
    try:
        answer = await ask(runner, sparql, **parts)
    except DetenteError as error:
        return error
    raise AssertionError(f"answered: {answer[:200]}")


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something is so; the time limit is that of `run`."""
    while not holds():
        await asyncio.sleep(0.01)


def lives(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and that nobody waited for does not."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text() if Path("/proc").exists() else ""
    except (ProcessLookupError, FileNotFoundError):
        return False
    return not stat.rpartition(")")[2].startswith(" Z")
