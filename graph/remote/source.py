"""Quads of a service one pattern at a time, read ahead so that a batch of articles costs few requests.

What is asked for one actor is soon asked for the others of the batch, and what a query gives is soon looked at: such
keys are expected, and the first question for one of them reads them all. The graphs of actors and current relations
are kept from batch to batch, as our own changes leave them; the rest is forgotten with `settle`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from graph.actors import ACTOR_PREFIX
from graph.clusters.clusters import COPY_OF
from graph.clusters.nodes import BLOCKING_KEY
from graph.derive import OPPOSITE
from graph.remote.answers import JSON, results, select, with_prefixes
from graph.remote.connection import Connection
from graph.remote.pairs import Pairs
from graph.remote.pointers import Pointers
from ontology.errors import DetenteError
from ontology.namespaces import ACTORS_GRAPH, ARTICLE_GRAPHS, CURRENT_GRAPH, relation_iri

if TYPE_CHECKING:
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples

    from graph.actors import ActorSource, Delta

AT_ONCE: Final = 100
"""Keys read with one request."""
FIRST_LOOK: Final = 20
"""Quads asked for where often one is enough to know."""
MOST_KEPT: Final = 100_000
"""Keys whose quads are kept in memory; beyond that they are read anew."""
_KEPT_GRAPHS: Final = (ACTORS_GRAPH, CURRENT_GRAPH)

Key = tuple[str, str, str]
"""A place of the pattern (s, p or o), the term there and the graph, as written in SPARQL."""


class RemoteSource:
    """The quads of a service, for one writing thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.forget()

    def forget(self) -> None:
        """Read everything anew: others have written, or a change failed."""
        from pyoxigraph import Store

        self._mirror = Store()
        self._known: set[Key] = set()
        self._expected: dict[str, dict[str, None]] = {}
        self._pairs = Pairs()
        self._pointers = Pointers()
        self._answers: dict[str, bytes] = {}

    def expect_pairs(self, question: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Tell of the pairs of a batch, about which a question will be asked, and what is derived for them."""
        known = list(pairs)
        self._pairs.expect(question, known)
        nodes = (f"<{relation_iri(one, relation, other)}>" for one, other in known for relation in OPPOSITE)
        self._expected.setdefault(f"s <{CURRENT_GRAPH}>", {}).update(dict.fromkeys(nodes))

    def expect_reports(self, blocks: Iterable[str], articles: Iterable[str]) -> None:
        """Tell of the blocks of events of a batch, and of its articles, whose copies will be asked for."""
        from pyoxigraph import Literal

        self._pointers.expect(f"<{BLOCKING_KEY}>", (str(Literal(block)) for block in blocks), f"<{CURRENT_GRAPH}>")
        self._pointers.expect(f"<{COPY_OF}>", (f"<{article}>" for article in articles))

    def expect(self, actors: Iterable[str], source: ActorSource) -> None:
        """Tell of the actors of a batch: their descriptions and relations will be asked for, and all they lead to."""
        found: dict[str, None] = {}
        waiting = list(actors)
        while waiting:
            actor = waiting.pop()
            if actor in found or self._knows(actor):
                continue
            triples = source.describe(actor)
            found |= dict.fromkeys([actor, *(str(triple.subject)[1:-1] for triple in triples)])
            nodes = (str(triple.object)[1:-1] for triple in triples)
            waiting.extend(node for node in nodes if node.startswith(ACTOR_PREFIX) and "#" not in node)
        terms = dict.fromkeys(f"<{iri}>" for iri in sorted(found))
        for place in (*(f"s <{graph}>" for graph in _KEPT_GRAPHS), f"o <{ACTORS_GRAPH}>"):
            self._expected.setdefault(place, {}).update(terms)

    def settle(self, delta: Delta) -> None:
        """Follow a change of ours, and forget what it may have touched beyond the graphs that are kept."""
        self._expected = {}
        self._answers = {}
        self._pointers = Pointers()
        kept = {f"<{graph}>" for graph in _KEPT_GRAPHS}
        if len(self._known) > MOST_KEPT:
            self.forget()
            return
        for key in [key for key in self._known if key[2] not in kept]:
            self._known.remove(key)
            for quad in list(self._local(key)):
                self._mirror.remove(quad)
        for quad in delta.removed:
            self._mirror.remove(quad)
        self._mirror.extend(quad for quad in delta.added if str(quad.graph_name) in kept)

    def query(self, query: str, /) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer a SELECT or ASK in which every graph is named, and expect what it gives to be looked at."""
        from pyoxigraph import QuerySolutions

        content = self._content(query)
        found = results(content)
        if isinstance(found, QuerySolutions):
            for solution in found:
                self._expect_row([str(term) for term in solution if term is not None])
        return results(content)

    def quads_for_pattern(
        self, subject: object, predicate: object, target: object, graph_name: object, /
    ) -> Iterator[Quad]:
        """Yield the quads that match, from memory where they were read before."""
        if subject is None and predicate is not None and target is not None:
            graph = "" if graph_name is None else str(graph_name)
            pointing = self._pointers.find(str(predicate), str(target), graph, partial(quads, self._connection))
            if pointing is not None:
                return iter(pointing)
        place = _place(subject, predicate, target, graph_name)
        if place is None:
            return self._stream(subject, predicate, target, graph_name)
        term = str({"s": subject, "p": predicate, "o": target}[place])
        self._read((place, term, str(graph_name)))
        return self._mirror.quads_for_pattern(subject, predicate, target, graph_name)  # type: ignore[arg-type]

    def __contains__(self, quad: Quad, /) -> bool:
        """Tell whether a quad is there."""
        self._read(("s", str(quad.subject), str(quad.graph_name)))
        return quad in self._mirror

    def _knows(self, subject: str) -> bool:
        return ("s", f"<{subject}>", f"<{ACTORS_GRAPH}>") in self._known

    def _content(self, query: str) -> bytes:
        if query not in self._answers:
            self._answers.update(self._pairs.answers(self._connection, query))
        if query in self._answers:
            return self._answers.pop(query)
        return self._connection.query(with_prefixes(query), JSON).content

    def _expect_row(self, terms: list[str]) -> None:
        graphs = [term for term in terms if term.startswith("<" + ARTICLE_GRAPHS)]
        for graph in graphs:
            self._expected.setdefault("p", {})[graph] = None
            for term in terms:
                if term != graph and term.startswith("<"):
                    self._expected.setdefault("claims", {})[f"{term} {graph}"] = None

    def _read(self, key: Key) -> None:
        """Read what belongs to a key, and to others that are expected beside it."""
        if key in self._known:
            return
        keys = [
            key,
            *islice((other for other in self._beside(key) if other not in self._known and other != key), AT_ONCE),
        ]
        self._mirror.extend(self._fetch(keys))
        self._known.update(keys)

    def _beside(self, key: Key) -> Iterator[Key]:
        place, term, graph = key
        if place == "p":
            yield from ((place, term, other) for other in self._expected.get("p", ()))
        elif graph.startswith("<" + ARTICLE_GRAPHS):
            if place == "s" and f"{term} {graph}" in self._expected.get("claims", ()):
                yield from ((place, *_pair(other)) for other in self._expected["claims"])
        else:
            expected = self._expected.get(f"{place} {graph}", ())
            yield from ((place, other, graph) for other in expected if term in expected)

    def _fetch(self, keys: list[Key]) -> list[Quad]:
        place = keys[0][0]
        pairs = " ".join(f"({term} {graph})" for _, term, graph in keys)
        return list(quads(self._connection, f"VALUES (?{place} ?g) {{ {pairs} }} GRAPH ?g {{ ?s ?p ?o }}"))

    def _local(self, key: Key) -> Iterator[Quad]:
        from pyoxigraph import NamedNode

        place, term, graph = key
        node = NamedNode(term[1:-1])
        subject, predicate, target = (node if place == name else None for name in "spo")
        return self._mirror.quads_for_pattern(subject, predicate, target, NamedNode(graph[1:-1]))

    def _stream(self, subject: object, predicate: object, target: object, graph_name: object) -> Iterator[Quad]:
        """Yield quads of any pattern; a few first, since many callers look at one only."""
        given = {"s": subject, "p": predicate, "o": target, "g": graph_name}
        binds = " ".join(f"VALUES ?{name} {{ {term} }}" for name, term in given.items() if term is not None)
        pattern = f"{binds} GRAPH ?g {{ ?s ?p ?o }}"
        first = [
            _quad(row)
            for row in select(self._connection, f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }} LIMIT {FIRST_LOOK}")
        ]
        yield from first
        if len(first) == FIRST_LOOK:
            seen = set(first)
            yield from (quad for quad in quads(self._connection, pattern) if quad not in seen)


