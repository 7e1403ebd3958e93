"""The signed network in the formats of others: GraphML and GEXF for Gephi and its like, a table of relations as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any, Final

from graph.signed.blocs import frustration
from graph.signed.model import Actor, Relation, SignedNetwork
from ontology.errors import DetenteError

if TYPE_CHECKING:
    import networkx

    MultiDiGraph = networkx.MultiDiGraph[str]
else:
    MultiDiGraph = object

FORMATS: Final = ("graphml", "gexf", "csv")
COLUMNS: Final = (
    "subject",
    "subject_name",
    "relation",
    "object",
    "object_name",
    "articles",
    "stances",
    "confidence",
    "certainty",
    "first",
    "last",
    "publishers",
    "single_source",
    "frustrated",
    "quote",
    "speaker",
    "article",
    "title",
    "url",
)
Places = Mapping[str, tuple[float, float]]

_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_META: Final = re.compile(rb"\s*<meta\b.*?</meta>", re.DOTALL)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write(network: SignedNetwork, form: str, output: IO[bytes], places: Places | None = None) -> None:
    """Write a network in one of ``FORMATS``: an edge or a line for each current relation.

    ``places`` give x and y of actors by IRI, for GraphML and GEXF.

    Raises:
        DetenteError: the format is not known.
    """
    import networkx

    if form == "graphml":
        networkx.write_graphml(flat(network, places), output)
    elif form == "gexf":
        output.write(_gexf(flat(network, places)))
    elif form == "csv":
        output.write(_csv(network).encode())
    else:
        raise DetenteError(f"A network is written as {', '.join(FORMATS)}, not as {form!r}.")


def flat(network: SignedNetwork, places: Places | None = None) -> MultiDiGraph:
    """Give the network with an edge for each current relation and plain attributes, actors by their ids."""
    import networkx

    partition = frustration(network)
    frustrated = {relation.id for relation in partition.frustrated}
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for iri, actor in network.actors.items():
        graph.add_node(actor.id, **_node(actor, partition.blocs[iri]), **_place(places, iri))
    for relation in network.relations:
        ends = (network.actors[relation.subject].id, network.actors[relation.object].id)
        graph.add_edge(*ends, key=relation.id, **_edge(relation, relation.id in frustrated))
    return graph


def _gexf(graph: MultiDiGraph) -> bytes:
    """Write GEXF with the places as Gephi reads them, without today's date: equal networks give equal files."""
    import networkx

    for _, node in graph.nodes(data=True):
        if "x" in node:
            node["viz"] = {"position": {"x": node.pop("x"), "y": node.pop("y"), "z": 0.0}}
    buffer = io.BytesIO()
    networkx.write_gexf(graph, buffer)
    return _META.sub(b"", buffer.getvalue(), count=1)


def _node(actor: Actor, bloc: int) -> dict[str, Any]:
    names = {f"name_{language}": name for language, name in sorted(actor.names.items()) if language}
    found = {"label": actor.name(), "iri": actor.iri, "type": actor.type, "code": actor.code, "bloc": bloc, **names}
    return {key: _writable(value) for key, value in found.items()}


def _place(places: Places | None, iri: str) -> dict[str, Any]:
    if not places or iri not in places:
        return {}
    x, y = (float(value) for value in places[iri])
    return {"x": x, "y": y}


def _edge(relation: Relation, frustrated: bool) -> dict[str, Any]:
    found = {
        "label": relation.relation,
        "sign": relation.sign,
        "articles": relation.articles,
        "stances": len(relation.evidence),
        "confidence": relation.confidence,
        "certainty": relation.certainty,
        "first": relation.first,
        "last": relation.last,
        "publishers": "; ".join(sorted(relation.publishers)),
        "frustrated": frustrated,
        "quotes": "\n".join(dict.fromkeys(item.quote for item in relation.evidence)),
    }
    return {key: _writable(value) for key, value in found.items()}


def _writable(value: Any) -> Any:
    """Leave out characters that XML has no way to write."""
    return _UNWRITABLE.sub("", value) if isinstance(value, str) else value


def _csv(network: SignedNetwork) -> str:
    frustrated = {relation.id for relation in frustration(network).frustrated}
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for relation in network.relations:
        writer.writerow(_cell(value) for value in _row(network, relation, relation.id in frustrated))
    return buffer.getvalue()


def _row(network: SignedNetwork, relation: Relation, frustrated: bool) -> tuple[object, ...]:
    subject, object_, item = network.actors[relation.subject], network.actors[relation.object], relation.surest
    return (
        subject.id,
        subject.name(),
        relation.relation,
        object_.id,
        object_.name(),
        relation.articles,
        len(relation.evidence),
        relation.confidence,
        relation.certainty,
        relation.first,
        relation.last,
        "; ".join(sorted(relation.publishers)),
        str(relation.single_source).lower(),
        str(frustrated).lower(),
        item.quote,
        network.corpus.actor(item.speaker).id if item.speaker else "",
        item.source.iri.rpartition("/")[2],
        item.source.title,
        item.source.url,
    )


def _cell(value: object) -> object:
    """Keep a spreadsheet from taking the words of an article for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
