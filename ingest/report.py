"""What an ingest run did."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers import Failure


@dataclass
class Report:
    """Counts of one ingest run, and what failed.

    Attributes:
        failures: What failed since this process took the run up.
        copies: How many of those stored are copies of others, which were linked to them and not read.
        failed_before: How much had failed before, where an interrupted run was gone on with.
    """

    stored: int = 0
    unchanged: int = 0
    events: int = 0
    stances: int = 0
    failures: list[Failure] = field(default_factory=list)
    failed_before: int = 0
    copies: int = 0

    @property
    def articles(self) -> int:
        """Count the articles that are in the store after the run."""
        return self.stored + self.unchanged

    @property
    def failed(self) -> int:
        """Count the inputs, parts of inputs and articles that failed in the whole run."""
        return self.failed_before + len(self.failures)
