"""What there is in the whole graph, looked up again only when the data has changed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from api.description import MOST_GRAPHS, Counts
from api.runner import QueryRunner, Question
from ontology.errors import DetenteError
from ontology.namespaces import ARTICLE_GRAPHS

T = TypeVar("T")
_JSON: Final = "application/sparql-results+json"
_PATTERN: Final = re.compile(r"\[(.*?)\]")
_SUBJECTS: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { [?s ?p ?o] }"
_CLASSES: Final = """SELECT ?k (COUNT(DISTINCT ?s) AS ?n) WHERE { [?s a ?k] FILTER (ISIRI(?k)) }
GROUP BY ?k ORDER BY DESC(?n) ?k"""
_PROPERTIES: Final = "SELECT ?k (COUNT(*) AS ?n) WHERE { [?s ?k ?o] } GROUP BY ?k ORDER BY DESC(?n) ?k"
_GRAPH_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?k {} }"
_GRAPHS: Final = f"""SELECT ?k WHERE {{ GRAPH ?k {{}} FILTER (%s STRSTARTS(STR(?k), "{ARTICLE_GRAPHS}")) }}
LIMIT {MOST_GRAPHS}"""

Graphs = tuple[tuple[str, ...], int]
"""Names of graphs, those of articles last, and how many there are in all."""


class Census:
    """Keeps counts and names of one generation of the data."""

    def __init__(self, runner: QueryRunner, *, union: bool) -> None:
        self._runner = runner
        self._anywhere = r"\1" if union else r"{ \1 } UNION { GRAPH ?g { \1 } }"
        self._counts = _Kept(runner, self._count)
        self._graphs = _Kept(runner, self._list)

    async def counts(self) -> Counts:
        """Count triples, subjects, classes and properties; what takes too long is left out."""
        return await self._counts.get()

    async def graphs(self) -> Graphs:
        """List named graphs up to the limit; none if that takes too long."""
        return await self._graphs.get()

    async def _count(self) -> Counts:
        subjects, classes, properties = [
            await self._ask(_PATTERN.sub(self._anywhere, query)) for query in (_SUBJECTS, _CLASSES, _PROPERTIES)
        ]
        return Counts(
            triples=None if properties is None else sum(properties.values()),
            subjects=None if subjects is None else subjects.get("", 0),
            classes=classes,
            properties=properties,
        )

    async def _list(self) -> Graphs:
        others, articles, count = [
            await self._ask(query) or {} for query in (_GRAPHS % "!", _GRAPHS % "", _GRAPH_COUNT)
        ]
        names = (*sorted(others), *sorted(articles))[:MOST_GRAPHS]
        return names, count.get("", len(names))

    async def _ask(self, query: str) -> dict[str, int] | None:
        """Map each ``?k``, '' if there is none, to its ``?n``."""
        try:
            data = await (await self._runner.run(Question(query, _JSON))).whole()
        except DetenteError:
            return None
        rows = json.loads(data)["results"]["bindings"]
        return {row.get("k", {}).get("value", ""): int(row.get("n", {}).get("value", 0)) for row in rows}


class _Kept(Generic[T]):
    """A value that is found out once a generation, by one request for all that wait."""

    def __init__(self, runner: QueryRunner, find: Callable[[], Awaitable[T]]) -> None:
        self._runner = runner
        self._find = find
        self._kept: tuple[str, T] | None = None
        self._turn = asyncio.Lock()

    async def get(self) -> T:
        async with self._turn:
            generation = self._runner.generation
            if self._kept is None or self._kept[0] != generation:
                self._kept = generation, await self._find()
            return self._kept[1]
