"""The one root of all errors that détente raises on purpose."""

from __future__ import annotations


class DetenteError(Exception):
    """Say in plain words what went wrong and, where it helps, what to do.

    ``detail`` is one or more plain sentences for the user; ``status`` is the HTTP status the API answers with.
    """

    def __init__(self, detail: str, status: int = 400) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status

    def __reduce__(self) -> tuple[type[DetenteError], tuple[str, int]]:
        """Survive the passage between processes with the status."""
        return type(self), (self.detail, self.status)
