"""A small gazetteer and readable IRIs, for the tests of the graph."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from ontology.namespaces import GP, PREFIXES, RDF, SKOS, actor_iri

DATA = Path(__file__).parent / "data"

KINDS = {
    **dict.fromkeys(("USA", "RUS", "SYR", "IRN", "FRA"), "State"),
    **dict.fromkeys(("us-department-of-defense", "le-quotidien", "volga-news"), "Organization"),
    "jane-doe": "Person",
}
LINKS = {
    "us-department-of-defense": ("actsFor", "USA"),
    "jane-doe": ("actsFor", "USA"),
    "le-quotidien": ("country", "FRA"),
    "volga-news": ("country", "RUS"),
}


class SmallGazetteer:
    """Nine actors, one of them with a mandate."""

    def describe(self, iri: str) -> list[Triple]:
        name = iri.rpartition("/")[2]
        if name not in KINDS:
            return []
        node = NamedNode(iri)
        triples = [_triple(node, RDF + "type", GP + KINDS[name]), Triple(node, _node(SKOS + "prefLabel"), _en(name))]
        if name in LINKS:
            link, target = LINKS[name]
            triples.append(_triple(node, GP + link, actor_iri(target)))
        if KINDS[name] == "State":
            triples.append(Triple(node, _node(GP + "code"), Literal(name)))
        return triples + (_mandate(node) if name == "jane-doe" else [])


def _mandate(node: NamedNode) -> list[Triple]:
    mandate = NamedNode(node.value + "#USA-head_of_state-2029")
    return [
        Triple(node, _node(GP + "mandate"), mandate),
        _triple(mandate, RDF + "type", GP + "Mandate"),
        _triple(mandate, GP + "principal", actor_iri("USA")),
        Triple(mandate, _node(GP + "office"), Literal("head_of_state")),
    ]


def _triple(subject: NamedNode, predicate: str, target: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(target))


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _en(text: str) -> Literal:
    return Literal(text, language="en")


def short(iri: str | None) -> str | None:
    """Write an IRI with our prefixes, so that tests can be read."""
    if iri is None:
        return None
    found = [(prefix, base) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not found:
        return iri
    prefix, base = max(found, key=lambda pair: len(pair[1]))
    return f"{prefix}:{iri[len(base) :]}"
