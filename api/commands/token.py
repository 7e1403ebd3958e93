"""``detente token``: a secret for those who may write to the service."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

EXAMPLES: Final = (
    "detente token newsroom --scope write",
    "detente token prometheus --scope admin >> tokens && chmod 600 tokens",
)


class Scope(StrEnum):
    """What a token allows; write includes read, and admin includes both."""

    read = "read"
    write = "write"
    admin = "admin"


Name = Annotated[str, typer.Argument(help="Whose token it is; the name is in the log of the service.")]
ScopeOption = Annotated[Scope, typer.Option("--scope", help="What it allows; write includes read, admin all.")]


def token(name: Name, scope: ScopeOption = Scope.write) -> None:
    """Make a token for the service.

    The secret is told on standard error, once; the line for the file of tokens, which holds only its hash, is printed.
    """
    from api.access.tokens import make

    secret, line = make(name, [scope.value])
    typer.echo(f"{secret}\nKeep this secret; put the line into the file that DETENTE_TOKENS_FILE names.", err=True)
    typer.echo(line)
