"""What it costs to add articles to a graph of growing size: seconds for a batch, with all that is derived from it.

    python benchmarks/incremental.py [--sizes 10000,100000,1000000] [--batch 50] [--rounds 15] [--folder FOLDER]

The articles are made up: some 137 a day, a few actors in very many of them, the stories of a day told by several.
Up to each size they are loaded in bulk and all is derived afresh; then batches are added as ingest adds them. If the
cost does not grow with the graph, the ratios stay near one. Times are of this machine; compare what one table holds.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import accumulate
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from typing import Final, TypeVar

from pyoxigraph import Quad, RdfFormat, parse

from graph.embedded import EmbeddedStore
from ontology.gazetteer import load_gazetteer
from ontology.namespaces import (
    GP,
    NIF,
    PLOVER,
    PROV,
    RDF,
    SCHEMA,
    XSD,
    actor_iri,
    article_graph,
    article_iri,
    event_iri,
    span_iri,
    stance_iri,
)

T = TypeVar("T")
SEED: Final = 20_300_101
FIRST_DAY: Final = date(2000, 1, 1)
A_DAY: Final = 137
STORIES: Final = 60
ACTORS: Final = 200
TYPES: Final = ["CONSULT", "ASSAULT", "ACCUSE", "SUPPORT", "AID", "SANCTION", "REJECT", "THREATEN"]
STANCES: Final = {"SUPPORT": "supports", "AID": "supports", "CONSULT": "supports"}
WORDS: Final = [
    "ministers",
    "officials",
    "envoys",
    "troops",
    "talks",
    "sanctions",
    "convoys",
    "border",
    "cities",
    "region",
    "capital",
    "weekly",
    "summit",
    "ceasefire",
    "treaty",
    "weapons",
    "fuel",
    "grain",
    "ships",
    "aircraft",
    "refugees",
    "elections",
    "parliament",
    "courts",
    "currency",
    "debts",
    "trades",
    "pipeline",
    "islands",
    "harbour",
    "railway",
    "hospital",
    "embassy",
    "airfield",
    "reactor",
    "bridges",
    "missiles",
    "drones",
    "observers",
]
HEAD: Final = ("articles", "quads", "s a batch", "ratio", "ms an article", "first batch", "rebuild s", "peak MB")


class Press:
    """Makes up articles, each from its number alone, as lines of N-Quads."""

    def __init__(self) -> None:
        """Choose the actors and how often each is in the news."""
        self._actors = [actor_iri(actor.id) for actor in load_gazetteer().actors.values()][:ACTORS]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(ACTORS)))

    def lines(self, number: int) -> Iterator[str]:
        """Write one article with one event and one stance."""
        day = FIRST_DAY + timedelta(days=number // A_DAY)
        chance = Random(f"{SEED} {number}")
        story = Random(f"{SEED} {day} {min(int(chance.paretovariate(0.7)), STORIES)}")
        agent, recipient = story.choices(self._actors, cum_weights=self._weights, k=2)
        kind, words = story.choice(TYPES), [*story.sample(WORDS, 9), *chance.sample(WORDS, 3)]
        name = f"{number:016x}"
        article, span = article_iri(name), span_iri(name, 0, 99)
        event, stance = event_iri(name), stance_iri(name)
        about = {
            article: [
                (RDF + "type", f"<{SCHEMA}NewsArticle>"),
                (SCHEMA + "inLanguage", '"en"'),
                (SCHEMA + "publisher", f'"Outlet {chance.randrange(40)}"'),
                (SCHEMA + "datePublished", f'"{day}"^^<{XSD}date>'),
                (GP + "contentHash", f'"{name}"'),
            ],
            span: [(NIF + "referenceContext", f"<{article}>"), (NIF + "anchorOf", f'"{" ".join(words)}"@en')],
            event: [
                (RDF + "type", f"<{GP}Event>"),
                (GP + "eventType", f"<{PLOVER}{kind}>"),
                *((GP + slot, f"<{agent}>") for slot in ("agent", "agentPrincipal")),
                *((GP + slot, f"<{recipient}>") for slot in ("recipient", "recipientPrincipal")),
                (GP + "tense", f"<{GP}Past>"),
                (GP + "date", f'"{day}"^^<{XSD}date>'),
                (GP + "datePrecision", f"<{GP}Day>"),
            ],
            stance: [
                (RDF + "predicate", f"<{GP}{STANCES.get(kind, 'opposes')}>"),
                *((slot, f"<{agent}>") for slot in (RDF + "subject", GP + "subjectPrincipal")),
                *((slot, f"<{recipient}>") for slot in (RDF + "object", GP + "objectPrincipal")),
            ],
        }
        for claim in (event, stance):
            about[claim] += [
                (GP + "claimPolarity", f"<{GP}affirmed>"),
                (GP + "certainty", f"<{GP}certain>"),
                (GP + "confidence", f'"0.{chance.randrange(50, 95)}"^^<{XSD}decimal>'),
                (PROV + "wasDerivedFrom", f"<{span}>"),
            ]
        graph = article_graph(name)
        for subject, facts in about.items():
            yield from (f"<{subject}> <{predicate}> {value} <{graph}> .\n" for predicate, value in facts)

    def article(self, number: int) -> tuple[str, list[Quad]]:
        """Give one article as ingest gives it: the name of its graph, and its quads."""
        text = "".join(self.lines(number))
        return article_graph(f"{number:016x}"), list(parse(text, RdfFormat.N_QUADS))


def main() -> None:
    """Measure, and print a table."""
    asked = _asked()
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    press = Press()
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|")
        done, first = 0, 0.0
        for size in sizes:
            row, cost = _measure(press, folder, done, size, asked.batch, asked.rounds, first)
            done, first = size + asked.batch * (asked.rounds + 1), first or cost
            print("| " + " | ".join(row) + " |", flush=True)


def _measure(
    press: Press, folder: Path, done: int, size: int, batch: int, rounds: int, first: float
) -> tuple[list[str], float]:
    """Fill a store up to a size, then add batches; the first is that of a process that has just begun."""
    _apart(_load, folder, done, size)
    rebuild, peak = _apart(_rebuild, folder)
    seconds: list[float] = []
    with EmbeddedStore(folder / "store") as store:
        for number in range(rounds + 1):
            start = size + number * batch
            articles = [press.article(n) for n in range(start, start + batch)]
            began = time.perf_counter()
            store.replace_articles(articles)
            seconds.append(time.perf_counter() - began)
        quads = store.count()
    cost = median(seconds[1:])
    numbers = (f"{cost:.3f}", f"{cost / (first or cost):.2f}", f"{cost / batch * 1000:.1f}", f"{seconds[0]:.3f}")
    return [f"{size:,}", f"{quads:,}", *numbers, f"{rebuild:.0f}", f"{peak:.0f}"], cost


def _load(folder: Path, done: int, size: int) -> None:
    """Load the articles up to a size, in a process of its own, whose memory is not counted."""
    press = Press()
    file = folder / "more.nq"
    with file.open("w", encoding="utf-8") as output:
        for number in range(done, size):
            output.writelines(press.lines(number))
    with EmbeddedStore(folder / "store") as store:
        store.load(file, "nquads", derive=False)
    file.unlink()


def _rebuild(folder: Path) -> tuple[float, float]:
    """Derive all afresh; give the seconds it takes, and the most memory of the process in MB."""
    with EmbeddedStore(folder / "store") as store:
        began = time.perf_counter()
        store.rebuild()
        seconds = time.perf_counter() - began
        store.optimize()
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(job: Callable[..., T], *given: object) -> T:
    """Run a job in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(job, *given).result()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="10000,30000,100000,300000,1000000")
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
