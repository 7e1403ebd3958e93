"""The inputs of a run: what they are called, how they looked, and what to assume of articles that do not say."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import Any, Final, NamedTuple

from ingest.readers import Defaults
from ontology.errors import DetenteError

STDIN: Final = "-"
_ADDRESS: Final = re.compile(r"(?i)[a-z][a-z0-9+.-]+:")


class Place(NamedTuple):
    """How far a run is: inputs that are done, and outcomes (articles and failures) done in the next."""

    input: int = 0
    outcomes: int = 0


START: Final = Place()


@dataclass(frozen=True, slots=True)
class Input:
    """One input as the user named it; ``size`` in bytes and ``mtime`` in nanoseconds are those of a plain file."""

    name: str
    defaults: Defaults
    size: int | None = None
    mtime: int | None = None

    @property
    def is_file(self) -> bool:
        """Tell whether it gives the same outcomes in the same order as long as it looks the same."""
        return self.size is not None

    def to_json(self) -> dict[str, Any]:
        """Write it for the manifest."""
        found = {"name": self.name, "size": self.size, "mtime": self.mtime, **asdict(self.defaults)}
        day = self.defaults.published
        return {
            key: value for key, value in {**found, "published": day and day.isoformat()}.items() if value is not None
        }


def from_json(found: dict[str, Any]) -> Input:
    """Read it back."""
    day = found.get("published")
    defaults = Defaults(found.get("lang"), date.fromisoformat(day) if day else None, found.get("publisher"))
    return Input(found["name"], defaults, found.get("size"), found.get("mtime"))


def look(name: str, defaults: Defaults) -> Input:
    """Look at an input as it is now."""
    try:
        status = os.stat(name) if name != STDIN else None  # noqa: PTH116 (an address is no path)
    except (OSError, ValueError):
        status = None
    if status is None or not S_ISREG(status.st_mode):
        return Input(name, defaults)
    return Input(name, defaults, status.st_size, status.st_mtime_ns)


def absolute(inputs: Iterable[Input], folder: str) -> list[Input]:
    """Name paths from the root that were named from a folder."""
    return [replace(item, name=_from(item.name, folder)) for item in inputs]


def from_folder(inputs: Sequence[Input], folder: str) -> list[Input]:
    """Name relative paths as they were named in a folder, wherever this process stands."""
    return list(inputs) if folder == str(Path.cwd()) else absolute(inputs, folder)


def check_same(before: Sequence[Input], given: Iterable[str], defaults: Defaults) -> None:
    """Compare the inputs that are given with those of a run, and the defaults if any are given.

    Raises:
        DetenteError: they are not the same; the first difference is named.
    """
    names = [_from(item.name, str(Path.cwd())) for item in before]
    now = [_from(name, str(Path.cwd())) for name in given]
    for name in now:
        if name not in names:
            raise DetenteError(f"{name} is not an input of the ingest that was stopped; {_REMEDY}")
    if now != names:
        missing = next((name for name in names if name not in now), "another order")
        raise DetenteError(f"The ingest that was stopped has other inputs ({missing}); {_REMEDY}")
    if defaults != Defaults() and any(item.defaults != defaults for item in before):
        raise DetenteError(f"The ingest that was stopped has other --lang, --published or --publisher; {_REMEDY}")


def check_unchanged(inputs: Sequence[Input]) -> None:
    """Look whether the files that a run has not done yet are as they were.

    Raises:
        DetenteError: one is not, or there is standard input, which cannot be read again.
    """
    for item in inputs:
        if item.name == STDIN:
            raise DetenteError(
                "Standard input cannot be read again; pipe it in once more without --resume: "
                "what is stored already is left as it is."
            )
        change = _change(item, look(item.name, item.defaults))
        if change:
            raise DetenteError(f"{item.name} {change} since the ingest was stopped; {_REMEDY}")


_REMEDY: Final = "without --resume a new one begins, and leaves what is stored already as it is."


def _change(then: Input, now: Input) -> str | None:
    if (then.size, then.mtime) == (now.size, now.mtime):
        return None
    if then.is_file != now.is_file:
        return "is no plain file any more" if then.is_file else "has become a plain file"
    if then.size != now.size:
        return f"has changed from {then.size} to {now.size} bytes"
    return "was written again"


def _from(name: str, folder: str) -> str:
    return name if name in ("", STDIN) or _ADDRESS.match(name) else str(Path(folder) / name)
