"""Replay the W3C protocol suites against a server over an empty throw-away store.

The argument is a folder with ``tools/sparql_protocol.py`` and the suites in ``w3c/``. The server is given the settings
the suites suppose: writes are allowed, and the default graph is the unnamed one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kit import serving

from api.app import create_app
from api.settings import Settings


def main(shared: Path) -> int:
    """Print the outcome of every suite; 1 if a test fails."""
    given: dict[str, Any] = {"allow_writes": True, "anonymous_writes": True, "default_graph": "unnamed"}
    with TemporaryDirectory() as folder, serving(create_app(Settings(store=f"{folder}/store", **given))) as address:
        urls = [f"{address}/{path}" for path in ("sparql", "update", "rdf-graph-store")]
        command = [sys.executable, str(shared / "tools" / "sparql_protocol.py"), "detente", *urls]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(done.stdout, end="")
    return int("FAIL" in done.stdout)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
