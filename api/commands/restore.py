"""``detente restore``: a store from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from api.commands.backup import Verify, VerifyOption, told
from api.commands.options import STORE, StoreOption
from ontology.errors import DetenteError

EXAMPLES: Final = (
    "detente restore backups/2026-01-31 --store news-graph",
    "detente restore backups/2026-01-31 --store news-graph --replace",
    "detente restore graph.nq --store news-graph",
)

Backup = Annotated[
    Path, typer.Argument(metavar="BACKUP|FILE", help="Folder that `detente backup` made, or an RDF file.")
]
Replace = Annotated[bool, typer.Option("--replace", help="Put it in the place of the store that is there.")]


def restore(
    backup: Backup, store: StoreOption = STORE, replace: Replace = False, verify: VerifyOption = Verify.counts
) -> None:
    """Make a store from a backup, and count it.

    A file such as `detente export` writes, in N-Quads or TriG, is taken too.

    A store that is there is left alone unless --replace is said; it is removed, with its jobs and runs, once the new
    one is whole and in its place. The backup stays as it is.
    """
    from graph.backup import load
    from graph.backup import restore as run
    from graph.store import MEMORY

    if store == MEMORY or store.startswith(("http://", "https://")):
        raise DetenteError("A backup becomes a store in a folder: give it with --store, then serve that.")
    if backup.is_file():
        found = load(backup, Path(store), replace=replace)
    else:
        found = run(backup, Path(store), replace=replace, full=verify is Verify.full).counts
    typer.echo(store)
    typer.echo(told(found, "restored", verify), err=True)
