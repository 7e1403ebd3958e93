"""Resources as JSON-LD: short names for our vocabulary, by a context that is both embedded and served."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from api.terms import compact
from ontology.namespaces import GP, NIF, OWL, PREFIXES, PROV, RDF, SCHEMA, SKOS, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from api.views.reading import Resource

_NODE: Final = "@id"
_STRING: Final = ""
_TERMS: Final[dict[str, dict[str, str]]] = {
    RDF: dict.fromkeys(("subject", "predicate", "object"), _NODE),
    GP: {
        **dict.fromkeys(("subjectPrincipal", "objectPrincipal", "claimPolarity", "certainty", "attribution"), _NODE),
        **dict.fromkeys(("claimedBy", "basis", "viaEvent", "eventType", "mode", "context", "tense", "place"), _NODE),
        **dict.fromkeys(("agent", "agentPrincipal", "recipient", "recipientPrincipal"), _NODE),
        **dict.fromkeys(("datePrecision", "dateBasis", "actsFor", "country", "outlet", "mandate"), _NODE),
        **dict.fromkeys(("supports", "opposes", "sameEventAs"), _NODE),
        **dict.fromkeys(("reports", "articles", "sources"), XSD + "integer"),
        **dict.fromkeys(("validFrom", "validUntil", "date", "dateEnd"), XSD + "date"),
        **dict.fromkeys(("subjectMention", "objectMention", "agentMention", "recipientMention"), _STRING),
        **dict.fromkeys(("reason", "rule", "sourceId", "contentHash", "code", "blockingKey"), _STRING),
        "confidence": XSD + "decimal",
    },
    NIF: {
        "referenceContext": _NODE,
        "anchorOf": _STRING,
        **dict.fromkeys(("beginIndex", "endIndex"), XSD + "integer"),
    },
    PROV: dict.fromkeys(("wasDerivedFrom", "wasGeneratedBy"), _NODE),
    SCHEMA: {
        **dict.fromkeys(("headline", "inLanguage", "publisher"), _STRING),
        "datePublished": XSD + "date",
        "url": _NODE,
    },
    SKOS: dict.fromkeys(("prefLabel", "altLabel"), _STRING),
    OWL: {"sameAs": _NODE},
}
"""The properties with a short name, and what their values are read as: nodes, strings or a datatype."""


@cache
def context() -> dict[str, Any]:
    """Give the JSON-LD context."""
    terms: dict[str, Any] = {"@version": 1.1, **PREFIXES}
    for namespace, names in _TERMS.items():
        for name, kind in names.items():
            terms[name] = {"@id": namespace + name, "@type": kind} if kind else namespace + name
    return terms


def document(resources: Iterable[Resource]) -> str:
    """Write resources as one JSON-LD document."""
    nodes = [_node(resource) for resource in resources]
    return json.dumps({"@context": context(), "@graph": nodes}, ensure_ascii=False)


@cache
def _short() -> dict[str, tuple[str, str]]:
    return {space + name: (name, kind) for space, names in _TERMS.items() for name, kind in names.items()}


def _node(resource: Resource) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": resource.iri}
    for predicate, values in sorted(resource.values.items(), key=lambda item: (item[0] != RDF + "type", item[0])):
        if predicate == RDF + "type":
            found["@type"] = sorted({compact(value.value) for value in values})
            continue
        name, kind = _short().get(predicate, (predicate, _STRING))
        written = list(_values(values, kind))
        found[name] = written[0] if len(written) == 1 else written
    return found


def _values(values: Iterable[NamedNode | Literal], kind: str) -> Iterator[Any]:
    """Write values short where their term says what they are, in full elsewhere."""
    from pyoxigraph import NamedNode

    for value in sorted(set(values), key=lambda value: (value.value, str(value))):
        if isinstance(value, NamedNode):
            yield compact(value.value) if kind == _NODE else {"@id": value.value}
        elif value.language:
            yield {"@value": value.value, "@language": value.language}
        elif value.datatype.value == (kind or XSD + "string"):
            yield value.value
        elif value.datatype.value == XSD + "string":
            yield {"@value": value.value}
        else:
            yield {"@value": value.value, "@type": value.datatype.value}
