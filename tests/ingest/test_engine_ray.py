"""The Ray engine on a cluster of two nodes of this machine, which listens to no other; it ends with the tests."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from poison import PoisonReader, batch
from spacy.language import Language

import ingest
from ingest.article import Article
from ingest.engines.choose import engine
from ingest.engines.cluster import RayEngine
from ingest.engines.model import Batch, Limits, Outcome, Read
from ingest.engines.reading import read_of
from ingest.extract import extract
from ingest.readers import Defaults, read
from ontology.errors import DetenteError

STORE = 80 << 20
LIMITS = Limits(seconds=3.0, bytes=256 << 20)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start two nodes of one CPU each; their workers find the reader of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")  # listen on the loopback interface only
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        from ray.cluster_utils import Cluster

        head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": STORE}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        cluster.add_node(num_cpus=1, object_store_memory=STORE)
        yield cluster.address
        cluster.shutdown()


def process_of(outcome: Outcome) -> int:
    assert isinstance(outcome, Read), outcome
    return int(outcome.quads.split(b'"')[1])


def test_shards_come_in_order_from_workers_on_both_nodes(address: str, tmp_path: Path) -> None:
    """The first two articles wait for each other: they are read, so two workers were at them."""
    one, two = tmp_path / "1", tmp_path / "2"
    for fifo in (one, two):
        os.mkfifo(fifo)
    batches = [batch(0, f"meet {one} {two}"), batch(1, f"meet {two} {one}"), *(batch(n, "calm") for n in range(2, 8))]
    with RayEngine(2, Limits(60.0), address, PoisonReader()) as workers:
        shards = list(workers.map(batches))
    assert [shard.number for shard in shards] == list(range(8))
    assert len({process_of(outcome) for shard in shards for outcome in shard.outcomes}) == 2


def test_only_the_poison_is_set_aside(address: str) -> None:
    with RayEngine(1, LIMITS, address, PoisonReader()) as workers:
        first, second = workers.map([batch(0, "calm", "exit", "eat", "hang"), batch(1, "calm")])
    assert [getattr(outcome, "reason", "") for outcome in first.outcomes] == [
        "",
        "reading it crashed the worker",
        "reading it takes more memory than one worker may have (256 MB)",
        "reading it took longer than 3 seconds",
    ]
    assert process_of(second.outcomes[0])


def test_a_worker_that_dies_between_batches_is_replaced(address: str) -> None:
    with RayEngine(1, Limits(60.0), address, PoisonReader()) as workers:
        (before,) = workers.map([batch(0, "calm")])
        os.kill(process_of(before.outcomes[0]), signal.SIGKILL)
        (after,) = workers.map([batch(1, "calm")])
    assert process_of(before.outcomes[0]) != process_of(after.outcomes[0])


def test_where_no_worker_can_read_anything_the_run_ends(address: str) -> None:
    with (
        RayEngine(1, LIMITS, address, PoisonReader(models="missing")) as workers,
        pytest.raises(DetenteError, match="the model is not installed"),
    ):
        list(workers.map([batch(0, "calm")]))


def test_the_language_models_read_there_as_they_do_here(address: str, pipelines: dict[str, Language]) -> None:
    """English only: a worker has its models to load."""
    samples = Path(ingest.__file__).parent / "samples"
    news = [item for item in read([str(samples)], Defaults()) if isinstance(item, Article) and item.lang == "en"]
    with RayEngine(1, address=address) as workers:
        (shard,) = workers.map([Batch(0, tuple(news))])
    assert news
    assert list(shard.outcomes) == [read_of(extract(article)) for article in news]


def test_workers_of_another_version_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program here says that it is another one than the workers find installed."""
    with RayEngine(1, LIMITS, address, PoisonReader()) as workers:
        monkeypatch.setattr("ingest.program.run_name", lambda: "https://w3id.org/detente/id/run/other")
        with pytest.raises(DetenteError, match="install the same version on every node"):
            list(workers.map([batch(0, "calm")]))


def test_an_address_where_no_cluster_is_gets_one_clear_error() -> None:
    with pytest.raises(DetenteError, match=r"No Ray cluster at 127\.0\.0\.1:1: .*refused"):
        engine("ray", 1, address="127.0.0.1:1")


def test_ray_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(DetenteError, match=r"pip install detente\[ray\]"):
        engine("ray", 2)
