"""Ingests as `detente ingest` does, in processes that can be killed, with a reader that needs no models.

Each line on standard input asks for one process: ``{"store", "inputs", "resume", "die", "most"}``, where ``die`` may
name a moment of the manifest at which the process kills itself, and ``most`` the bytes a file may have. The process's id is answered at once, its exit code later.
The modules are imported once and the processes are forked, so that many may be killed in a short time.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, serialize
from stand_in import RUN, quads

from graph.store import open_store
from ingest import run
from ingest.article import Article
from ingest.engines.model import Batch, Read, SetAside, Shard
from ingest.program import run_name
from ingest.readers import Defaults
from ingest.runs import feed, loader, stopping
from ingest.runs.folder import folder_of, runs
from ingest.runs.manifest import Manifest, read_lines
from ingest.runs.state import Counts, replay
from ontology.errors import DetenteError


class LightEngine:
    """Reads `FRA opposes RUS`; sets aside what says POISON."""

    def map(self, batches: Iterable[Batch]) -> Iterator[Shard]:
        for batch in batches:
            yield Shard(batch.number, tuple(map(self.read, batch.articles)))

    def read(self, article: Article) -> Read | SetAside:
        if "POISON" in article.text:
            return SetAside(article, "the worker died")
        found = serialize(quads(article), format=RdfFormat.N_QUADS)
        assert found is not None
        named = found.replace(str(NamedNode(RUN)).encode(), str(NamedNode(run_name())).encode())
        return Read(article.iri, article.graph, named, 0, 1)

    def close(self) -> None:
        pass


def die(moment: str, event: str, number: int) -> None:
    """Let this process kill itself before, after or in the middle of a line of the manifest."""
    write, seen = Manifest.write, 0

    def fatal(self: Manifest, name: str, **members: Any) -> None:
        nonlocal seen
        seen += name == event
        last = name == event and seen == number
        if last and moment == "in":
            assert self._file is not None
            os.write(self._file, b'{"event":"' + event.encode())
        if not last or moment == "after":
            write(self, name, **members)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)

    Manifest.write = fatal  # type: ignore[method-assign, assignment]


def ingest(asked: dict[str, Any]) -> None:
    """Ingest into a store, or go on with it; the report goes into a file beside the store."""
    feed.MOST_ARTICLES, loader.SAVE_SECONDS = 8, 0.1  # type: ignore[misc]
    if asked.get("die"):
        die(*asked["die"])
    folder = folder_of(asked["store"])
    assert folder is not None
    with stopping.stopping() as stop, open_store(asked["store"]) as store:
        if asked.get("most"):
            resource.setrlimit(resource.RLIMIT_FSIZE, (asked["most"], resource.RLIM_INFINITY))
        if asked["resume"]:
            run.resume(store, folder, engine=LightEngine(), shield=stop.shield)
        if not ended(folder):  # or it was killed before it could note anything
            inputs, defaults = asked["inputs"], Defaults(lang="en", publisher="P")
            run.ingest(inputs, store, defaults, engine=LightEngine(), runs=folder, shield=stop.shield)
        counts = ended(folder)
        assert counts is not None
        found = [counts.stored, counts.unchanged, counts.stances, counts.failed]
        Path(asked["store"] + ".json").write_text(json.dumps(found))


def ended(folder: Path) -> Counts | None:
    """The counts of the run, if it came to its end."""
    states = [replay(read_lines(path)) for path in runs(folder)]
    return next((state.counts for state in states if state.ended), None)


def main() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too large is an error, as a full disk is
    for line in sys.stdin:
        process = os.fork()
        if not process:
            code = 1
            try:
                ingest(json.loads(line))
                code = 0
            except stopping.Stopped as stopped:
                code = stopped.exit_code
            except DetenteError as error:
                Path(json.loads(line)["store"] + ".error").write_text(f"{type(error).__name__}: {error.detail}")
            finally:
                os._exit(code)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
