"""Metrics for Prometheus, in a registry of the application's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from api.observing.quads import QuadCount

if TYPE_CHECKING:
    from fastapi import FastAPI

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_COUNTERS: Final = frozenset({"answered", "failed", "kills", "deaths", "restarts", "snapshots"})
"""Statistics of the query runner that only grow; the others go up and down."""


class Metrics:
    """What is counted: requests, queries and articles taken in."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        kept: dict[str, Any] = {"registry": self.registry, "namespace": "detente"}
        self.requests = Counter("http_requests", "Requests answered.", ["method", "route", "status"], **kept)
        self.latency = Histogram(
            "http_request_duration_seconds",
            "Time to the last byte of an answer.",
            ["method", "route"],
            buckets=_SECONDS,
            **kept,
        )
        self.in_progress = Gauge("http_requests_in_progress", "Requests under way.", **kept)
        self.queries = Counter(
            "queries", "SPARQL queries by how they ended: ok, cut, or a status.", ["outcome"], **kept
        )
        self.query_seconds = Histogram(
            "query_duration_seconds", "Time to the last byte of a query's answer.", buckets=_SECONDS, **kept
        )
        self.slow_queries = Counter("slow_queries", "Queries over the threshold of the slow-query log.", **kept)
        self.articles = Counter(
            "ingested_articles", "Articles of jobs: stored, linked as copies, unchanged or failed.", ["outcome"], **kept
        )
        self.article_seconds = Histogram(
            "ingest_article_duration_seconds", "Time to read and store one article.", buckets=_SECONDS, **kept
        )
        ProcessCollector(registry=self.registry)

    def watch(self, app: FastAPI) -> None:
        """Ask the application, at each reading, how much it holds and what waits."""
        self.registry.register(_State(app))

    def render(self, accept: str) -> tuple[bytes, str]:
        """Write all metrics in the format a client accepts; give its media type too."""
        encode, media_type = choose_encoder(accept)
        return encode(self.registry), media_type


class _State(Collector):
    """The gauges that are read off the store, the jobs and the query runner."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._quads = QuadCount(app.state.store)

    def describe(self) -> Iterable[Metric]:
        """Describe nothing beforehand, so that registering reads nothing."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Read the gauges."""
        yield GaugeMetricFamily("detente_quads", "Quads in the store, at most a minute ago.", self._quads.get())
        jobs = getattr(self._app.state, "jobs", None)
        if jobs is not None:
            family = GaugeMetricFamily("detente_jobs", "Jobs that wait and that run.", labels=["status"])
            for status, number in jobs.counts().items():
                family.add_metric([status], number)
            yield family
        yield from _runner_metrics(getattr(self._app.state.runner, "stats", None))


def _runner_metrics(stats: object) -> Iterator[Metric]:
    """Show each number of a runner's statistics, and each table of numbers by its keys."""
    if not is_dataclass(stats):
        return
    for item in fields(stats):
        value = getattr(stats, item.name)
        if isinstance(value, Mapping):
            yield _family(item.name, {str(key): float(number) for key, number in value.items()})
        elif isinstance(value, int | float):
            yield _family(item.name, {"": float(value)})


def _family(name: str, values: Mapping[str, float]) -> Metric:
    """Make one metric of the readers; the keys, if it has any, are reasons."""
    kind = CounterMetricFamily if name in _COUNTERS else GaugeMetricFamily
    labelled = "" not in values
    family = kind(f"detente_reader_{name}", f"Query readers: {name}.", labels=["reason"] if labelled else [])
    for key, value in values.items():
        family.add_metric([key] if labelled else [], value)
    return family
