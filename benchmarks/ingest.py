"""Speed and quality of ingest, section by section; ``python benchmarks/ingest.py --help`` tells what to give.

This file has the name of the package that it measures: whoever asks for ``ingest`` in this folder gets the package.
"""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
before = sys.path[:]
sys.path[:] = [entry for entry in before if Path(entry).resolve() != HERE]
sys.modules.pop("ingest", None)
importlib.import_module("ingest")
sys.path[:] = before

if __name__ == "__main__":
    importlib.import_module("sieve").main()
