"""Events against the gold: is the pair of actors found, and with the right polarity, quad class, type and date?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest.evaluation.gold import QUADS, YIELD, GoldEvent
from ingest.evaluation.matching import same_side
from ingest.evaluation.report import EventScores
from ingest.evaluation.system import SystemEvent

COOPERATION: Final = frozenset({1, 2})
"""The quad classes of cooperation; the others are of conflict."""


def score_event(gold: GoldEvent, found: Sequence[SystemEvent]) -> EventScores:
    """Compare a gold event with all events of its document.

    Type and date are right if one of the events between its actors has them; polarity and quad class are those that
    most of these events have, the first in the text where two are as frequent. Denied events count like others.
    """
    match = [event for event in found if has_participants(event, gold)]
    if not match:
        return EventScores(gold=1)
    quad = Counter(QUADS[event.quad] for event in match).most_common(1)[0][0]
    types = YIELD if gold.type == "YIELD" else {gold.type}
    return EventScores(
        gold=1,
        found=1,
        polarity=int((quad in COOPERATION) == (gold.quad in COOPERATION)),
        quad=int(quad == gold.quad),
        type=int(any(event.type in types for event in match)),
        dated=int(bool(gold.date)),
        date=int(bool(gold.date) and any(same_date(gold, event.date) for event in match)),
    )


def has_participants(event: SystemEvent, gold: GoldEvent) -> bool:
    """Tell whether an event has a gold agent and, where the gold names any, a gold recipient."""
    return same_side(gold.agents, event.agents) and (
        not gold.recipients or same_side(gold.recipients, event.recipients)
    )


def same_date(gold: GoldEvent, date: str) -> bool:
    """Tell whether an ISO day is the gold date: the same day, or in its month where that or a week is all it says."""
    if not date.startswith(gold.date[:7]):
        return False
    return len(gold.date) < 10 or gold.precision == "week" or date == gold.date
