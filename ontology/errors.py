"""The one root of all errors that détente raises on purpose."""

from __future__ import annotations

from collections.abc import Mapping


class DetenteError(Exception):
    """Say in plain words what went wrong and, where it helps, what to do.

    ``detail`` is one or more plain sentences for the user; ``status`` is the HTTP status the API answers with,
    ``headers`` go into that answer, and ``members`` (``line``, ``column``) stand beside ``detail`` in its body.
    """

    def __init__(
        self,
        detail: str,
        status: int = 400,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, int | str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status
        self.headers = dict(headers or {})
        self.members = dict(members or {})

    def __reduce__(self) -> tuple[type[DetenteError], tuple[str, int, dict[str, str], dict[str, int | str]]]:
        """Survive the passage between processes with the status."""
        return type(self), (self.detail, self.status, self.headers, self.members)
