"""The service on a large graph: its questions, its look-ups, and its calm under runaway queries.

    python benchmarks/service.py [--quads 1000000] [--folder FOLDER]

Made-up articles are loaded into an embedded store and, where `oxigraph` is installed (extra `bench`), into its server,
which answers the same requests in the same run. Times are of this machine; compare what stands in one table.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Final
from urllib.parse import urlencode

import made_up
from pyoxigraph import RdfFormat, serialize

from graph.queries import named_queries
from graph.store import Store, open_store

ROUNDS: Final = 9
LOOKUPS: Final = 600
CLIENTS: Final = 16
SECONDS: Final = 8.0
POINT: Final = """PREFIX gp: <https://w3id.org/detente/ns#> PREFIX actor: <https://w3id.org/detente/id/actor/>
SELECT ?who WHERE { GRAPH <https://w3id.org/detente/graph/current> { ?who gp:opposes actor:SYR } } LIMIT 10"""
RUNAWAY: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?c ?d ?e . ?f ?b ?g . FILTER (?e != ?g) }"
ATTACKER: Final = "127.0.0.9"
"""An address of the loopback: the service takes it for another client."""

Timed = tuple[float, int]
"""Seconds, and the status."""


class Client:
    """One connection that stays open."""

    def __init__(self, base: str, source: str = "127.0.0.1", timeout: float = 120) -> None:
        self.base, self._source, self._timeout = base, source, timeout
        self._open: http.client.HTTPConnection | None = None

    def ask(self, sparql: str) -> Timed:
        """Ask a query and read the whole answer."""
        start = time.perf_counter()
        connection = self._connection()
        connection.request("GET", "?".join(("/" + self.base.rpartition("/")[2], urlencode({"query": sparql}))))
        response = connection.getresponse()
        response.read()
        return time.perf_counter() - start, response.status

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> http.client.HTTPConnection:
        if self._open is None:
            host, port = self.base.split("/")[2].split(":")
            self._open = http.client.HTTPConnection(host, int(port), self._timeout, (self._source, 0))
        return self._open


