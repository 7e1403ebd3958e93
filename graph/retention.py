"""Articles that are no longer to be kept: chosen by age, publisher or query, and removed with all that follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from graph.articles import direct_graphs, property_values, rows
from ontology.errors import DetenteError
from ontology.namespaces import ARTICLE_GRAPHS, DATA

if TYPE_CHECKING:
    from graph.store import Store

BATCH: Final = 200
"""Articles that are removed in one transaction."""
_ASKED: Final = 500
"""Originals whose copies are looked up by one query."""
_ARTICLE: Final = DATA + "article/"
_DAYS: Final = re.compile(r"(\d{1,6})\s*d(?:ays?)?", re.IGNORECASE)

_PATTERN: Final = """SELECT DISTINCT ?graph WHERE {{
  GRAPH ?graph {{ ?article a schema:NewsArticle {source}{age} }}
  FILTER (STRSTARTS(STR(?graph), "{graphs}"))
}}"""
_NAMED: Final = """SELECT DISTINCT ?graph WHERE {{
  VALUES ?name {{ {values} }}
  GRAPH ?graph {{ {{ ?article gp:sourceId ?name }} UNION {{ ?article schema:url ?name }} }}
  FILTER (STRSTARTS(STR(?graph), "{graphs}"))
}}"""
_COPIES: Final = """SELECT DISTINCT ?graph WHERE {{
  VALUES ?original {{ {originals} }}
  GRAPH ?graph {{ ?copy gp:copyOf ?original }}
}}"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles: all conditions that are given must hold.

    ``before`` is a day, and articles published earlier are chosen, with ``undated`` also those without a date; a
    publisher of ``sources`` is written as in the articles; ``query`` is a SELECT that names them as ``?article``.
    """

    before: date | None = None
    undated: bool = False
    sources: tuple[str, ...] = ()
    query: str | None = None

    def __bool__(self) -> bool:
        """Tell whether there is any condition."""
        return bool(self.before or self.undated or self.sources or self.query)


def cutoff(text: str, as_of: date) -> date:
    """Give the first day that is kept: ``365d`` counts days back from ``as_of``, ``2020-01-01`` is the day itself.

    Raises:
        DetenteError: it is neither.
    """
    found = _DAYS.fullmatch(text.strip())
    try:
        return as_of - timedelta(days=int(found[1])) if found else date.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise DetenteError(f"{text!r} is no age. Give days, such as 365d, or a day, such as 2020-01-01.") from None


def select(store: Store, selection: Selection) -> list[str]:
    """List the graphs of the articles chosen.

    Raises:
        DetenteError: there is no condition, or the query is wrong or gives what is no article.
    """
    if not selection:
        raise DetenteError("Say which articles: older than an age, of a source, or by a query.")
    chosen: set[str] | None = None
    if selection.query:
        chosen = set(_queried(store, selection.query))
    if selection.before or selection.undated or selection.sources:
        matched = {graph or "" for (graph,) in rows(store, _matching(selection))}
        chosen = matched if chosen is None else chosen & matched
    return sorted(chosen or ())


def named(store: Store, ref: str) -> list[str]:
    """List the graphs of the articles that an IRI, graph IRI, hash, ``gp:sourceId`` or ``schema:url`` names.

    Raises:
        DetenteError: no article answers to this name (404).
    """
    found = [node.value for node in direct_graphs(ref) if store.has_graph(node.value)]
    if not found:
        values = " ".join(map(str, property_values(ref)))
        found = sorted(graph or "" for (graph,) in rows(store, _NAMED.format(values=values, graphs=ARTICLE_GRAPHS)))
    if not found:
        raise DetenteError(f"No article is known as {ref!r}.", 404)
    return found


def copies(store: Store, graphs: Sequence[str]) -> list[str]:
    """List the graphs of articles that are copies of these and not among them."""
    found: set[str] = set()
    for some in _batches(graphs, _ASKED):
        originals = " ".join(f"<{_ARTICLE}{graph.removeprefix(ARTICLE_GRAPHS)}>" for graph in some)
        found |= {graph or "" for (graph,) in rows(store, _COPIES.format(originals=originals))}
    return sorted(found - set(graphs))


def delete(store: Store, graphs: Iterable[str], progress: Callable[[int], None] = lambda _: None) -> int:
    """Remove article graphs with what was derived from them, some hundred in a transaction; count what was there.

    Whatever stops it, what is removed is removed whole; to do it again goes on with the rest.
    """
    deleted = 0
    for some in _batches(graphs, BATCH):
        deleted += store.replace_articles((graph, ()) for graph in some)
        progress(deleted)
    return deleted


def _batches(items: Iterable[str], size: int) -> Iterator[list[str]]:
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some


def _matching(selection: Selection) -> str:
    source = "".join(f", {_literal(name)}" for name in selection.sources)[2:]
    return _PATTERN.format(
        graphs=ARTICLE_GRAPHS,
        source=f"; schema:publisher ?publisher . FILTER (STR(?publisher) IN ({source})) " if source else ". ",
        age=_age(selection),
    )


def _age(selection: Selection) -> str:
    dated = "?article schema:datePublished ?date"
    older = f'{dated} FILTER (STR(?date) < "{selection.before}")'
    undated = f"FILTER NOT EXISTS {{ {dated} }}"
    if selection.before and selection.undated:
        return f"{{ {older} }} UNION {{ ?article a schema:NewsArticle . {undated} }}"
    return older if selection.before else undated if selection.undated else ""


def _queried(store: Store, query: str) -> Iterator[str]:
    """Yield the article graphs that a query names by graph or by article."""
    from pyoxigraph import QuerySolutions

    found = store.query(query)
    if not isinstance(found, QuerySolutions) or "article" not in (v.value for v in found.variables):
        raise DetenteError("The query must be a SELECT with a variable ?article.")
    for solution in found:
        value: str = getattr(solution["article"], "value", "")
        if value.startswith(_ARTICLE) and "#" not in value:
            value = ARTICLE_GRAPHS + value.removeprefix(_ARTICLE)
        if not value.startswith(ARTICLE_GRAPHS):
            raise DetenteError(f"The query gives {value or 'nothing'} as ?article, which is no article.")
        yield value


def _literal(text: str) -> str:
    from pyoxigraph import Literal

    return str(Literal(text))
