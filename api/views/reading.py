"""Reading of many resources at once: one query for all their properties, none for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api import terms
from graph.articles import rows
from ontology.errors import DetenteError
from ontology.namespaces import RDF

if TYPE_CHECKING:
    from api.dependencies import Page
    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Resource:
    """A node with the values of its properties, by property IRI."""

    iri: str
    values: dict[str, list[tuple[str, str]]]

    @property
    def id(self) -> str:
        """Give the last part of the IRI."""
        return self.iri.rpartition("/")[2]

    def all(self, predicate: str) -> list[str]:
        """Give the values of a property, sorted."""
        return sorted(value for value, _ in self.values.get(predicate, ()))

    def one(self, predicate: str) -> str | None:
        """Give a value of a property, the first where there are several."""
        return next(iter(self.all(predicate)), None)

    def name(self, predicate: str) -> str | None:
        """Give a value that is a term of a vocabulary by its short name."""
        value = self.one(predicate)
        return value.rpartition("#")[2] if value else None

    def by_language(self, predicate: str) -> dict[str, str]:
        """Give the values of a property by language, '' for none."""
        return {language: value for value, language in sorted(self.values.get(predicate, ()), reverse=True)}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list is made of: variable ``?item`` bound by a pattern, and the key it is ordered by."""

    where: str
    order: str

    def iris(self, store: Store, page: Page) -> list[str]:
        """Select the IRIs of one page."""
        query = f"SELECT ?item WHERE {{ {self.where} }} GROUP BY ?item ORDER BY {self.order} ?item {page.clause()}"
        return [row[0] or "" for row in rows(store, query)]

    def total(self, store: Store) -> int:
        """Count all items."""
        found = next(rows(store, f"SELECT (COUNT(DISTINCT ?item) AS ?n) WHERE {{ {self.where} }}"))
        return int(found[0] or 0)


def resources(store: Store, iris: Iterable[str]) -> dict[str, Resource]:
    """Read the properties of resources, in the order given; those nothing is known of are left out."""
    from pyoxigraph import Literal, NamedNode, QuerySolutions

    wanted = list(dict.fromkeys(iris))
    if not wanted:
        return {}
    answer = store.query(f"SELECT ?s ?p ?o WHERE {{ {terms.values('s', wanted)} ?s ?p ?o }}")
    assert isinstance(answer, QuerySolutions)
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in answer:
        if (
            isinstance(subject, NamedNode)
            and isinstance(predicate, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            language = (value.language or "") if isinstance(value, Literal) else ""
            found[subject.value][predicate.value].append((value.value, language))
    return {iri: Resource(iri, found[iri]) for iri in wanted if iri in found}


def single(store: Store, iri: str, cls: str, what: str) -> Resource:
    """Read one resource of a class.

    Raises:
        DetenteError: there is none (404).
    """
    found = resources(store, [iri]).get(iri)
    if found is None or cls not in found.all(RDF + "type"):
        raise DetenteError(f"There is no {what} {iri.rpartition('/')[2]!r}.", 404)
    return found
