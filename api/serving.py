"""The HTTP server in this process, until it is told to stop."""

from __future__ import annotations

import socket
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store import Store


def serve(settings: Settings, store: Store | None = None) -> None:
    """Serve a store, or the one the settings name; logs go to standard error.

    Raises:
        DetenteError: the store cannot be opened, or the address is taken.
    """
    import typer
    import uvicorn

    from api.app import create_app

    app = create_app(settings, store)
    listener = _listen(settings.host, settings.port)
    host, port = listener.getsockname()[:2]
    base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    typer.echo(f"détente answers at {base}/sparql, with its API at {base}/docs; Ctrl-C stops it.", err=True)
    config = uvicorn.Config(app, log_config=_log_config(), log_level="warning", proxy_headers=False)
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = error.strerror or error
        raise DetenteError(f"Cannot listen on {host}:{port}: {reason}. Choose another with --host or --port.") from None
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else head and body wait 40 ms for each other
    return listener


def _log_config() -> dict[str, Any]:
    """Send all logs to standard error; standard output is for data."""
    from uvicorn.config import LOGGING_CONFIG

    config: dict[str, Any] = deepcopy(LOGGING_CONFIG)
    for handler in config["handlers"].values():
        handler["stream"] = "ext://sys.stderr"
    return config
