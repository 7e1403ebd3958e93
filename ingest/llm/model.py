"""Requests to a language model and its answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON schema that an answer is to follow, with the name that the protocol wants for it."""

    name: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that can change an answer, and nothing else: neither server, nor key, nor patience.

    Attributes:
        max_tokens: The longest answer.
        prompt_version: Of the program's prompt; not sent, but part of the key.
        extra: Further fields of the body for servers that need them; ``None`` leaves a field out.
    """

    model: str
    messages: tuple[Message, ...]
    schema: Schema | None = None
    max_tokens: int = 4096
    temperature: float = 0.0
    seed: int | None = None
    prompt_version: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Name the request by the SHA-256 of its canonical JSON."""
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def to_json(self) -> dict[str, object]:
        """Give the request as JSON."""
        return {
            "model": self.model,
            "messages": [{"role": message.role, "content": message.content} for message in self.messages],
            "schema": {"name": self.schema.name, "body": dict(self.schema.body)} if self.schema else None,
            "max_tokens": self.max_tokens,
            "temperature": float(self.temperature),
            "seed": self.seed,
            "prompt_version": self.prompt_version,
            "extra": dict(self.extra),
        }


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens of a request and of its answer, as the server counts them or as they were ``estimated``."""

    prompt_tokens: int
    completion_tokens: int
    estimated: bool = False

    @property
    def total(self) -> int:
        """Give the sum."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered.

    Attributes:
        finish: Why it ended: ``stop``, ``length`` if it was truncated, or what else the server says;
            ``unknown`` where it says nothing.
        usage: ``None`` where the server gives no numbers.
        model: As the server names it.
    """

    text: str
    finish: str
    usage: Usage | None
    model: str

    @property
    def truncated(self) -> bool:
        """Tell whether the model had more to say."""
        return self.finish == "length"


class Endpoint(Protocol):
    """Whatever answers requests: a server, or a layer before one. May be used by several threads."""

    def ask(self, request: Request) -> Answer:
        """Give the answer to a request.

        Raises:
            Unreachable: nobody is there, or a redirect leads elsewhere.
            Refused: the key is missing, wrong, or without rights or credit.
            ModelUnknown: the server does not have the model.
            RequestRefused: the server does not take this request.
            GaveUp: the server failed, was busy or was silent each time.
            Unusable: what came is no answer, or too large.
            BudgetSpent: the request would go beyond the budget.
            NotRecorded: there is no recording of it.
            Damaged: its recording is not as it was written.
            DetenteError: an answer cannot be written to disk.
        """
        ...
