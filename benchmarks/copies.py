"""How near-duplicates are found: how many, of what kind, and what it costs as the store grows.

    python benchmarks/copies.py                  made-up articles
    python benchmarks/copies.py FILE.jsonl …     your own (records with text, title, published, lang …)

Each change is made to every third article; a copy is right when it is linked to the article that it was made of. Of
what must be read, the share that is linked must be 0.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from texts import articles as made_up

from graph.store import Store, open_store
from ingest.article import Article, make_article
from ingest.copies import Copies
from ingest.copies.fingerprint import SHORTEST, fingerprint
from ingest.description import describe, recognisable
from ingest.language import detect
from ingest.program import software

SIZES = (1_000, 10_000, 30_000)
SENTENCE = re.compile(r"(?<=[.!?])\s+")
FIELDS = ("text", "title", "url", "published", "publisher", "lang")
Change = Callable[[str, Random], str]


def cut(share: float) -> Change:
    """Keep a share of the sentences, from the beginning."""
    return lambda text, _: " ".join((all_ := SENTENCE.split(text))[: max(1, round(len(all_) * share))])


def edited(share: float) -> Change:
    """Change a share of the words."""
    return lambda text, random: " ".join(f"{word}x" if random.random() < share else word for word in text.split(" "))


def shuffled(text: str, random: Random) -> str:
    """Put the sentences in another order."""
    return " ".join(random.sample(all_ := SENTENCE.split(text), len(all_)))


COPIES: dict[str, Change] = {
    "the same": lambda text, _: text,
    "with a credit": lambda text, _: f"{text}\n\nAvec l’AFP",
    "reordered": shuffled,
    "cut by a fifth": cut(0.8),
    "cut by a third": cut(2 / 3),
    "cut by half": cut(0.5),
    "one word in a hundred changed": edited(0.01),
}
OTHERS: dict[str, Change] = {
    "one short sentence more": lambda text, _: f"{text} Moscow denied it.",
    "a number in each sentence changed": lambda text, _: re.sub(r"([.!?])(\s|$)", r" 17\1\2", text),
    "one word in ten changed": edited(0.1),
}


def records(paths: list[str]) -> Iterator[Article]:
    """Read articles, or make them up."""
    lines = (json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines())
    for number, record in enumerate(lines if paths else made_up(SIZES[-1], sentences=(8, 20))):
        given = {name: record.get(name) for name in FIELDS}
        yield make_article(**{**given, "url": given["url"] or f"https://example.org/{number}"})


def put(store: Store, articles: Iterable[Article]) -> None:
    """Store what copies of articles are found by."""
    store.replace_articles(
        (article.graph, [*describe(article, lang := detect(article), software()), *recognisable(article, lang)])
        for article in articles
    )


def found(store: Store, articles: list[Article], change: Change) -> str:
    """Give the share of changed articles that is linked, that which is linked rightly, and milliseconds for each."""
    random, copies = Random(7), Copies(store)
    changed = [
        (one, replace(one, text=change(one.text, random), title="", url=f"{one.url}-copy")) for one in articles[::3]
    ]
    changed = [(one, other) for one, other in changed if len(other.text.split()) > SHORTEST + 5]
    if not changed:
        return "-"
    begun, links = time.perf_counter(), []
    for _, other in changed:
        links.append(copies.original(other))
        copies.forget([other.iri])
    spent = (time.perf_counter() - begun) / len(changed) * 1000
    linked = sum(link is not None for link in links) / len(changed)
    right = sum(link is not None and link.original == one.iri for (one, _), link in zip(changed, links, strict=True))
    return f"{linked:8.3f} {right / len(changed):8.3f} {spent:8.2f} ms  of {len(changed)}"


def main(paths: list[str]) -> None:
    """Measure and print."""
    articles = list(records(paths))
    begun = time.process_time()
    prints = [fingerprint(one) for one in articles[:1000]]
    print(f"fingerprint {(time.process_time() - begun) / len(prints) * 1000:.2f} ms of one core an article")
    with open_store(":memory:") as store:
        done = 0
        for size in [size for size in SIZES if size < len(articles)] + [len(articles)]:
            for at in range(done, size, 1000):
                put(store, articles[at : min(at + 1000, size)])
            done = size
            print(f"{size:6} stored, looked up one by one: {found(store, articles[:900], COPIES['the same'])}")
        print(f"{'':36} {'linked':>8} {'rightly':>8}")
        for title, changes in (("copies", COPIES), ("must be read", OTHERS)):
            for name, change in changes.items():
                print(f"{title + ': ' + name:<48} {found(store, articles[:1500], change)}")
        own = Copies(store)
        print("linked among the articles themselves:", sum(own.original(one) is not None for one in articles[:3000]))


if __name__ == "__main__":
    main(sys.argv[1:])
