"""``detente serve``: the store over HTTP."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

from api.commands.options import HOST, PORT, STORE, HostOption, PortOption, StoreOption

EXAMPLES: Final = (
    "detente serve --store news-graph --port 8080",
    "detente serve --allow-writes --log-format json",
    "curl 'http://127.0.0.1:8000/stances?subject=USA&principals=true'",
)


class LogFormat(StrEnum):
    """The forms of the log."""

    text = "text"
    json = "json"


AllowWrites = Annotated[
    bool,
    typer.Option("--allow-writes", envvar="DETENTE_ALLOW_WRITES", help="Take writes from tokens with the scope write."),
]
LogOption = Annotated[
    LogFormat, typer.Option("--log-format", envvar="DETENTE_LOG_FORMAT", help="Logs as lines of text or of JSON.")
]


def serve(
    store: StoreOption = STORE,
    host: HostOption = HOST,
    port: PortOption = PORT,
    allow_writes: AllowWrites = False,
    log_format: LogOption = LogFormat.text,
) -> None:
    """Answer SPARQL and REST requests over HTTP.

    The store is only read, and nothing can be ingested into it while this runs; with --allow-writes articles can be
    sent to the service. All other settings are variables of the environment.
    """
    from api.serving import serve as run
    from api.settings import read_settings

    run(read_settings(store=store, host=host, port=port, allow_writes=allow_writes, log_format=log_format.value))
