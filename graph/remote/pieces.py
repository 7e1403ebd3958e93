"""A change cut into requests that a service takes, each of which may be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from graph.remote.connection import Connection

if TYPE_CHECKING:
    from pyoxigraph import Quad

UNNAMED = "DEFAULT"
"""What pyoxigraph calls the unnamed graph."""


@dataclass(frozen=True, slots=True)
class Size:
    """The most that goes into one request."""

    triples: int
    bytes: int


@dataclass(slots=True)
class Change:
    """What is to be done, in this order: texts first, graphs replaced, quads deleted and added, texts last."""

    before: list[str] = field(default_factory=list)
    graphs: Mapping[str, Iterable[Quad]] = field(default_factory=dict)
    removed: Iterable[Quad] = ()
    added: Iterable[Quad] = ()
    after: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Put:
    """A whole graph for the Graph Store Protocol."""

    graph: str
    triples: bytes


def send(connection: Connection, change: Change, size: Size) -> None:
    """Carry a change out, in as few requests as the size allows.

    Raises:
        DetenteError: the service refuses it or cannot be reached; a part may then be done.
    """
    waiting: list[str] = []
    triples = length = 0
    for operation, count in _operations(change, size, connection.where.graph_store is not None):
        full = triples + count > size.triples or length + _length(operation) > size.bytes
        if waiting and (full or isinstance(operation, Put)):
            connection.update(" ;\n".join(waiting))
            waiting, triples, length = [], 0, 0
        if isinstance(operation, Put):
            connection.put(operation.graph, operation.triples)
        else:
            waiting.append(operation)
            triples += count
            length += _length(operation)
    if waiting:
        connection.update(" ;\n".join(waiting))


def _operations(change: Change, size: Size, can_put: bool) -> Iterator[tuple[str | Put, int]]:
    """Yield operations with how many triples each holds."""
    yield from ((text, text.count("\n")) for text in change.before if text)
    for graph, quads in change.graphs.items():
        yield from _replacing(graph, list(quads), size, can_put)
    yield from _data("DELETE", change.removed, size)
    yield from _data("INSERT", change.added, size)
    yield from ((text, text.count("\n")) for text in change.after if text)


def _replacing(graph: str, quads: list[Quad], size: Size, can_put: bool) -> Iterator[tuple[str | Put, int]]:
    """Replace a graph at once where it fits, so that nobody sees half of it."""
    lines = [_line(quad) for quad in quads]
    if can_put and (len(lines) > size.triples or sum(map(len, lines)) > size.bytes):
        yield Put(graph, "\n".join(lines).encode()), len(lines)
        return
    drop = f"DROP SILENT GRAPH <{graph}>"
    portions = list(_portions(lines, size))
    if not portions:
        yield drop, 1
    for number, portion in enumerate(portions):
        insert = _block("INSERT", f"<{graph}>", portion)
        yield (insert if number else f"{drop} ;\n{insert}"), len(portion)


def _data(keyword: str, quads: Iterable[Quad], size: Size) -> Iterator[tuple[str, int]]:
    for graph, members in groupby(sorted(quads, key=_graph), key=_graph):
        for portion in _portions([_line(quad) for quad in members], size):
            yield _block(keyword, graph, portion), len(portion)


def _block(keyword: str, graph: str, lines: list[str]) -> str:
    """Write one operation; Virtuoso takes blank nodes in templates only."""
    triples = "\n".join(lines)
    if graph != UNNAMED:
        triples = f"GRAPH {graph} {{\n{triples}\n}}"
    blank = any(line.startswith("_:") or " _:" in line for line in lines)
    return f"{keyword} {{ {triples} }} WHERE {{ }}" if blank else f"{keyword} DATA {{ {triples} }}"


def _portions(lines: list[str], size: Size) -> Iterator[list[str]]:
    portion: list[str] = []
    length = 0
    for line in lines:
        if portion and (len(portion) >= size.triples or length + len(line) > size.bytes):
            yield portion
            portion, length = [], 0
        portion.append(line)
        length += len(line) + 1
    if portion:
        yield portion


def _length(operation: str | Put) -> int:
    return len(operation) if isinstance(operation, str) else 0


def _line(quad: Quad) -> str:
    return f"{quad.subject} {quad.predicate} {quad.object} ."


def _graph(quad: Quad) -> str:
    return str(quad.graph_name)
