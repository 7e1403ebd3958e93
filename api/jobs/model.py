"""A job: articles that were sent together, and how far they are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from api.jobs.taking import Taken

Status = Literal["queued", "running", "cancelling", "cancelled", "done"]
FINISHED: Final = frozenset({"cancelled", "done"})
MOST_PROBLEMS: Final = 100
"""Problems of one job that are kept; the rest is only counted."""


class Problem(BaseModel, frozen=True):
    """An article that could not be taken."""

    article: str = Field(description="Its id or URL, else its number in what was sent.")
    detail: str


class Job(BaseModel, frozen=True):
    """How far the articles that were sent together are."""

    id: str
    status: Status = "queued"
    articles: int = Field(description="How many were sent.")
    stored: int = Field(default=0, description="How many are new or changed, and in the graph now.")
    unchanged: int = Field(default=0, description="How many the graph held already, word for word.")
    failed: int = Field(default=0, description="How many could not be taken; `errors` says why.")
    events: int = Field(default=0, description="Claims of events in the articles stored.")
    stances: int = Field(default=0, description="Claims of stances in the articles stored.")
    errors: tuple[Problem, ...] = Field(default=(), description=f"The first {MOST_PROBLEMS} problems.")
    note: str | None = Field(default=None, description="What holds it up, as long as it does.")
    submitted: str = Field(description="When it was accepted, in UTC.")
    finished: str | None = Field(default=None, description="When it ended, in UTC.")
    sender: str | None = Field(default=None, description="Name of the token it was sent with.")

    @property
    def handled(self) -> int:
        """Count the articles that are through, whatever became of them; they are taken in order."""
        return self.stored + self.unchanged + self.failed

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more will happen."""
        return self.status in FINISHED

    def with_taken(self, taken: Taken) -> Job:
        """Count some more articles."""
        told = (Problem(article=item.article.name, detail=item.reason) for item in taken.failed)
        return self._changed(
            stored=self.stored + taken.stored + taken.copies,
            unchanged=self.unchanged + taken.unchanged,
            failed=self.failed + len(taken.failed),
            events=self.events + taken.events,
            stances=self.stances + taken.stances,
            errors=(*self.errors, *told)[:MOST_PROBLEMS],
        )

    def with_status(self, status: Status) -> Job:
        """Change the status; a finished job notes when."""
        finished = now() if status in FINISHED else None
        return self._changed(status=status, finished=finished)

    def _changed(self, **fields: object) -> Job:
        return self.model_copy(update={"note": None, **fields})


def now() -> str:
    """Give the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
