"""A soak: many made-up articles go into the service while it answers look-ups.

    python benchmarks/soak.py [--articles 100000] [--every 60]

The service runs as its users run it, with its reader processes and its queue of jobs; the articles are sent by
`detente ingest - --store URL`. A line of the table tells, for each span of time, how many articles are stored, what a
point look-up takes, and how much memory the service's processes hold. Compare the lines of one table.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import texts
from service import POINT, Client

DETENTE: Final = str(Path(sys.executable).with_name("detente"))
IDLE_LOOKUPS: Final = 2000
PAUSE: Final = 0.02
"""Seconds between look-ups."""
OPEN: Final = {
    "DETENTE_ALLOW_WRITES": "true",
    "DETENTE_ANONYMOUS_WRITES": "true",
    "DETENTE_LOG_LEVEL": "warning",
}
"""A throw-away store on the loopback takes articles from anybody."""


@dataclass
class Span:
    """What was measured between two lines of the table."""

    times: list[float] = field(default_factory=list)
    errors: int = 0

    def line(self) -> str:
        """Tell the median and the 99th percentile in milliseconds, and how many look-ups were refused."""
        if len(self.times) < 2:
            return f"– | – | {self.errors}"
        return f"{1000 * median(self.times):.1f} | {1000 * quantiles(self.times, n=100)[98]:.1f} | {self.errors}"


@contextmanager
def serving(store: Path) -> Iterator[tuple[str, int]]:
    """Serve an empty store that takes articles; give its address and the number of its process."""
    command = [DETENTE, "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | OPEN) as process:
        assert process.stderr is not None
        found = re.search(r"(http://[^\s/]+)/", process.stderr.readline())
        assert found, "the service did not start"
        log = threading.Thread(target=lambda: sys.stderr.writelines(process.stderr or ()))
        log.start()
        try:
            yield found[1], process.pid
        finally:
            process.terminate()
            log.join()


@contextmanager
def sending(address: str, data: Path) -> Iterator[subprocess.Popen[str]]:
    """Send the articles of a file to the service, as a user would."""
    with (
        data.open("rb") as lines,
        subprocess.Popen(
            [DETENTE, "ingest", "-", "--store", address], stdin=lines, stderr=subprocess.PIPE, text=True
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


def look_up(client: Client, span: Span) -> None:
    """Ask one point look-up."""
    try:
        seconds, status = client.ask(POINT)
    except OSError:
        client.close()
        span.errors += 1
        return
    span.times.append(seconds)
    span.errors += status != 200


def stored(address: str) -> int:
    """Ask the service how many articles it has stored."""
    with urllib.request.urlopen(f"{address}/metrics") as answer:
        found = re.search(r'ingested_articles\w*\{[^}]*"stored"[^}]*\} (\S+)', answer.read().decode())
    return int(float(found[1])) if found else 0


def memory(process: int) -> str:
    """Tell what a process, the greatest of its children and all others hold, in MB: service, models, readers."""
    largest, *others = sorted((_own(number) / 1000 for number in _children(process)), reverse=True) or [0.0]
    return f"{_own(process) / 1000:.0f} + {largest:.0f} + {sum(others):.0f}"


def _children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            children = (task / "children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):  # a thread that has ended
            continue
        for child in map(int, children):
            yield child
            yield from _children(child)


def _own(process: int) -> float:
    """Read the proportional set size in kB: what is shared counts once."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return float(found[1]) if found else 0.0


def soak(address: str, process: int, data: Path, every: float) -> None:
    """Print a line for each span of time until all articles are through."""
    client, idle = Client(f"{address}/sparql"), Span()
    client.ask(POINT)
    for _ in range(IDLE_LOOKUPS):
        look_up(client, idle)
        time.sleep(PAUSE)
    print("| seconds | articles stored | look-up, median ms | p99 ms | refused | MB: service + models + readers |")
    print("|---|---|---|---|---|---|")
    print(f"| idle | 0 | {idle.line()} | {memory(process)} |", flush=True)
    start = mark = time.monotonic()
    with sending(address, data) as sender:
        span = Span()
        while sender.poll() is None:
            look_up(client, span)
            time.sleep(PAUSE)
            if time.monotonic() - mark > every:
                mark = time.monotonic()
                print(f"| {mark - start:.0f} | {stored(address)} | {span.line()} | {memory(process)} |", flush=True)
                span = Span()
        print(f"| {time.monotonic() - start:.0f} | {stored(address)} | {span.line()} | {memory(process)} |")
        assert sender.stderr is not None
        print(f"\nThe sender ended with {sender.returncode}: {sender.stderr.read().strip()}")


def main() -> None:
    """Make the articles, send them, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="how many (default: 100000)")
    parser.add_argument("--sentences", type=int, nargs=2, default=(1, 3), metavar="N", help="least and most an article")
    parser.add_argument("--every", type=float, default=60.0, help="seconds between lines (default: 60)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "articles.jsonl"
        with data.open("w", encoding="utf-8") as output:
            output.writelines(
                json.dumps(record) + "\n" for record in texts.articles(given.articles, sentences=given.sentences)
            )
        with serving(Path(folder) / "store") as (address, process):
            soak(address, process, data, given.every)


if __name__ == "__main__":
    main()
