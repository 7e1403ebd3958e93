"""One question asked of many pairs of actors, with one request instead of as many as there are pairs."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from graph.remote.answers import JSON, with_prefixes
from graph.remote.connection import Connection
from graph.remote.terms import usual

AT_ONCE: Final = 100
_HEAD: Final = re.compile(r"SELECT DISTINCT ((?:\?\w+ )+)WHERE \{")

Pair = tuple[str, str]


class Pairs:
    """The answers of a question for those pairs for which it will be asked.

    The question names the two as ``<{0}>`` and ``<{1}>``. If it has another form than ``SELECT DISTINCT … WHERE {``,
    it is asked one by one.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, Pair] = {}
        self._asked: set[str] = set()
        self._question = ""

    def expect(self, question: str, pairs: Iterable[Pair]) -> None:
        """Tell for which pairs a question will be asked; those of earlier batches are known to the asker."""
        self._question = question
        texts = {question.format(*pair): pair for pair in pairs} if _HEAD.match(question) else {}
        self._waiting = {text: pair for text, pair in texts.items() if text not in self._asked}

    def answers(self, connection: Connection, text: str) -> dict[str, bytes]:
        """Answer a text and others that are expected; an empty result if this one is not."""
        if text not in self._waiting:
            return {}
        texts = [text, *islice((other for other in self._waiting if other != text), AT_ONCE - 1)]
        pairs = {self._waiting.pop(each): each for each in texts}
        self._asked.update(texts)
        answer = json.loads(usual(connection.query(with_prefixes(self._of_all(pairs)), JSON).content))
        found: dict[str, list[Any]] = defaultdict(list)
        for solution in answer["results"]["bindings"]:
            first, second = solution.pop("first_")["value"], solution.pop("second_")["value"]
            found[pairs[first, second]].append(solution)
        names = [name for name in answer["head"]["vars"] if name not in ("first_", "second_")]
        return {each: _written(names, found[each]) for each in texts}

    def _of_all(self, pairs: Iterable[Pair]) -> str:
        listed = " ".join(f"(<{first}> <{second}>)" for first, second in pairs)
        text = self._question.replace("<{0}>", "?first_").replace("<{1}>", "?second_").format()
        head = rf"SELECT DISTINCT ?first_ ?second_ \1WHERE {{ VALUES (?first_ ?second_) {{ {listed} }}"
        return _HEAD.sub(head, text, count=1)


def _written(names: list[str], solutions: list[Any]) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": solutions}}).encode()
