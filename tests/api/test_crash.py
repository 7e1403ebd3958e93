"""The service killed again and again while it writes: what it acknowledged is kept, and its store stays whole."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pyoxigraph import Quad
from stand_in import quads

from graph.store import Store, open_store
from ingest.article import Article, make_article

ROUNDS = 20
SEED = 4
TOKEN = "write-secret-0123456789"
RELATIONS = ("supports", "opposes")
NOTES = "https://notes.example/"
STATES = ("FRA", "DEU", "RUS", "USA", "CHN", "IRN")


@contextmanager
def service(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the service; it is killed at the end if it still lives."""
    command = [sys.executable, str(Path(__file__).with_name("killable.py")), str(folder), TOKEN]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            lines = []
            while line := process.stderr.readline():
                lines.append(line)
                if found := re.search(r"answers at (\S+)/sparql", line):
                    yield process, found[1]
                    return
            raise AssertionError("".join(lines))
        finally:
            process.kill()


@dataclass
class Fate:
    """What may be stored under one id: the last version acknowledged, or one that was under way later; None is nothing."""

    possible: list[Article | None] = field(default_factory=lambda: [None])

    def try_(self, version: Article | None) -> None:
        self.possible.append(version)

    def acknowledged(self, version: Article | None) -> None:
        self.possible = [version]


class Client(ABC):
    """Writes, one request after another, until the service is gone."""

    @abstractmethod
    def act(self, client: httpx.Client) -> None:
        """Make one request."""

    def work(self, base: str, answered: threading.Event) -> None:
        with httpx.Client(
            base_url=base, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=20, verify=False
        ) as client:
            try:
                while True:
                    self.act(client)
                    answered.set()
            except httpx.TransportError:
                return


class Noter(Client):
    """Sends updates, each of which adds a number to a graph."""

    def __init__(self) -> None:
        self.sent = 0
        self.acknowledged: set[int] = set()

    def act(self, client: httpx.Client) -> None:
        self.sent += 1
        response = client.post(
            "/update", data={"update": f"INSERT DATA {{ GRAPH <{NOTES}> {{ <u:a> <u:b> {self.sent} }} }}"}
        )
        assert response.status_code == 204, response.text
        self.acknowledged.add(self.sent)

    def check(self, store: Store) -> None:
        """Check that nothing acknowledged is missing, and that nothing is there that was not sent."""
        kept = {int(quad.object.value) for quad in store.quads(NOTES)}
        assert self.acknowledged <= kept <= set(range(1, self.sent + 1))


class Editor(Client):
    """Sends articles, new versions of them and deletions."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name = name
        self.chance = chance
        self.fates: dict[str, Fate] = {}

    def act(self, client: httpx.Client) -> None:
        if self.fates and self.chance.random() < 0.2:
            self.delete(client, self.chance.choice(sorted(self.fates)))
        else:
            self.send(client, f"{self.name}-{self.chance.randrange(60)}")

    def send(self, client: httpx.Client, name: str) -> None:
        subject, object_ = self.chance.sample(STATES, 2)
        text = f"{subject} {self.chance.choice(RELATIONS)} {object_} {self.chance.randrange(10**9)}"
        version = make_article(text, source_id=name, publisher="P")
        fate = self.fates.setdefault(name, Fate())
        fate.try_(version)
        response = client.post("/articles", json={"id": name, "publisher": "P", "text": text})
        if response.status_code == 503:  # the queue is full: nothing was accepted
            fate.possible.remove(version)
            return
        assert response.status_code == 202, response.text
        fate.acknowledged(version)

    def delete(self, client: httpx.Client, name: str) -> None:
        """Delete an article once nothing more is coming, so that the last word is this."""
        while any(not job["finished"] for job in client.get("/jobs", params={"limit": 1000}).json()):
            time.sleep(0.005)
        fate = self.fates[name]
        fate.try_(None)
        response = client.delete(f"/articles/{name}")
        assert response.status_code in (200, 404), response.text
        fate.acknowledged(None)


def killed(folder: Path, clients: Sequence[Client], delay: float) -> None:
    """Let the clients work, and kill the service some time after its first answer."""
    with service(folder) as (process, base):
        answered = threading.Event()
        threads = [threading.Thread(target=client.work, args=(base, answered)) for client in clients]
        for thread in threads:
            thread.start()
        assert answered.wait(30)
        time.sleep(delay)
        process.kill()
        for thread in threads:
            thread.join()


def worked_off(folder: Path) -> None:
    """Start the service once more until no job waits, and stop it gently."""
    with service(folder) as (process, base), httpx.Client(base_url=base, verify=False) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        until = time.monotonic() + 60
        while any(not job["finished"] for job in client.get("/jobs", params={"limit": 1000}).json()):
            assert time.monotonic() < until
            time.sleep(0.02)
        process.terminate()
        assert process.wait(30) == 0


def check_whole(store: Store) -> None:
    """Check that what is derived is what the articles say."""
    before = store.dump(sort=True)
    store.rebuild()
    assert store.dump(sort=True) == before


def stored(store: Store, name: str) -> list[set[Quad]]:
    return [set(store.quads(found.graph)) for found in store.articles() if found.source_id == name]


def test_killed_at_any_moment_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    editors = [Editor(name, random.Random(f"{SEED}{name}")) for name in ("ann", "bob", "cat")]
    noter = Noter()
    for _ in range(ROUNDS):
        killed(tmp_path / "store", [*editors, noter], chance.uniform(0, 0.25))
        with open_store(tmp_path / "store") as store:
            check_whole(store)
            noter.check(store)
    assert noter.acknowledged
    worked_off(tmp_path / "store")
    with open_store(tmp_path / "store", read_only=True) as store:
        for name, fate in (item for editor in editors for item in editor.fates.items()):
            possible = [[set(quads(version))] if version else [] for version in fate.possible]
            assert stored(store, name) in possible, name
