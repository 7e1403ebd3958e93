"""The HTTP server in this process, until it is told to stop."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.jobs.reader import Reader
    from api.settings import Settings
    from graph.store import Store

SWITCH_SECONDS: Final = 0.0005
"""After so long a thread that works in Python lets others go on; by default it is ten times as long."""
COLLECTING: Final = (2_000, 20, 25)
"""How often garbage is collected: rarely all of it, for which every thread has to stop."""

_log: Final = logging.getLogger("detente")


def serve(settings: Settings, store: Store | None = None, reader: Reader | None = None) -> None:
    """Serve a store, or the one the settings name; logs go to standard error.

    SIGTERM and SIGINT end it gracefully: nothing new is accepted, and what is under way is finished.

    Raises:
        DetenteError: the store cannot be opened, or the address is taken.
    """
    import typer
    import uvicorn

    from api.app import create_app
    from api.observing import logs

    _share_time()
    app = create_app(settings, store, reader)
    listener = listen(settings.host, settings.port)
    logs.configure(settings)
    base = _address(listener)
    if settings.log_format == "json":
        _log.info("listening", extra={"url": base})
    else:
        typer.echo(f"détente shows its pages at {base}/ and answers at {base}/sparql; Ctrl-C stops it.", err=True)
    _warn(app)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=settings.max_url_bytes + settings.max_header_bytes + 1024,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    signal.signal(signal.SIGTERM, _exit)  # uvicorn raises the signal again when it is through
    with _announced(app.state.store, base):
        uvicorn.Server(config).run(sockets=[listener])


def _share_time() -> None:
    """Let short requests go between the steps of long analyses, and look less often for memory to give back."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*COLLECTING)


def _exit(*_: object) -> None:
    raise SystemExit(0)


def listen(host: str, port: int) -> socket.socket:
    """Listen on an address, with answers sent at once.

    Raises:
        DetenteError: the address is taken, or not ours.
    """
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = error.strerror or error
        raise DetenteError(f"Cannot listen on {host}:{port}: {reason}. Choose another with --host or --port.") from None
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else head and body wait 40 ms for each other
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _announced(store: Store, base: str) -> AbstractContextManager[None]:
    """Let other processes that find the folder locked know whom to ask."""
    from graph.locking import announced

    folder = getattr(store, "folder", None)
    return announced(folder, base) if folder is not None else nullcontext()


def _warn(app: FastAPI) -> None:
    """Tell of settings that do not do what was probably meant."""
    from api.jobs.start import waiting

    settings: Settings = app.state.settings
    writers = any(token.allows("write") for token in app.state.tokens.known)
    if settings.allow_writes and not (writers or settings.anonymous_writes):
        _log.warning("writes are allowed, but no token has the scope write: DETENTE_TOKENS or DETENTE_TOKENS_FILE")
    folder: Path | None = getattr(app.state.store, "folder", None)
    left = waiting(folder) if folder is not None and not settings.allow_writes else 0
    if left:
        _log.warning("%d jobs wait for a service that may write: start it with --allow-writes", left)
