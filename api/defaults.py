"""The settings' defaults, free of imports so that the command line starts fast."""

from __future__ import annotations

from typing import Final

STORE: Final = "./detente-data"
HOST: Final = "127.0.0.1"
PORT: Final = 8000
