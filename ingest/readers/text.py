"""Plain text: one article a file, taken as it is; section label and headline stay in the text."""

from __future__ import annotations

import io
from collections.abc import Iterator

from ingest.article import make_article
from ingest.readers.decode import decode
from ingest.readers.result import Origin, Outcome, attempt, read_all


def read(stream: io.BufferedReader, origin: Origin) -> Iterator[Outcome]:
    """Read one plain text."""
    text = decode(read_all(stream), origin.charset)
    yield attempt(origin.name, lambda: make_article(text, url=origin.url, source_id=origin.source_id))
