"""Errors as ``application/problem+json`` (RFC 9457), all through one handler."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ontology.errors import DetenteError

PROBLEM_JSON: Final = "application/problem+json"
PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"description": "The request cannot be answered; `detail` says why.", "content": {PROBLEM_JSON: {}}}
}
"""What every route may answer instead, for the OpenAPI description."""

_log: Final = logging.getLogger("detente")


def install(app: FastAPI) -> None:
    """Let the application answer every error as a problem."""
    for kind in (DetenteError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, problem)


def problem(request: Request, error: Exception) -> JSONResponse:
    """Turn an error into a problem; what is unexpected goes to the log and not to the client."""
    status, detail = _explain(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, DetenteError):
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    headers = error.headers if isinstance(error, HTTPException | DetenteError) else None
    return JSONResponse(body, status, headers=headers, media_type=PROBLEM_JSON)


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
