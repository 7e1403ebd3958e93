"""Which reports of one block tell of the same happening.

Two reports can be of the same happening if nothing that both give differs: mode, place, interval, and the principals on
each side, of which at least one must be common (reciprocal acts such as talks are compared without sides). They are if
moreover their sentences are alike and do not each name something that the other does not; across languages, where words
cannot be compared, if both texts give the same day, sides and mode, and neither language has a second happening that
fits. Happenings grow from the likest pairs on, and only while all their reports can be the same, so the order of
reports makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import Final

from graph.clusters.report import RECIPROCAL, Report

ALIKE: Final = 0.5
"""Share of the content words of the shorter sentence that the longer one has, where sides and dates are the same."""
MORE_ALIKE: Final = 0.6
"""The same, where a report leaves a side open or does not date the act."""
NEARLY_EQUAL: Final = 0.85
"""The same, where each sentence has a number or a name that the other has not (another village, another toll), or where
only one of two articles gives the mode or the date."""
MUTUAL: Final = 0.25
"""The least share of all their content words that two sentences have in common."""
FEW: Final = 4
"""Shorter sentences say too little to be compared."""

Cluster = frozenset[Report]


def clusters(block: Iterable[Report]) -> list[Cluster]:
    """Divide the reports of a block into happenings; a report that is like no other is one of its own."""
    by_language: dict[str, list[Report]] = defaultdict(list)
    for report in sorted(block, key=lambda report: report.rank):
        by_language[report.language].append(report)
    found = [cluster for language in sorted(by_language) for cluster in _grown(by_language[language])]
    return _across(found) if len(by_language) > 1 else found


def can_be_same(one: Report, other: Report) -> bool:
    """Tell whether nothing that both reports give differs."""
    if (one.start and other.start and (one.start, one.end) != (other.start, other.end)) or one.type != other.type:
        return False
    if any(a and b and a != b for a, b in ((one.mode, other.mode), (one.place, other.place))):
        return False
    if one.type in RECIPROCAL:
        return _overlap(one.actors, other.actors)
    sides = ((one.agents, other.agents), (one.recipients, other.recipients))
    return all(not a or not b or a & b for a, b in sides) and any(a & b for a, b in sides)


def likeness(one: Report, other: Report) -> float:
    """Measure how alike two sentences are: the share of the words of the shorter one that the longer one has."""
    shorter, common = min(len(one.words), len(other.words)), len(one.words & other.words)
    if shorter < FEW or common < MUTUAL * len(one.words | other.words):
        return 0.0
    return common / shorter


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether all who are named in one are in the other, or at least two are common."""
    common = one & other
    return len(common) > 1 or (bool(common) and common in (one, other))


def _alike(one: Report, other: Report) -> float:
    """Give the likeness of two reports in one language, 0 if it is not enough for the same happening."""
    same_sides = one.agents == other.agents and one.recipients == other.recipients
    full = bool(one.agents and one.recipients and one.start and other.start)
    needed = ALIKE if same_sides and full else MORE_ALIKE
    if one.names - other.names and other.names - one.names:
        needed = NEARLY_EQUAL
    if one.article != other.article and (one.mode, one.start) != (other.mode, other.start):
        needed = NEARLY_EQUAL
    alike = likeness(one, other)
    return alike if alike >= needed else 0.0


def _grown(reports: list[Report]) -> list[Cluster]:
    homes: dict[str, set[Report]] = {report.event: {report} for report in reports}
    for _, one, other in sorted(_edges(reports), key=lambda edge: (-edge[0], edge[1].rank, edge[2].rank)):
        first, second = homes[one.event], homes[other.event]
        if first is not second and all(can_be_same(a, b) for a in first for b in second):
            first |= second
            homes.update(dict.fromkeys((report.event for report in second), first))
    return _distinct(homes.values())


def _edges(reports: list[Report]) -> Iterator[tuple[float, Report, Report]]:
    for one, other in _sharing(reports):
        alike = _alike(one, other)
        if alike and can_be_same(one, other):
            yield alike, one, other


def _sharing(reports: list[Report]) -> Iterator[tuple[Report, Report]]:
    """Yield the pairs of reports that share an actor, each once."""
    seen: dict[str, list[int]] = defaultdict(list)
    for number, report in enumerate(reports):
        for earlier in sorted({place for actor in report.actors for place in seen[actor]}):
            yield reports[earlier], report
        for actor in report.actors:
            seen[actor].append(number)


def _across(found: list[Cluster]) -> list[Cluster]:
    """Join happenings of several languages where each language has one that fits, and no other."""
    groups: dict[object, list[Cluster]] = defaultdict(list)
    for cluster in found:
        groups[_meeting(cluster)].append(cluster)
    joined: list[Cluster] = groups.pop(None, [])
    for group in groups.values():
        languages = [language for cluster in group for language in {report.language for report in cluster}]
        fit = all(can_be_same(a, b) for one, other in combinations(group, 2) for a in one for b in other)
        alone = len(languages) == len(set(languages)) and len(group) > 1 and fit
        joined += [frozenset().union(*group)] if alone else group
    return joined


def _meeting(cluster: Cluster) -> object:
    """Say who did what in which way, if that is certain enough to be looked for in another language; else ``None``."""
    kinds = {(report.type, report.mode, report.agents, report.recipients) for report in cluster}
    if len(kinds) != 1 or not all(report.precision == "Day" for report in cluster):
        return None
    kind, mode, agents, recipients = kinds.pop()
    if agents == recipients and kind not in RECIPROCAL:
        return None
    return (mode, agents | recipients) if kind in RECIPROCAL else (mode, agents, recipients)


def _distinct(found: Iterable[Collection[Report]]) -> list[Cluster]:
    return list({min(report.event for report in reports): frozenset(reports) for reports in found}.values())
