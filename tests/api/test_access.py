from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import Depends
from kit import serving
from typer.testing import CliRunner

from api.access import require
from api.access.tokens import Tokens, hash_secret, load, parse
from api.app import create_app
from api.cli import app as commands
from api.settings import Settings, read_settings
from graph.store import open_store
from ontology.errors import DetenteError

SECRETS = {"reader": "read-secret-0123456789", "writer": "write-secret-0123456789", "boss": "admin-secret-0123456789"}
TOKENS = (
    f"reader:read:{SECRETS['reader']} writer:write:sha256:{hash_secret(SECRETS['writer']).hex()},"
    f"boss:admin:{SECRETS['boss']}"
)
ARTICLE = {"text": "France condemned Russia on Monday."}


def bearer(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {SECRETS[name]}"}


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """A client of a service that takes writes, and asks for a token for everything."""
    settings = Settings(tokens=TOKENS, allow_writes=True, read_token_required=True, metrics="token")  # type: ignore[arg-type]
    app = create_app(settings, open_store(":memory:"))
    app.add_api_route("/write", lambda: None, methods=["POST"], dependencies=[Depends(require("write"))])
    app.add_api_route("/admin", lambda: None, methods=["POST"], dependencies=[Depends(require("admin"))])
    with serving(app) as address, httpx.Client(base_url=address) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/sparql?query=ASK%20%7B%7D", {"reader", "writer", "boss"}),
        ("GET", "/stances", {"reader", "writer", "boss"}),
        ("GET", "/jobs", {"writer", "boss"}),
        ("POST", "/write", {"writer", "boss"}),
        ("POST", "/admin", {"boss"}),
        ("GET", "/metrics", {"boss"}),
    ],
)
def test_a_scope_allows_what_it_implies(client: httpx.Client, method: str, path: str, allowed: set[str]) -> None:
    for name in SECRETS:
        response = client.request(method, path, headers=bearer(name))
        assert response.status_code == (200 if name in allowed else 403), name
        if name not in allowed:
            assert 'error="insufficient_scope"' in response.headers["www-authenticate"]
            assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/stances", "/metrics", "/jobs"])
