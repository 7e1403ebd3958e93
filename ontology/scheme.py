"""The PLOVER event scheme as typed values: categories, their modes, the contexts and the stance each implies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from ontology.errors import DetenteError
from ontology.namespaces import GP, PLOVER, SKOS

Relation = Literal["supports", "opposes"]
QuadClassName = Literal["VerbalCooperation", "MaterialCooperation", "VerbalConflict", "MaterialConflict"]
Labels = Mapping[str, str]
_Node = dict[str, list[tuple[str, str]]]

RESOURCES: Final = ("vocabulary.ttl", "plover.ttl")
"""The files that make up the ontology graph, in the order they are loaded."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of doing a category: ``code`` is ``assist`` in ``plover:REJECT-assist``."""

    code: str
    iri: str
    score: float
    implied_stance: Relation | None
    weak: bool
    labels: Labels = field(hash=False)


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER category with the stance it implies from agent to recipient, ``None`` where it implies none."""

    code: str
    iri: str
    quad_class: QuadClassName
    score: float
    implied_stance: Relation | None
    weak: bool
    labels: Labels = field(hash=False)
    modes: Mapping[str, Mode] = field(hash=False)

    def stance(self, mode: str | None = None) -> tuple[Relation | None, bool]:
        """Give the implied stance and whether it is weak, the mode's own where it has one."""
        chosen = self.modes.get(mode) if mode else None
        return (chosen.implied_stance, chosen.weak) if chosen else (self.implied_stance, self.weak)


@dataclass(frozen=True, slots=True)
class Context:
    """One subject that events can be about."""

    code: str
    iri: str
    labels: Labels = field(hash=False)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The whole scheme: categories by code in the order of the file, and contexts by code."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, Context]

    def __getitem__(self, code: str) -> EventType:
        """Look a category up by code, ``REJECT``.

        Raises:
            DetenteError: no category has this code.
        """
        try:
            return self.types[code]
        except KeyError:
            known = ", ".join(self.types)
            raise DetenteError(f"{code!r} is not an event type; the types are {known}.") from None


def resource_bytes(name: str) -> bytes:
    """Read a file that stands beside this module, such as ``shapes.ttl``."""
    return files("ontology").joinpath(name).read_bytes()


@cache
def load_scheme() -> Scheme:
    """Read ``plover.ttl`` once.

    Raises:
        DetenteError: a category lacks its quad class or score.
    """
    nodes = _nodes()
    types = {code: _event_type(iri, nodes) for iri, code in _members(nodes, "topConceptOf", "eventTypes")}
    contexts = {code: Context(code, iri, _labels(nodes[iri])) for iri, code in _members(nodes, "inScheme", "contexts")}
    return Scheme(types, contexts)


def _nodes() -> dict[str, _Node]:
    from pyoxigraph import Literal as RdfLiteral
    from pyoxigraph import NamedNode, RdfFormat, parse

    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for quad in parse(resource_bytes("plover.ttl"), RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | RdfLiteral):
            language = quad.object.language or "" if isinstance(quad.object, RdfLiteral) else ""
            nodes[quad.subject.value][quad.predicate.value].append((quad.object.value, language))
    return nodes


def _members(nodes: dict[str, _Node], link: str, scheme: str) -> list[tuple[str, str]]:
    target = (PLOVER + scheme, "")
    return [(iri, _one(node, SKOS + "notation")) for iri, node in nodes.items() if target in node.get(SKOS + link, [])]


def _event_type(iri: str, nodes: dict[str, _Node]) -> EventType:
    node = nodes[iri]
    stance, weak = _stance(node)
    return EventType(
        code=_one(node, SKOS + "notation"),
        iri=iri,
        quad_class=cast(QuadClassName, _one(node, GP + "quadClass").removeprefix(PLOVER)),
        score=float(_one(node, GP + "score")),
        implied_stance=stance,
        weak=weak,
        labels=_labels(node),
        modes=_modes(iri, nodes),
    )


def _modes(category: str, nodes: dict[str, _Node]) -> dict[str, Mode]:
    found: dict[str, Mode] = {}
    for iri, node in nodes.items():
        if (category, "") not in node.get(SKOS + "broader", []):
            continue
        stance, weak = _stance(node if GP + "impliedStance" in node else nodes[category])
        code = _one(node, SKOS + "notation")
        found[code] = Mode(code, iri, float(_one(node, GP + "score")), stance, weak, _labels(node))
    return found


def _stance(node: _Node) -> tuple[Relation | None, bool]:
    values = node.get(GP + "impliedStance")
    if not values:
        return None, False
    return cast(Relation, values[0][0].removeprefix(GP)), _one(node, GP + "impliedStrength") == "weak"


def _labels(node: _Node) -> Labels:
    return {language: text for text, language in node.get(SKOS + "prefLabel", [])}


def _one(node: _Node, predicate: str) -> str:
    values = node.get(predicate)
    if not values:
        raise DetenteError(f"plover.ttl: a concept lacks {predicate}.", 500)
    return values[0][0]
