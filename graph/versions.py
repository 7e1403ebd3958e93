"""The version of a store's format: written in its folder, checked when it is opened, raised step by step.

The number changes when what a store holds has to be worked out again or written otherwise, so that a program never
reads a store of another number as if it were its own. A store without the file was made before there were numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, Protocol

from graph.disk import told, write_whole
from ontology.errors import DetenteError

FORMAT_NAME: Final = ".detente.format"
FORMAT: Final = 1
"""The format this program reads and writes."""


@dataclass(frozen=True, slots=True)
class StoreFormat:
    """The format of a store, the version of the ontology in it, and of the program that wrote it last."""

    number: int
    ontology: str
    program: str


class Migrated(Protocol):
    """What a migration may do to a store."""

    def renew(self) -> None:
        """Put the ontology of this program in place of the one stored, and derive all afresh."""
        ...


Migration = Callable[[Migrated], None]


def _renew(store: Migrated) -> None:
    """From 0 to 1: the ontology is that of today, and what is derived from the articles follows the rules of today."""
    store.renew()


MIGRATIONS: Final[Mapping[int, Migration]] = {0: _renew}
"""What takes a store from each format to the next; to run one again changes nothing."""

UNMARKED: Final = StoreFormat(0, "", "")
"""A store without the file."""


def present(ontology: str) -> StoreFormat:
    """Give the format this program writes."""
    return StoreFormat(FORMAT, ontology, version("detente"))


def read(folder: Path) -> StoreFormat:
    """Read the format of a store.

    Raises:
        DetenteError: the file is damaged, or the store is of a newer format (409).
    """
    file = folder / FORMAT_NAME
    try:
        values = json.loads(file.read_text("utf-8"))
        found = StoreFormat(int(values["number"]), str(values["ontology"]), str(values["program"]))
    except FileNotFoundError:
        return UNMARKED
    except OSError as error:
        raise DetenteError(f"Cannot read {file}: {error.strerror}.", 403) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DetenteError(
            f"{file} is damaged. Remove it: the store is then checked, and the file written afresh.", 409
        ) from error
    check(found, f"The store {folder}")
    return found


def check(found: StoreFormat, what: str) -> None:
    """Refuse a format that is newer than the program.

    Raises:
        DetenteError: it is (409).
    """
    if found.number > FORMAT:
        raise DetenteError(
            f"{what} has format {found.number}, written by détente {found.program}; this is détente "
            f"{version('detente')}, which knows formats up to {FORMAT}. Update détente, or let the newer one export "
            "the store as N-Quads, and make a new store of them with `detente restore`.",
            409,
        )


def write(folder: Path, form: StoreFormat) -> None:
    """Note the format of a store, so that it survives a power cut.

    Raises:
        DetenteError: the disk is full (507), or the folder cannot be written.
    """
    with told("The format of the store could not be noted", folder):
        write_whole(folder / FORMAT_NAME, json.dumps(asdict(form)) + "\n")


def migrate(folder: Path, store: Migrated, found: StoreFormat, ontology: str) -> None:
    """Bring an older store up to date; a crash in between leaves it to be done again at the next opening."""
    for number in range(found.number, FORMAT):
        MIGRATIONS[number](store)
        write(folder, StoreFormat(number + 1, ontology, version("detente")))
