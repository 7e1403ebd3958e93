"""The type of the fixture that reads one text."""

from collections.abc import Callable

from ingest.extract import Extraction

Understand = Callable[..., Extraction]
