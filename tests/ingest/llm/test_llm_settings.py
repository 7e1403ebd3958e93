"""Settings from the environment, and what is told about those that make no sense."""

from __future__ import annotations

import pytest

from ingest.llm.live import Live
from ingest.llm.model import Message, Request, Schema
from ingest.llm.settings import read_llm_settings
from ontology.errors import DetenteError


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BASE_URL": "http://127.0.0.1:11434/v1",
        "MODEL": "some-model",
        "KEY": "sk-hidden",
        "MAX_TOKENS": "100",
        "SEED": "3",
        "STREAM": "true",
        "EXTRA": '{"top_p": 0.5, "seed": null}',
    }.items():
        monkeypatch.setenv(f"DETENTE_LLM_{name}", value)
    settings = read_llm_settings()
    messages, schema = (Message("user", "x"),), Schema("s", {})
    extra = {"top_p": 0.5, "seed": None}
    assert settings.request(messages, schema, "2") == Request("some-model", messages, schema, 100, 0, 3, "2", extra)
    assert settings.stream
    assert settings.key.get_secret_value() == "sk-hidden"
    assert "sk-hidden" not in f"{settings!r} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("BASE_URL", "127.0.0.1:8000/v1", "http://"),
        ("BASE_URL", "http://", "http://"),
        ("BASE_URL", "http://a:b", "Port"),
        ("BASE_URL", "https://user:hidden@example.org/v1", "DETENTE_LLM_KEY"),
        ("KEY", "sk-hidden with spaces", "spaces"),
        ("KEY", "sk-hidden\nX-Header: 1", "line breaks"),
        ("KEY", "sk-hiddén", "ASCII"),
        ("TIMEOUT", "0", "greater than 0"),
        ("TIMEOUT", "inf", "finite"),
        ("CONCURRENCY", "1000", "64"),
        ("STRUCTURED", "yaml", "json_schema"),
        ("EXTRA", "top_p=1", "JSON object"),
        ("EXTRA", "[1]", "JSON object"),
    ],
)
def test_what_makes_no_sense_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"DETENTE_LLM_{name}", value)
    with pytest.raises(DetenteError) as caught:
        read_llm_settings()
    assert caught.value.detail.startswith(f"DETENTE_LLM_{name}: ")
    assert told in caught.value.detail
    assert "hidd" not in caught.value.detail


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "DETENTE_LLM_BASE_URL and DETENTE_LLM_MODEL:"),
        ({"model": "m"}, "set DETENTE_LLM_BASE_URL:"),
        ({"base_url": "http://127.0.0.1/v1"}, "set DETENTE_LLM_MODEL:"),
    ],
)
def test_what_is_missing_is_named_at_once(given: dict[str, str], missing: str) -> None:
    with pytest.raises(DetenteError, match=missing):
        Live(read_llm_settings(**given))


def test_a_proxy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "ftp://user:hidden@127.0.0.1:1")
    with pytest.raises(DetenteError, match="proxy") as caught:
        Live(read_llm_settings(base_url="http://127.0.0.1/v1", model="m"))
    assert "hidden" not in caught.value.detail
