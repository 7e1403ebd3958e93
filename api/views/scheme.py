"""The PLOVER scheme, as those see it who show events."""

from __future__ import annotations

from api.schemas import EventTypeName, ModeName
from ontology.scheme import EventType, load_scheme


def event_types() -> list[EventTypeName]:
    """Show the categories in the order of the scheme."""
    return [_event_type(found) for found in load_scheme().types.values()]


def _event_type(found: EventType) -> EventTypeName:
    return EventTypeName(
        code=found.code,
        labels=dict(found.labels),
        quad_class=found.quad_class,
        score=found.score,
        modes=[
            ModeName(code=f"{found.code}-{mode.code}", labels=dict(mode.labels), score=mode.score)
            for mode in found.modes.values()
        ],
    )
