"""The event claims that count as reports, and the block in which each is compared with others.

A report is an affirmed claim, certain or probable, sure enough, of what has happened or is happening: threats that were
not carried out, plans and denials report nothing that happened. It is compared only with reports of the same type and
the same time: the day or interval that the text gives, else the day of publication. So a block is bounded, whatever the
size of the graph, and what is told of later as background joins no block.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Final

from ontology.namespaces import ARTICLE_GRAPHS, GP, NIF, PROV, SCHEMA

if TYPE_CHECKING:
    from pyoxigraph import Quad

RECIPROCAL: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Acts that take two; of one party alone, as where a spokesman "told" an agency, they are not compared."""
LEAST_CONFIDENCE: Final = 0.4
"""The same as for the current relations."""
NEWS: Final = 31
"""Days between an event and the publication up to which a claim is a report; beyond that it is background."""

_READ: Final = {
    **{
        GP + name: name
        for name in ("eventType", "mode", "agentPrincipal", "recipientPrincipal", "place", "date", "dateEnd")
    },
    **{GP + name: name for name in ("datePrecision", "claimPolarity", "certainty", "tense", "confidence", "outlet")},
    PROV + "wasDerivedFrom": "span",
    NIF + "anchorOf": "quote",
    NIF + "referenceContext": "article",
    SCHEMA + "publisher": "publisher",
    SCHEMA + "datePublished": "published",
}
_STEM: Final = 6
_WORD: Final = re.compile(r"\w+")

_Node = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """One event claim, as far as it is compared with others; what is not known is empty.

    ``words`` are the content words of its sentence, ``names`` those of them that are numbers or capitalised within it.
    """

    event: str
    article: str
    type: str
    mode: str
    agents: frozenset[str]
    recipients: frozenset[str]
    place: str
    start: str
    end: str
    precision: str
    published: str
    source: str
    confidence: float
    language: str
    words: frozenset[str]
    names: frozenset[str]

    @property
    def block(self) -> str:
        """Name the block of reports it is compared with, ``""`` if none: undated, background, or a whole year."""
        if not self.start:
            return f"{self.type} {self.published}" if self.published else ""
        if self.precision == "Year" or _days_apart(self.start, self.end, self.published) > NEWS:
            return ""
        return f"{self.type} {self.start}" + (f"/{self.end}" if self.end != self.start else "")

    @property
    def actors(self) -> frozenset[str]:
        """Give all who take part, as principals."""
        return self.agents | self.recipients

    @property
    def rank(self) -> tuple[str, str]:
        """Order reports by publication, undated ones last."""
        return self.published or "9999", self.event


def reports(quads: Iterable[Quad]) -> Iterator[Report]:
    """Yield the reports that article graphs hold and that belong to a block."""
    nodes, languages = _nodes(quads)
    for (graph, subject), node in nodes.items():
        if "eventType" in node and _counts(node):
            report = _report(subject, node, graph, nodes, languages)
            if report.block and len(report.actors) >= (2 if report.type in RECIPROCAL else 1):
                yield report


def _nodes(quads: Iterable[Quad]) -> tuple[dict[tuple[str, str], _Node], dict[str, str]]:
    """Gather what is read of each subject of each article graph, and the languages of the sentences."""
    nodes: dict[tuple[str, str], _Node] = defaultdict(lambda: defaultdict(list))
    languages: dict[str, str] = {}
    for quad in quads:
        name = _READ.get(quad.predicate.value)
        graph = getattr(quad.graph_name, "value", "")
        if name and graph.startswith(ARTICLE_GRAPHS):
            subject: str = getattr(quad.subject, "value", "")
            nodes[graph, subject][name].append(getattr(quad.object, "value", ""))
            if name == "quote":
                languages[subject] = getattr(quad.object, "language", None) or ""
    return nodes, languages


def _counts(node: _Node) -> bool:
    if node.get("claimPolarity") != [GP + "affirmed"] or node.get("tense") == [GP + "Future"]:
        return False
    if node.get("certainty") not in ([GP + "certain"], [GP + "probable"]):
        return False
    return _number(node) >= LEAST_CONFIDENCE


def _report(
    event: str, node: _Node, graph: str, nodes: Mapping[tuple[str, str], _Node], languages: Mapping[str, str]
) -> Report:
    span = _one(node, "span")
    passage = nodes.get((graph, span), {})
    article = _one(passage, "article") or span.partition("#")[0]
    meta = nodes.get((graph, article), {})
    quote = _one(passage, "quote")
    start = _one(node, "date")[:10]
    return Report(
        event=event,
        article=article,
        type=_local(_one(node, "eventType")),
        mode=_local(_one(node, "mode")),
        agents=frozenset(node.get("agentPrincipal", ())),
        recipients=frozenset(node.get("recipientPrincipal", ())),
        place=_one(node, "place"),
        start=start,
        end=_one(node, "dateEnd")[:10] or start,
        precision=_local(_one(node, "datePrecision")) or ("Day" if start else ""),
        published=_one(meta, "published")[:10],
        source=_one(meta, "outlet") or " ".join(_one(meta, "publisher").casefold().split()),
        confidence=_number(node),
        language=languages.get(span, "").partition("-")[0],
        words=content_words(quote),
        names=proper_words(quote),
    )


def content_words(text: str) -> frozenset[str]:
    """Give the numbers and the longer words of a text, folded and cut to a stem."""
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:_STEM] for word in found if len(word) > 3 or word.isdigit())


def proper_words(text: str) -> frozenset[str]:
    """Give the numbers and the capitalised words of a text, without the first word, as stems."""
    found = _WORD.findall(text)[1:]
    return frozenset(w.casefold()[:_STEM] for w in found if w.isdigit() or (len(w) > 3 and w[0].isupper()))


def _days_apart(start: str, end: str, published: str) -> int:
    """Count the days between publication and a period, 0 within it or if the publication is undated."""
    try:
        day = date.fromisoformat(published)
        return max(0, (date.fromisoformat(start) - day).days, (day - date.fromisoformat(end)).days)
    except ValueError:
        return 0


def _one(node: Mapping[str, list[str]], name: str) -> str:
    """Give a value; of several, which the shapes forbid, the first in order."""
    return min(node.get(name, ()), default="")


def _number(node: _Node) -> float:
    try:
        number = float(_one(node, "confidence") or 0)
    except ValueError:
        return 0.0
    return number if isfinite(number) else 0.0


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
