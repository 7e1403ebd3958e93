"""Fixtures: no setting of the machine takes part; what would be waited for is noted and not waited for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from chat_stub import ChatStub
from scripted import KEY, NOW, Opener

from ingest.llm.budget import Tally
from ingest.llm.live import Live
from ingest.llm.settings import read_llm_settings


@pytest.fixture(autouse=True)
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget proxies and settings."""
    for name in os.environ:
        if name.startswith("DETENTE_LLM_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def stub() -> Iterator[ChatStub]:
    """A server that wants the key."""
    with ChatStub(key=KEY) as server:
        yield server


@pytest.fixture
def waits() -> list[float]:
    """The seconds that would have been waited."""
    return []


@pytest.fixture
def live(stub: ChatStub, waits: list[float]) -> Iterator[Opener]:
    """Open endpoints before the server: ``live(stream=True)``; ``tally`` counts, all else are settings."""
    with ExitStack() as stack:

        def opened(tally: Tally | None = None, **given: object) -> Live:
            settings = read_llm_settings(**{"base_url": stub.url, "model": "m", "key": KEY, "timeout": 20, **given})
            return stack.enter_context(Live(settings, tally, sleep=waits.append, now=lambda: NOW))

        yield opened
