"""What may be told of a run while it goes on."""

from __future__ import annotations

from typing import Protocol

from ingest.readers import Failure
from ingest.report import Report


class Watch(Protocol):
    """Is told how a run goes."""

    def started(self, report: Report, share: float | None, *, resumed: bool) -> None:
        """Hear that a run begins, or goes on, with what was done before."""
        ...

    def progressed(self, report: Report, share: float | None) -> None:
        """Hear how much is done; ``share`` of all there is to read, 0 to 1, where that can be known."""
        ...

    def failed(self, failure: Failure) -> None:
        """Hear of an input, or a part of it, that gave no article."""
        ...

    def set_aside(self, failure: Failure) -> None:
        """Hear of an article that could not be read."""
        ...

    def finished(self, report: Report) -> None:
        """Hear that all is done."""
        ...


class Silence:
    """Tells nothing."""

    def started(self, report: Report, share: float | None, *, resumed: bool) -> None:
        """Say nothing."""

    def progressed(self, report: Report, share: float | None) -> None:
        """Say nothing."""

    def failed(self, failure: Failure) -> None:
        """Say nothing."""

    def set_aside(self, failure: Failure) -> None:
        """Say nothing."""

    def finished(self, report: Report) -> None:
        """Say nothing."""
