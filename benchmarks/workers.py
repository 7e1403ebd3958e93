"""Worker processes: articles a second of one and of two beside this process alone, and memory as the stream grows.

    python benchmarks/workers.py news-fr.jsonl news-en.jsonl
    python benchmarks/workers.py news-fr.jsonl news-en.jsonl --made-up 1000 10000 100000

Speeds are compared round by round on the same articles with the models loaded, so that what else runs on the machine
hits all alike. Memory is measured on made-up articles full of words never seen before, each size in its own program.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

BATCH: Final = 50
SEED: Final = 20_300_101
VERBS: Final = ("condemned", "backed", "accused", "praised", "threatened", "sanctioned", "met", "armed")
ACTORS: Final = ("Russia", "France", "the Pentagon", "Iran", "Turkey", "the Kremlin", "China", "Hezbollah", "Poland")
SYLLABLES: Final = ("ka", "lo", "mir", "tan", "ves", "ghu", "pel", "dor", "zi", "nar", "eth", "ob", "ru", "sim", "jal")


def batches(articles: Iterable[object]) -> Iterator[object]:
    """Cut a stream into batches."""
    from ingest.engines.model import Batch

    stream, number = iter(articles), 0
    while taken := tuple(islice(stream, BATCH)):
        yield Batch(number, taken)  # type: ignore[arg-type]
        number += 1


def made_up(count: int) -> Iterator[object]:
    """Write articles that nobody has written, each with people nobody has heard of."""
    from ingest.article import make_article

    random = Random(SEED)
    for number in range(count):
        yield make_article(
            " ".join(_sentence(random) for _ in range(4)),
            title=_sentence(random),
            url=f"https://news.example.org/{number}",
            published=date(2020, 1, 1) + timedelta(number % 1500),
            lang="en",
        )


def _sentence(random: Random) -> str:
    first, second = random.sample(ACTORS, 2)
    words = ["".join(random.choices(SYLLABLES, k=4)).capitalize() for _ in range(3)]
    verb = random.choice(VERBS)
    return f"{first[0].upper()}{first[1:]} {verb} {second} over {words[0]}, said {words[1]} {words[2]} on Monday."


def workers() -> list[int]:
    """List the processes that this one has started."""
    found = Path("/proc/self/task").glob("*/children")
    return sorted(int(number) for path in found for number in path.read_text().split())


def proportional(process: int | str) -> int:
    """Give the megabytes of a process, where what it shares with others counts in part (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("Pss:"))


def speeds(files: list[str], rounds: int) -> None:
    """Compare this process alone, one worker and two, in turns."""
    from ingest.article import Article
    from ingest.engines.choose import engine
    from ingest.readers import Defaults, read

    articles = [item for item in read(files, Defaults()) if isinstance(item, Article)]
    Random(SEED).shuffle(articles)
    engines = {"this process": engine("inside"), "1 worker": engine(workers=1), "2 workers": engine(workers=2)}
    taken: dict[str, list[float]] = {name: [] for name in engines}
    first = articles[: 4 * BATCH]
    for name, reading in engines.items():
        started = time.perf_counter()
        for _ in reading.map(batches(first)):  # type: ignore[arg-type]
            pass
        print(f"{name}: first {len(first)} articles, models loaded on the way, {time.perf_counter() - started:.1f} s")
    for _ in range(rounds):
        for name, reading in engines.items():
            started = time.perf_counter()
            for _ in reading.map(batches(articles)):  # type: ignore[arg-type]
                pass
            taken[name].append(time.perf_counter() - started)
    memory = [proportional(process) for process in workers()]
    for reading in engines.values():
        reading.close()
    _print_speeds(len(articles), taken, memory)


def _print_speeds(count: int, taken: dict[str, list[float]], memory: list[int]) -> None:
    print(f"\n{count} articles, {len(taken['1 worker'])} rounds, load {os.getloadavg()[0]:.1f}\n")
    print("| | articles/s | × one worker, median of the rounds (least–most) |\n|---|---|---|")
    for name, seconds in taken.items():
        ratios = [one / mine for one, mine in zip(taken["1 worker"], seconds, strict=True)]
        spread = f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        print(f"| {name} | {count / median(seconds):.1f} | {spread} |")
    print(f"\nmemory of the workers after that, PSS: {', '.join(f'{size} MB' for size in memory)}")


def memory(count: int) -> None:
    """Read made-up articles with two workers, and print the peak memory of this process and of the workers."""
    from ingest.engines.choose import engine

    reading, most, most_worker, seen = engine(workers=2), 0, 0, set[int]()
    started = time.perf_counter()
    for _ in reading.map(batches(made_up(count))):  # type: ignore[arg-type]
        most = max(most, proportional("self"))
        most_worker = max(most_worker, *map(proportional, workers()))
        seen.update(workers())
    reading.close()
    rate = count / (time.perf_counter() - started)
    print(f"| {count} | {most} | {most_worker} | {len(seen)} | {rate:.1f} |", flush=True)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="articles in the forms that `detente ingest` reads")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--made-up", type=int, nargs="*", default=[1000], metavar="N", help="sizes of the streams")
    parser.add_argument("--one-size", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one_size:
        memory(given.one_size)
        return
    if given.files:
        speeds(given.files, given.rounds)
    if given.made_up:
        print("\n| made-up articles | this process, peak PSS MB | a worker, peak PSS MB | workers used | articles/s |")
        print("|---|---|---|---|---|", flush=True)
    for size in given.made_up:
        subprocess.run([sys.executable, __file__, "--one-size", str(size)], check=True)


if __name__ == "__main__":
    main()
