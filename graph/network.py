"""The signed network: one edge for each stance that counts, with the words that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.articles import Answers, rows
from graph.derive import LEAST_CONFIDENCE

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]
else:
    Network = object

_STANCES: Final = """SELECT ?stance ?subject ?object ?relation ?confidence ?quote ?article ?published ?from
WHERE {
  ?stance rdf:predicate ?relation ; %s ?subject ; %s ?object ;
    gp:claimPolarity gp:affirmed ; gp:certainty ?certainty ; gp:confidence ?confidence ; prov:wasDerivedFrom ?span .
  ?span nif:anchorOf ?quote ; nif:referenceContext ?article .
  FILTER (?subject != ?object && ?confidence >= %s && ?certainty != gp:possible)
  OPTIONAL { ?article schema:datePublished ?published }
  OPTIONAL { ?stance gp:validFrom ?from }
} ORDER BY ?stance"""

_ACTORS: Final = """SELECT ?actor ?class ?label ?code WHERE {
  GRAPH graph:actors {
    ?actor a ?class ; skos:prefLabel ?label .
    FILTER (LANG(?label) IN ("en", ""))
    OPTIONAL { ?actor gp:code ?code }
  }
} ORDER BY ?actor DESC(LANG(?label))"""


def signed_network(store: Answers, principals: bool = True) -> Network:
    """Build the network of affirmed, certain or probable stances sure enough to count.

    Nodes are actor IRIs with ``label``, ``kind`` and ``code``; an edge is keyed by its stance and has ``sign`` (+1 or
    -1), ``relation``, ``quote``, ``date`` (of the stance, else of publication; empty if unknown), ``article`` and
    ``confidence``. With ``principals`` organs and persons are rolled up to whom they act for.
    """
    import networkx

    network: Network = networkx.MultiDiGraph()
    slots = ("gp:subjectPrincipal", "gp:objectPrincipal") if principals else ("rdf:subject", "rdf:object")
    for row in rows(store, _STANCES % (*slots, LEAST_CONFIDENCE)):
        _add_edge(network, row)
    for actor, kind, label, code in rows(store, _ACTORS):
        if actor and actor in network:
            network.add_node(actor, label=label or "", kind=(kind or "").rpartition("#")[2], code=code or "")
    return network


def _add_edge(network: Network, row: tuple[str | None, ...]) -> None:
    stance, subject, object_, relation, confidence, quote, article, published, start = (text or "" for text in row)
    for actor in (subject, object_):
        if actor not in network:
            network.add_node(actor, label=actor.rpartition("/")[2], kind="", code="")
    name = relation.rpartition("#")[2]
    network.add_edge(
        subject,
        object_,
        key=stance,
        sign=1 if name == "supports" else -1,
        relation=name,
        quote=quote,
        date=(start or published)[:10],
        article=article,
        confidence=float(confidence),
    )
