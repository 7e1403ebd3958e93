"""What may be spent is not gone beyond, by however many threads; what was spent is counted."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from scripted import Scripted, answer, request

from ingest.llm.budget import Budget, Budgeted, Summary
from ingest.llm.cache import Cached
from ingest.llm.errors import BudgetSpent, GaveUp
from ingest.llm.model import Answer, Request, Usage


def outcomes(budgeted: Budgeted, requests: list[Request], threads: int) -> list[Answer | BudgetSpent]:
    """Ask with several threads."""

    def ask(asked: Request) -> Answer | BudgetSpent:
        try:
            return budgeted.ask(asked)
        except BudgetSpent as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(ask, requests))


@pytest.mark.parametrize("threads", [1, 8])
def test_requests_are_counted_exactly(threads: int) -> None:
    inner, budget = Scripted(), Budget(requests=20)
    found = outcomes(Budgeted(inner, budget), [request(str(n)) for n in range(50)], threads)
    assert len(inner.asked) == 20
    assert sum(isinstance(outcome, Answer) for outcome in found) == 20
    assert budget.tally.summary == Summary(requests=20, prompt_tokens=100, completion_tokens=100)


@pytest.mark.parametrize("threads", [1, 8])
def test_tokens_are_never_gone_beyond_and_used_as_far_as_they_go(threads: int) -> None:
    """Each request could take 1 + 99 tokens and takes 10: the last that is sent finds 90 spent of 190 at most."""
    inner, budget = Scripted(), Budget(tokens=190)
    outcomes(Budgeted(inner, budget), [request("text", max_tokens=99) for _ in range(30)], threads)
    assert len(inner.asked) == 10
    assert budget.tally.summary.prompt_tokens + budget.tally.summary.completion_tokens == 100


def test_a_request_waits_for_those_under_way_if_only_their_outcome_decides() -> None:
    begun, release = threading.Event(), threading.Event()

    def slowly(text: str) -> Answer:
        begun.set()
        release.wait()
        return answer(text)

    inner = Scripted(slowly)
    budgeted = Budgeted(inner, Budget(tokens=150))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(budgeted.ask, request("text", max_tokens=99))
        begun.wait()
        second = pool.submit(budgeted.ask, request("more", max_tokens=99))
        try:
            assert inner.asked == ["text"]
        finally:
            release.set()
        assert [first.result().text, second.result().text] == ["text", "more"]


def test_a_spent_budget_stays_spent() -> None:
    budgeted = Budgeted(Scripted(), Budget(tokens=50))
    with pytest.raises(BudgetSpent, match="DETENTE_LLM_MAX_TOTAL_TOKENS"):
        budgeted.ask(request("text", max_tokens=99))
    with pytest.raises(BudgetSpent):
        budgeted.ask(request("text", max_tokens=1))


def test_failures_count_as_requests_and_give_their_tokens_back() -> None:
    replies = iter([GaveUp("Down.", 502)])

    def fail_once(text: str) -> Answer:
        for error in replies:
            raise error
        return answer(text)

    budget = Budget(requests=2, tokens=100)
    budgeted = Budgeted(Scripted(fail_once), budget)
    with pytest.raises(GaveUp):
        budgeted.ask(request("text", max_tokens=99))
    assert budgeted.ask(request("text", max_tokens=99)) == answer("text")
    assert budget.tally.summary == Summary(requests=2, prompt_tokens=5, completion_tokens=5)
    with pytest.raises(BudgetSpent, match="2 requests is spent"):
        budgeted.ask(request("text", max_tokens=1))


def test_tokens_that_the_server_does_not_tell_are_estimated() -> None:
    budget = Budget()
    told = Budgeted(Scripted(lambda text: Answer("12345", "stop", None, "m")), budget).ask(request("123456789"))
    assert told.usage == Usage(3, 2, estimated=True)
    assert budget.tally.summary == Summary(requests=1, prompt_tokens=3, completion_tokens=2, estimated=1)


def test_cached_answers_cost_nothing(tmp_path: Path) -> None:
    budget = Budget(requests=1)
    cached = Cached(Budgeted(Scripted(), budget), tmp_path, budget.tally)
    for _ in range(3):
        assert cached.ask(request("a")) == answer("a")
    assert budget.tally.summary == Summary(requests=1, prompt_tokens=5, completion_tokens=5, cached=2)
    with pytest.raises(BudgetSpent):
        cached.ask(request("b"))
