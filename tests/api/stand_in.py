"""A reader of articles that needs no models: `FRA opposes RUS` is one stance; `STALL`, `FAIL` and `CRASH` do as they say."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from ingest.article import Article
from ingest.engines.model import Outcome, Read, SetAside
from ontology.errors import DetenteError
from ontology.namespaces import GP, PROV, RDF, SCHEMA, XSD, actor_iri, run_iri

RUN = run_iri("stand-in", "1")


class InstantReader:
    """Read at once; an article that says STALL is read when `go_on` is set."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = threading.Event()
        self.closed = threading.Event()

    def run_name(self) -> str:
        return RUN

    def read(self, articles: Sequence[Article]) -> list[Outcome]:
        self.begun.set()
        if any("STALL" in article.text for article in articles):
            while not self.go_on.wait(0.01):
                if self.closed.is_set():
                    raise DetenteError("killed", 500)
        if any("CRASH" in article.text for article in articles):
            raise DetenteError("it died", 500)
        return [self.read_one(article) for article in articles]

    def read_one(self, article: Article) -> Outcome:
        if "FAIL" in article.text:
            return SetAside(article, "cannot be read")
        return Read(article.iri, article.graph, written(self.quads(article)), events=0, stances=1)

    def quads(self, article: Article) -> list[Quad]:
        return quads(article)

    def close(self) -> None:
        self.closed.set()


def quads(article: Article) -> list[Quad]:
    graph, node, stance = NamedNode(article.graph), NamedNode(article.iri), NamedNode(article.iri + "#stance")
    subject, relation, object_ = article.text.split()[:3]
    about: dict[tuple[NamedNode, str], NamedNode | Literal] = {
        (node, RDF + "type"): NamedNode(SCHEMA + "NewsArticle"),
        (node, GP + "contentHash"): Literal(article.content_hash),
        (node, PROV + "wasGeneratedBy"): NamedNode(RUN),
        (node, GP + "sourceId"): Literal(article.source_id or ""),
        (stance, RDF + "type"): NamedNode(GP + "StanceAssertion"),
        (stance, RDF + "subject"): NamedNode(actor_iri(subject)),
        (stance, RDF + "predicate"): NamedNode(GP + relation),
        (stance, RDF + "object"): NamedNode(actor_iri(object_)),
        (stance, GP + "claimPolarity"): NamedNode(GP + "affirmed"),
        (stance, GP + "certainty"): NamedNode(GP + "certain"),
        (stance, GP + "confidence"): Literal("0.9", datatype=NamedNode(XSD + "decimal")),
    }
    if article.url:
        about[node, SCHEMA + "url"] = NamedNode(article.url)
    return [Quad(subject, NamedNode(predicate), value, graph) for (subject, predicate), value in about.items()]


def written(found: Iterable[Quad]) -> bytes:
    """Write quads as workers do."""
    return serialize(found, format=RdfFormat.N_QUADS) or b""
