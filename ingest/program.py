"""Which program makes the claims: its version and its knowledge, by which a run is named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from ontology.namespaces import digest, run_iri


@cache
def software() -> str:
    """Name the program that makes the claims."""
    try:
        return f"detente {version('detente')}"
    except PackageNotFoundError:
        return "detente"


@cache
def knowledge() -> str:
    """Fingerprint the knowledge files, so that an edit of a lexicon or of the reader makes a new run."""
    folders = (files("ontology").joinpath(name) for name in ("gazetteer", "lexicon", "reader"))
    tables = sorted(path for folder in folders for path in _files(folder))
    return digest(*(part for path in tables for part in path))


def _files(folder: Traversable) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(".csv"):
            yield entry.name, sha256(entry.read_bytes()).hexdigest()


def run_name() -> str:
    """Name the run: the same for the same program and knowledge."""
    return run_iri(software(), knowledge())
