"""Ways past the guard of the public web that the address classes of Python leave open."""

from __future__ import annotations

import httpx
import pytest

from ingest.readers.public import PublicTransport, is_public
from ingest.readers.result import ReadError


@pytest.mark.parametrize("address", ["192.0.0.8", "192.0.0.192", "192.88.99.1", "168.63.129.16"])
def test_addresses_of_networks_and_clouds_themselves_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["192.0.1.1", "168.63.129.17"])
def test_their_neighbours_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", ["ftp://news.example/x", "gopher://news.example/"])
def test_a_redirect_out_of_the_web_is_refused_in_words(url: str) -> None:
    with pytest.raises(ReadError, match="only http and https"):
        PublicTransport(resolve=lambda host, port: ["93.184.216.34"]).handle_request(httpx.Request("GET", url))
