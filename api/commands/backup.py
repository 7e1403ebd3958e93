"""``detente backup``: a copy of the store that has been counted."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.options import STORE, counted
from ontology.errors import DetenteError

if TYPE_CHECKING:
    from graph.backup import Counts, Manifest

EXAMPLES: Final = (
    "detente backup backups/2026-01-31",
    "detente backup backups/2026-01-31 --store news-graph --verify full",
    "detente backup --store http://127.0.0.1:8000",
)


class Verify(StrEnum):
    """How a copy is compared with what it was made from."""

    counts = "counts"
    full = "full"


Folder = Annotated[
    Path | None, typer.Argument(metavar="FOLDER", help="New folder for the backup; a service chooses its own.")
]
StoreOption = Annotated[
    str,
    typer.Option(
        "--store", envvar="DETENTE_STORE", metavar="FOLDER|URL", help="Folder of the store, or address of a service."
    ),
]
VerifyOption = Annotated[
    Verify, typer.Option("--verify", help="Compare the counts, or with full also a checksum of all quads.")
]


def backup(folder: Folder = None, store: StoreOption = STORE, verify: VerifyOption = Verify.counts) -> None:
    """Copy the store to a new folder, and count the copy.

    The backup can be opened like a store, and is put in a store's place by `detente restore`. On the file system of the
    store it shares files with it until they change: move it to another disk. A service that has the store open makes
    the backup itself, in a folder of DETENTE_BACKUPS, with the token in DETENTE_TOKEN; its name is printed.
    """
    if store.startswith(("http://", "https://")):
        typer.echo(_ask(store))
        return
    if folder is None:
        raise typer.BadParameter("give the folder that the backup is to be made in", param_hint="FOLDER")
    manifest = _copy(store, folder, verify)
    typer.echo(str(folder))
    typer.echo(told(manifest.counts, "copied", verify), err=True)


def told(found: Counts, verb: str, verify: Verify) -> str:
    """Say what a backup holds, and how that was found."""
    checked = ", counted and compared by checksum" if verify is Verify.full else " and counted"
    return f"{counted(found.quads, 'quad')} of {counted(found.articles, 'article')} {verb}{checked}"


def _copy(store: str, folder: Path, verify: Verify) -> Manifest:
    from graph.backup import backup as run
    from graph.backup import held
    from graph.locking import service
    from graph.store import MEMORY

    if store == MEMORY:
        raise DetenteError("A store in memory cannot be backed up; `detente export` writes it as N-Quads.")
    place = Path(store).expanduser()
    try:
        opened = held(place)
    except DetenteError as error:
        serving = service(place)
        raise _served(store, serving[1]) if serving else error from None
    with opened:
        return run(opened, folder, full=verify is Verify.full)


def _served(store: str, url: str) -> DetenteError:
    return DetenteError(
        f"The store {store} is written to by the service at {url}. Let that copy it: `detente backup --store {url}`, "
        "with a token of the scope admin in DETENTE_TOKEN and a folder in the service's DETENTE_BACKUPS.",
        409,
    )


def _ask(url: str) -> str:
    """Have a service make the backup; give the folder on its machine."""
    import httpx

    token = os.environ.get("DETENTE_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        response = httpx.post(f"{url.rstrip('/')}/backups", headers=headers, timeout=None)
        answer = response.json()
        if response.status_code == 201:
            return str(answer["folder"])
        detail = str(answer["detail"])
    except httpx.HTTPError as error:
        raise DetenteError(f"Cannot reach {url}: {error}.", 502) from None
    except (ValueError, KeyError, TypeError):
        detail = "it does not answer like a détente service; other stores have backups of their own"
    raise DetenteError(f"{url} made no backup: {detail}", 502)
