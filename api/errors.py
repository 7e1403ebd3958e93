"""Errors as ``application/problem+json`` (RFC 9457), or as plain text for text clients, all through one handler."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.negotiation import choose
from ontology.errors import DetenteError

PROBLEM_JSON: Final = "application/problem+json"
PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"description": "The request cannot be answered; `detail` says why.", "content": {PROBLEM_JSON: {}}}
}
"""What every route may answer instead, for the OpenAPI description."""

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_log: Final = logging.getLogger("detente")


def install(app: FastAPI) -> None:
    """Let the application answer every error as a problem."""
    for kind in (DetenteError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, problem)


def problem(request: Request, error: Exception) -> Response:
    """Turn an error into a problem; what is unexpected goes to the log and not to the client."""
    status, detail = _explain(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, DetenteError):
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    headers = {**_headers(request, error), "Vary": "Accept"}
    if _prefers_text(request):
        return PlainTextResponse(f"{detail}\n", status, headers=headers)
    members = error.members if isinstance(error, DetenteError) else {}
    body = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail, **members}
    return JSONResponse(body, status, headers=headers, media_type=PROBLEM_JSON)


def allowed_methods(request: Request) -> list[str]:
    """List the methods that are answered for the path of a request; HEAD is wherever GET is."""
    return [name for name in _METHODS if is_routed(request, name) or (name == "HEAD" and is_routed(request, "GET"))]


def is_routed(request: Request, method: str) -> bool:
    """Tell whether some route has a method for the path of a request."""
    scope = {**request.scope, "method": method}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)


def _headers(request: Request, error: Exception) -> dict[str, str]:
    headers = dict(getattr(error, "headers", None) or {})
    if getattr(error, "status_code", 0) == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(allowed_methods(request))
    return headers


def _prefers_text(request: Request) -> bool:
    accept = ", ".join(request.headers.getlist("accept"))
    try:
        return choose(accept, (PROBLEM_JSON, "application/json", "text/plain")) == "text/plain"
    except DetenteError:
        return False


def _title(status: int) -> str:
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else "Error"


def _explain(error: Exception) -> tuple[int, str]:
    if isinstance(error, DetenteError):
        return error.status, error.detail
    if isinstance(error, RequestValidationError):
        return HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(map(_complaint, error.errors()))
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail)
    return HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed; its log says more."


def _complaint(error: dict[str, Any]) -> str:
    """Name the parameter and what is wrong with it."""
    where = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
    return f"{where}: {error['msg']}"
