"""Reading of many resources at once: one query for all their properties, none for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api import terms
from ontology.errors import DetenteError
from ontology.namespaces import RDF

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Resource:
    """A node with the values of its properties, by property IRI."""

    iri: str
    values: dict[str, list[NamedNode | Literal]]

    @property
    def id(self) -> str:
        """Give the last part of the IRI."""
        return self.iri.rpartition("/")[2]

    def all(self, predicate: str) -> list[str]:
        """Give the values of a property, sorted."""
        return sorted(value.value for value in self.values.get(predicate, ()))

    def one(self, predicate: str) -> str | None:
        """Give a value of a property, the first where there are several."""
        return next(iter(self.all(predicate)), None)

    def name(self, predicate: str) -> str | None:
        """Give a value that is a term of a vocabulary by its short name."""
        value = self.one(predicate)
        return value.rpartition("#")[2] if value else None

    def by_language(self, predicate: str) -> dict[str, str]:
        """Give the values of a property by language, '' for none."""
        found = ((value.value, getattr(value, "language", None) or "") for value in self.values.get(predicate, ()))
        return {language: value for value, language in sorted(found, reverse=True)}


def resources(store: Store, iris: Iterable[str], only: str | None = None) -> dict[str, Resource]:
    """Read the properties of resources, or one of them, in the order given; what nothing is known of is left out."""
    from pyoxigraph import Literal, NamedNode, QuerySolutions

    wanted = list(dict.fromkeys(iris))
    if not wanted:
        return {}
    which = f"VALUES ?p {{ {terms.iri(only)} }}" if only else ""
    answer = store.query(f"SELECT ?s ?p ?o WHERE {{ {terms.values('s', wanted)} {which} ?s ?p ?o }}")
    assert isinstance(answer, QuerySolutions)
    found: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in answer:
        if (
            isinstance(subject, NamedNode)
            and isinstance(predicate, NamedNode)
            and isinstance(value, NamedNode | Literal)
        ):
            found[subject.value][predicate.value].append(value)
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
