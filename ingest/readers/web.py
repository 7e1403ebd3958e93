"""Web addresses: one request, a few redirects, bounded in time and size; content type and content decide the form."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from importlib import metadata
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ingest.article import ArticleError, clean_url
from ingest.readers.forms import read_stream
from ingest.readers.result import Failure, Origin, Outcome, ReadError
from ingest.readers.sniff import Form, by_content, by_media_type, by_name

if TYPE_CHECKING:
    import httpx

TIMEOUT: Final = 20.0
"""Seconds to wait for the server to connect and to answer."""
DEADLINE: Final = 60.0
"""Seconds for the whole page to arrive."""
MAX_REDIRECTS: Final = 5
MAX_DOWNLOAD: Final = 20 * 1024 * 1024
"""The largest page taken, in bytes, after decompression."""


def read(url: str, transport: httpx.BaseTransport | None = None) -> Iterator[Outcome]:
    """Fetch an address and read what it gives.

    Args:
        url: the address.
        transport: carries the requests, past the proxies of the environment; by default they are used.
    """
    try:
        address = clean_url(url) or ""
    except ArticleError:
        yield Failure(url, "only http and https addresses are read")
        return
    try:
        response, data = _fetch(url, transport)
    except ReadError as error:
        yield Failure(address, str(error))
        return
    final = clean_url(str(response.url))
    origin = Origin(name=address, source_id=address, url=final, charset=response.charset_encoding)
    yield from read_stream(io.BytesIO(data), origin, _form(response, data))


def _fetch(url: str, transport: httpx.BaseTransport | None) -> tuple[httpx.Response, bytes]:
    """Get the page.

    Raises:
        ReadError: No answer, an answer other than 200, or one too large.
    """
    import httpx

    agent = {"User-Agent": f"detente/{version()}"}
    client = httpx.Client(
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        timeout=TIMEOUT,
        headers=agent,
        transport=transport,
        trust_env=transport is None,
    )
    try:
        with client, client.stream("GET", url) as response:
            if response.status_code != 200:
                raise ReadError(f"HTTP {response.status_code} {response.reason_phrase}".strip())
            return response, download(response)
    except httpx.TimeoutException as error:
        raise ReadError(f"no answer within {TIMEOUT:.0f} s") from error
    except httpx.TooManyRedirects as error:
        raise ReadError(f"more than {MAX_REDIRECTS} redirects") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ReadError(str(error) or type(error).__name__) from error


def download(response: httpx.Response) -> bytes:
    """Take the body, up to the limits of size and time."""
    data, end = bytearray(), time.monotonic() + DEADLINE
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > MAX_DOWNLOAD:
            raise ReadError(f"is larger than {MAX_DOWNLOAD // 1024 // 1024} MB")
        if time.monotonic() > end:
            raise ReadError(f"did not arrive within {DEADLINE:.0f} s")
    return bytes(data)


def _form(response: httpx.Response, data: bytes) -> Form | None:
    """Believe a telling content type, then the path; a feed announced as a page is still a feed."""
    declared = by_media_type(response.headers.get("content-type", ""))
    if declared == "html":
        return "feed" if by_content(data[:4096]) == "feed" else "html"
    named = None if declared else by_name(urlsplit(str(response.url)).path)
    return declared or (named if named != "feed" else None)


def version() -> str:
    """Give our version, for servers to know who asks."""
    try:
        return metadata.version("detente")
    except metadata.PackageNotFoundError:
        return "0"
