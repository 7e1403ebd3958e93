"""How much of what is to be read has been read, in bytes of files."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers import Meter
from ingest.runs.inputs import Input


class Tally:
    """Says how far a run is where all its inputs are plain files; of folders and addresses nobody knows the end."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self.meter = Meter()
        self._inputs = inputs
        self._total = sum(item.size or 0 for item in inputs) if all(item.is_file for item in inputs) else 0
        self._passed = 0

    def at(self, number: int) -> float | None:
        """Give the share that is done when all before an input is done, ``None`` where nobody knows."""
        return self._before(number) / self._total if self._total else None

    def enter(self, number: int) -> None:
        """Begin to read an input; all before it are done, by this process or by one before."""
        self._passed = self._before(number) - self.meter.bytes

    def share(self) -> float | None:
        """Give the share that has been read, 0 to 1, ``None`` where nobody knows."""
        return min(1.0, (self._passed + self.meter.bytes) / self._total) if self._total else None

    def _before(self, number: int) -> int:
        return sum(item.size or 0 for item in self._inputs[:number])
