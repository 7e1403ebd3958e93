"""Terms of answers in the form that the embedded store gives them, where services have their own."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

from graph.graphs import normalised
from ontology.namespaces import XSD

_PECULIAR: Final = re.compile(rb"XMLSchema#(?:boolean|dateTime|dayTimeDuration|double|float)\"")
"""Datatypes whose values Virtuoso writes otherwise: ``1`` for ``true``, seconds for durations."""
_LABELS: Final = (b'"bnode", "value": "nodeID://', b'"bnode", "value": "')
"""Virtuoso's labels of blank nodes, which are none by the standard, and what they are without their beginning."""
_SECONDS: Final = re.compile(r"(-?)([0-9]+(?:\.[0-9]+)?)")


def usual(content: bytes) -> bytes:
    """Write the terms of an answer in JSON as the embedded store does."""
    content = content.replace(*_LABELS)
    if not _PECULIAR.search(content):
        return content
    answer = json.loads(content)
    for solution in answer.get("results", {}).get("bindings", ()):
        for term in solution.values():
            _rewrite(term)
    return json.dumps(answer, ensure_ascii=False).encode()


def _rewrite(term: dict[str, Any]) -> None:
    datatype = term.get("datatype", "")
    if datatype.startswith(XSD):
        term["value"] = _value(term["value"], datatype)


@lru_cache(maxsize=4096)
def _value(value: str, datatype: str) -> str:
    from pyoxigraph import Literal, NamedNode, Quad

    seconds = _SECONDS.fullmatch(value) if datatype == XSD + "dayTimeDuration" else None
    text = f"{seconds[1]}PT{seconds[2]}S" if seconds else value
    node = NamedNode(datatype)
    (quad,) = normalised([Quad(node, node, Literal(text, datatype=node), node)])
    return quad.object.value if isinstance(quad.object, Literal) else value
