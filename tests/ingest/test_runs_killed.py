"""A run killed at any moment and gone on with ends as one that was never stopped: the same graph, the same counts."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from graph.store import open_store

SEED = 6
KILLS = 20
MOMENTS = [
    ("before", "batch", 1),  # before the first commit
    ("after", "batch", 2),
    ("in", "batch", 3),
    ("before", "loaded", 1),  # between the commit and its note
    ("before", "loaded", 9),
    ("in", "loaded", 4),
    ("after", "loaded", 5),
    ("before", "failure", 2),
    ("after", "failure", 1),
    ("before", "saved", 1),
    ("after", "saved", 1),
    ("before", "ended", 1),  # while finishing
]


class Killable:
    """Starts processes that ingest, and kills them."""

    def __init__(self, process: subprocess.Popen[str], inputs: Sequence[str]) -> None:
        self._process = process
        self._inputs = inputs
        self.seconds = 1.0

    def delay(self, chance: random.Random) -> float:
        """Choose a moment at which a run from the beginning would be somewhere in its first half."""
        return chance.uniform(0, self.seconds / 2)

    def run(
        self,
        store: Path,
        *,
        die: tuple[str, str, int] | None = None,
        most: int = 0,
        number: int = 9,
        delay: float = -1,
    ) -> int:
        """Ingest or go on; send a signal after a delay unless it is over by then. Give the exit code."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"store": str(store), "inputs": self._inputs, "resume": store.exists(), "die": die, "most": most}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        process = int(self._process.stdout.readline())
        if delay >= 0 and not select.select([self._process.stdout], [], [], delay)[0]:
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(process, number)
        return int(self._process.stdout.readline())


def article(number: int, text: str, **more: str) -> str:
    return json.dumps({"id": str(number), "text": text, **more})


def write_inputs(folder: Path) -> list[str]:
    """Some hundred articles in a file and a folder, with newer versions, poison and lines that are no JSON."""
    chance = random.Random(SEED)
    states = ("FRA", "DEU", "RUS", "USA", "CHN", "IRN")

    def text() -> str:
        one, other = chance.sample(states, 2)
        return f"{one} {chance.choice(('supports', 'opposes'))} {other} {chance.randrange(10**6)}"

    lines = [article(number, text()) for number in range(120)]
    lines += [article(number, text()) for number in range(30, 40)] + lines[30:33]
    lines += ["{broken", article(200, "POISON"), article(201, "x", lang="de"), lines[5]]
    lines += [article(number, text()) for number in range(300, 330)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    (folder / "b").mkdir()
    for number in range(400, 440):
        (folder / "b" / f"{number}.json").write_text("[" if number == 420 else article(number, text()))
    return [str(folder / "a.jsonl"), str(folder / "b"), str(folder / "missing.txt")]


@pytest.fixture(scope="module")
def killable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killable]:
    inputs = write_inputs(tmp_path_factory.mktemp("inputs"))
    command = [sys.executable, str(Path(__file__).with_name("killable_run.py"))]
    path = {"PYTHONPATH": str(Path(__file__).parents[1] / "api")}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **path}
    ) as process:
        yield Killable(process, inputs)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def whole(killable: Killable, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[int]]:
    """The store and the counts of a run that nothing stopped."""
    store = tmp_path_factory.mktemp("whole") / "store"
    begun = time.monotonic()
    assert killable.run(store) == 0
    killable.seconds = time.monotonic() - begun
    found = result(store)
    assert found[1] == [202, 1, 202, 5]
    return found


def result(store: Path) -> tuple[bytes, list[int]]:
    with open_store(store, read_only=True) as opened:
        return opened.dump("nquads", sort=True), json.loads(Path(f"{store}.json").read_text())


def test_killed_at_random_moments(killable: Killable, whole: tuple[bytes, list[int]], tmp_path: Path) -> None:
    chance = random.Random(SEED)
    kills = rounds = 0
    while kills < KILLS:
        store = tmp_path / f"store-{rounds}"
        while (code := killable.run(store, delay=killable.delay(chance) if kills < KILLS else -1)) != 0:
            assert code == -signal.SIGKILL
            kills += 1
        assert result(store) == whole
        rounds += 1


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_killed_at_a_chosen_moment(
    killable: Killable, whole: tuple[bytes, list[int]], tmp_path: Path, moment: tuple[str, str, int]
) -> None:
    assert killable.run(tmp_path / "store", die=moment) == -signal.SIGKILL
    assert killable.run(tmp_path / "store") == 0
    assert result(tmp_path / "store") == whole


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_gently_again_and_again(
    killable: Killable, whole: tuple[bytes, list[int]], tmp_path: Path, number: int
) -> None:
    chance = random.Random(SEED)
    stops = 0
    while code := killable.run(tmp_path / "store", number=number, delay=killable.delay(chance) if stops < 4 else -1):
        assert code in (128 + number, -number)  # the latter, when it comes before anyone listens
        stops += 1
    assert result(tmp_path / "store") == whole


@pytest.mark.parametrize("most", [300, 3_000, 60_000])
def test_a_disk_that_is_full_ends_it_cleanly(
    killable: Killable, whole: tuple[bytes, list[int]], tmp_path: Path, most: int
) -> None:
    assert killable.run(tmp_path / "store", most=most) == 1
    told = (tmp_path / "store.error").read_text()
    assert "may not grow any more" in told or "File too large" in told
    assert killable.run(tmp_path / "store") == 0
    assert result(tmp_path / "store") == whole
