"""Article graphs made of tables, by the contract of the vocabulary: what the pages show in the tests."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph.store import Store
from ontology.namespaces import (
    DATA,
    GP,
    NIF,
    PLOVER,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    XSD,
    actor_iri,
    article_graph,
    article_iri,
    span_iri,
)

TABLES = Path(__file__).parent / "data"
Row = Mapping[str, str]


def read(name: str) -> list[Row]:
    """Read a table of the made-up world."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put_world(store: Store) -> Store:
    """Put the made-up world into a store."""
    return put(store, read("articles.csv"), read("claims.csv"), read("actors.csv"))


def put(store: Store, articles: Iterable[Row], claims: Iterable[Row], actors: Iterable[Row] = ()) -> Store:
    """Put articles into a store, each with its claims and the actors that it introduces."""
    claims, actors = list(claims), list(actors)
    for article in articles:
        mine = [[row for row in table if row["article"] == article["id"]] for table in (claims, actors)]
        graph = article_graph(article["id"])
        quads = (Quad(s, p, o, NamedNode(graph)) for s, p, o in _article(article, *mine))
        store.replace_article(graph, list(quads))
    return store


Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def _article(article: Row, claims: list[Row], actors: list[Row]) -> Iterator[Triple]:
    node = article_iri(article["id"])
    yield from _facts(
        node,
        (RDF + "type", _node(SCHEMA + "NewsArticle")),
        (RDF + "type", _node(NIF + "Context")),
        (SCHEMA + "inLanguage", Literal(article["lang"])),
        (SCHEMA + "headline", article["title"] and Literal(article["title"], language=article["lang"])),
        (SCHEMA + "datePublished", article["published"] and _typed(article["published"], "date")),
        (SCHEMA + "publisher", article["publisher"] and Literal(article["publisher"])),
        (SCHEMA + "url", article["url"] and _node(article["url"])),
        (GP + "sourceId", Literal(article["id"])),
        (GP + "contentHash", Literal(f"sha256:{article['id']}")),
    )
    for actor in actors:
        yield from _facts(
            actor_iri(actor["id"]),
            (RDF + "type", _node(GP + actor["type"])),
            (SKOS + "prefLabel", Literal(actor["name"])),
            (GP + "actsFor", actor["acts_for"] and _node(actor_iri(actor["acts_for"]))),
        )
    begin = 0
    for number, claim in enumerate(claims, 1):
        end = begin + len(claim["sentence"])
        yield from _claim(f"{article['id']}-{number}", claim, article, (begin, end))
        begin = end + 1


def _claim(name: str, claim: Row, article: Row, span: tuple[int, int]) -> Iterator[Triple]:
    sentence = span_iri(article["id"], *span)
    yield from _facts(
        sentence,
        (RDF + "type", _node(NIF + "Sentence")),
        (NIF + "referenceContext", _node(article_iri(article["id"]))),
        (NIF + "beginIndex", _typed(span[0], "nonNegativeInteger")),
        (NIF + "endIndex", _typed(span[1], "nonNegativeInteger")),
        (NIF + "anchorOf", Literal(claim["sentence"], language=article["lang"])),
    )
    shared = (
        (GP + "claimPolarity", _node(GP + claim["polarity"])),
        (GP + "certainty", _node(GP + claim["certainty"])),
        (GP + "confidence", _typed(claim["confidence"], "decimal")),
        (GP + "attribution", _node(GP + claim["attribution"])),
        (GP + "claimedBy", claim["speaker"] and _node(actor_iri(claim["speaker"]))),
        (GP + "rule", Literal("made-up")),
        (PROV + "wasDerivedFrom", _node(sentence)),
    )
    event = f"{DATA}event/{name}"
    if claim["event"]:
        yield from _facts(event, *_event(claim), *shared)
    if claim["relation"]:
        via = (GP + "viaEvent", claim["event"] and _node(event))
        yield from _facts(f"{DATA}stance/{name}", *_stance(claim), via, *shared)


Fact = tuple[str, NamedNode | Literal | str]


def _event(claim: Row) -> Iterator[Fact]:
    yield RDF + "type", _node(GP + "Event")
    yield GP + "eventType", _node(PLOVER + claim["event"])
    yield GP + "tense", _node(GP + "Past")
    sides = {"subject": "agent", "object": "recipient"}
    for side, role in ((side, role) for side, role in sides.items() if claim[side]):
        yield GP + role, _node(actor_iri(claim[side]))
        yield GP + role + "Mention", Literal(claim[f"{side}_words"])
        yield GP + role + "Principal", _node(actor_iri(_principal(claim[side])))
    if claim["date"]:
        yield GP + "date", _typed(claim["date"], "date")
        yield GP + "datePrecision", _node(GP + claim["precision"])
        yield GP + "dateBasis", _node(GP + "Explicit")


def _stance(claim: Row) -> Iterator[Fact]:
    yield RDF + "type", _node(GP + "StanceAssertion")
    yield RDF + "type", _node(RDF + "Statement")
    yield RDF + "predicate", _node(GP + claim["relation"])
    yield GP + "basis", _node(GP + ("ImpliedByEvent" if claim["event"] else "Stated"))
    yield PROV + "wasGeneratedBy", _node(f"{DATA}run/made-up")
    for side in ("subject", "object"):
        yield RDF + side, _node(actor_iri(claim[side]))
        yield GP + side + "Mention", Literal(claim[f"{side}_words"])
        yield GP + side + "Principal", _node(actor_iri(_principal(claim[side])))
    if claim["date"]:
        yield GP + "validFrom", _typed(claim["date"], "date")


def _principal(actor: str) -> str:
    return "USA" if actor == "us-department-of-defense" else actor


def _facts(subject: str, *facts: Fact) -> Iterator[Triple]:
    """Yield triples; facts that are empty are left out."""
    for predicate, value in facts:
        if not isinstance(value, str):
            yield _node(subject), _node(predicate), value


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _typed(value: object, datatype: str) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + datatype))
