"""The index as an SQLite database of this process, in memory until that is short, then in a temporary file."""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from graph.catalogue.reading import Row, actor_rows, article_rows, happening_rows, pairs
from ontology.namespaces import ARTICLE_GRAPHS, happening_iri

if TYPE_CHECKING:
    from graph.store import Store

Value = str | int | float
_BATCH: Final = 5000
_HAPPENINGS: Final = happening_iri("").rpartition("/")[0] + "/"
_FORGET: Final = (
    "DELETE FROM participant WHERE event IN (SELECT iri FROM event WHERE graph = :graph)",
    "DELETE FROM pair WHERE stance IN (SELECT iri FROM stance WHERE graph = :graph)",
    *(f"DELETE FROM {table} WHERE graph = :graph" for table in ("event", "stance", "article")),
)
_NAMED: Final = """SELECT subject FROM stance WHERE graph = :graph UNION SELECT object FROM stance WHERE graph = :graph
UNION SELECT subject_principal FROM stance WHERE graph = :graph
UNION SELECT object_principal FROM stance WHERE graph = :graph
UNION SELECT actor FROM participant WHERE event IN (SELECT iri FROM event WHERE graph = :graph)"""
_CLAIMS: Final = """UPDATE actor SET claims = (SELECT COUNT(*) FROM pair WHERE a = iri)
+ (SELECT COUNT(*) FROM pair WHERE b = iri) + (SELECT COUNT(*) FROM participant WHERE actor = iri AND side = 'any')"""


class Index:
    """What a store holds, ready to be looked up; made by ``build`` and kept up by ``follow``."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self._lock = threading.Lock()
        self._db = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._counts: dict[object, int] = {}
        self._run("PRAGMA journal_mode = MEMORY")
        self._db.executescript(_script("schema.sql"))

    @classmethod
    def build(cls, store: Store) -> Index:
        """Read a whole store."""
        index = cls(store.generation)
        index._run("BEGIN")
        index._insert(article_rows(store))
        index._insert(actor_rows(store))
        index._insert(happening_rows(store))
        index._run("COMMIT")
        index._db.executescript(_script("indexes.sql"))
        index._run(_CLAIMS)
        return index

    def follow(self, store: Store, generation: str, touched: Iterable[str]) -> None:
        """Read anew what was touched on the way to a generation: article graphs, and actors."""
        graphs = sorted(iri for iri in touched if iri.startswith(ARTICLE_GRAPHS))
        fresh = [row for graph in graphs for row in article_rows(store, graph)]
        with self._lock:
            named = {actor for graph in graphs for (actor,) in self._run(_NAMED, {"graph": graph})}
        happenings = {iri for iri in touched if iri.startswith(_HAPPENINGS)}
        actors = {iri for iri in touched if iri not in graphs and iri not in happenings} | named | set(_actors(fresh))
        described = list(actor_rows(store, actors)) if actors else []
        described += happening_rows(store, happenings) if happenings else []
        with self._lock:
            self._run("BEGIN")
            for happening in happenings:
                self._run("DELETE FROM party WHERE happening = :happening", {"happening": happening})
                self._run("DELETE FROM happening WHERE iri = :happening", {"happening": happening})
            self._replace(graphs, fresh, actors, described)
            self._run("COMMIT")
            self.generation = generation
            self._counts.clear()

    def rows(self, sql: str, values: Mapping[str, Value] | None = None) -> list[tuple[Any, ...]]:
        """Answer an SQL query of ours."""
        with self._lock:
            return list(self._run(sql, values))

    def count(self, sql: str, values: Mapping[str, Value]) -> int:
        """Answer a query for a number, which is kept as long as nothing changes."""
        key = (sql, tuple(sorted(values.items())))
        with self._lock:
            if key not in self._counts:
                if len(self._counts) > _BATCH:
                    self._counts.clear()
                self._counts[key] = next(self._run(sql, values))[0]
            return self._counts[key]

    def close(self) -> None:
        """Let the database go."""
        with self._lock:
            self._db.close()

    def _run(self, sql: str, values: Mapping[str, Value] | None = None) -> Iterator[tuple[Any, ...]]:
        return self._db.execute(sql, values or {})

    def _replace(
        self, graphs: list[str], fresh: list[tuple[str, Row]], actors: set[str], described: list[tuple[str, Row]]
    ) -> None:
        for graph in graphs:
            for sql in _FORGET:
                self._run(sql, {"graph": graph})
        for actor in actors:
            self._run("DELETE FROM name WHERE actor = :actor", {"actor": actor})
            self._run("DELETE FROM actor WHERE iri = :actor", {"actor": actor})
        self._insert([*fresh, *described])
        for actor in actors:
            self._run(f"{_CLAIMS} WHERE iri = :actor", {"actor": actor})

    def _insert(self, rows: Iterable[tuple[str, Row]]) -> None:
        waiting: dict[str, list[Row]] = defaultdict(list)
        for table, row in _with_pairs(rows):
            waiting[table].append(row)
            if len(waiting[table]) >= _BATCH:
                self._fill(table, waiting.pop(table))
        for table, batch in waiting.items():
            self._fill(table, batch)

    def _fill(self, table: str, batch: list[Row]) -> None:
        marks = ", ".join("?" * len(batch[0]))
        self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", batch)


def _with_pairs(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    for table, row in rows:
        yield table, row
        if table == "stance":
            yield from (("pair", pair) for pair in pairs(row))


def _actors(rows: Iterable[tuple[str, Row]]) -> Iterator[str]:
    for table, row in rows:
        if table == "participant":
            yield str(row[0])
        elif table == "stance":
            yield from map(str, row[5:9])


def _script(name: str) -> str:
    return files("graph").joinpath("catalogue", name).read_text("utf-8")
