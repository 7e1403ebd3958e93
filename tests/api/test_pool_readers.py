"""Readers as processes: they are replaced when they die, see what is written, and reach nothing but their snapshot."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pool_kit import ENDLESS, FLOOD, POINT, ask, lives, pool, refusal, run, until

from api.pool.snapshot import FOLDER
from api.runner import AnswerCut, Question, Rules
from graph.store import Store, open_store

NEW = "INSERT DATA { GRAPH <https://example.org/new> { gp:new gp:number %d } }"


def test_an_idle_reader_that_is_killed_is_not_missed(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store) as runner:
            for round_ in (1, 2, 3):
                killed = runner.pids[0]
                os.kill(killed, signal.SIGKILL)
                assert [await ask(runner) for _ in range(4)] == ["true"] * 4
                await until(lambda wanted=round_: runner.stats.restarts == wanted)  # type: ignore[misc]
                assert killed not in runner.pids
            assert runner.stats.deaths == {"killed": 3}

    run(scenario())


def test_a_reader_killed_while_it_answers(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store, readers=1) as runner:
            asked = asyncio.create_task(refusal(runner, ENDLESS))
            for _ in range(2):  # a query is given one more reader, in case the first was killed while it was idle
                await until(lambda: runner.stats.running == 1 and len(runner.pids) == 1)
                os.kill(runner.pids[0], signal.SIGKILL)
                await until(lambda dead=runner.pids[0]: dead not in runner.pids)  # type: ignore[misc]
            error = await asked
            assert (error.status, error.headers) == (503, {"Retry-After": "1"})
            answer = await runner.run(Question(FLOOD))
            assert await anext(answer.chunks)
            os.kill(runner.pids[0], signal.SIGKILL)
            with pytest.raises(AnswerCut, match="stopped from outside"):
                async for _ in answer.chunks:
                    pass
            assert await ask(runner) == "true"

    run(scenario())


def test_what_is_written_is_seen_within_a_second_even_under_constant_writing(folder: Path) -> None:
    async def scenario() -> None:
        with open_store(folder) as store:
            async with pool(store) as runner:
                delays = []
                for number in range(12):
                    store.update(NEW % number)
                    written = time.monotonic()
                    while await ask(runner, f"ASK {{ gp:new gp:number {number} }}") != "true":
                        store.update(NEW % (1000 + number))
                    delays.append(time.monotonic() - written)
                assert max(delays) < 1
                await until(lambda: len(list((folder / FOLDER).iterdir())) == 1)
            assert not (folder / FOLDER).exists()

    run(scenario())


def test_a_query_keeps_its_snapshot_while_others_move_on(folder: Path) -> None:
    async def scenario() -> None:
        with open_store(folder) as store:
            async with pool(store) as runner:
                answer = await runner.run(Question(FLOOD, client="one"))
                store.update(NEW % 1)
                while await ask(runner, "ASK { gp:new gp:number 1 }") != "true":
                    pass
                assert len(list((folder / FOLDER).iterdir())) == 2
                await answer.chunks.aclose()  # type: ignore[attr-defined]
                await until(lambda: len(list((folder / FOLDER).iterdir())) == 1)

    run(scenario())


def test_snapshots_of_a_service_that_crashed_are_removed(folder: Path) -> None:
    async def scenario() -> None:
        (folder / FOLDER / "77-1").mkdir(parents=True)
        (folder / FOLDER / "77-1" / "CURRENT").write_text("left behind")
        with open_store(folder) as store:
            async with pool(store, readers=1) as runner:
                assert not (folder / FOLDER / "77-1").exists()
                assert await ask(runner) == "true"

    run(scenario())


def test_a_store_for_reading_only_needs_no_copy(folder: Path) -> None:
    async def scenario() -> None:
        before = sorted(path.name for path in folder.iterdir())
        with open_store(folder, read_only=True) as store:
            async with pool(store) as runner:
                assert await ask(runner) == "true"
                assert sorted(path.name for path in folder.iterdir()) == before

    run(scenario())


def test_a_store_in_memory_is_seen_too() -> None:
    async def scenario() -> None:
        with open_store(":memory:") as store:
            async with pool(store, readers=1) as runner:
                assert await ask(runner, "ASK { gp:new gp:number 1 }") == "false"
                store.update(NEW % 1)
                while await ask(runner, "ASK { gp:new gp:number 1 }") != "true":
                    await asyncio.sleep(0.02)

    run(scenario())


def test_the_default_graph_may_be_the_unnamed_one(store: Store) -> None:
    async def scenario() -> None:
        async with pool(store, readers=1, rules=Rules(union=False)) as runner:
            assert await ask(runner) == "false"
            assert await ask(runner, "ASK { GRAPH ?any { actor:USA gp:opposes actor:RUS } }") == "true"

    run(scenario())


SERVICE = """
import asyncio, sys
from api.pool.pool import PoolRunner, PoolSettings
from api.runner import Question
from graph.store import open_store

async def main():
    runner = PoolRunner(open_store(":memory:"), PoolSettings(2))
    await runner.start()
    busy = asyncio.create_task(runner.run(Question(sys.argv[1])))
    while not runner.stats.running:
        await asyncio.sleep(0.01)
    print(*runner.pids, flush=True)
    await busy

asyncio.run(main())
"""


def test_no_reader_outlives_the_service(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVICE, ENDLESS]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as service:
        assert service.stdout is not None
        pids = [int(pid) for pid in service.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(lives, pids))
        service.kill()
    deadline = time.monotonic() + 30
    while any(map(lives, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


PRISONER = """
import os, socket, sys
from pathlib import Path
from api.pool.sandbox import enclose

inside = Path(sys.argv[1])
held = enclose(inside)
assert (inside / "data").read_text() == "x"
tries = {
    "files": lambda: open("/etc/hostname").read(),
    "files ": lambda: os.listdir("/"),
    "network": lambda: socket.socket(),
    "network ": lambda: os.execv("/bin/true", ["true"]),
    "writing": lambda: (inside / "data").open("w").write("y") and os.fsync(1),
}
for name, attempt in tries.items():
    try:
        attempt()
        print(name.strip(), "open")
    except OSError:
        print(name.strip(), "closed")
print("held", *held)
"""


def test_a_reader_reaches_neither_files_nor_network(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    command = [sys.executable, "-c", PRISONER, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    held = told.pop().split()[1:]
    if "files" not in held or "network" not in held:
        pytest.skip(f"this system offers only {held}")
    assert told == ["files closed"] * 2 + ["network closed"] * 2 + ["writing closed"]


def test_a_reader_knows_no_secrets_of_the_service(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_TOKENS", "hidden-word")

    async def scenario() -> None:
        async with pool(store, readers=1) as runner:
            assert await ask(runner, POINT) == "true"
            environment = Path(f"/proc/{runner.pids[0]}/environ")
            if not environment.exists():
                pytest.skip("no /proc here")
            assert b"hidden-word" not in environment.read_bytes()

    run(scenario())
