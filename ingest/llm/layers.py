"""The layers put together as a run needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ingest.llm.budget import Budget, Budgeted, Tally
from ingest.llm.cache import Cached
from ingest.llm.live import Live
from ingest.llm.model import Endpoint
from ingest.llm.recordings import Recording, Replayed
from ingest.llm.settings import LlmSettings


class Opened(NamedTuple):
    """An endpoint with its layers.

    Attributes:
        tally: What it has asked so far.
        stop: Called when a run is to end early, before ``ask_all`` is closed: nothing is tried again from then on.
    """

    endpoint: Endpoint
    tally: Tally
    stop: Callable[[], None]


@contextmanager
def opened(
    settings: LlmSettings, *, cache: Path | None = None, record: Path | None = None, replay: Path | None = None
) -> Iterator[Opened]:
    """Give an endpoint with the layers that are wanted.

    Cached answers cost nothing and are recorded too. ``replay`` asks nobody, and needs no server and no key.

    Raises:
        DetenteError: no server or no model is set.
    """
    tally = Tally()
    if replay is not None:
        yield Opened(Replayed(replay), tally, lambda: None)
        return
    with Live(settings, tally) as live:
        asked: Endpoint = Budgeted(live, Budget(settings.max_requests, settings.max_total_tokens, tally))
        if cache is not None:
            asked = Cached(asked, cache, tally)
        if record is not None:
            asked = Recording(asked, record)
        yield Opened(asked, tally, live.stop)
