"""Give the engine that a user asks for by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from ingest.engines.model import Engine, Limits
from ontology.errors import DetenteError


def cpus() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def engine(
    name: str = "processes", workers: int | None = None, limits: Limits | None = None, address: str | None = None
) -> Engine:
    """Make an engine; its workers start with the first batch.

    Args:
        name: ``inside`` (this process), ``processes`` or ``ray``.
        workers: how many; by default one for each processor of this machine, or of the cluster.
        limits: what a worker may take for one article; ``inside`` cannot keep any.
        address: the Ray cluster, ``None`` to start one on this machine.

    Raises:
        DetenteError: there is no such engine, what it needs is not installed, or the cluster does not answer.
    """
    if name not in _ENGINES:
        raise DetenteError(f"There is no engine {name!r}; there are {', '.join(_ENGINES)}.")
    if workers is not None and workers < 1:
        raise DetenteError(f"{workers} workers cannot read anything; give 1 or more with --workers.")
    if address is not None and name != "ray":
        raise DetenteError("--address is the address of a Ray cluster; it goes with --engine ray.")
    return _ENGINES[name](workers, limits or Limits(), address)


def _inside(_workers: int | None, _limits: Limits, _address: str | None) -> Engine:
    from ingest.engines.inside import InsideEngine

    return InsideEngine()


def _processes(workers: int | None, limits: Limits, _address: str | None) -> Engine:
    from ingest.engines.processes import ProcessEngine

    return ProcessEngine(workers or cpus(), limits)


def _ray(workers: int | None, limits: Limits, address: str | None) -> Engine:
    from ingest.engines.cluster import RayEngine

    return RayEngine(workers, limits, address)


_ENGINES: Final[dict[str, Callable[[int | None, Limits, str | None], Engine]]] = {
    "inside": _inside,
    "processes": _processes,
    "ray": _ray,
}
