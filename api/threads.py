"""Threads for the engine, whose parsers and evaluator go as deep as a text is nested."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

STACK: Final = 256 * 2**20
"""Bytes of address space for the stack of such a thread; memory is taken only as it is used."""


@contextmanager
def deep_stack() -> Iterator[None]:
    """Let threads that are begun in this block have a large stack."""
    before = threading.stack_size(STACK)
    try:
        yield
    finally:
        threading.stack_size(before)


def begin(name: str, work: Callable[..., object], *args: object) -> None:
    """Begin some work in a thread with a large stack that does not keep the process alive."""
    with deep_stack():
        threading.Thread(target=work, args=args, name=name, daemon=True).start()
