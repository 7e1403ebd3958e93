"""Who may do what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

from api.dependencies import SettingsDep
from ontology.errors import DetenteError

Scope = Literal["read", "write", "admin"]


def require(scope: Scope) -> Callable[[SettingsDep], Awaitable[None]]:
    """Make a dependency that lets a request pass only if it may read, write or administer.

    Raises:
        DetenteError: it may not (403).
    """

    async def check(settings: SettingsDep) -> None:
        if scope != "read" and not settings.allow_writes:
            raise DetenteError("Writing is switched off. Start the service with DETENTE_ALLOW_WRITES=true.", 403)

    return check
