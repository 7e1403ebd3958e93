"""How a service is asked: its addresses, who we are to it, what its default graph is, how much it takes at once."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

from ontology.errors import DetenteError

Auth = Literal["none", "basic", "digest", "bearer"]
DefaultGraph = Literal["union", "empty"]
GENERIC: Final = "generic"


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """What is set about a service; what is empty follows from the kind of ``server`` and from the address."""

    server: str = GENERIC
    query_url: str = ""
    update_url: str = ""
    graph_store_url: str = ""
    auth: Auth = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    default_graph: DefaultGraph | None = None
    union_parameters: str | None = None
    largest_update: int = 0
    """Triples in one request."""
    largest_bytes: int = 1 << 20
    """Bytes in one request, which one triple may exceed."""
    timeout: float = 60.0
    """Seconds until an answer must have begun or gone on."""
    patience: float = 60.0
    """Seconds to go on trying while the service is away or has no room."""
    verify: bool = True
    """Read back what was written, and compare."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a service and what is known of it: nothing is left open."""

    query: str
    update: str
    graph_store: str | None
    union: bool
    union_parameters: tuple[tuple[str, str], ...]
    largest_update: int


def endpoint(address: str, settings: RemoteSettings) -> Endpoint:
    """Work out the addresses of a service.

    Raises:
        DetenteError: the address holds a password, or there is no such kind of service.
    """
    layout = _layout(settings.server)
    base = _checked(address).rstrip("/") if settings.server != GENERIC else _checked(address)
    graph_store = settings.graph_store_url or (base + layout["graph_store"] if layout["graph_store"] else "")
    parameters = layout["union"] if settings.union_parameters is None else settings.union_parameters
    return Endpoint(
        query=_checked(settings.query_url) or base + layout["query"],
        update=_checked(settings.update_url) or base + layout["update"],
        graph_store=_checked(graph_store) or None,
        union=(settings.default_graph or layout["default_graph"]) == "union",
        union_parameters=tuple(parse_qsl(parameters, keep_blank_values=True)),
        largest_update=settings.largest_update or int(layout["largest_update"]),
    )


def _checked(address: str) -> str:
    """Refuse secrets in an address, where logs and process lists would show them."""
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise DetenteError(
            f"Do not write a user or a password into the address of {parts.hostname}; "
            "set DETENTE_REMOTE_USER and DETENTE_REMOTE_PASSWORD."
        )
    return address


def _layout(server: str) -> dict[str, str]:
    known = _layouts()
    if server not in known:
        raise DetenteError(f"{server!r} is no kind of service that is known; choose one of {', '.join(known)}.")
    return known[server]


@cache
def _layouts() -> dict[str, dict[str, str]]:
    text = files("graph").joinpath("remote", "layouts.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["server"]: row for row in rows}
