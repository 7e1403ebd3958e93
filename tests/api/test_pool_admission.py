"""Who may run, who waits, who is sent away; and how often one may ask."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest
from pool_kit import run, until
from starlette.requests import Request

from api.pool.admission import Admission, Room
from api.pool.clients import RateLimiter, client_of
from api.pool.stats import PoolStats
from ontology.errors import DetenteError


class Door:
    """An admission, with a record of who came in."""

    def __init__(self, running: int, queued: int, wait: float = 30) -> None:
        self.stats = PoolStats()
        self.admission = Admission(Room(running, queued, wait), self.stats)
        self.entered: list[str] = []

    async def enter(self, client: str) -> None:
        await self.admission.enter(client)
        self.entered.append(client)

    async def queue_up(self, clients: Iterable[str]) -> list[asyncio.Task[None]]:
        tasks = []
        for client in clients:
            queued = self.stats.queued
            tasks.append(asyncio.create_task(self.enter(client)))
            await until(lambda before=queued: self.stats.queued > before)  # type: ignore[misc]
        return tasks


def test_clients_come_in_by_turns_whoever_queued_most() -> None:
    async def scenario() -> None:
        door = Door(running=1, queued=20)
        await door.enter("a")
        waiting = await door.queue_up("aaabc")
        for done in range(1, 6):
            door.admission.leave(door.entered[-1])
            await until(lambda before=done: len(door.entered) > before)  # type: ignore[misc]
        await asyncio.gather(*waiting)
        assert "".join(door.entered) == "aabcaa"
        assert door.stats.queued == 0

    run(scenario())


def test_one_client_never_takes_every_place() -> None:
    async def scenario() -> None:
        door = Door(running=3, queued=6)
        await door.enter("greedy")
        await door.enter("greedy")
        (third,) = await door.queue_up(["greedy"])
        await door.enter("other")
        assert not third.done()
        door.admission.leave("greedy")
        await third
        assert door.stats.running == 3

    run(scenario())


def test_a_full_queue_sends_away_with_the_time_to_come_back() -> None:
    async def scenario() -> None:
        door = Door(running=2, queued=4)
        await door.enter("a")
        await door.enter("b")
        waiting = await door.queue_up("aa")
        with pytest.raises(DetenteError, match="2 queries of yours are waiting") as mine:
            await door.enter("a")
        waiting += await door.queue_up("cd")
        with pytest.raises(DetenteError, match="queue is full") as full:
            await door.enter("e")
        for caught in (mine, full):
            assert caught.value.status == 503
            assert int(caught.value.headers["Retry-After"]) > 0
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert door.stats.queued == 0

    run(scenario())


def test_nobody_waits_longer_than_the_limit() -> None:
    async def scenario() -> None:
        door = Door(running=1, queued=4, wait=0.05)
        await door.enter("a")
        with pytest.raises(DetenteError, match=r"within 0\.05 seconds") as caught:
            await door.enter("b")
        assert caught.value.status == 503
        door.admission.leave("a")
        await door.enter("b")
        assert (door.stats.running, door.stats.queued) == (1, 0)

    run(scenario())


def test_who_gives_up_waiting_takes_no_place() -> None:
    async def scenario() -> None:
        door = Door(running=1, queued=4)
        await door.enter("a")
        first, second = await door.queue_up("bc")
        first.cancel()
        door.admission.leave("a")
        await second
        assert door.entered == ["a", "c"]
        assert (door.stats.running, door.stats.queued) == (1, 0)

    run(scenario())


def test_a_bucket_empties_and_fills_again() -> None:
    now = [100.0]
    limiter = RateLimiter(rate=2, burst=3, clock=lambda: now[0])
    for _ in range(3):
        limiter.check("a")
    with pytest.raises(DetenteError) as caught:
        limiter.check("a")
    assert (caught.value.status, caught.value.headers) == (429, {"Retry-After": "1"})
    limiter.check("b")
    now[0] += 0.5
    limiter.check("a")
    with pytest.raises(DetenteError):
        limiter.check("a")
    now[0] += 1000
    for _ in range(3):
        limiter.check("a")
    with pytest.raises(DetenteError):
        limiter.check("a")
    assert limiter.refused == 3


def test_a_rate_of_zero_refuses_nobody() -> None:
    limiter = RateLimiter(rate=0, burst=1)
    for _ in range(1000):
        limiter.check("a")


def request(peer: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    scope = {"type": "http", "client": (peer, 1), "headers": headers}
    return Request(scope)


@pytest.mark.parametrize(
    ("given", "hops", "expected"),
    [
        (request("192.0.2.1"), 0, "192.0.2.1"),
        (request("192.0.2.1", "198.51.100.7"), 0, "192.0.2.1"),
        (request("192.0.2.1", "203.0.113.9, 198.51.100.7"), 1, "198.51.100.7"),
        (request("192.0.2.1", "203.0.113.9", "198.51.100.7, 192.0.2.9"), 2, "198.51.100.7"),
        (request("192.0.2.1", "198.51.100.7"), 2, "192.0.2.1"),
        (request("192.0.2.1", "not an address"), 1, "not an address"),
        (request("2001:db8:1:2:3:4:5:6"), 0, "2001:db8:1:2::/64"),
        (request("::ffff:192.0.2.1"), 0, "192.0.2.1"),
    ],
)
def test_who_asks(given: Request, hops: int, expected: str) -> None:
    assert client_of(given, hops) == expected
