"""Who may do what: bearer tokens with scopes (RFC 6750), writes only where they are switched on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Final, cast

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from api.access.tokens import Scope, Token, Tokens, load
from api.observing.trace import current
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.settings import Settings

__all__ = ["BEARER", "Scope", "Token", "Tokens", "check", "identify", "install", "require"]

BEARER: Final = HTTPBearer(
    scheme_name="token", description="A token of the service, as `Authorization: Bearer …`.", auto_error=False
)
LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_CHALLENGE: Final = 'Bearer realm="detente"'


def install(app: FastAPI) -> None:
    """Read the tokens of the application's settings.

    Raises:
        DetenteError: a token is not well formed, others can read the file of tokens, or anyone on the network could
            write.
    """
    settings: Settings = app.state.settings
    if settings.anonymous_writes and settings.host not in LOOPBACK:
        raise DetenteError(
            f"DETENTE_ANONYMOUS_WRITES would let anyone write who reaches {settings.host}. Give tokens instead "
            f"(`detente token` makes one), or listen on {LOOPBACK[0]}.",
            500,
        )
    app.state.tokens = load(settings)


def require(scope: Scope) -> Callable[..., Awaitable[Token | None]]:
    """Make a dependency that lets a request pass if it may do what the scope allows.

    Its value is the token of the request, ``None`` for a request without one. Reading needs a token only if the
    settings say so. A dependency on it raises `DetenteError`: 401 without a valid token, 403 for one without the scope,
    or where writes are switched off.
    """

    async def undeclared(request: Request) -> Token | None:
        return check(request, scope)

    async def declared(request: Request, _: Annotated[object, Depends(BEARER)]) -> Token | None:
        return check(request, scope)

    return undeclared if scope == "read" else declared


def check(request: Request, scope: Scope) -> Token | None:
    """Let a request pass if it may do what the scope allows; give its token.

    Raises:
        DetenteError: 401 without a valid token, 403 without the scope, or where writes are switched off.
    """
    settings = cast("Settings", request.app.state.settings)
    if scope == "write" and not settings.allow_writes:
        raise DetenteError(
            "Writes are switched off. The operator can switch them on with DETENTE_ALLOW_WRITES=true "
            "or `detente serve --allow-writes`.",
            403,
        )
    token = identify(request)
    open_to_all = {"read": not settings.read_token_required, "write": settings.anonymous_writes, "admin": False}
    return token if token is None and open_to_all[scope] else _allowed(token, scope)


def identify(request: Request) -> Token | None:
    """Find the token that a request carries.

    Raises:
        DetenteError: the service does not know it (401), even where none is needed.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    token = cast(Tokens, request.app.state.tokens).find(secret.strip())
    if token is None:
        raise _unauthorized("The token is not known to this service.", 'error="invalid_token"')
    current().client = token.name
    return token


def _allowed(token: Token | None, scope: Scope) -> Token:
    if token is None:
        raise _unauthorized(f"This needs a token with the scope {scope}: send `Authorization: Bearer TOKEN`.")
    if not token.allows(scope):
        challenge = f'{_CHALLENGE}, error="insufficient_scope", scope="{scope}"'
        raise DetenteError(f"The token {token.name} has not the scope {scope}.", 403, {"WWW-Authenticate": challenge})
    return token


def _unauthorized(detail: str, error: str = "") -> DetenteError:
    return DetenteError(detail, 401, {"WWW-Authenticate": ", ".join(filter(None, (_CHALLENGE, error)))})
