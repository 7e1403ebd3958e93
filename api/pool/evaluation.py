"""One query checked, evaluated and serialised, in whichever process this is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from api import guard
from api.negotiation import GRAPHS, RESULTS, choose
from graph.sparql import syntax_error
from ontology.errors import DetenteError
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from api.runner import Dataset, Question

    Found = QuerySolutions | QueryBoolean | QueryTriples

_FROM: Final = re.compile(r"\bfrom\s*(?:named\b\s*)?(?:<|[\w-]*:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A query that has been understood: its form, and how to write its answer."""

    media_type: str
    form: str
    write: Callable[[IO[bytes]], None]


def evaluate(query: Callable[[str], Found], question: Question) -> Evaluated:
    """Check a query, begin to evaluate it, and choose how its answer is written.

    Raises:
        DetenteError: 400 syntax, 403 SERVICE and updates, 406 none of the accepted media types fits.
    """
    from pyoxigraph import QueryTriples

    guard.check(question.sparql)
    found = query(question.sparql)
    offered = GRAPHS if isinstance(found, QueryTriples) else RESULTS
    media_type = choose(question.accept, list(offered))
    return Evaluated(media_type, offered[media_type], lambda output: _serialise(found, offered[media_type], output))


def over(store: pyoxigraph.Store, dataset: Dataset, union: bool) -> Callable[[str], Found]:
    """Give a function that queries a store over a dataset."""

    def query(sparql: str) -> Found:
        try:
            return store.query(sparql, prefixes=PREFIXES, **_graphs(sparql, dataset, union))
        except SyntaxError as error:
            raise syntax_error(error) from None
        except OSError as error:
            raise DetenteError(f"The query failed: {error}.", 500) from error

    return query


def _graphs(sparql: str, dataset: Dataset, union: bool) -> dict[str, Any]:
    from pyoxigraph import NamedNode

    if dataset.default_graphs or dataset.named_graphs:
        return {
            "default_graph": [NamedNode(iri) for iri in dataset.default_graphs],
            "named_graphs": [NamedNode(iri) for iri in dataset.named_graphs],
        }
    return {"use_default_graph_as_union": union and not _FROM.search(sparql)}


def _serialise(found: Found, member: str, output: IO[bytes]) -> None:
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize

    if isinstance(found, QueryTriples):
        serialize(found, output, format=getattr(RdfFormat, member), prefixes=PREFIXES)
    else:
        found.serialize(output, format=getattr(QueryResultsFormat, member))
