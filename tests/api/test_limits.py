from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import Request
from fastapi.responses import StreamingResponse
from kit import serving

from api.app import create_app
from api.json_depth import check_depth
from api.middleware.headers import DATA_POLICY
from api.settings import Settings
from api.web import site
from graph.store import open_store
from ontology.errors import DetenteError

ORIGIN = "https://app.example.org"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    settings = Settings(
        max_body_bytes=1000,
        max_url_bytes=500,
        max_header_bytes=2000,
        trusted_hosts=("127.0.0.1", "*.example.org"),
        cors_origins=(ORIGIN,),
    )
    app = create_app(settings, open_store(":memory:"))

    async def echo(request: Request) -> dict[str, int]:
        return {"length": len(await request.body())}

    async def drip() -> AsyncIterator[bytes]:
        yield b"first"
        raise RuntimeError("secret")

    app.add_api_route("/echo", echo, methods=["POST"])
    app.add_api_route("/drip", lambda: StreamingResponse(drip()))
    app.add_api_route("/fail", lambda: 1 / 0)
    with serving(app) as base:
        yield base


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 100):
        yield b"x" * 100


@pytest.mark.parametrize("length", [1000, 1001])
def test_a_body_may_have_so_many_bytes(address: str, length: int) -> None:
    response = httpx.post(f"{address}/echo", content=b"x" * length)
    assert response.status_code == (200 if length <= 1000 else 413)


@pytest.mark.parametrize("length", [1000, 1100])
def test_a_body_of_unknown_length_is_counted_as_it_comes(address: str, length: int) -> None:
    response = httpx.post(f"{address}/echo", content=chunks(length))
    assert response.status_code == (200 if length <= 1000 else 413)
    if length > 1000:
        assert "1000 bytes" in response.json()["detail"]


def test_a_long_url_is_414_and_says_what_to_do(address: str) -> None:
    assert httpx.get(f"{address}/stances", params={"x": "y" * 400}).status_code == 200
    response = httpx.get(f"{address}/stances", params={"x": "y" * 500})
    assert response.status_code == 414
    assert "POST" in response.json()["detail"]


def test_long_headers_are_431(address: str) -> None:
    assert httpx.get(f"{address}/stances", headers={"X-Long": "y" * 1500}).status_code == 200
    assert httpx.get(f"{address}/stances", headers={"X-Long": "y" * 2000}).status_code == 431


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1", 200), ("kg.example.org", 200), ("evil.example.com", 400), ("", 400)]
)
def test_only_trusted_hosts_are_answered(address: str, host: str, status: int) -> None:
    assert httpx.get(f"{address}/health/live", headers={"Host": host}).status_code == status


def test_pages_of_an_allowed_origin_may_call(address: str) -> None:
    response = httpx.get(f"{address}/stances", headers={"Origin": ORIGIN})
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert "X-Request-ID" in response.headers["access-control-expose-headers"]
    assert httpx.options(f"{address}/stances", headers=PREFLIGHT).status_code == 200


def test_pages_of_other_origins_may_not(address: str, server: str) -> None:
    other = httpx.get(f"{address}/stances", headers={"Origin": "https://evil.example.com"})
    assert "access-control-allow-origin" not in other.headers
    assert httpx.options(f"{address}/stances", headers={**PREFLIGHT, "Origin": "https://evil.example.com"}).is_error
    by_default = httpx.get(f"{server}/stances", headers={"Origin": ORIGIN})
    assert "access-control-allow-origin" not in by_default.headers


@pytest.mark.parametrize("path", ["/stances", "/health", "/nowhere", "/sparql?query=no", "/fail", "/", "/metrics"])
def test_every_answer_has_the_security_headers(address: str, path: str) -> None:
    headers = httpx.get(f"{address}{path}").headers
    assert headers["content-security-policy"] == (site.POLICY if path == "/" else DATA_POLICY)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in headers["permissions-policy"]
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


@pytest.mark.parametrize(
    "path", ["/docs", "/stances", "/health/live", "/openapi.json", "/sparql?query=ASK%7B%7D", "/nowhere"]
)
def test_the_head_of_every_answer_can_be_had_alone(address: str, path: str) -> None:
    whole, head = (httpx.request(method, f"{address}{path}") for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_the_policy_of_a_page_lets_in_scripts_of_this_service_alone(address: str, page: str) -> None:
    response = httpx.get(f"{address}{page}")
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert re.findall(r"<script(?![^>]* src=)", response.text) == []


def test_an_unexpected_error_is_a_problem_with_all_headers(address: str) -> None:
    response = httpx.get(f"{address}/fail")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"


def test_an_error_after_the_first_bytes_breaks_the_connection_off(address: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{address}/drip")


def test_what_streams_is_not_held_back() -> None:
    """The first chunk arrives while the second waits for it to be read."""
    app = create_app(Settings(), open_store(":memory:"))
    read = []

    async def two() -> AsyncIterator[bytes]:
        import anyio

        yield b"first"
        with anyio.fail_after(20):
            while not read:
                await anyio.sleep(0.01)
        yield b"second"

    app.add_api_route("/two", lambda: StreamingResponse(two()))
    with serving(app) as base, httpx.stream("GET", f"{base}/two", headers={"Accept-Encoding": "identity"}) as response:
        for chunk in response.iter_raw():
            read.append(chunk)  # noqa: PERF402 (the server waits for the first)
    assert b"".join(read) == b"firstsecond"


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("[" * 4 + "]" * 4, False),
        ("[" * 5 + "]" * 5, True),
        ('{"a": {"b": {"c": {"d": 1}}}}', False),
        ('{"a": {"b": {"c": {"d": []}}}}', True),
        ('"[[[[[[[["', False),
        (r'["\"[[[[[[[["]', False),
        (r'["\\", [[[[]]]]]', True),
        ('["[[[[[[', False),
    ],
)
def test_json_may_be_nested_so_deep(text: str, deep: bool) -> None:
    if deep:
        with pytest.raises(DetenteError, match="4 levels"):
            check_depth(text.encode(), 4)
    else:
        check_depth(text.encode(), 4)
