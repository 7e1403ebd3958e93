"""Stores as the commands name them: a folder, :memory:, somebody's SPARQL service, or a service of ours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from ontology.errors import DetenteError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.remote.settings import RemoteSettings
    from graph.store import Store

_ASK_SECONDS: Final = 10.0


def is_address(location: str) -> bool:
    """Tell whether a store is named by a web address."""
    return location.startswith(("http://", "https://"))


def open_store(location: str, *, read_only: bool = False, settings: Settings | None = None) -> Store:
    """Open the store of a folder, of memory, or of a service, by the settings of the environment.

    Raises:
        DetenteError: it cannot be opened; or it is a service of ours, which is not written to in this way.
    """
    from graph.store import open_store as open_

    if not is_address(location):
        return open_(location, read_only=read_only)
    remote = remote_settings(settings)
    if is_service(location, remote):
        if not read_only:
            raise DetenteError(
                f"{location} is a détente service: send it articles with `detente ingest`, "
                "and remove one with `DELETE /articles/…`."
            )
        remote = _of_ours(remote)
    return open_(location, read_only=read_only, remote=remote)


def is_service(location: str, remote: RemoteSettings | None = None) -> bool:
    """Tell whether a détente service answers at an address.

    Settings that say what is there are believed; else the address is asked.

    Raises:
        DetenteError: nobody answers there.
    """
    import httpx

    remote = remote or remote_settings()
    if remote.server != "generic" or remote.query_url or remote.update_url:
        return False
    try:
        answer = httpx.get(location.rstrip("/") + "/health", timeout=_ASK_SECONDS, headers=_token())
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise DetenteError(f"Cannot reach {location}: {error or type(error).__name__}.", 502) from None
    return _is_ours(answer)


def remote_settings(settings: Settings | None = None) -> RemoteSettings:
    """Pick the settings of remote stores out of those of the program."""
    from api.settings import read_settings
    from graph.remote.settings import RemoteSettings

    given = settings or read_settings()
    return RemoteSettings(
        server=given.remote_server,
        query_url=given.remote_query_url,
        update_url=given.remote_update_url,
        graph_store_url=given.remote_graph_store_url,
        auth=given.remote_auth,
        user=given.remote_user,
        password=given.remote_password.get_secret_value(),
        token=given.remote_token.get_secret_value(),
        default_graph=given.remote_default_graph,
        union_parameters=given.remote_union_parameters,
        largest_update=given.remote_largest_update,
        largest_bytes=given.remote_largest_bytes,
        timeout=given.remote_timeout,
        patience=given.remote_patience,
        verify=given.remote_verify,
    )


def _is_ours(answer: object) -> bool:
    """Tell an answer of our `/health`, or the refusal of a service of ours to show it to strangers."""
    import httpx

    assert isinstance(answer, httpx.Response)
    try:
        told = answer.json()
    except ValueError:
        return False
    if not isinstance(told, dict):
        return False
    if answer.status_code == 200:
        return {"version", "counts"} <= told.keys()
    return answer.status_code in (401, 403) and "problem+json" in answer.headers.get("Content-Type", "")


def _of_ours(remote: RemoteSettings) -> RemoteSettings:
    from dataclasses import replace

    token = os.environ.get("DETENTE_TOKEN", "")
    return replace(remote, server="detente", auth="bearer" if token else remote.auth, token=token or remote.token)


def _token() -> dict[str, str]:
    token = os.environ.get("DETENTE_TOKEN", "")
    return {"Authorization": f"Bearer {token}"} if token else {}
