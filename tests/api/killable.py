"""The service on a store, as `detente serve --allow-writes` starts it, but with a reader that needs no models."""

from __future__ import annotations

import sys

from stand_in import InstantReader

from api.serving import serve
from api.settings import Settings

if __name__ == "__main__":
    folder, token = sys.argv[1:]
    serve(
        Settings(store=folder, port=0, allow_writes=True, tokens=f"w:write:{token}", log_level="warning"),
        reader=InstantReader(),
    )  # type: ignore[arg-type]
