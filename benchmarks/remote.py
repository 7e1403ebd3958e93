"""Quads loaded and articles replaced a second: in a folder, over HTTP in oxigraph, over HTTP in Virtuoso.

    python benchmarks/remote.py --articles 500

One run, same articles, so that the figures can be compared with each other: they are ratios to the folder's.
Both servers are started on loopback; Virtuoso is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from statistics import median

from made_up import quads as made_up
from pyoxigraph import NamedNode, Quad

from graph.remote.store import RemoteStore
from graph.store import Store, open_store

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "graph" / "remote"))
from triple_stores import oxigraph, virtuoso

QUADS_PER_ARTICLE = 350
Articles = dict[str, list[Quad]]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    articles = some(given.articles)
    size = sum(map(len, articles.values()))
    print(f"{len(articles)} articles, {size} quads, batches of {given.batch}, median of {given.rounds} rounds\n")
    print(
        "| store | quads/s loaded | ratio | articles/s put | ratio | articles/s replaced | ratio | requests/article |"
    )
    print("|---|---|---|---|---|---|---|---|")
    with ExitStack() as stack:
        stores = list(kinds(stack))
        figures: dict[str, list[tuple[float, ...]]] = defaultdict(list)
        for _ in range(given.rounds):
            for name, opened in stores:
                figures[name].append(measured(opened, articles, given.batch))
        first: list[float] = []
        for name, _ in stores:
            loaded, put, replaced, requests = (median(column) for column in zip(*figures[name], strict=True))
            first = first or [loaded, put, replaced]
            rates = zip((loaded, put, replaced), first, strict=True)
            cells = " | ".join(f"{rate:,.0f} | {rate / whole:.2f}" for rate, whole in rates)
            print(f"| {name} | {cells} | {requests:.1f} |")


def some(number: int) -> Articles:
    """Make so many articles up."""
    found: Articles = defaultdict(list)
    for quad in made_up(number * QUADS_PER_ARTICLE):
        assert isinstance(quad.graph_name, NamedNode)
        if "/article/" in quad.graph_name.value:
            found[quad.graph_name.value].append(quad)
    return dict(list(found.items())[:number])


def kinds(stack: ExitStack) -> Iterator[tuple[str, Callable[[], Store]]]:
    """Give ways to open an empty store of each kind."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    yield "folder", lambda: open_store(tempfile.mkdtemp(dir=folder))
    servers = {"oxigraph": stack.enter_context(oxigraph())}
    if shutil.which("virtuoso-t"):
        (folder / "virtuoso").mkdir()
        servers["Virtuoso"] = stack.enter_context(virtuoso(folder / "virtuoso", rows=0))
    for name, server in servers.items():

        def opened(server: object = server) -> Store:
            server.wipe()  # type: ignore[attr-defined]
            return RemoteStore(server.address, server.settings)  # type: ignore[attr-defined]

        yield name, opened


def measured(opened: Callable[[], Store], articles: Articles, batch: int) -> tuple[float, float, float, float]:
    """Give quads loaded, articles put and replaced a second, and requests for each article put."""
    data = b"".join(f"{quad} .\n".encode() for quads in articles.values() for quad in quads)
    with opened() as store:
        loaded = timed(lambda: store.load(data, "nquads", derive=False))
    with opened() as store:
        before = requests(store)
        put = timed(lambda: put_all(store, articles, batch))
        sent = requests(store) - before
        shorter = {graph: quads[:-1] for graph, quads in articles.items()}
        replaced = timed(lambda: put_all(store, shorter, batch))
    number = len(articles)
    return sum(map(len, articles.values())) / loaded, number / put, number / replaced, sent / number


def put_all(store: Store, articles: Articles, batch: int) -> None:
    """Put articles into a store, batch by batch."""
    waiting = iter(articles.items())
    while portion := list(islice(waiting, batch)):
        store.replace_articles(portion)


def requests(store: Store) -> int:
    """Tell how many requests a store has sent."""
    return store.connection.requests if isinstance(store, RemoteStore) else 0


def timed(work: Callable[[], object]) -> float:
    """Do something; give the seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
