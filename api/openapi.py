"""Pieces of the OpenAPI description of routes that read their parameters and bodies themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def parameter(name: str, description: str, *, several: bool = False, **more: Any) -> dict[str, Any]:
    """Describe a parameter of the URL."""
    text = {"type": "string"}
    schema = {"type": "array", "items": text} if several else text
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description, **more}


def accept_header() -> dict[str, Any]:
    """Describe the header by which the form of an answer is chosen."""
    told = "Media types of the answer, with q values."
    return {"name": "accept", "in": "header", "required": False, "schema": {"type": "string"}, "description": told}


def body(media: Iterable[str], form: tuple[str, Iterable[str]] | None = None) -> dict[str, Any]:
    """Describe a body that is text of some media types, or a form with some fields, the first of which it must have."""
    content: dict[str, Any] = {name: {"schema": {"type": "string"}} for name in media}
    if form:
        names = list(form[1])
        fields = {name: {"type": "string"} for name in names}
        content[form[0]] = {"schema": {"type": "object", "properties": fields, "required": names[:1]}}
    return {"required": True, "content": content}


def answers(media: Iterable[str], description: str = "The answer.") -> dict[int | str, dict[str, Any]]:
    """Describe an answer that is of one of some media types."""
    return {200: {"description": description, "content": {name: {} for name in media}}}
