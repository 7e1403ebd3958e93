"""Who asks, and how often each may: a token bucket for each client."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

from starlette.requests import Request

from ontology.errors import DetenteError

_MOST_CLIENTS: Final = 10_000
"""Buckets kept; the one unused for longest is forgotten first."""


def client_of(request: Request, hops: int = 0) -> str:
    """Name a client without a token, by its address.

    ``hops`` is the number of proxies of ours before this service; each has added the address it saw to
    ``X-Forwarded-For``. What stands further to the left was written by the client and counts for nothing.
    """
    return _network(_address(request, hops))


def _address(request: Request, hops: int) -> str:
    peer = request.client.host if request.client else ""
    seen = [part.strip() for line in request.headers.getlist("x-forwarded-for") for part in line.split(",")]
    return seen[-hops] if 0 < hops <= len(seen) else peer


def _network(address: str) -> str:
    """Take the addresses of one IPv6 network, which belong to one customer, as one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


class RateLimiter:
    """Lets each client ask ``rate`` times a second in the long run, and ``burst`` times at once."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = float(max(1, burst))
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.refused = 0

    def check(self, client: str) -> None:
        """Count one request; a rate of 0 lets all through.

        Raises:
            DetenteError: the client asks too often (429).
        """
        if self._rate <= 0:
            return
        tokens = self._tokens(client)
        if tokens < 1:
            self.refused += 1
            raise self._too_often((1 - tokens) / self._rate)
        self._keep(client, tokens - 1)

    def _tokens(self, client: str) -> float:
        tokens, then = self._buckets.get(client, (self._burst, 0.0))
        return min(self._burst, tokens + (self._clock() - then) * self._rate)

    def _keep(self, client: str, tokens: float) -> None:
        self._buckets[client] = (tokens, self._clock())
        self._buckets.move_to_end(client)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)

    def _too_often(self, wait: float) -> DetenteError:
        seconds = max(1, math.ceil(wait))
        detail = f"You may ask {self._rate:g} times a second. Try again in {seconds} seconds."
        return DetenteError(detail, 429, {"Retry-After": str(seconds)})
