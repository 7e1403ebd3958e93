"""How the blocs change, quarter by quarter.

The blocs of a quarter are the two-bloc partition of what holds as of its last day: evidence up to that day counts, the
latest of a pair decides, and a relation once reported holds until something else is reported. News of one quarter alone
would say little of most pairs. Where the filters begin with a day, what is older stays out, and what has no date too.
Quarters of which no evidence is dated are left out: nothing changes in them.

From quarter to quarter the blocs keep their numbers: of the partitions with least frustration one is taken in which few
actors change bloc. Where one relation joins two groups, or turns, a whole group may change its number without anything
new among its members. So an actor changed side only if it has another number and is with those it was apart from, or
apart from those it was with, for more than half of the actors it was tied to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph.signed.blocs import Partition, frustration
from graph.signed.ego import neighbours
from graph.signed.model import SignedNetwork
from graph.signed.read import signed_network


@dataclass(frozen=True, slots=True)
class Change:
    """An actor that changed side, and its bloc before and after."""

    actor: str
    before: int
    after: int


@dataclass(frozen=True)
class Quarter:
    """The blocs as of the last day of a quarter (``2021-Q3``), the actors that came in, and those that changed side."""

    name: str
    last_day: date
    partition: Partition
    joined: tuple[str, ...]
    changed: tuple[Change, ...]


def evolution(network: SignedNetwork) -> tuple[Quarter, ...]:
    """Follow the blocs over the quarters of the dated evidence of a network; the last may end with its filters."""
    found: list[Quarter] = []
    known: dict[str, int] = {}
    around: Mapping[str, set[str]] = {}
    for name, last_day in _quarters(network):
        then = signed_network(network.corpus, replace(network.filters, as_of=last_day))
        partition = frustration(then, near=known)
        joined = tuple(sorted(partition.blocs.keys() - known.keys()))
        found.append(Quarter(name, last_day, partition, joined, tuple(_changes(around, known, partition.blocs))))
        known, around = dict(partition.blocs), neighbours(then)
    return tuple(found)


def _changes(around: Mapping[str, set[str]], before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[Change]:
    for actor in sorted(before.keys() & after.keys()):
        others = around[actor] & after.keys()
        otherwise = [other for other in others if _apart(before, actor, other) != _apart(after, actor, other)]
        if before[actor] != after[actor] and 2 * len(otherwise) > len(others):
            yield Change(actor, before[actor], after[actor])


def _apart(blocs: Mapping[str, int], actor: str, other: str) -> bool:
    return blocs[actor] != blocs[other]


def _quarters(network: SignedNetwork) -> list[tuple[str, date]]:
    """List the quarters that evidence is dated in, with their last days, or that of the filters."""
    days = map(_day, {data["evidence"].date for _, _, data in network.graph.edges(data=True)})
    found = {_quarter(day) for day in days if day}
    return [(name, min(day, network.filters.as_of or day)) for name, day in sorted(found)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _quarter(day: date) -> tuple[str, date]:
    quarter = (day.month - 1) // 3
    last = date(day.year, quarter * 3 + 3, 28) + timedelta(days=4)
    return f"{day.year}-Q{quarter + 1}", last - timedelta(days=last.day)
