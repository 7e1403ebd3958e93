"""Only the public web: requests that lead into a private network are refused before a connection is made."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

import httpx

from ingest.readers.result import ReadError

PORTS: Final = {"http": 80, "https": 443}
MOST_ADDRESSES: Final = 3
"""Addresses of one server that are tried."""

SPECIAL: Final = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
"""Not of the public web, though Python takes some of them for global: protocol assignments, relays, and an address by
which a cloud serves its own machines."""

Resolve = Callable[[str, int], list[str]]


def resolved(host: str, port: int) -> list[str]:
    """Look up the addresses of a server.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, and hides no other one."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address) and (parsed.is_site_local or parsed.sixtofour or parsed.teredo):
        return False
    if any(parsed in network for network in SPECIAL):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


class PublicTransport(httpx.BaseTransport):
    """Connect to servers all of whose addresses are public, on the ports of the web.

    A name is looked up once for each request, redirects among them, and the connection goes to the address that was
    checked, so that a name that means something else a moment later gains nothing. Connections are not used twice: two
    names may share an address. Proxies of the environment are for the caller to leave out.

    Args:
        allow: ``address:port`` that are taken nevertheless.
        resolve: gives the addresses of a name.
    """

    def __init__(self, allow: Collection[str] = (), resolve: Resolve = resolved) -> None:
        self._allow = frozenset(allow)
        self._resolve = resolve
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the first address that answers.

        Raises:
            ReadError: it is not of the web, or the server has no address, or one that is not public.
            httpx.HTTPError: no address answers.
        """
        *others, last = self._addresses(request.url)
        for address in others:
            try:
                return self._inner.handle_request(_pinned(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return self._inner.handle_request(_pinned(request, last))

    def close(self) -> None:
        """Close all connections."""
        self._inner.close()

    def _addresses(self, url: httpx.URL) -> list[str]:
        if url.scheme not in PORTS:  # where a redirect leads
            raise ReadError("only http and https addresses are read")
        host, usual = url.raw_host.decode("ascii"), PORTS[url.scheme]
        port = url.port or usual
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise ReadError(f"there is no server of the name {host}")
        known = [f"{address}:{port}" in self._allow for address in found]
        if not all(known):
            if not all(map(is_public, found)):
                raise ReadError(f"{host} is not on the public web, and only pages there are fetched")
            if port != usual:
                raise ReadError(f"port {port} is not fetched from, only the usual ports of the web")
        return found[:MOST_ADDRESSES]


def _pinned(request: httpx.Request, address: str) -> httpx.Request:
    """Address a request to an IP; the name stays in ``Host``, and is the one that the certificate must bear."""
    extensions = {**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")}
    url = request.url.copy_with(host=address)
    return httpx.Request(request.method, url, headers=request.headers, stream=request.stream, extensions=extensions)
