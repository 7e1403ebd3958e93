"""Engines: order, bounds, and what becomes of articles that bring a worker down. Real processes, no models."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from poison import PoisonReader, batch

from ingest.engines.choose import engine
from ingest.engines.crew import BATCHES_A_WORKER
from ingest.engines.model import Batch, Limits, Outcome, Read, SetAside
from ingest.engines.processes import ProcessEngine
from ontology.errors import DetenteError

LIMITS = Limits(seconds=3.0, bytes=256 << 20)
PATIENT = Limits(seconds=60.0)


def process_of(outcome: Outcome) -> int:
    assert isinstance(outcome, Read), outcome
    return int(outcome.quads.split(b'"')[1])


def gone(process: int) -> bool:
    """Wait for the end of a process that is not a child of this one."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 20)[0])
    finally:
        os.close(handle)


def test_shards_come_in_order_while_workers_read_side_by_side(tmp_path: Path) -> None:
    """The first two articles wait for each other: they are read, so two workers were at them."""
    one, two = tmp_path / "1", tmp_path / "2"
    for fifo in (one, two):
        os.mkfifo(fifo)
    batches = [batch(0, f"meet {one} {two}"), batch(1, f"meet {two} {one}"), *(batch(n, "calm") for n in range(2, 12))]
    with ProcessEngine(2, PATIENT, PoisonReader()) as workers:
        shards = list(workers.map(batches))
    assert [shard.number for shard in shards] == list(range(12))
    assert all(isinstance(outcome, Read) for shard in shards for outcome in shard.outcomes)


def test_no_more_of_a_stream_is_drawn_than_workers_have_use_for() -> None:
    drawn = 0

    def stream() -> Iterator[Batch]:
        nonlocal drawn
        for drawn in range(1, 41):
            yield batch(drawn, "calm")

    with ProcessEngine(1, PATIENT, PoisonReader()) as workers:
        ahead = [drawn - shard.number for shard in workers.map(stream())]
    assert len(ahead) == 40
    assert max(ahead) < BATCHES_A_WORKER


@pytest.mark.parametrize("ahead", [False, True], ids=["one by one", "all at once"])
def test_only_the_poison_is_set_aside(ahead: bool) -> None:
    batches = [batch(0, "calm", "crash", "calm", "hang", "exit", "calm", "eat", "calm"), batch(1, "calm")]
    with ProcessEngine(1, LIMITS, PoisonReader(ahead)) as workers:
        first, second = workers.map(batches)
    assert [getattr(outcome, "reason", "") for outcome in first.outcomes] == [
        "",
        "reading it crashed the worker (SIGSEGV)",
        "",
        "reading it took longer than 3 seconds",
        "reading it crashed the worker (exit code 7)",
        "",
        "reading it takes more memory than one worker may have (256 MB)",
        "",
    ]
    for outcome, article in zip(first.outcomes, batches[0].articles, strict=True):
        assert outcome.article == (article if isinstance(outcome, SetAside) else article.iri)
    assert process_of(second.outcomes[0])


def test_a_long_article_has_more_time_than_others() -> None:
    calm, long = batch(0, "calm", "calm " * 100_000).articles
    assert Limits(60.0).seconds_for([calm]) == 60.0
    assert Limits(60.0).seconds_for([calm, long]) == pytest.approx(300.0, rel=0.01)


def test_an_article_is_not_blamed_for_a_worker_that_somebody_killed(tmp_path: Path) -> None:
    with ProcessEngine(1, PATIENT, PoisonReader()) as workers:
        (shard,) = workers.map([batch(0, "calm", f"die-once {tmp_path / 'died'}", "calm")])
    assert all(isinstance(outcome, Read) for outcome in shard.outcomes)


def test_a_worker_that_dies_between_batches_is_replaced() -> None:
    with ProcessEngine(1, PATIENT, PoisonReader()) as workers:
        (before,) = workers.map([batch(0, "calm")])
        os.kill(process_of(before.outcomes[0]), signal.SIGKILL)
        (after,) = workers.map([batch(1, "calm")])
    assert process_of(before.outcomes[0]) != process_of(after.outcomes[0])


def test_a_worker_that_has_grown_is_replaced() -> None:
    with ProcessEngine(1, PATIENT, PoisonReader()) as workers:
        shards = list(workers.map([batch(0, "grow 10"), batch(1, "grow 420"), batch(2, "calm")]))
    first, second, third = (process_of(shard.outcomes[0]) for shard in shards)
    assert first == second != third


@pytest.mark.parametrize(
    ("models", "told"),
    [
        ("missing", "the model is not installed"),
        ("broken", r"loading the models crashed the worker \(exit code 3\)"),
        ("big", r"loading the models takes more memory than one worker may have \(256 MB\)"),
    ],
)
def test_where_no_worker_can_read_anything_the_run_ends(models: str, told: str) -> None:
    with ProcessEngine(2, LIMITS, PoisonReader(models=models)) as workers, pytest.raises(DetenteError, match=told):
        list(workers.map(batch(number, "calm") for number in range(4)))


def test_an_abandoned_reading_leaves_no_process_and_the_next_one_works(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)

    def stream() -> Iterator[Batch]:
        yield batch(0, f"tell {fifo}")
        raise DetenteError(fifo.read_text())

    with ProcessEngine(1, PATIENT, PoisonReader()) as workers:
        with pytest.raises(DetenteError) as error:
            list(workers.map(stream()))
        assert gone(int(error.value.detail))
        (shard,) = workers.map([batch(0, "calm")])
    assert gone(process_of(shard.outcomes[0]))


PARENT = """
import sys
from poison import PoisonReader, batch
from ingest.engines.model import Limits
from ingest.engines.processes import ProcessEngine

with ProcessEngine(1, Limits(60.0), PoisonReader()) as workers:
    list(workers.map([batch(0, "tell " + sys.argv[1])]))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_workers_end_with_the_engine_however_that_ends(number: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C goes to the whole group of processes, as a terminal sends it."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(fifo)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
    )
    worker = int(fifo.read_text())
    os.killpg(parent.pid, number)
    _, told = parent.communicate(timeout=20)
    assert gone(worker)
    assert told.count("Traceback") == (1 if number is signal.SIGINT else 0)
    assert told.endswith("KeyboardInterrupt\n" if number is signal.SIGINT else "")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": "spark"}, "There is no engine 'spark'; there are inside, processes, ray."),
        ({"workers": 0}, "0 workers cannot read anything"),
        ({"name": "processes", "address": "127.0.0.1:6379"}, "--address .* goes with --engine ray"),
    ],
)
def test_an_engine_that_makes_no_sense_is_refused(asked: dict[str, object], told: str) -> None:
    with pytest.raises(DetenteError, match=told):
        engine(**asked)  # type: ignore[arg-type]
