"""``detente serve``: the store over HTTP."""

from __future__ import annotations

from typing import Final

from api.commands.options import HOST, PORT, STORE, HostOption, PortOption, StoreOption

EXAMPLES: Final = (
    "detente serve --store news-graph --port 8080",
    "curl 'http://127.0.0.1:8000/stances?subject=USA&principals=true'",
)


def serve(store: StoreOption = STORE, host: HostOption = HOST, port: PortOption = PORT) -> None:
    """Answer SPARQL and REST requests over HTTP.

    While it runs, nothing can be ingested into the same store.
    """
    from api.serving import serve as run
    from api.settings import Settings

    run(Settings(store=store, host=host, port=port))
