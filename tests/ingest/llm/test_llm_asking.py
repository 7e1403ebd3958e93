"""Many requests: the order of the answers, how many are under way, and how it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from chat_stub import Asked, ChatStub, Reply, fails, says
from scripted import KEY, Scripted, answer, request

from ingest.llm.asking import AHEAD, ask_all
from ingest.llm.budget import Budget, Budgeted, Summary
from ingest.llm.errors import BudgetSpent, GaveUp, Refused
from ingest.llm.layers import opened
from ingest.llm.model import Answer, Message, Request
from ingest.llm.settings import read_llm_settings


def numbered(count: int, taken: list[int] | None = None) -> Iterator[tuple[int, Request]]:
    """Yield requests, and note those that were taken."""
    for number in range(count):
        if taken is not None:
            taken.append(number)
        yield number, request(str(number))


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("detente-llm")]


def test_answers_come_in_the_order_of_the_requests() -> None:
    last = threading.Event()

    def the_first_last(text: str) -> Answer:
        if text == "3":
            last.set()
        if text == "0":
            last.wait()
        return answer(text)

    found = list(ask_all(Scripted(the_first_last), numbered(9), 2))
    assert found == [(number, answer(str(number))) for number in range(9)]
    assert threads() == []


def test_as_many_are_under_way_as_may_be_and_few_are_taken_on() -> None:
    together, taken = threading.Barrier(3, timeout=60), list[int]()

    def with_others(text: str) -> Answer:
        together.wait()
        return answer(text)

    asked = ask_all(Scripted(with_others), numbered(60, taken), 3)
    next(asked)
    assert len(taken) == 3 * AHEAD
    assert len(list(asked)) == 59


def test_an_error_stands_in_the_place_of_its_answer() -> None:
    def fail_odd(text: str) -> Answer:
        if int(text) % 2:
            raise GaveUp(f"No answer to {text}.", 502)
        return answer(text)

    found = [
        outcome.text if isinstance(outcome, Answer) else outcome.detail
        for _, outcome in ask_all(Scripted(fail_odd), numbered(4), 2)
    ]
    assert found == ["0", "No answer to 1.", "2", "No answer to 3."]


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_spent_budget_ends_the_asking(concurrency: int) -> None:
    inner, taken = Scripted(), list[int]()
    asked = ask_all(Budgeted(inner, Budget(requests=10)), numbered(1000, taken), concurrency)
    found = list(asked)
    assert [tag for tag, _ in found] == taken
    assert sum(isinstance(outcome, Answer) for _, outcome in found) == len(inner.asked) == 10
    assert all(isinstance(outcome, Answer | BudgetSpent) for _, outcome in found)
    assert len(taken) <= 10 + AHEAD * concurrency
    assert threads() == []


def test_a_refused_key_ends_the_asking() -> None:
    taken = list[int]()

    def refuse(text: str) -> Answer:
        raise Refused("No.", 502)

    found = list(ask_all(Scripted(refuse), numbered(1000, taken), 1))
    assert [tag for tag, _ in found] == taken == list(range(AHEAD))


def test_stopping_early_begins_nothing_and_leaves_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    ending = threading.Event()

    class Pool(ThreadPoolExecutor):
        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            ending.set()
            super().shutdown(wait, cancel_futures=cancel_futures)

    def until_the_end(text: str) -> Answer:
        if text != "0":
            ending.wait()
        return answer(text)

    monkeypatch.setattr("ingest.llm.asking.ThreadPoolExecutor", Pool)
    inner = Scripted(until_the_end)
    with closing(ask_all(inner, numbered(1000), 1)) as asked:
        assert next(asked)[0] == 0
    assert threads() == []
    assert inner.asked in (["0"], ["0", "1"])


def test_an_error_of_the_program_is_not_hidden() -> None:
    def broken(text: str) -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(ask_all(Scripted(broken), numbered(3), 2))
    assert threads() == []


# All layers before a server


def test_all_layers_together(tmp_path: Path) -> None:
    with ChatStub(lambda asked: says(asked.text), key=KEY) as server:
        settings = read_llm_settings(base_url=server.url, model="m", key=KEY, max_requests=3, concurrency=2)
        asked = [(n, settings.request([Message("user", text)])) for n, text in enumerate(["a", "b", "a", "c", "d"])]
        with opened(settings, cache=tmp_path / "cache", record=tmp_path / "record") as (endpoint, tally, _):
            found = dict(ask_all(endpoint, asked, 1))
        assert [getattr(outcome, "text", "") for outcome in found.values()] == ["a", "b", "a", "c", ""]
        assert isinstance(found[4], BudgetSpent)
        assert tally.summary == Summary(requests=3, prompt_tokens=3, completion_tokens=3, cached=1)
        assert len(server.asked) == 3
    with opened(read_llm_settings(), replay=tmp_path / "record") as (endpoint, tally, _):
        assert [endpoint.ask(request).text for _, request in asked[:4]] == ["a", "b", "a", "c"]


def test_repetitions_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.llm.live.FIRST_WAIT", 0.0)
    with (
        ChatStub(says("yes")) as server,
        opened(read_llm_settings(base_url=server.url, model="m")) as (endpoint, tally, _),
    ):
        server.then(fails(503), fails(503))
        endpoint.ask(request("a"))
    assert tally.summary == Summary(requests=1, prompt_tokens=1, completion_tokens=1, retried=2)


def test_stopping_ends_a_wait() -> None:
    stops = list[Callable[[], None]]()

    def stop_and_fail(asked: Asked) -> Reply:
        stops[0]()
        return fails(503, "Later.", {"Retry-After": "100"})

    with ChatStub(stop_and_fail) as server, opened(read_llm_settings(base_url=server.url, model="m")) as found:
        stops.append(found.stop)
        outcomes = [str(outcome) for _, outcome in ask_all(found.endpoint, numbered(3), 1)]
    assert "Stopped at try 1" in outcomes[0]
    assert all("was not asked" in outcome for outcome in outcomes[1:])
    assert len(server.asked) == 1