@contextmanager
def detente(store: Path) -> Iterator[str]:
    """Serve a store with the product."""
    command = [str(Path(sys.executable).with_name("detente")), "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"http://\S+/sparql", process.stderr.readline())
        assert found, "the service did not start"
        log = threading.Thread(target=process.stderr.read)  # a line for each request, which nobody else takes away
        log.start()
        try:
            yield found[0]
        finally:
            process.terminate()
            log.join()


@contextmanager
def oxigraph(program: str, data: Path, folder: Path) -> Iterator[str]:
    """Serve the same quads with oxigraph's server."""
    subprocess.run([program, "load", "--location", folder, "--file", data], check=True, capture_output=True)
    port = _free_port()
    place = ["--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    command = [program, "serve-read-only", *place, "--union-default-graph"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{port}/query"
        finally:
            process.kill()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        port: int = made.getsockname()[1]
        return port


def wait_for(base: str) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + 60
    while True:
        try:
            if Client(base).ask("ASK {}")[1] == 200:
                return
        except OSError:
            assert time.monotonic() < deadline, f"{base} does not answer"
            time.sleep(0.05)


def build(folder: Path, quads: int) -> tuple[Path, Path, float]:
    """Make the quads and the store; give the file, the folder, and the quads loaded in a second."""
    data, place = folder / f"{quads}.nq", folder / f"store-{quads}"
    if not data.exists():
        with data.open("wb") as output:
            serialize(made_up.quads(quads), output, format=RdfFormat.N_QUADS)
    shutil.rmtree(place, ignore_errors=True)
    with open_store(place, actors=made_up.Actors()) as store:
        start = time.perf_counter()
        store.load(data)
        speed = store.count() / (time.perf_counter() - start)
        store.optimize()  # type: ignore[attr-defined]
        with (folder / "all.nq").open("wb") as output:
            store.dump("nquads", output)
    return folder / "all.nq", place, speed


def questions(store: Store, servers: dict[str, str]) -> None:
    """Print the median time of each competency question, in milliseconds."""
    print("\n| question | answers | in the process |", " | ".join(servers), "|")
    print("|---|---|---|" + "---|" * len(servers))
    for name, query in named_queries().items():
        text = query.bind()
        rows = sum(1 for _ in store.query(text))
        own = median(_seconds(lambda text=text: list(store.query(text))) for _ in range(ROUNDS))  # type: ignore[misc]
        others = [_asked(base, text) for base in servers.values()]
        print(f"| {name} | {rows} |", " | ".join(f"{1000 * value:.0f}" for value in (own, *others)), "|", flush=True)


def _asked(base: str, text: str) -> float:
    client = Client(base)
    times = [client.ask(text) for _ in range(ROUNDS)]
    client.close()
    assert all(status == 200 for _, status in times), f"{base} refuses {text}"
    return median(seconds for seconds, _ in times)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def lookups(base: str) -> tuple[float, float]:
    """Give the median and the 99th percentile of point look-ups, in milliseconds."""
    client = Client(base)
    client.ask(POINT)
    times = [client.ask(POINT) for _ in range(LOOKUPS)]
    assert all(status == 200 for _, status in times)
    values = [1000 * seconds for seconds, _ in times]
    return median(values), quantiles(values, n=100)[98]


def throughput(base: str) -> tuple[float, int]:
    """Give the look-ups a second that all clients together get, and how many were refused."""
    counts, refused = [0] * CLIENTS, [0] * CLIENTS
    end = time.perf_counter() + SECONDS

    def work(number: int) -> None:
        client = Client(base, f"127.0.1.{number + 1}")
        for _ in cycle([0]):
            if time.perf_counter() > end:
                return
            ok = client.ask(POINT)[1] == 200
            counts[number] += ok
            refused[number] += not ok

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS, sum(refused)


@contextmanager
def runaways(base: str, number: int) -> Iterator[None]:
    """Keep so many runaway queries running, asked by another client."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            client = Client(base, ATTACKER, timeout=15)
            try:
                client.ask(RUNAWAY)
            except OSError:
                pass
            finally:
                client.close()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    try:
        yield
    finally:
        stop.set()


def calm(servers: dict[str, str]) -> None:
    """Print what point look-ups take alone and beside runaway queries, and how many 16 clients get."""
    print("\n| | " + " | ".join(servers), "|\n|---|" + "---|" * len(servers))
    alone = [lookups(base) for base in servers.values()]
    _line("point look-up, median ms", [f"{middle:.1f}" for middle, _ in alone])
    _line("point look-up, p99 ms", [f"{worst:.1f}" for _, worst in alone])
    full = [throughput(base) for base in servers.values()]
    _line(f"look-ups a second, {CLIENTS} clients", [f"{rate:.0f} ({refused} refused)" for rate, refused in full])
    for number in (1, 3):
        beside = []
        for base in servers.values():
            with runaways(base, number):
                beside.append(lookups(base))
        _line(f"p99 ms beside {number} runaway", [f"{worst:.1f}" for _, worst in beside])
        more = [worst - before for (_, worst), (_, before) in zip(beside, alone, strict=True)]
        _line("… more than alone", [f"{value:+.1f}" for value in more])


def _line(name: str, values: list[str]) -> None:
    print(f"| {name} |", " | ".join(values), "|", flush=True)


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000, help="how large the graph is (default: a million)")
    parser.add_argument("--folder", type=Path, help="where the data is kept for the next run (default: nowhere)")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        data, place, speed = build(folder, given.quads)
        store = stack.enter_context(open_store(place, read_only=True))
        print(f"{store.count()} quads, {speed:.0f} loaded a second with what is derived; {os.cpu_count()} cores,")
        print(f"load average before {os.getloadavg()[0]:.1f}")
        servers = {"détente": stack.enter_context(detente(place))}
        program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
        if program:
            rival = stack.enter_context(tempfile.TemporaryDirectory())
            servers["oxigraph serve"] = stack.enter_context(oxigraph(program, data, Path(rival)))
        for base in servers.values():
            wait_for(base)
        questions(store, servers)
        calm(servers)
        print(f"\nload average after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
