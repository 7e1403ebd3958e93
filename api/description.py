"""What the service says of itself in RDF: SPARQL service description and VoID."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ontology.namespaces import PREFIXES, RDF, RDFS, XSD

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
DCTERMS: Final = "http://purl.org/dc/terms/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_GEOF: Final = "http://www.opengis.net/def/function/geosparql/"

MOST_GRAPHS: Final = 1000
"""Named graphs the service description lists at most."""

_RESULTS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_RDF: Final = ("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD")
_TAKEN: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_FUNCTIONS: Final = tuple(_GEOF + name for name in ("distance", "sfIntersects", "sfContains", "sfWithin"))


@dataclass(frozen=True, slots=True)
class Service:
    """What the description depends on."""

    base: str
    graphs: tuple[str, ...]
    graph_count: int
    union: bool
    writes: bool
    federated: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts for VoID; classes and properties with the number of their instances and triples."""

    triples: int | None
    subjects: int | None
    classes: Mapping[str, int] | None
    properties: Mapping[str, int] | None


class _Graph:
    """Triples being collected."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []

    def add(self, subject: NamedNode | BlankNode, predicate: str, *values: NamedNode | BlankNode | Literal) -> None:
        from pyoxigraph import NamedNode, Triple

        self.triples += [Triple(subject, NamedNode(predicate), value) for value in values]

    def node(self, cls: str) -> BlankNode:
        from pyoxigraph import BlankNode

        made = BlankNode()
        self.add(made, RDF + "type", *_iris(cls))
        return made


def service_description(service: Service) -> list[Triple]:
    """Describe the SPARQL endpoint."""
    from pyoxigraph import NamedNode

    graph = _Graph()
    endpoint = NamedNode(service.base + "/sparql")
    graph.add(endpoint, RDF + "type", *_iris(SD + "Service"))
    graph.add(endpoint, SD + "endpoint", endpoint)
    graph.add(endpoint, SD + "supportedLanguage", *_iris(*(SD + name for name in _languages(service))))
    graph.add(endpoint, SD + "resultFormat", *_iris(*(_FORMATS + name for name in (*_RESULTS, *_RDF))))
    graph.add(endpoint, SD + "inputFormat", *_iris(*(_FORMATS + name for name in _TAKEN if service.writes)))
    graph.add(endpoint, SD + "feature", *_iris(*(SD + name for name in _features(service))))
    graph.add(endpoint, SD + "extensionFunction", *_iris(*_FUNCTIONS))
    for function in _FUNCTIONS:
        graph.add(NamedNode(function), RDF + "type", *_iris(SD + "Function"))
    graph.add(endpoint, SD + "defaultDataset", _dataset(graph, service))
    return graph.triples


def void_description(service: Service, counts: Counts) -> list[Triple]:
    """Describe the data, with the counts there are."""
    from pyoxigraph import NamedNode

    graph = _Graph()
    about = NamedNode(service.base + "/.well-known/void")
    data = NamedNode(service.base + "/.well-known/void#dataset")
    graph.add(about, RDF + "type", *_iris(VOID + "DatasetDescription"))
    graph.add(about, FOAF + "primaryTopic", data)
    graph.add(data, RDF + "type", *_iris(VOID + "Dataset"))
    graph.add(data, DCTERMS + "title", _text("détente: who supports or opposes whom, drawn from news"))
    graph.add(data, VOID + "sparqlEndpoint", *_iris(service.base + "/sparql"))
    graph.add(data, VOID + "uriSpace", _text("https://w3id.org/detente/id/"))
    graph.add(data, VOID + "vocabulary", *_iris(*(PREFIXES[name] for name in ("gp", "plover", "sem", "nif", "prov"))))
    graph.add(data, VOID + "feature", *_iris(*(_FORMATS + name for name in _RDF)))
    for name, value in _totals(counts):
        graph.add(data, VOID + name, _number(value))
    for cls, count in (counts.classes or {}).items():
        _partition(graph, data, ("classPartition", "class", "entities"), cls, count)
    for predicate, count in (counts.properties or {}).items():
        _partition(graph, data, ("propertyPartition", "property", "triples"), predicate, count)
    return graph.triples


def written(triples: Iterable[Triple], member: str) -> bytes:
    """Serialise triples in a format of pyoxigraph's."""
    from pyoxigraph import RdfFormat, serialize

    output = BytesIO()
    prefixes = {**PREFIXES, "sd": SD, "void": VOID, "dcterms": DCTERMS, "foaf": FOAF}
    serialize(triples, output, format=getattr(RdfFormat, member), prefixes=prefixes)
    return output.getvalue()


def _dataset(graph: _Graph, service: Service) -> BlankNode:
    dataset, default = graph.node(SD + "Dataset"), graph.node(SD + "Graph")
    graph.add(dataset, SD + "defaultGraph", default)
    for name in service.graphs:
        named = graph.node(SD + "NamedGraph")
        graph.add(dataset, SD + "namedGraph", named)
        graph.add(named, SD + "name", *_iris(name))
        graph.add(named, SD + "graph", graph.node(SD + "Graph"))
    if service.graph_count > len(service.graphs):
        told = f"{len(service.graphs)} of {service.graph_count} named graphs are listed."
        graph.add(dataset, RDFS + "comment", _text(told))
    return dataset


def _languages(service: Service) -> Iterator[str]:
    yield from ("SPARQL10Query", "SPARQL11Query")
    if service.writes:
        yield "SPARQL11Update"


def _features(service: Service) -> Iterator[str]:
    if service.union:
        yield "UnionDefaultGraph"
    if service.federated:
        yield "BasicFederatedQuery"


def _totals(counts: Counts) -> Iterator[tuple[str, int]]:
    sizes = (("classes", counts.classes), ("properties", counts.properties))
    found = [("triples", counts.triples), ("distinctSubjects", counts.subjects)]
    found += [(name, None if values is None else len(values)) for name, values in sizes]
    yield from ((name, value) for name, value in found if value is not None)


def _partition(graph: _Graph, data: NamedNode, names: tuple[str, str, str], iri: str, count: int) -> None:
    from pyoxigraph import BlankNode

    part = BlankNode()
    graph.add(data, VOID + names[0], part)
    graph.add(part, VOID + names[1], *_iris(iri))
    graph.add(part, VOID + names[2], _number(count))


def _iris(*values: str) -> list[NamedNode]:
    from pyoxigraph import NamedNode

    return [NamedNode(value) for value in values]


def _text(value: str) -> Literal:
    from pyoxigraph import Literal

    return Literal(value)


def _number(value: int) -> Literal:
    from pyoxigraph import Literal, NamedNode

    return Literal(str(value), datatype=NamedNode(XSD + "integer"))
