"""How a language model is asked, read from ``DETENTE_LLM_…`` variables of the environment."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ingest.llm.model import Message, Request, Schema
from ontology.errors import DetenteError

Structured = Literal["auto", "json_schema", "json_object", "none"]


class LlmSettings(BaseSettings):
    """Which server and model is asked, what of it, how patiently, and how much may be spent."""

    model_config = SettingsConfigDict(
        env_prefix="DETENTE_LLM_", frozen=True, extra="ignore", hide_input_in_errors=True, allow_inf_nan=False
    )

    base_url: str = Field(
        default="", description="Address of a server that speaks the chat completions protocol, mostly ending in `/v1`."
    )
    model: str = Field(default="", description="The model, as the server names it.")
    key: SecretStr = Field(default=SecretStr(""), description="The key, sent as a bearer token; empty sends none.")
    timeout: float = Field(default=120, gt=0, description="The longest the server may be silent, in seconds.")
    concurrency: int = Field(default=4, ge=1, le=64, description="Requests under way at once.")
    retries: int = Field(
        default=5, ge=0, le=20, description="How often a request is repeated when the server fails, is busy or silent."
    )
    max_tokens: int = Field(default=4096, ge=1, description="Tokens of one answer at most.")
    temperature: float = Field(default=0, ge=0, le=2, description="How freely the model chooses its words.")
    seed: int | None = Field(default=None, description="Seed of its choice, for servers that take one.")
    structured: Structured = Field(
        default="auto",
        description="How an answer in JSON is asked for: `auto` begins with `json_schema` and goes over to "
        "`json_object` and then `none` where the server refuses.",
    )
    stream: bool = Field(default=False, description="Have answers sent piece by piece.")
    context_characters: int = Field(
        default=20_000, ge=1000, description="Characters of an article in one request at most; longer ones are divided."
    )
    max_requests: int = Field(default=0, ge=0, description="Requests of a run at most; 0 is no limit.")
    max_total_tokens: int = Field(
        default=0, ge=0, description="Tokens of all requests and answers of a run at most; 0 is no limit."
    )
    extra: Annotated[dict[str, Any], NoDecode] = Field(
        default={},
        description="Further fields of a request as a JSON object; `null` leaves a field out that is sent otherwise.",
    )

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        """Refuse what is no address, and secrets in it, where logs would show them."""
        parts = urlsplit(address)
        if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0):
            raise ValueError("give an address with http:// or https://")
        if parts.username or parts.password:
            raise ValueError("do not write a user or a password into the address; set DETENTE_LLM_KEY")
        return address

    @field_validator("key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr) -> SecretStr:
        """Refuse what no header can carry, before an error of the HTTP library could quote it."""
        text = key.get_secret_value().strip()
        if not (text.isascii() and text.isprintable()) or " " in text:
            raise ValueError("a key has neither spaces, nor line breaks, nor letters beyond ASCII")
        return SecretStr(text)

    @field_validator("extra", mode="before")
    @classmethod
    def _is_an_object(cls, value: object) -> object:
        """Read a JSON object."""
        try:
            found = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ValueError('give a JSON object, as {"top_p": 0.9}')
        return found

    def need(self, *names: str) -> None:
        """See that these are set.

        Raises:
            DetenteError: one is not; all that are missing are named.
        """
        missing = [f"DETENTE_LLM_{name.upper()}" for name in names if not getattr(self, name)]
        if missing:
            raise DetenteError(
                f"To ask a language model, set {' and '.join(missing)}: the address of a server that speaks the chat "
                "completions protocol (http://127.0.0.1:8000/v1 for instance), and the name of a model that it has.",
                500,
            )

    def request(self, messages: Iterable[Message], schema: Schema | None = None, prompt_version: str = "") -> Request:
        """Make a request with what is set here.

        Raises:
            DetenteError: no model is set.
        """
        self.need("model")
        return Request(
            model=self.model,
            messages=tuple(messages),
            schema=schema,
            max_tokens=self.max_tokens,
            temperature=self.temperature,
            seed=self.seed,
            prompt_version=prompt_version,
            extra=self.extra,
        )


def read_llm_settings(**given: Any) -> LlmSettings:
    """Make the settings of what is given and of the environment.

    Raises:
        DetenteError: a value makes no sense; its variable is named, its value is not.
    """
    try:
        return LlmSettings(**given)
    except ValidationError as error:
        raise DetenteError("; ".join(map(_complaint, error.errors(include_input=False))), 500) from None


def _complaint(error: ErrorDetails) -> str:
    name = str(error["loc"][0]).upper()
    return f"DETENTE_LLM_{name}: {error['msg'].removeprefix('Value error, ')}"
