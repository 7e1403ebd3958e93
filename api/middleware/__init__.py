"""What every request passes before it reaches a route, as pure ASGI, so that answers stream through untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fastapi import FastAPI

EXPOSED: Final = ("ETag", "Link", "Location", "Retry-After", "X-Request-ID", "X-Total-Count")
"""Headers that pages of other origins may read."""
READING: Final = ("GET", "HEAD", "POST", "OPTIONS")
WRITING: Final = (*READING, "PUT", "PATCH", "DELETE")


def install(app: FastAPI) -> None:
    """Put the middlewares around the application; the one added last sees a request first."""
    from starlette.middleware.cors import CORSMiddleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from api.middleware.failures import Failures
    from api.middleware.head import Head
    from api.middleware.headers import SecurityHeaders
    from api.middleware.limits import Limits
    from api.observing.requests import Observe

    settings = app.state.settings
    app.add_middleware(Head)
    app.add_middleware(Failures)
    app.add_middleware(
        Limits, body=settings.max_body_bytes, url=settings.max_url_bytes, headers=settings.max_header_bytes
    )
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=list(WRITING if settings.allow_writes else READING),
            allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-Request-ID"],
            expose_headers=list(EXPOSED),
        )
    if "*" not in settings.trusted_hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.trusted_hosts), www_redirect=False)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observe, metrics=app.state.metrics)
