"""The rows of the index, read from article graphs and the graph of actors by SPARQL."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from math import isfinite
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from graph.catalogue.names import keys
from ontology.namespaces import ACTORS_GRAPH, ARTICLE_GRAPHS, CURRENT_GRAPH, GP, RDF, SKOS

if TYPE_CHECKING:
    from graph.articles import Answers

Row = tuple[str | int | float, ...]

_ANY: Final = "?graph"
_ARTICLES: Final = """SELECT {graph} ?x ?published ?publisher ?lang ?id ?url WHERE {{ GRAPH {within} {{
  ?x a schema:NewsArticle .
  OPTIONAL {{ ?x schema:datePublished ?published }} OPTIONAL {{ ?x schema:publisher ?publisher }}
  OPTIONAL {{ ?x schema:inLanguage ?lang }} OPTIONAL {{ ?x gp:sourceId ?id }} OPTIONAL {{ ?x schema:url ?url }}
}} }}"""
_STANCES: Final = """SELECT {graph} ?x ?article ?from ?published ?subject ?object ?sp ?op ?relation ?polarity ?certainty
  ?confidence ?speaker ?publisher ?precision WHERE {{ GRAPH {within} {{
  ?x a gp:StanceAssertion ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ;
     gp:claimPolarity ?polarity ; gp:certainty ?certainty ; gp:confidence ?confidence ; prov:wasDerivedFrom ?span .
  ?span nif:referenceContext ?article .
  OPTIONAL {{ ?x gp:subjectPrincipal ?sp }} OPTIONAL {{ ?x gp:objectPrincipal ?op }}
  OPTIONAL {{ ?x gp:claimedBy ?speaker }} OPTIONAL {{ ?x gp:validFrom ?from }}
  OPTIONAL {{ ?x gp:viaEvent ?event . ?event gp:datePrecision ?precision }}
  OPTIONAL {{ ?article schema:datePublished ?published }} OPTIONAL {{ ?article schema:publisher ?publisher }}
}} }}"""
_EVENTS: Final = """SELECT {graph} ?x ?article ?start ?end ?precision ?type ?tense ?polarity ?certainty ?confidence
WHERE {{ GRAPH {within} {{
  ?x a gp:Event ; gp:eventType ?type ; gp:claimPolarity ?polarity ; gp:certainty ?certainty ;
     gp:confidence ?confidence ; prov:wasDerivedFrom ?span .
  ?span nif:referenceContext ?article .
  OPTIONAL {{ ?x gp:date ?start }} OPTIONAL {{ ?x gp:dateEnd ?end }} OPTIONAL {{ ?x gp:datePrecision ?precision }}
  OPTIONAL {{ ?x gp:tense ?tense }}
}} }}"""
_PARTICIPANTS: Final = """SELECT ?x ?start ?side ?actor WHERE {{
  VALUES (?slot ?side) {{ (gp:agent "agent") (gp:agentPrincipal "agent")
                          (gp:recipient "recipient") (gp:recipientPrincipal "recipient") }}
  GRAPH {within} {{ ?x ?slot ?actor ; a gp:Event . OPTIONAL {{ ?x gp:date ?start }} }}
}}"""
_HAPPENINGS: Final = f"""SELECT ?x ?start ?end ?type ?articles ?sources ?confidence
WHERE {{{{ {{which}} GRAPH <{CURRENT_GRAPH}> {{{{
  ?x a gp:Happening ; gp:eventType ?type ; gp:articles ?articles ; gp:sources ?sources ; gp:confidence ?confidence .
  OPTIONAL {{{{ ?x gp:date ?start }}}} OPTIONAL {{{{ ?x gp:dateEnd ?end }}}}
}}}} }}}}"""
_PARTIES: Final = f"""SELECT DISTINCT ?actor ?x WHERE {{{{ {{which}} GRAPH <{CURRENT_GRAPH}> {{{{
  ?x a gp:Happening ; gp:agent|gp:recipient ?actor }}}} }}}}"""
_ACTORS: Final = f"SELECT ?x ?p ?o {{ GRAPH <{ACTORS_GRAPH}> {{ ?x ?p ?o }} }}"
_ACTOR: Final = f"SELECT ?p ?o {{{{ GRAPH <{ACTORS_GRAPH}> {{{{ <{{iri}}> ?p ?o }}}} }}}}"
_NAMES: Final = frozenset({SKOS + "prefLabel", SKOS + "altLabel", GP + "code"})


def article_rows(store: Answers, graph: str | None = None) -> Iterator[tuple[str, Row]]:
    """Yield the rows of one article graph, or of all, each with its table."""
    yield from (("article", row) for row in _within(store, _ARTICLES, graph, _article))
    yield from (("stance", row) for row in _within(store, _STANCES, graph, _stance))
    yield from (("event", row) for row in _within(store, _EVENTS, graph, _event))
    for event, start, side, actor in _select(store, _PARTICIPANTS.format(within=f"<{graph}>" if graph else _ANY)):
        yield "participant", (actor, side, start[:10], event)
        yield "participant", (actor, "any", start[:10], event)


def pairs(stance: Row) -> Iterator[Row]:
    """Yield the ordered pairs of actors that a stance row is about: as mentioned, and as principals."""
    iri, _, _, day, _, subject, object_, subject_principal, object_principal, *rest = stance
    for pair in {(subject, object_), (subject_principal, object_principal)}:
        yield (*pair, iri, *rest[:4], day)


def actor_rows(store: Answers, actors: Iterable[str] | None = None) -> Iterator[tuple[str, Row]]:
    """Yield the rows of some actors and of their names, or of all, each with its table."""
    if actors is None:
        for iri, predicate, value in _select(store, _ACTORS):
            yield from _actor(iri, predicate, value)
    for iri in actors or ():
        for predicate, value in _select(store, _ACTOR.format(iri=iri)):
            yield from _actor(iri, predicate, value)


def happening_rows(store: Answers, happenings: Iterable[str] | None = None) -> Iterator[tuple[str, Row]]:
    """Yield the rows of some happenings and of those who take part, or of all, each with its table."""
    which = "" if happenings is None else f"VALUES ?x {{ {' '.join(f'<{iri}>' for iri in happenings)} }}"
    for iri, start, end, kind, articles, sources, confidence in _select(store, _HAPPENINGS.format(which=which)):
        counts = (int(articles), int(sources), _number(confidence))
        yield "happening", (iri, start[:10], (end or start)[:10], _local(kind), *counts)
    for actor, iri in _select(store, _PARTIES.format(which=which)):
        yield "party", (actor, iri)


def _actor(iri: str, predicate: str, value: str) -> Iterator[tuple[str, Row]]:
    if predicate in _NAMES:
        yield from (("name", (int(number > 0), key, value, iri)) for number, key in enumerate(keys(value)))
    elif predicate == RDF + "type" and value.startswith(GP) and value != GP + "Mandate":
        yield "actor", (iri, _local(value), 0)


def _article(graph: str, row: list[str]) -> Row:
    iri, published, *rest = row
    return (iri, graph, published[:10], *rest)


def _stance(graph: str, row: list[str]) -> Row:
    iri, article, start, published, subject, object_, sp, op, relation, *rest = row
    polarity, certainty, confidence, speaker, publisher, precision = rest
    day, dated_by = (start, "text") if start else (published, "publication" if published else "")
    actors = (subject, object_, sp or subject, op or object_)
    how = (_local(relation), _local(polarity), _local(certainty), _number(confidence))
    exact = (_local(precision) if start else "") or ("Day" if day else "")
    return (iri, graph, article, day[:10], dated_by, *actors, *how, speaker, publisher, exact)


def _event(graph: str, row: list[str]) -> Row:
    iri, article, start, end, *terms, confidence = row
    return (iri, graph, article, start[:10], (end or start)[:10], *map(_local, terms), _number(confidence))


def _within(store: Answers, query: str, graph: str | None, make: Callable[[str, list[str]], Row]) -> Iterator[Row]:
    if graph is not None:
        yield from (make(graph, row) for row in _select(store, query.format(graph="", within=f"<{graph}>")))
        return
    for name, *row in _select(store, query.format(graph=_ANY, within=_ANY)):
        if name.startswith(ARTICLE_GRAPHS):
            yield make(name, row)


def _select(store: Answers, query: str) -> Iterator[list[str]]:
    """Answer a SELECT with plain strings, '' where a variable is unbound; much faster than solution by solution."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions

    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    with TemporaryFile() as file:
        solutions.serialize(file, format=QueryResultsFormat.CSV)
        file.seek(0)
        rows = csv.reader(TextIOWrapper(file, "utf-8", newline=""))
        next(rows)
        yield from rows


def _number(text: str) -> float:
    """Read a confidence; what is none, which the shapes forbid, counts for nothing."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if isfinite(number) else 0.0


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
