"""What is known of the request under way, for logs and metrics; it follows the request into threads."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

_SANE: Final = re.compile(r"[A-Za-z0-9._:+/=-]{1,128}")


def new_id() -> str:
    """Make a request id."""
    return uuid4().hex


@dataclass(slots=True)
class Trace:
    """One request: its id, the name of its token, and the SHA-256 of its query, where it has them."""

    id: str = field(default_factory=new_id)
    client: str | None = None
    query: str | None = None


_current: ContextVar[Trace | None] = ContextVar("detente_trace", default=None)


def current() -> Trace:
    """Give the trace of the request under way; outside of one, a trace that nobody reads."""
    return _current.get() or Trace()


def begin(given_id: str | None) -> Trace:
    """Begin the trace of a request, with the id its client gave if that is a sane one."""
    trace = Trace(given_id) if given_id and _SANE.fullmatch(given_id) else Trace()
    _current.set(trace)
    return trace


def current_id() -> str | None:
    """Give the id of the request under way, ``None`` outside of one."""
    trace = _current.get()
    return trace.id if trace else None
