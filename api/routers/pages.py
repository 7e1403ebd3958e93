"""The pages that show the interface, with all they need from this server and without inline scripts."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

ASSETS: Final = "assets"
"""Where the scripts and styles of fastapi-offline are served."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""What the two pages need: both write styles as they go, ReDoc searches in a worker; nothing comes from elsewhere."""

_SWAGGER: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{root}/assets/swagger-ui.css">
<link rel="icon" href="{root}/assets/favicon.png">
</head>
<body>
<div id="swagger-ui" data-openapi="{root}/openapi.json"></div>
<script src="{root}/assets/swagger-ui-bundle.js"></script>
<script src="{root}/docs/start.js"></script>
</body>
</html>
"""
_REDOC: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="{root}/assets/favicon.png">
</head>
<body>
<redoc spec-url="{root}/openapi.json"></redoc>
<script src="{root}/assets/redoc.standalone.js"></script>
</body>
</html>
"""
_START: Final = """SwaggerUIBundle({
  url: document.getElementById("swagger-ui").dataset.openapi,
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
});
"""


def install(app: FastAPI) -> None:
    """Let the application serve ``/docs`` and ``/redoc`` by itself."""
    with as_file(files("fastapi_offline").joinpath("static")) as folder:
        app.mount(f"/{ASSETS}", StaticFiles(directory=folder), name=ASSETS)
    for path, serve in (("/docs", _docs), ("/redoc", _redoc), ("/docs/start.js", _start)):
        app.add_api_route(path, serve, include_in_schema=False, response_class=Response)


def _docs(request: Request) -> HTMLResponse:
    return _page(_SWAGGER, request)


def _redoc(request: Request) -> HTMLResponse:
    return _page(_REDOC, request)


def _start() -> Response:
    return Response(_START, media_type="text/javascript")


def _page(text: str, request: Request) -> HTMLResponse:
    page = text.format(title=request.app.title, root=request.scope.get("root_path", ""))
    return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})
