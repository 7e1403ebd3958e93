"""Bearer tokens: how they are written, where they come from, and whether one fits."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.settings import Settings

Scope = Literal["read", "write", "admin"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
IMPLIED: Final[dict[Scope, frozenset[Scope]]] = {
    "read": frozenset({"read"}),
    "write": frozenset({"read", "write"}),
    "admin": frozenset({"read", "write", "admin"}),
}
"""What each scope allows."""
SHORTEST: Final = 16
"""Characters that a secret must have at least."""

_HASHED: Final = re.compile(r"sha256:[0-9a-fA-F]{64}")
_NAME: Final = re.compile(r"[\w.@-]{1,64}", re.ASCII)
_FORM: Final = "name:scope+scope:secret"
_REMEDY: Final = "`detente token` makes one."


@dataclass(frozen=True, slots=True)
class Token:
    """Who may do what; of the secret only the hash is kept."""

    name: str
    scopes: frozenset[Scope]
    digest: bytes = field(repr=False)

    def allows(self, scope: Scope) -> bool:
        """Tell whether it has a scope, or one that implies it."""
        return any(scope in IMPLIED[own] for own in self.scopes)


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens of the service."""

    known: tuple[Token, ...] = ()

    def find(self, secret: str) -> Token | None:
        """Find the token of a secret, in a time that does not tell how much of it is right."""
        given = hash_secret(secret)
        fitting = [token for token in self.known if hmac.compare_digest(token.digest, given)]
        return fitting[0] if fitting else None


def load(settings: Settings) -> Tokens:
    """Take the tokens of the settings and of the file they name.

    Raises:
        DetenteError: one is not well formed or too short, two have one name, or others can read the file.
    """
    given = [("DETENTE_TOKENS", text) for text in settings.tokens.get_secret_value().replace(",", " ").split()]
    if settings.tokens_file is not None:
        given += [(str(settings.tokens_file), text) for text in _lines(settings.tokens_file)]
    tokens = tuple(parse(text, f"{source}: token {number}") for number, (source, text) in enumerate(given, 1))
    _refuse_doubles(token.name for token in tokens)
    return Tokens(tokens)


def parse(text: str, where: str) -> Token:
    """Read ``name:scope+scope:secret``; what is wrong is told without the secret.

    Raises:
        DetenteError: it is not well formed, or the secret is too short.
    """
    name, _, rest = text.partition(":")
    scopes, _, secret = rest.partition(":")
    named = frozenset(scopes.split("+"))
    if not _NAME.fullmatch(name) or not secret:
        raise DetenteError(f"{where} is not of the form {_FORM}. {_REMEDY}", 500)
    if not named <= set(SCOPES):
        raise DetenteError(f"{where} has an unknown scope; there are {', '.join(SCOPES)}.", 500)
    return Token(name, cast("frozenset[Scope]", named), _digest(secret, where))


def make(name: str, scopes: Iterable[Scope]) -> tuple[str, str]:
    """Make a random secret, and the line with its hash that goes into a file of tokens."""
    secret = secrets.token_urlsafe(32)
    line = f"{name}:{'+'.join(scopes)}:sha256:{hash_secret(secret).hex()}"
    parse(line, "The token")
    return secret, line


def hash_secret(secret: str) -> bytes:
    """Hash a secret; it is random, so that it needs no salt."""
    return sha256(secret.encode("utf-8", "surrogateescape")).digest()


def _digest(secret: str, where: str) -> bytes:
    if _HASHED.fullmatch(secret):
        return bytes.fromhex(secret.removeprefix("sha256:"))
    if secret.startswith("sha256:"):
        raise DetenteError(f"{where}: after sha256: there must be 64 hexadecimal digits. {_REMEDY}", 500)
    if len(secret) < SHORTEST:
        raise DetenteError(f"{where}: the secret is shorter than {SHORTEST} characters. {_REMEDY}", 500)
    return hash_secret(secret)


def _lines(path: Path) -> list[str]:
    try:
        mode = path.stat().st_mode
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise DetenteError(f"DETENTE_TOKENS_FILE: cannot read {path}: {reason}.", 500) from None
    if mode & 0o027:
        raise DetenteError(
            f"DETENTE_TOKENS_FILE: {path} can be read by others or written by its group; run `chmod 600 {path}`.", 500
        )
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _refuse_doubles(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DetenteError(f"Two tokens have the name {name!r}; give each its own.", 500)
        seen.add(name)
