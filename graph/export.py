"""The graph in the formats of others: RDF serialisations, a table of relations, GraphML."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from graph.articles import Answers
from graph.formats import MEMBERS, rdf_format
from ontology.errors import DetenteError
from ontology.namespaces import ACTORS_GRAPH, CURRENT_GRAPH, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QueryTriples, RdfFormat

    from graph.store import Store

FORMATS: Final = (*MEMBERS, "csv", "graphml")
"""The formats ``export`` knows; of a query's answer all but graphml."""

_CURRENT: Final = f"""SELECT ?subject ?subjectLabel ?relation ?object ?objectLabel WHERE {{
  VALUES ?predicate {{ gp:supports gp:opposes }}
  GRAPH <{CURRENT_GRAPH}> {{ ?subject ?predicate ?object }}
  BIND (STRAFTER(STR(?predicate), "#") AS ?relation)
  OPTIONAL {{
    GRAPH <{ACTORS_GRAPH}> {{ ?subject skos:prefLabel ?subjectLabel }}
    FILTER (LANG(?subjectLabel) IN ("en", ""))
  }}
  OPTIONAL {{
    GRAPH <{ACTORS_GRAPH}> {{ ?object skos:prefLabel ?objectLabel }}
    FILTER (LANG(?objectLabel) IN ("en", ""))
  }}
}} ORDER BY ?subject ?object ?relation"""


def export(store: Store, fmt: str, output: IO[bytes], *, query: str | None = None) -> None:
    """Write the whole store, or the answer of a query, in one of ``FORMATS``.

    A CONSTRUCT or DESCRIBE goes to the RDF formats, a SELECT or ASK to csv; without a query csv is the table of
    current relations and graphml the signed network of principals.

    Raises:
        DetenteError: the format is not known or does not fit the query.
    """
    if fmt == "csv":
        _write_csv(store, query or _CURRENT, output)
    elif fmt == "graphml":
        if query:
            raise DetenteError("GraphML holds the network of the whole store; give no query with it.")
        _write_network(store, fmt, output)
    elif query:
        _write_triples(store, query, rdf_format(fmt), output)
    else:
        store.dump(fmt, output, sort=fmt in ("nquads", "ntriples"))


def _write_network(store: Answers, fmt: str, output: IO[bytes]) -> None:
    from graph.signed.blocs import frustration
    from graph.signed.export import write
    from graph.signed.layout import layout
    from graph.signed.read import read_network

    network = read_network(store)
    write(network, fmt, output, layout(network, frustration(network).blocs))


def _write_triples(store: Answers, query: str, fmt: RdfFormat, output: IO[bytes]) -> None:
    from pyoxigraph import QueryTriples, serialize

    answer: object = store.query(query)
    if not isinstance(answer, QueryTriples):
        raise DetenteError("Only CONSTRUCT and DESCRIBE give RDF; use csv for SELECT and ASK.")
    triples: QueryTriples = answer
    serialize(triples, output, format=fmt, prefixes=PREFIXES)


def _write_csv(store: Answers, query: str, output: IO[bytes]) -> None:
    from pyoxigraph import QueryResultsFormat, QueryTriples

    answer = store.query(query)
    if isinstance(answer, QueryTriples):
        raise DetenteError("CONSTRUCT and DESCRIBE give RDF; choose an RDF format for them.")
    answer.serialize(output, format=QueryResultsFormat.CSV)