def quads(connection: Connection, pattern: str) -> Iterator[Quad]:
    """Yield the quads that a pattern of ?s ?p ?o ?g finds.

    The service counts them too, so that an answer it cuts without a word is noticed.

    Raises:
        DetenteError: the answer is cut (502).
    """
    counted = f"{{ SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }} }}"
    rows = select(connection, f"SELECT ?n ?s ?p ?o ?g WHERE {{ {counted} UNION {{ {pattern} }} }}")
    promised: int | None = None
    found = 0
    for count, *terms in rows:
        if count is not None:
            promised = int(str(getattr(count, "value", -1)))
        else:
            found += 1
            yield _quad(tuple(terms))
    if promised != found:
        raise DetenteError(
            f"The service gave {found} of {'?' if promised is None else promised} quads that it counts. "
            "Raise the largest answer in its settings.",
            502,
        )


def _quad(row: tuple[object, ...]) -> Quad:
    from pyoxigraph import Quad

    subject, predicate, object_, graph = row
    return Quad(subject, predicate, object_, graph)  # type: ignore[arg-type]


def _place(subject: object, predicate: object, target: object, graph_name: object) -> str | None:
    """Tell by which term of a pattern its quads are read and kept; ``None`` if they are not."""
    from pyoxigraph import NamedNode

    if not isinstance(graph_name, NamedNode):
        return None
    given: list[tuple[str, object]] = [("s", subject), ("o", target), ("p", predicate)]
    place, term = next(((place, term) for place, term in given if term is not None), ("", None))
    return place if isinstance(term, NamedNode) else None


def _pair(text: str) -> tuple[str, str]:
    term, _, graph = text.partition(" ")
    return term, graph
