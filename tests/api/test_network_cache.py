"""The corpus is read once for all that ask, answers are kept as far as there is room, and nothing blocks the rest."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from kit import DATA, serving

from api.app import create_app
from api.network import cache
from api.network.cache import Networks
from api.settings import Settings
from graph.store import Store, open_store
from ontology.errors import DetenteError

ENOUGH = 30
"""Seconds after which a test has failed."""


class Gated:
    """A store that answers the question for all stances only when it may."""

    def __init__(self, inner: Store) -> None:
        self._inner = inner
        self.begun, self.gate = threading.Event(), threading.Event()
        self.asked = 0
        self.failures = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def query(self, sparql: str, *args: Any, **more: Any) -> Any:
        if "?subjectMention" in sparql:
            self.asked += 1
            self.begun.set()
            assert self.gate.wait(ENOUGH)
            if self.asked <= self.failures:
                raise DetenteError("The disk is gone.", 500)
        return self._inner.query(sparql, *args, **more)


@pytest.fixture
def gated() -> Iterator[Any]:
    """A store of its own for one test."""
    with open_store(":memory:") as made:
        made.load(DATA / "small.trig")
        yield Gated(made)


def test_all_that_ask_while_the_store_is_read_wait_for_one_reading(gated: Any) -> None:
    with serving(create_app(Settings(), gated)) as address, ThreadPoolExecutor(6) as clients:
        paths = ["/network", "/network", "/network?lang=fr", "/network/evidence?subject=USA&object=RUS", "/network"]
        coming = [clients.submit(httpx.get, address + path, timeout=ENOUGH) for path in paths]
        assert httpx.get(address + "/context.jsonld").status_code == 200  # nobody else waits
        gated.gate.set()
        answers = [one.result(ENOUGH) for one in coming]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert answers[0].content == answers[1].content == answers[4].content
    assert gated.asked == 1


def test_a_write_while_the_store_is_read_is_seen_afterwards(gated: Any) -> None:
    async def ask() -> tuple[int, int]:
        kept = Networks(gated)
        try:
            first = kept.warm()
            assert await asyncio.to_thread(gated.begun.wait, ENOUGH)
            gated.delete_article("aaaa")
            later = asyncio.ensure_future(kept.reading())
            gated.gate.set()
            before, after = await asyncio.wrap_future(first), await later
            return len(before.corpus.articles), len(after.corpus.articles)
        finally:
            kept.close()

    before, after = asyncio.run(ask())
    assert after == 1
    assert before >= after


def test_a_reading_that_failed_is_tried_again(gated: Any) -> None:
    gated.failures = 1
    gated.gate.set()
    with serving(create_app(Settings(), gated)) as address:
        found = {httpx.get(address + "/network", timeout=ENOUGH).status_code for _ in range(3)}
        assert found <= {200, 500}
        assert httpx.get(address + "/network", timeout=ENOUGH).status_code == 200


@pytest.fixture
def kept() -> Iterator[Networks]:
    """Networks over an empty store."""
    with open_store(":memory:") as made:
        networks = Networks(made)
        yield networks
        networks.close()


def count_making(kept: Networks, keys: list[int], size: int = 1) -> list[int]:
    """Ask for answers one after the other; give the keys of those that had to be made."""
    made: list[int] = []

    def make(key: int) -> bytes:
        made.append(key)
        return b"x" * size

    async def ask() -> None:
        for key in keys:
            await kept.answer("drawing", key, lambda key=key: make(key))  # type: ignore[misc]

    asyncio.run(ask())
    return made


def test_an_answer_is_made_once(kept: Networks) -> None:
    assert count_making(kept, [1, 2, 1, 2, 1]) == [1, 2]


def test_answers_not_asked_for_the_longest_are_forgotten(kept: Networks) -> None:
    many = list(range(cache.MOST_ANSWERS))
    assert count_making(kept, [*many, 0, 1000, 0, 1]) == [*many, 1000, 1]


def test_large_answers_are_kept_only_as_far_as_there_is_room(kept: Networks) -> None:
    size = cache.MOST_BYTES // 2
    assert count_making(kept, [1, 2, 1, 3, 1, 2], size) == [1, 2, 3, 2]


def test_an_answer_that_failed_is_made_anew(kept: Networks) -> None:
    def fail() -> bytes:
        raise DetenteError("No.")

    async def ask() -> bytes:
        with pytest.raises(DetenteError, match="No"):
            await kept.answer("drawing", 1, fail)
        return await kept.answer("drawing", 1, lambda: b"yes")

    assert asyncio.run(ask()) == b"yes"


def test_a_client_that_hangs_up_takes_nothing_from_the_others(kept: Networks) -> None:
    gate = threading.Event()

    async def ask() -> bytes:
        impatient, patient = (
            asyncio.ensure_future(kept.answer("drawing", 1, lambda: b"here" if gate.wait(ENOUGH) else b""))
            for _ in range(2)
        )
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.sleep(0)
        gate.set()
        return await patient

    assert asyncio.run(ask()) == b"here"


def test_more_than_can_wait_are_sent_away(kept: Networks) -> None:
    gate = threading.Event()

    async def ask() -> list[bytes]:
        def make() -> bytes:
            return b"" if gate.wait(ENOUGH) else b"late"

        waiting = [asyncio.ensure_future(kept.answer("analysis", n, make)) for n in range(cache.MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(DetenteError) as refusal:
            await kept.answer("analysis", "one more", make)
        assert (refusal.value.status, "Retry-After" in refusal.value.headers) == (503, True)
        assert await kept.answer("drawing", 1, lambda: b"at once") == b"at once"  # the other lane is free
        gate.set()
        return await asyncio.gather(*waiting)

    assert asyncio.run(ask()) == [b""] * cache.MOST_WAITING
