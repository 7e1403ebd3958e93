"""Draw the network of the sample articles: ``make picture`` writes ``docs/network.svg``."""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import matplotlib as mpl

from graph.draw import draw_network
from graph.network import signed_network
from graph.store import MEMORY, open_store
from ingest.run import ingest

PICTURE: Final = Path(__file__).with_name("network.svg")
MOST: Final = 24


def main() -> None:
    """Write the picture to the path given, else to its place in the documentation; equal networks, equal bytes."""
    mpl.rcParams.update({"svg.hashsalt": "detente", "svg.fonttype": "none"})
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    with open_store(MEMORY) as store, as_file(files("ingest") / "samples") as folder:
        ingest([str(folder)], store)
        figure = draw_network(signed_network(store), most=MOST).get_figure(root=True)
    assert figure is not None
    figure.savefig(target, metadata={"Date": None} if target.suffix == ".svg" else None)


if __name__ == "__main__":
    main()
