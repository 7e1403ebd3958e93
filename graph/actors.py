"""The graph of actors: a description of every actor that some article names, and of nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, TypeGuard

from ontology.namespaces import ACTORS_GRAPH, ARTICLE_GRAPHS, DATA, GP, RDF, SKOS

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode, Quad, Triple

    from graph.quads import QuadSource

    _Subject = NamedNode | BlankNode | Triple

ACTOR_PREFIX: Final = DATA + "actor/"
NAMING: Final = (
    RDF + "subject",
    RDF + "object",
    *(GP + slot for slot in ("subjectPrincipal", "objectPrincipal", "agent", "recipient")),
    *(GP + slot for slot in ("agentPrincipal", "recipientPrincipal", "claimedBy", "place", "outlet")),
)
"""The properties by which an article names an actor."""
DESCRIBING: Final = (SKOS + "prefLabel", GP + "actsFor")
"""The properties by which an article describes an actor it discovered."""


class ActorSource(Protocol):
    """Knows actors from outside the articles, as the gazetteer does."""

    def describe(self, iri: str) -> list[Triple]:
        """Describe an actor; an empty list if it is not known. Mandates may be subjects of their own."""
        ...


class GazetteerSource:
    """Describe actors from ``ontology.describe``, and nobody where that is not installed."""

    def describe(self, iri: str) -> list[Triple]:
        """Describe an actor from the gazetteer."""
        try:
            module = import_module("ontology.describe")
        except ModuleNotFoundError as error:
            if error.name != "ontology.describe":
                raise
            return []
        triples: list[Triple] = module.describe_actor(iri)
        return triples


@dataclass(frozen=True, slots=True)
class Delta:
    """Quads to add and to remove."""

    added: frozenset[Quad] = field(default_factory=frozenset)
    removed: frozenset[Quad] = field(default_factory=frozenset)

    def __or__(self, other: Delta) -> Delta:
        """Join two deltas."""
        return Delta(self.added | other.added, self.removed | other.removed)


class ActorBook:
    """Work out how the graph of actors must change when an article changes."""

    def __init__(self, store: QuadSource, source: ActorSource) -> None:
        from pyoxigraph import NamedNode

        self._store = store
        self._source = source
        self._graph = NamedNode(ACTORS_GRAPH)
        self._mandate = NamedNode(GP + "mandate")

    def changes(self, articles: Collection[str], old: Iterable[Quad], new: Iterable[Quad]) -> Delta:
        """Give the delta when some article graphs go from ``old`` to ``new``, all together."""
        before, after = named_actors(old), named_actors(new)
        touched = {actor for actor in before.keys() | after.keys() if before.get(actor) != after.get(actor)}
        if not touched:
            return Delta()
        view = _View(self._store, self._source, articles, after)
        if all(actor in after and before.get(actor, set()) <= after[actor] for actor in touched):
            return Delta(self._missing(view.reach(touched, view.news)))
        return self._reconsider(view, touched)

    def rebuild(self) -> Delta:
        """Give the delta that makes the whole graph right again."""
        view = _View(self._store, self._source, (), {})
        wanted = {self._quad(triple) for triple in _all(view.reach(self._named_anywhere(), view.describe))}
        present = set(self._store.quads_for_pattern(None, None, None, self._graph))
        return Delta(frozenset(wanted - present), frozenset(present - wanted))

    def _missing(self, wanted: Mapping[NamedNode, set[Triple]]) -> frozenset[Quad]:
        quads = {self._quad(triple) for triple in _all(wanted)}
        return frozenset(quad for quad in quads if quad not in self._store)

    def _reconsider(self, view: _View, touched: set[NamedNode]) -> Delta:
        circle = self._circle(view, touched)
        roots = {actor for actor in circle if view.names(actor) or self._pointed_at(actor, circle)}
        wanted = {self._quad(triple) for triple in _all(view.reach(roots, view.remains))}
        present = {quad for actor in circle for quad in self._present(actor)}
        return Delta(frozenset(q for q in wanted if q not in self._store), frozenset(present - wanted))

    def _circle(self, view: _View, start: set[NamedNode]) -> set[NamedNode]:
        circle, waiting = set(start), list(start)
        while waiting:
            actor = waiting.pop()
            triples = view.remains(actor) | {quad.triple for quad in self._present(actor)}
            fresh = _actors_among(triples) - circle
            circle |= fresh
            waiting.extend(fresh)
        return circle

    def _present(self, actor: NamedNode) -> set[Quad]:
        from pyoxigraph import NamedNode

        own = set(self._store.quads_for_pattern(actor, None, None, self._graph))
        for quad in list(own):
            if quad.predicate == self._mandate and isinstance(quad.object, NamedNode):
                own |= set(self._store.quads_for_pattern(quad.object, None, None, self._graph))
        return own

    def _pointed_at(self, actor: NamedNode, circle: set[NamedNode]) -> bool:
        for quad in self._store.quads_for_pattern(None, None, actor, self._graph):
            for owner in self._owners(quad.subject):
                if owner not in circle:
                    return True
        return False

    def _owners(self, node: _Subject) -> list[_Subject]:
        if _is_actor(node):
            return [node]
        return [quad.subject for quad in self._store.quads_for_pattern(None, self._mandate, node, self._graph)]

    def _named_anywhere(self) -> set[NamedNode]:
        from pyoxigraph import QuerySolutions

        found: set[NamedNode] = set()
        for pattern in (*(f"?x <{name}> ?actor" for name in NAMING), *(f"?actor <{name}> ?x" for name in DESCRIBING)):
            graphs = f'FILTER (STRSTARTS(STR(?graph), "{ARTICLE_GRAPHS}"))'
            rows = self._store.query(f"SELECT DISTINCT ?actor WHERE {{ GRAPH ?graph {{ {pattern} }} {graphs} }}")
            assert isinstance(rows, QuerySolutions)
            found |= {actor for row in rows if _is_actor(actor := row["actor"])}
        return found

    def _quad(self, triple: Triple) -> Quad:
        from pyoxigraph import Quad

        return Quad(triple.subject, triple.predicate, triple.object, self._graph)


class _View:
    """What is known of actors once some article graphs hold ``after``."""

    def __init__(
        self,
        store: QuadSource,
        source: ActorSource,
        articles: Collection[str],
        after: Mapping[NamedNode, set[Triple]],
    ) -> None:
        from pyoxigraph import NamedNode

        self._store = store
        self._source = source
        self._graph = NamedNode(ACTORS_GRAPH)
        self._articles = frozenset(articles)
        self._after = after

    def describe(self, actor: NamedNode) -> set[Triple]:
        """Collect what the source and every article say of an actor."""
        triples = set(self._source.describe(actor.value)) | self._after.get(actor, set())
        found = self._store.quads_for_pattern(actor, None, None, None)
        return triples | {quad.triple for quad in found if self._is_elsewhere(quad)}

    def remains(self, actor: NamedNode) -> set[Triple]:
        """Collect the same where the graph of actors is right so far, without reading every article that says it."""
        triples = set(self._source.describe(actor.value)) | self._after.get(actor, set())
        present = self._store.quads_for_pattern(actor, None, None, self._graph)
        return triples | {quad.triple for quad in list(present) if self._is_said(quad)}

    def news(self, actor: NamedNode) -> set[Triple]:
        """Collect what the graph of actors does not say yet, nothing having been taken back."""
        known = any(True for _ in self._store.quads_for_pattern(actor, None, None, self._graph))
        return self._after.get(actor, set()) | (set() if known else set(self._source.describe(actor.value)))

    def names(self, actor: NamedNode) -> bool:
        """Tell whether some article names the actor."""
        if actor in self._after:
            return True
        as_object = self._store.quads_for_pattern(None, None, actor, None)
        as_subject = self._store.quads_for_pattern(actor, None, None, None)
        return any(map(self._is_elsewhere, as_object)) or any(map(self._is_elsewhere, as_subject))

    def reach(
        self, start: Iterable[NamedNode], describe: Callable[[NamedNode], set[Triple]]
    ) -> dict[NamedNode, set[Triple]]:
        """Describe the actors and all that their descriptions lead to."""
        found: dict[NamedNode, set[Triple]] = {}
        waiting = list(start)
        while waiting:
            actor = waiting.pop()
            if actor not in found:
                found[actor] = describe(actor)
                waiting.extend(_actors_among(found[actor]))
        return found

    def _is_said(self, quad: Quad) -> bool:
        return any(
            map(self._is_elsewhere, self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None))
        )

    def _is_elsewhere(self, quad: Quad) -> bool:
        graph = str(quad.graph_name)[1:-1]
        return graph.startswith(ARTICLE_GRAPHS) and graph not in self._articles


def named_actors(quads: Iterable[Quad]) -> dict[NamedNode, set[Triple]]:
    """Map each actor the quads name to what they say of it."""
    found: dict[NamedNode, set[Triple]] = defaultdict(set)
    for quad in quads:
        if _is_actor(quad.subject):
            found[quad.subject].add(quad.triple)
        if _is_actor(quad.object):
            found.setdefault(quad.object, set())
    return dict(found)


def _actors_among(triples: Iterable[Triple]) -> set[NamedNode]:
    return {triple.object for triple in triples if _is_actor(triple.object)}


def _all(descriptions: Mapping[NamedNode, set[Triple]]) -> Iterable[Triple]:
    return (triple for triples in descriptions.values() for triple in triples)


def _is_actor(term: object) -> TypeGuard[NamedNode]:
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode) and term.value.startswith(ACTOR_PREFIX)
