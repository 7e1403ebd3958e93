"""Workers on a Ray cluster, or on one started on this machine for the occasion."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from types import ModuleType
from typing import Any, Final

from ingest.article import Article
from ingest.engines.choose import cpus
from ingest.engines.crew import Crew
from ingest.engines.messages import Loaded, Message, Work
from ingest.engines.model import Limits
from ingest.engines.reading import NewsReader, Reader
from ingest.engines.worker import START_SECONDS, WorkerLost, follow, took_long, took_memory
from ontology.errors import DetenteError

_OBJECT_STORE: Final = 80 << 20
"""Bytes that Ray sets aside for large values, of which there are none; it takes no less."""


class RayEngine(Crew):
    """Reads batches in actors of a Ray cluster."""

    def __init__(
        self,
        workers: int | None = None,
        limits: Limits | None = None,
        address: str | None = None,
        reader: Reader | None = None,
    ) -> None:
        ray = _library(alone=address is None)
        self._ours = not ray.is_initialized()
        if self._ours:
            _connect(ray, address, workers or cpus())
        self._ray = ray
        actor = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Actor)

        def hire() -> RayWorker:
            return RayWorker(ray, actor, limits or Limits(), reader or NewsReader())

        super().__init__(hire, workers or max(1, int(ray.cluster_resources().get("CPU", 1))))

    def close(self) -> None:
        """Stop the workers at once, and leave the cluster; one that was started here ends."""
        super().close()
        if self._ours:
            self._ray.shutdown()


class RayWorker:
    """One actor."""

    def __init__(self, ray: ModuleType, actor: Any, limits: Limits, reader: Reader) -> None:
        self._ray = ray
        self._limits = limits
        self._killed = threading.Event()
        self._actor = actor.remote(reader, limits.bytes)
        self._greeted = False
        self._said: Any = None

    def read(self, articles: Sequence[Article]) -> Iterator[Message]:
        """Yield what the worker says of a batch.

        Raises:
            WorkerLost: it died, or was killed for taking too long.
            DetenteError: it is of another version, or the cluster has no place for it.
        """
        if not self._greeted:
            self._greet()
        self._said = None
        return follow(partial(self._receive, tuple(articles)), articles, self._limits)

    def kill(self) -> None:
        """End the actor at once."""
        self._killed.set()
        with suppress(Exception):  # it is dead, or the cluster is gone
            self._ray.kill(self._actor)

    def _greet(self) -> None:
        """Make sure that the worker would read as this program does."""
        from ingest.program import run_name, software

        theirs = self._ray.exceptions
        try:
            named, version = self._ray.get(self._actor.hello.remote(), timeout=START_SECONDS)
        except theirs.GetTimeoutError:
            raise self._no_place() from None
        except theirs.RayError as error:
            raise self._stillborn(error) from None
        if named != run_name():
            raise DetenteError(
                f"The workers of the cluster have {version} with other tables than {software()} here; "
                "install the same version on every node.",
                409,
            )
        self._greeted = True

    def _no_place(self) -> Exception:
        if self._killed.is_set():
            return WorkerLost("was stopped")
        has = int(self._ray.cluster_resources().get("CPU", 0))
        return DetenteError(
            f"The Ray cluster, which has {has} CPUs, gave no place for a worker within {START_SECONDS:g} seconds; "
            "ask for fewer with --workers.",
            503,
        )

    def _stillborn(self, error: Exception) -> Exception:
        if "ModuleNotFoundError" in str(error):
            return DetenteError(
                "détente is not installed on the nodes of the Ray cluster; install the version used here."
            )
        return WorkerLost("crashed the worker")

    def _receive(self, articles: tuple[Article, ...], seconds: float) -> Message:
        """Have the models loaded, then have the articles read: what a worker yields just before it dies may be lost."""
        if self._said is not None:
            return self._wait(self._said, seconds)
        message = self._wait(self._actor.load.remote(articles), seconds)
        if isinstance(message, Loaded):
            self._said = self._actor.read.options(num_returns="streaming").remote(articles)
        return message

    def _wait(self, promised: Any, seconds: float) -> Message:
        """Wait for a message, or for the next of a stream; the worker is killed when it takes longer."""
        theirs = self._ray.exceptions
        try:
            ready, _ = self._ray.wait([promised], timeout=seconds)
            if not ready:
                self.kill()
                raise WorkerLost(took_long(seconds))
            message: Message = self._ray.get(promised if isinstance(promised, self._ray.ObjectRef) else next(promised))
        except theirs.OutOfMemoryError:
            raise WorkerLost(took_memory(self._limits)) from None
        except (theirs.RayError, StopIteration):
            raise WorkerLost("crashed the worker") from None
        return message


class _Actor:
    """What runs on the cluster."""

    def __init__(self, reader: Reader, memory: int) -> None:
        from ingest.engines.memory import limit

        limit(memory)
        self._work = Work(reader)

    def hello(self) -> tuple[str, str]:
        """Say which program and knowledge this is."""
        from ingest.program import run_name, software

        return run_name(), software()

    def load(self, articles: Sequence[Article]) -> Message:
        """Load what a batch needs."""
        return self._work.load(articles)

    def read(self, articles: Sequence[Article]) -> Iterator[Message]:
        """Read a batch."""
        yield from self._work.read(articles)


def _library(*, alone: bool) -> ModuleType:
    """Import Ray, which may tell nobody that it is used, and which listens to this machine only if it is ``alone``.

    Raises:
        DetenteError: it is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if alone:  # Ray reads this when it is imported; otherwise its ports are open to the network
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    try:
        import ray
        import ray.exceptions
    except ModuleNotFoundError:
        raise DetenteError("--engine ray needs Ray: pip install detente[ray]") from None
    return ray


def _connect(ray: ModuleType, address: str | None, workers: int) -> None:
    """Join a cluster, or start one on this machine that only this machine can reach.

    Raises:
        DetenteError: no cluster answers at the address, or none can be started.
    """
    if address is not None:
        _knock(address)
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "include_dashboard": False}
    try:
        if address is not None:
            del quiet["include_dashboard"]
            ray.init(address=address, **quiet)
        else:
            local = {"_node_ip_address": "127.0.0.1", "object_store_memory": _OBJECT_STORE}
            ray.init(address="local", num_cpus=workers, **local, **quiet)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        where = f"at {address}" if address else "on this machine"
        raise DetenteError(f"No Ray cluster {where}: {' '.join(str(error).split())}", 503) from None


def _knock(address: str) -> None:
    """See whether anything listens at ``HOST:PORT``: Ray itself would try for five minutes.

    Raises:
        DetenteError: nothing does.
    """
    host, _, port = address.rpartition(":")
    if "/" in host or not host or not port.isdigit():  # a way of naming clusters that Ray knows about
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
    except (OSError, OverflowError) as error:
        raise DetenteError(f"No Ray cluster at {address}: {error}", 503) from None
