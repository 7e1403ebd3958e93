"""The IRIs of the RDF contract: prefixes and ways to name articles, actors, events, stances and runs."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import quote, unquote

GP: Final = "https://w3id.org/detente/ns#"
PLOVER: Final = "https://w3id.org/detente/plover#"
DATA: Final = "https://w3id.org/detente/id/"
GRAPH: Final = "https://w3id.org/detente/graph/"
SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
PROV: Final = "http://www.w3.org/ns/prov#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
ORG: Final = "http://www.w3.org/ns/org#"
WD: Final = "http://www.wikidata.org/entity/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final[dict[str, str]] = {
    "gp": GP,
    "plover": PLOVER,
    "actor": DATA + "actor/",
    "graph": GRAPH,
    "sem": SEM,
    "nif": NIF,
    "prov": PROV,
    "skos": SKOS,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "org": ORG,
    "wd": WD,
    "xsd": XSD,
}
"""Prefixes used in every query, serialisation and page."""

ONTOLOGY_GRAPH: Final = GRAPH + "ontology"
ACTORS_GRAPH: Final = GRAPH + "actors"
CURRENT_GRAPH: Final = GRAPH + "current"
ARTICLE_GRAPHS: Final = GRAPH + "article/"


def digest(*parts: str, length: int = 16) -> str:
    """Hash the parts to a short hexadecimal name, the same for the same parts."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:length]


def actor_iri(actor_id: str) -> str:
    """Name an actor by its gazetteer id (``USA``, ``bashar-al-assad``)."""
    return f"{DATA}actor/{quote(actor_id, safe='-_.~')}"


def actor_id(iri: str) -> str:
    """Give back the gazetteer id of an actor IRI."""
    return unquote(iri.rsplit("/", 1)[-1])


def article_iri(article_hash: str) -> str:
    """Name an article by its hash."""
    return f"{DATA}article/{article_hash}"


def article_graph(article_hash: str) -> str:
    """Name the graph that holds all an article claims."""
    return ARTICLE_GRAPHS + article_hash


def span_iri(article_hash: str, begin: int, end: int) -> str:
    """Name a passage of an article by character offsets, end exclusive (RFC 5147)."""
    return f"{article_iri(article_hash)}#char={begin},{end}"


def event_iri(*parts: str) -> str:
    """Name an event claim by article, span and parts."""
    return f"{DATA}event/{digest(*parts)}"


def happening_iri(*parts: str) -> str:
    """Name a happening, which several event claims report, by the first of them."""
    return f"{DATA}happening/{digest(*parts)}"


def relation_iri(subject: str, relation: str, object_: str) -> str:
    """Name a relation between two actors, given as IRIs, whether it holds now or not."""
    return f"{DATA}relation/{digest(subject, relation, object_)}"


def stance_iri(*parts: str) -> str:
    """Name a stance claim by article, span and parts."""
    return f"{DATA}stance/{digest(*parts)}"


def run_iri(*parts: str) -> str:
    """Name an extraction run by the software version and settings."""
    return f"{DATA}run/{digest(*parts)}"
