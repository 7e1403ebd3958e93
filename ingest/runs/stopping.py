"""Ctrl-C and SIGTERM end a run between two transactions; the second time they end it at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Stopped(KeyboardInterrupt):
    """The user or the system asks this process to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """Give the exit code that tells of this signal."""
        return 128 + self.number


class Stopping:
    """Turns signals into ``Stopped``, put off while a shield is up."""

    def __init__(self) -> None:
        self._shields = 0
        self._asked: int | None = None
        self._before = {number: signal.getsignal(number) for number in SIGNALS}

    def listen(self) -> None:
        """Take the signals, but for those that are ignored, as after `nohup` and in the background of a script."""
        for number in SIGNALS:
            if self._before[number] is not signal.SIG_IGN:
                signal.signal(number, self._handle)

    def forget(self) -> None:
        """Let signals do what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Put signals off until the end of the block, unless it fails."""
        self._shields += 1
        try:
            yield
        finally:
            self._shields -= 1
        if self._asked is not None and not self._shields:
            self._stop(self._asked)

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        self.forget()
        self._asked = number
        if not self._shields:
            self._stop(number)

    def _stop(self, number: int) -> NoReturn:
        self._asked = None
        raise Stopped(number)


@contextmanager
def stopping() -> Iterator[Stopping]:
    """Let signals stop the block gently; to be used in the main thread."""
    found = Stopping()
    found.listen()
    try:
        yield found
    finally:
        found.forget()
