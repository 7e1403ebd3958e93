"""Counts of the whole graph, made again only when the data has changed."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Final

from api.description import Counts
from api.runner import QueryRunner, Question
from ontology.errors import DetenteError

_JSON: Final = "application/sparql-results+json"
_PATTERN: Final = re.compile(r"\[(.*?)\]")
_SUBJECTS: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { [?s ?p ?o] }"
_CLASSES: Final = """SELECT ?k (COUNT(DISTINCT ?s) AS ?n) WHERE { [?s a ?k] FILTER (ISIRI(?k)) }
GROUP BY ?k ORDER BY DESC(?n) ?k"""
_PROPERTIES: Final = "SELECT ?k (COUNT(*) AS ?n) WHERE { [?s ?k ?o] } GROUP BY ?k ORDER BY DESC(?n) ?k"


class Counter:
    """Keeps the counts of one generation of the data."""

    def __init__(self, runner: QueryRunner, *, union: bool) -> None:
        self._runner = runner
        self._anywhere = r"\1" if union else r"{ \1 } UNION { GRAPH ?g { \1 } }"
        self._kept: tuple[int, Counts] | None = None
        self._turn = asyncio.Lock()

    async def counts(self) -> Counts:
        """Count, or give what was counted since the last change; what takes too long to count is left out."""
        async with self._turn:
            generation = self._runner.generation
            if self._kept is None or self._kept[0] != generation:
                self._kept = generation, await self._count()
            return self._kept[1]

    async def _count(self) -> Counts:
        subjects, classes, properties = [await self._ask(query) for query in (_SUBJECTS, _CLASSES, _PROPERTIES)]
        return Counts(
            triples=None if properties is None else sum(properties.values()),
            subjects=None if subjects is None else subjects.get("", 0),
            classes=classes,
            properties=properties,
        )

    async def _ask(self, query: str) -> dict[str, int] | None:
        try:
            answer = await self._runner.run(Question(_PATTERN.sub(self._anywhere, query), _JSON))
            data = b"".join([chunk async for chunk in answer.chunks])
        except DetenteError:
            return None
        rows = json.loads(data)["results"]["bindings"]
        return {row["k"]["value"] if "k" in row else "": int(row["n"]["value"]) for row in rows}
