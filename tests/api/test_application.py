from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from kit import serving
from pydantic import ValidationError

from api.app import create_app
from api.settings import Settings
from graph.store import open_store
from ontology.errors import DetenteError


def test_settings_come_from_the_environment_and_are_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_STORE", "elsewhere")
    monkeypatch.setenv("DETENTE_PAGE_SIZE", "7")
    settings = Settings()
    assert (settings.store, settings.page_size) == ("elsewhere", 7)
    with pytest.raises(ValidationError):
        settings.store = "other"  # type: ignore[misc]


def test_the_application_opens_and_closes_its_own_store(folder: Path) -> None:
    app = create_app(Settings(store=str(folder)))
    with serving(app) as address:
        assert httpx.get(f"{address}/health").json()["counts"]["articles"] == 2
        with pytest.raises(DetenteError):
            open_store(folder)
    open_store(folder).close()


def test_a_missing_store_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="There is no store"):
        create_app(Settings(store=str(tmp_path / "none")))


def test_what_is_unexpected_is_a_problem_without_details(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(store=str(folder)))

    def fail() -> None:
        raise RuntimeError("secret")

    app.add_api_route("/fail", fail)
    with serving(app) as address:
        response = httpx.get(f"{address}/fail")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    assert "secret" in caplog.text
