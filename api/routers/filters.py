"""Parameters that several lists share, and the patterns they add to a query."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from api import terms
from ontology.namespaces import GP

if TYPE_CHECKING:
    from collections.abc import Iterable

ActorFilter = Annotated[str | None, Query(description="Id (`RUS`) or IRI of an actor.", examples=["RUS"])]
From = Annotated[date | None, Query(alias="from", description="First day, `2021-02-16`.")]
To = Annotated[date | None, Query(alias="to", description="Last day.")]
MinConfidence = Annotated[float | None, Query(ge=0, le=1, description="Least confidence of a claim.")]


def slot(path: str, ref: str | None) -> str:
    """Ask for an actor in a slot of the item."""
    return f"?item {path} {terms.actor(ref)} ." if ref else ""


def named(predicate: str, value: str | None) -> str:
    """Ask for a property whose value is a term of our vocabulary."""
    return f"?item {predicate} {terms.iri(GP + value)} ." if value else ""


def sure(least: float | None) -> str:
    """Keep claims of at least a confidence."""
    return "" if least is None else f"?item gp:confidence ?c FILTER (?c >= {least:f})"


def between(first: str, last: str, start: date | None, end: date | None) -> str:
    """Keep items whose days, from ``?first`` to ``?last``, fall in a range; items without a day fall in none."""
    tests = [f"{first} <= {terms.literal(end.isoformat())}"] if end else []
    tests += [f"{last} >= {terms.literal(start.isoformat())}"] if start else []
    return f"FILTER ({' && '.join(tests)})" if tests else ""


def pattern(parts: Iterable[str]) -> str:
    """Put the parts that are there together."""
    return "\n".join(part for part in parts if part)
