"""The chat completions protocol: the body of a request, and an answer in one piece or as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from ingest.llm.errors import Unusable
from ingest.llm.model import Answer, Request, Usage

Form = Literal["json_schema", "json_object", "none"]
UNKNOWN: Final = "unknown"


class Cut(Exception):  # noqa: N818 (named after what it says)
    """A stream ended before the answer did."""


class Trouble(Exception):  # noqa: N818 (as above)
    """The server tells of a failure of its own in the place of an answer."""


def body(request: Request, form: Form, *, stream: bool) -> bytes:
    """Write the body of a request."""
    fields: dict[str, object] = {
        "model": request.model,
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
        "response_format": _response_format(request, form),
        "stream": stream,
        "stream_options": {"include_usage": True} if stream else None,
        **request.extra,
    }
    sent = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(sent, ensure_ascii=False).encode("utf-8", "replace")


def _response_format(request: Request, form: Form) -> dict[str, object] | None:
    if request.schema is None or form == "none":
        return None
    if form == "json_object":
        return {"type": form}
    return {"type": form, form: {"name": request.schema.name, "schema": dict(request.schema.body), "strict": True}}


def read_whole(data: bytes) -> Answer:
    """Read an answer that came in one piece.

    Raises:
        Unusable: it is none.
        Trouble: the server tells of a failure.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Unusable("The model's answer is not JSON.", 502) from None
    _tell_trouble(found)
    try:
        choice = found["choices"][0]
        return _answer(choice["message"].get("content"), choice.get("finish_reason"), found.get("usage"), found)
    except (AttributeError, IndexError, KeyError, TypeError):
        raise Unusable("The model's answer is not laid out as chat completions are.", 502) from None


def read_stream(chunks: Iterable[bytes]) -> Answer:
    """Put an answer together that comes as server-sent events.

    Raises:
        Cut: the events ended without a word that the answer is complete.
        Unusable: they are none.
        Trouble: the server tells of a failure.
    """
    parts: list[str] = []
    finish = usage = None
    head: dict[str, Any] = {}
    for event in _events(chunks):
        if event.strip() == "[DONE]":
            return _answer("".join(parts), finish, usage, head)
        try:
            found = json.loads(event)
        except (ValueError, RecursionError):
            raise Cut from None
        _tell_trouble(found)
        try:
            head = head or found
            usage = found.get("usage") or usage
            for choice in found["choices"][:1]:
                parts.append((choice.get("delta") or {}).get("content") or "")
                finish = choice.get("finish_reason") or finish
        except (AttributeError, KeyError, TypeError):
            raise Unusable("The model's answer is not laid out as streams of chat completions are.", 502) from None
    if finish is None:
        raise Cut
    return _answer("".join(parts), finish, usage, head)


def complaint(data: bytes) -> str:
    """Find in the body of a refusal what the server has to say."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return data.decode("utf-8", "replace")
    told = found.get("error", found) if isinstance(found, dict) else found
    if isinstance(told, dict):
        told = told.get("message") or told.get("detail") or told
    return told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)


def _events(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the data of each server-sent event, of the last one even without the empty line after it."""
    data = list[bytes]()
    for line in _lines(chunks):
        if line.startswith(b"data:"):
            data.append(line[5:].strip())
        elif not line.strip() and data:
            yield b"\n".join(data).decode("utf-8", "replace")
            data = []
    if data:
        yield b"\n".join(data).decode("utf-8", "replace")


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    begun = list[bytes]()
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        begun.append(first)
        for other in others:
            yield b"".join(begun)
            begun = [other]
    yield b"".join(begun)


def _tell_trouble(found: Any) -> None:
    if isinstance(found, dict) and found.get("error"):
        raise Trouble(complaint(json.dumps(found).encode()))


def _answer(content: object, finish: object, usage: Any, head: dict[str, Any]) -> Answer:
    """Make an answer of its parts.

    Raises:
        Unusable: it has no text, and was not cut short before there was any.
    """
    text = _whole(content) if isinstance(content, str) else ""
    if not text and finish != "length":
        raise Unusable(f"The model's answer has no text (it ended with {finish or UNKNOWN!r}).", 502)
    return Answer(text, str(finish or UNKNOWN), _usage(usage), str(head.get("model") or ""))


def _whole(text: str) -> str:
    """Join halves of characters that came in two pieces, and replace those whose other half never came."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _usage(found: Any) -> Usage | None:
    if not isinstance(found, dict):
        return None
    prompt, completion = found.get("prompt_tokens"), found.get("completion_tokens")
    return Usage(prompt, completion) if isinstance(prompt, int) and isinstance(completion, int) else None
