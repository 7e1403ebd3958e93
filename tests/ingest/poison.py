"""A reader without models, for engines: the first word of a text says what befalls the worker that reads it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.article import Article, make_article
from ingest.engines.model import Batch, Outcome, Read
from ontology.errors import DetenteError

held: list[bytearray] = []


@dataclass(frozen=True)
class PoisonReader:
    """``ahead`` is for a reader that works on the whole batch before it gives anything, ``load`` for its models."""

    ahead: bool = False
    models: str = "there"

    def load(self, articles: Sequence[Article]) -> None:
        if self.models == "missing":
            raise DetenteError("the model is not installed", 500)
        if self.models == "broken":
            os._exit(3)
        if self.models == "big":
            _eat("")

    def read(self, articles: Sequence[Article]) -> Iterator[tuple[int, Outcome]]:
        outcomes = enumerate(map(read, articles))
        yield from list(outcomes) if self.ahead else outcomes


def read(article: Article) -> Outcome:
    word, _, rest = article.text.partition(" ")
    BEFALLS.get(word, _nothing)(rest)
    quads = f'<{article.iri}> <urn:read-by> "{os.getpid()}" <{article.graph}> .\n'.encode()
    return Read(article.iri, article.graph, quads, 0, 0)


def _nothing(_: str) -> None:
    pass


def _crash(_: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _exit(_: str) -> None:
    os._exit(7)


def _hang(_: str) -> None:
    while True:
        signal.pause()


def _eat(_: str) -> None:
    while True:
        held.append(bytearray(32 << 20))


def _grow(megabytes: str) -> None:
    held.append(bytearray(b"x" * (int(megabytes) << 20)))


def _die_once(path: str) -> None:
    """Die as by a kill from outside, but only the first time."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _tell(fifo: str) -> None:
    """Tell the number of the process, then hang."""
    Path(fifo).write_text(f"{os.getpid()}\n")
    _hang("")


def _meet(folder_and_name: str) -> None:
    """Wait until another article is being read at the same time, in another process."""
    mine, other = folder_and_name.split()
    if mine < other:
        Path(mine).read_text()
        Path(other).write_text("here")
    else:
        Path(other).write_text("here")
        Path(mine).read_text()


BEFALLS: dict[str, Callable[[str], None]] = {
    "crash": _crash,
    "exit": _exit,
    "hang": _hang,
    "eat": _eat,
    "grow": _grow,
    "die-once": _die_once,
    "tell": _tell,
    "meet": _meet,
}


def batch(number: int, *texts: str) -> Batch:
    """Make a batch of articles; each has an id of its own."""
    return Batch(
        number,
        tuple(
            make_article(text, source_id=f"{number}.{place}", publisher="The Poisoner", lang="en")
            for place, text in enumerate(texts)
        ),
    )
