"""Write the page of all settings from the classes that hold them: ``make docs`` writes ``docs/settings.md``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from api.settings import Settings
from ingest.llm.settings import LlmSettings

PAGE: Final = Path(__file__).with_name("settings.md")
HEAD: Final = """# Settings

Written by `docs/make_settings.py` from `api/settings.py` and `ingest/llm/settings.py`; do not edit it by hand.

The HTTP service reads its settings from variables of the environment. Options of `detente serve` go before them. Lists
have commas or spaces between their items; `true` and `false` switch on and off. A value that makes no sense ends the
start with one line that names the variable.

"""
LLM: Final = """
## A language model

How a [language model](llm.md) is asked that reads articles.

"""
TABLE: Final = """| variable | default | meaning |
|---|---|---|
"""


def settings_page() -> str:
    """Write the page."""
    return HEAD + _table(Settings, "DETENTE_") + LLM + _table(LlmSettings, "DETENTE_LLM_")


def _table(settings: type[BaseSettings], prefix: str) -> str:
    return TABLE + "".join(_row(name, field, prefix) for name, field in settings.model_fields.items())


def _row(name: str, field: FieldInfo, prefix: str) -> str:
    meaning = " ".join(filter(None, (field.description, _choices(field.annotation))))
    variable = field.validation_alias or f"{prefix}{name.upper()}"
    return f"| `{variable}` | {_default(field.default)} | {meaning} |\n"


def _choices(annotation: Any) -> str:
    words = get_args(annotation) if get_origin(annotation) is Literal else ()
    return f"One of {', '.join(f'`{word}`' for word in words)}." if words else ""


def _default(value: object) -> str:
    """Write a default as the variable would say it; nothing for what is not set."""
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, tuple):
        value = ", ".join(value)
    if isinstance(value, dict):
        value = json.dumps(value) if value else None
    text = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    PAGE.write_text(settings_page(), "utf-8")
