"""What may be spent and what was: a budget that all threads share is never gone beyond knowingly."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Final

from ingest.llm.errors import BudgetSpent
from ingest.llm.model import Answer, Endpoint, Request, Usage

CHARACTERS_A_TOKEN: Final = 4


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run asked.

    Attributes:
        requests: Sent to the server, repetitions not counted.
        estimated: Answers whose tokens the server did not tell; they are counted at four characters a token.
        cached: Answers that were had already.
        retried: Repetitions.
    """

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: int = 0
    cached: int = 0
    retried: int = 0


class Tally:
    """Counts what a run asks, for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._summary = Summary()

    def add(self, **counts: int) -> None:
        """Add to some of the counts."""
        with self._lock:
            grown = {name: getattr(self._summary, name) + count for name, count in counts.items()}
            self._summary = replace(self._summary, **grown)

    @property
    def summary(self) -> Summary:
        """Give the counts so far."""
        return self._summary


class Budget:
    """Requests and tokens that may be spent; 0 is no limit."""

    def __init__(self, requests: int = 0, tokens: int = 0, tally: Tally | None = None) -> None:
        self.requests = requests
        self.tokens = tokens
        self.tally = tally or Tally()
        self._settled = threading.Condition()
        self._asked = self._used = self._reserved = 0
        self._refusal = ""

    def reserve(self, tokens: int) -> None:
        """Set aside the most that a request can take, after those under way if only their outcome decides.

        Raises:
            BudgetSpent: it is too much; from then on everything is.
        """
        with self._settled:
            while not self._fits(tokens):
                self._settled.wait()
            self._asked += 1
            self._reserved += tokens

    def settle(self, reserved: int, usage: Usage | None) -> None:
        """Count what a request really took."""
        with self._settled:
            self._reserved -= reserved
            self._used += usage.total if usage else 0
            self._settled.notify_all()
        self.tally.add(requests=1)
        if usage:
            prompt, completion = usage.prompt_tokens, usage.completion_tokens
            self.tally.add(prompt_tokens=prompt, completion_tokens=completion, estimated=int(usage.estimated))

    def _fits(self, tokens: int) -> bool:
        if self.requests and self._asked >= self.requests:
            self._refusal = self._refusal or f"of {self.requests} requests is spent (DETENTE_LLM_MAX_REQUESTS)"
        if self.tokens and self._used + tokens > self.tokens:
            self._refusal = self._refusal or (
                f"of {self.tokens} tokens (DETENTE_LLM_MAX_TOTAL_TOKENS) has no room for another request: "
                f"{self._used} are spent, and it could take {tokens}"
            )
        if self._refusal:
            raise BudgetSpent(f"The budget {self._refusal}. Raise it to go on.", 503)
        return not self.tokens or self._used + self._reserved + tokens <= self.tokens


class Budgeted:
    """Asks as long as the budget allows."""

    def __init__(self, inner: Endpoint, budget: Budget) -> None:
        self._inner = inner
        self._budget = budget

    def ask(self, request: Request) -> Answer:
        """Give the answer, with an estimate of the tokens where the server does not tell them.

        Raises:
            BudgetSpent: the request would go beyond the budget.
            AskingError: as of ``Endpoint``.
        """
        characters = sum(len(message.content) for message in request.messages)
        most = _tokens(characters) + request.max_tokens
        self._budget.reserve(most)
        usage: Usage | None = None
        try:
            answer = self._inner.ask(request)
            usage = answer.usage or Usage(_tokens(characters), _tokens(len(answer.text)), estimated=True)
        finally:
            self._budget.settle(most, usage)
        return replace(answer, usage=usage)


def _tokens(characters: int) -> int:
    return -(-characters // CHARACTERS_A_TOKEN)