@pytest.mark.parametrize("header", [None, "Bearer wrong-secret-0123456789", "Bearer", "Basic dTpw", "Bearer é"])
def test_without_a_valid_token_it_is_401(client: httpx.Client, path: str, header: str | None) -> None:
    headers = {"Authorization": header.encode()} if header else None
    response = client.get(path, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith('Bearer realm="detente"')
    invalid = header is not None and header.startswith("Bearer")
    assert ('error="invalid_token"' in response.headers["www-authenticate"]) == invalid


def test_health_needs_no_token(client: httpx.Client) -> None:
    assert client.get("/health/live").status_code == client.get("/health/ready").status_code == 200


def test_writes_are_off_by_default(server: str) -> None:
    response = httpx.post(f"{server}/articles", json=ARTICLE)
    assert response.status_code == 403
    assert "DETENTE_ALLOW_WRITES" in response.json()["detail"]


def test_reading_needs_no_token_by_default_but_a_wrong_one_is_told(server: str) -> None:
    assert httpx.get(f"{server}/stances").status_code == 200
    assert httpx.get(f"{server}/stances", headers=bearer("reader")).status_code == 401


def test_no_secret_is_ever_logged(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in SECRETS:
        client.get("/stances", headers=bearer(name))
        client.get("/nowhere", headers=bearer(name))
        client.post("/articles", json=ARTICLE, headers={"Authorization": f"Bearer {SECRETS[name]}x"})
    settings = Settings(tokens=TOKENS)  # type: ignore[arg-type]
    logging.getLogger("detente").warning("%r %s %r", settings, settings, load(settings))
    assert "detente.access" in {record.name for record in caplog.records}
    text = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert [secret for secret in SECRETS.values() if secret in text] == []


def test_anonymous_writes_only_on_the_own_machine() -> None:
    app = create_app(Settings(allow_writes=True, anonymous_writes=True), open_store(":memory:"))
    with serving(app) as address:
        assert httpx.get(f"{address}/jobs").status_code == 200
    with pytest.raises(DetenteError, match="DETENTE_ANONYMOUS_WRITES"):
        create_app(Settings(allow_writes=True, anonymous_writes=True, host="0.0.0.0"), open_store(":memory:"))


def test_the_openapi_document_tells_which_routes_need_a_token(server: str) -> None:
    document = httpx.get(f"{server}/openapi.json").json()
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert document["paths"]["/articles"]["post"]["security"] == [{"token": []}]
    assert "security" not in document["paths"]["/stances"]["get"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing", "not of the form"),
        ("a b:read:0123456789abcdef", "not of the form"),
        (":read:0123456789abcdef", "not of the form"),
        ("a:fly:0123456789abcdef", "unknown scope"),
        ("a::0123456789abcdef", "unknown scope"),
        ("a:read:tiny", "shorter than 16"),
        ("a:read:sha256:0123", "64 hexadecimal"),
    ],
)
def test_a_token_that_is_not_well_formed_is_told_without_its_secret(text: str, why: str) -> None:
    with pytest.raises(DetenteError, match=why) as caught:
        parse(text, "DETENTE_TOKENS: token 1")
    assert "`detente token`" in caught.value.detail or "scope" in caught.value.detail
    assert text.rpartition(":")[2] not in caught.value.detail


def test_two_tokens_of_one_name_are_refused() -> None:
    with pytest.raises(DetenteError, match="'a'"):
        load(Settings(tokens="a:read:0123456789abcdef a:write:0123456789abcdeg"))  # type: ignore[arg-type]


def test_tokens_from_a_file_that_others_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    path.write_text(f"# ours\n\nwriter:write:{SECRETS['writer']}\n")
    settings = Settings(tokens_file=path)
    path.chmod(0o640)
    found = load(settings).find(SECRETS["writer"])
    assert found is not None
    assert (found.name, found.allows("read"), found.allows("admin")) == ("writer", True, False)
    path.chmod(0o644)
    with pytest.raises(DetenteError, match="chmod 600"):
        load(settings)
    path.unlink()
    with pytest.raises(DetenteError, match="cannot read"):
        load(settings)


def test_the_token_command_makes_a_line_that_fits_its_secret() -> None:
    result = CliRunner().invoke(commands, ["token", "newsroom", "--scope", "write"])
    assert result.exit_code == 0
    secret = result.stderr.splitlines()[0]
    assert secret not in result.stdout
    token = Tokens((parse(result.stdout.strip(), "line"),)).find(secret)
    assert token is not None
    assert (token.name, token.scopes) == ("newsroom", {"write"})


def test_a_setting_that_makes_no_sense_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_MAX_JOBS", "secret-0123456789")
    with pytest.raises(DetenteError, match="DETENTE_MAX_JOBS") as caught:
        read_settings()
    assert "secret" not in caught.value.detail


def test_a_backup_is_a_store_of_its_moment(folder: Path, tmp_path: Path) -> None:
    settings = Settings(store=str(folder), allow_writes=True, tokens=TOKENS, backups=tmp_path / "b")  # type: ignore[arg-type]
    with serving(create_app(settings)) as address:
        assert httpx.post(f"{address}/backups", headers=bearer("writer")).status_code == 403
        response = httpx.post(f"{address}/backups", headers=bearer("boss"))
        assert response.status_code == 201
        assert httpx.delete(f"{address}/articles/aaaa", headers=bearer("writer")).status_code == 200
        with open_store(response.json()["folder"], read_only=True) as copy:
            assert len(list(copy.articles())) == 2


def test_without_a_folder_for_them_there_are_no_backups(client: httpx.Client) -> None:
    response = client.post("/backups", headers=bearer("boss"))
    assert response.status_code == 403
    assert "DETENTE_BACKUPS" in response.json()["detail"]
