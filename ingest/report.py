"""What an ingest run did."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers import Failure


@dataclass
class Report:
    """Counts of one ingest run, and what failed."""

    stored: int = 0
    unchanged: int = 0
    copies: int = 0
    events: int = 0
    stances: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """Count the articles that are in the store after the run."""
        return self.stored + self.unchanged + self.copies
