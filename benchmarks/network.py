"""The signed network of a large graph: reading it, drawing it, and serving it.

    python benchmarks/network.py [--actors 5000] [--relations 15000] [--folder FOLDER]

The store is made up, in two camps with some quarrels within; the same numbers give the same store. Times are of this
machine; compare what stands in one table.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Final

import httpx
import networkx
import service
from made_up import DAYS, FIRST_DAY, SEED
from pyoxigraph import Quad

from api.views.network import drawing
from graph.articles import rows
from graph.signed import read
from graph.signed.balance import balance
from graph.signed.blocs import frustration
from graph.signed.layout import layout
from graph.signed.model import SignedNetwork
from graph.signed.report import report
from graph.store import Store, open_store
from ingest.actors import Cast
from ingest.article import Article
from ingest.extract import Extraction
from ingest.model import Mention, Source, Stance
from ingest.program import software
from ingest.rdf import ArticleWriter
from ontology.gazetteer import load_gazetteer
from ontology.namespaces import stance_iri

OUTLETS: Final = tuple(f"Outlet {number}" for number in range(40))
AN_ARTICLE: Final = 5
"""Claims of an article."""
QUARRELS: Final = 0.12
"""The share of relations that do not fit the two camps."""
AGAIN: Final = 0.3
"""The share of relations that a second article reports."""
ROUNDS: Final = 5

Pair = tuple[int, int, bool]
"""Numbers of subject and object, and whether it is support."""


def quads(actors: int, relations: int, seed: int = SEED) -> Iterator[Quad]:
    """Yield the quads of articles that report so many relations among so many actors."""
    random = Random(seed)
    claims = list(_claims(random, actors, relations))
    for number, start in enumerate(range(0, len(claims), AN_ARTICLE)):
        yield from ArticleWriter(_extraction(random, number, claims[start : start + AN_ARTICLE])).quads()


def _claims(random: Random, actors: int, relations: int) -> Iterator[Pair]:
    """Draw relations so that each actor has one and a few have very many."""
    famous = list(accumulate(1 / (rank + 3) ** 0.75 for rank in range(actors)))
    camps = [random.random() < 0.5 for _ in range(actors)]
    known: set[tuple[int, int]] = set()
    waiting = list(range(actors))
    random.shuffle(waiting)
    while len(known) < relations:
        subject = waiting.pop() if waiting else random.choices(range(actors), cum_weights=famous)[0]
        object_ = random.choices(range(actors), cum_weights=famous)[0]
        if subject == object_ or (subject, object_) in known:
            continue
        known.add((subject, object_))
        claim = (subject, object_, (camps[subject] == camps[object_]) != (random.random() < QUARRELS))
        yield from [claim] * (1 + (random.random() < AGAIN))


def _extraction(random: Random, number: int, claims: list[Pair]) -> Extraction:
    sentences = [f"{_name(a)} {'backs' if friendly else 'condemns'} {_name(b)}." for a, b, friendly in claims]
    article = Article(
        text=" ".join(sentences),
        title=f"{sentences[0]} And more",
        url=f"https://news.example.org/{number}",
        published=FIRST_DAY + timedelta(random.randrange(DAYS)),
        publisher=random.choice(OUTLETS),
    )
    cast = Cast(load_gazetteer(), article.published.isoformat() if article.published else None)
    return Extraction(
        article=article,
        lang=random.choice(("en", "fr")),
        software=software(),
        cast=cast,
        mentions=(),
        predications=(),
        events=(),
        stances=tuple(_stances(article, cast, claims, sentences)),
    )


def _stances(article: Article, cast: Cast, claims: list[Pair], sentences: list[str]) -> Iterator[Stance]:
    begin = len(article.full_text) - len(article.text)
    for (a, b, friendly), text in zip(claims, sentences, strict=True):
        relation = "supports" if friendly else "opposes"
        yield Stance(
            iri=stance_iri(article.hash, str(begin), str(a), relation, str(b)),
            subject=_mention(cast, a),
            relation=relation,  # type: ignore[arg-type]
            object=_mention(cast, b),
            begin=begin,
            end=begin + len(text),
            denied=False,
            certainty="certain",
            basis="Stated",
            event="",
            source=Source("Narrator", None),
            time=None,
            confidence=0.9,
            rule="made up",
        )
        begin += len(text) + 1


def _mention(cast: Cast, number: int) -> Mention:
    name = _name(number)
    return Mention(0, 1, 0, len(name), 0, name, cast.discover("Organization", name), "name")


def _name(number: int) -> str:
    return f"Movement {number:05}"


def build(folder: Path, actors: int, relations: int) -> Path:
    """Make the store unless it is there."""
    place = folder / f"network-{actors}-{relations}"
    if not place.exists():
        unfinished = folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        with open_store(unfinished) as store:
            data = folder / "network.nq"
            service.serialize(quads(actors, relations), str(data), format=service.RdfFormat.N_QUADS)
            store.load(data)
        unfinished.rename(place)
    return place


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Give the seconds that some work takes, and what it gives."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


class Table:
    """Prints lines with seconds and how many times the first line that is."""

    def __init__(self) -> None:
        self._first = 0.0
        print("\n| | seconds | times the first |\n|---|---|---|")

    def line(self, name: str, work: Callable[[], Any]) -> Any:
        """Do some work and print what it took."""
        seconds, found = timed(work)
        self._first = self._first or seconds
        print(f"| {name} | {seconds:.2f} | {seconds / self._first:.1f} × |", flush=True)
        return found


def in_process(store: Store) -> None:
    """Print what the steps take."""
    table = Table()
    table.line("walking the answers to the same questions", lambda: _walk(store))
    corpus = table.line("reading the corpus", lambda: read.read_corpus(store))
    network: SignedNetwork = table.line("its network, with its relations", lambda: _network(corpus))
    partition = table.line("two blocs", lambda: frustration(network))
    table.line("balance", lambda: balance(network))
    table.line("layout", lambda: layout(network, partition.blocs))
    table.line("networkx.spring_layout, 50 rounds", lambda: _springs(network))
    table.line("drawing, with blocs, balance and layout", lambda: drawing(network))
    table.line("report, with evolution by quarter", lambda: report(network))
    print(f"\n{len(network.actors)} actors, {len(network.relations)} relations, of which {partition.index} do not fit")


def _walk(store: Store) -> int:
    return sum(1 for query in (read._STANCES, read._ACTORS) for _ in rows(store, query))


def _network(corpus: Any) -> SignedNetwork:
    network = read.signed_network(corpus)
    assert network.relations
    return network


def _springs(network: SignedNetwork) -> object:
    graph: networkx.Graph[str] = networkx.Graph(network.graph)
    return networkx.spring_layout(graph, iterations=50, seed=SEED)


def over_http(address: str) -> None:
    """Print what answers take over HTTP, asked for the first time and again."""
    print("\n| | first time, s | again, s | bytes | sent compressed |\n|---|---|---|---|---|")
    base = address.rpartition("/")[0]
    with httpx.Client(base_url=base, timeout=600) as client:
        line = client.get("/network").json()["relations"][0]
        ends = f"subject={line['source']}&object={line['target']}"
        for path in ("/network?as_of=2020-06-30", "/network", f"/network/evidence?{ends}", "/network/centrality"):
            first, answer = timed(lambda path=path: client.get(path))  # type: ignore[misc]
            again = median(timed(lambda path=path: client.get(path))[0] for _ in range(ROUNDS))  # type: ignore[misc]
            sizes = len(answer.content), len(gzip.compress(answer.content, 5))
            name = path.partition("&")[0] if ends in path else path
            print(f"| `{name}` | {first:.2f} | {again:.3f} | {sizes[0]} | {sizes[1]} |", flush=True)
        assert json.loads(client.get("/network").content)["actors"]


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--actors", type=int, default=5000)
    parser.add_argument("--relations", type=int, default=15000)
    parser.add_argument("--folder", type=Path, help="where the store is kept for the next run (default: nowhere)")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        place = build(folder, given.actors, given.relations)
        with open_store(place, read_only=True) as store:
            print(f"{store.count()} quads; {os.cpu_count()} cores, load average before {os.getloadavg()[0]:.1f}")
            in_process(store)
        started = time.perf_counter()
        address = stack.enter_context(service.detente(place))
        first = httpx.get(address.rpartition("/")[0] + "/network", timeout=600)
        assert first.status_code == 200
        print(f"\nfrom the start of the service to the first drawing {time.perf_counter() - started:.1f} s")
        over_http(address)
        print(f"\nload average after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
