"""Two actors: what is said between them, step by step, where it turned, and who says so.

Flips follow the named query ``flips``: a flip is affirmed, dated evidence whose nearest earlier evidence in the same
direction says the opposite; of two days with both, each turn is one. They differ in that evidence which the text says
had ended by publication does not count here, as it does not for current relations.

Contradictions follow the named query ``contradictions``: one affirms what another denies, in another article or with
another speaker. The query also takes denials that are only possible; here the least certainty of the filters rules.

Scores by month are of events, not of stances, and are those of the named query ``monthly-balance``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from graph.articles import Answers, rows
from graph.queries import named_queries
from graph.signed.model import SIGNS, Evidence, Relation, RelationName, SignedNetwork, sureness
from ontology.errors import DetenteError
from ontology.namespaces import actor_iri

Voice = Literal["outlet", "speaker"]
NARRATOR: Final = ""
"""The name of the speaker where the outlet speaks with its own voice, and of an outlet that is not known."""


@dataclass(frozen=True)
class Flip:
    """A stance that turned into its opposite, with the evidence of both days, the surest first."""

    subject: str
    object: str
    before: tuple[Evidence, ...]
    after: tuple[Evidence, ...]


@dataclass(frozen=True)
class Saying:
    """What one outlet or one speaker says of a relation, the surest evidence first."""

    who: str
    subject: str
    relation: RelationName
    object: str
    affirmed: tuple[Evidence, ...]
    denied: tuple[Evidence, ...]


@dataclass(frozen=True)
class Contradiction:
    """A relation that one affirms and another denies, with the evidence of both, the surest first."""

    subject: str
    relation: RelationName
    object: str
    affirmed: tuple[Evidence, ...]
    denied: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """Affirmed, certain, past events of one month: cooperation and conflict counted, and the mean PLOVER score."""

    month: str
    cooperation: int
    conflict: int
    mean_score: float


@dataclass(frozen=True)
class Dyad:
    """All that the evidence says between two actors, in both directions.

    ``relations`` hold as of the latest evidence; ``steps`` are the affirmed stances, oldest first.
    """

    a: str
    b: str
    relations: tuple[Relation, ...]
    steps: tuple[Evidence, ...]
    flips: tuple[Flip, ...]
    outlets: tuple[Saying, ...]
    speakers: tuple[Saying, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def single_source(self) -> tuple[Relation, ...]:
        """List the current relations that fewer than two outlets are known to report."""
        return tuple(relation for relation in self.relations if relation.single_source)


Said = Mapping[tuple[str, str], list[Evidence]]
"""Affirmed and denied evidence by subject and object."""


def dyad(network: SignedNetwork, a: str, b: str) -> Dyad:
    """Compare what is said between two actors, given by id or IRI; empty where nothing is.

    Raises:
        DetenteError: the two are the same.
    """
    one, other = (ref if "://" in ref else actor_iri(ref) for ref in (a, b))
    if one == other:
        raise DetenteError(f"A dyad is two actors, not {a} twice.")
    both = {(one, other), (other, one)}
    said = {pair: found for pair, found in _said(network).items() if pair in both}
    steps = (item for pair in both for item in network.between(*pair))
    return Dyad(
        one,
        other,
        tuple(relation for relation in network.relations if (relation.subject, relation.object) in both),
        tuple(sorted(steps, key=lambda item: (item.date, item.stance))),
        _sorted_flips(flip for pair, found in said.items() for flip in _flips(pair, found)),
        tuple(_sayings(said, "outlet")),
        tuple(_sayings(said, "speaker")),
        tuple(_contradictions(said)),
    )


def flips(network: SignedNetwork) -> tuple[Flip, ...]:
    """List the flips of all pairs, by the day of the turn."""
    return _sorted_flips(flip for pair, found in _said(network).items() for flip in _flips(pair, found))


def contradictions(network: SignedNetwork) -> tuple[Contradiction, ...]:
    """List the relations that one affirms and another denies, by subject and object."""
    return tuple(_contradictions(_said(network)))


def single_source(network: SignedNetwork) -> tuple[Relation, ...]:
    """List the current relations that fewer than two outlets are known to report."""
    return tuple(relation for relation in network.relations if relation.single_source)


def months(store: Answers, a: str, b: str, least: float) -> tuple[Month, ...]:
    """Score what happened between two actors by month, given by id or IRI, as ``monthly-balance`` does."""
    query = named_queries()["monthly-balance"].bind({"a": a, "b": b, "least": least})
    return tuple(
        Month(month or "", int(cooperation or 0), int(conflict or 0), float(score or 0))
        for month, cooperation, conflict, score in rows(store, query)
    )


def _said(network: SignedNetwork) -> Said:
    found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for item in network.corpus.admitted(network.filters):
        found[item.ends(network.filters.principals)].append(item)
    return {pair: sorted(found[pair], key=sureness, reverse=True) for pair in sorted(found)}


def _flips(pair: tuple[str, str], said: Iterable[Evidence]) -> Iterator[Flip]:
    by_day: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for item in said:
        if item.date and not item.denied:
            by_day[item.date][item.relation].append(item)
    for before, after in pairwise(by_day[day] for day in sorted(by_day)):
        for new, evidence in sorted(after.items()):
            for old in sorted(before.keys() - {new}):
                yield Flip(*pair, tuple(before[old]), tuple(evidence))


def _sorted_flips(found: Iterable[Flip]) -> tuple[Flip, ...]:
    return tuple(sorted(found, key=lambda f: (f.after[0].date, f.subject, f.object, f.after[0].relation)))


def _sayings(said: Said, voice: Voice) -> Iterator[Saying]:
    found: dict[tuple[str, str, str, RelationName], list[Evidence]] = defaultdict(list)
    for (subject, object_), items in said.items():
        for item in items:
            who = item.source.publisher if voice == "outlet" else item.speaker
            found[who, subject, object_, item.relation].append(item)
    for (who, subject, object_, relation), items in sorted(found.items()):
        affirmed, denied = _by_polarity(items)
        yield Saying(who, subject, relation, object_, affirmed, denied)


def _contradictions(said: Said) -> Iterator[Contradiction]:
    for (subject, object_), items in said.items():
        for relation in SIGNS:
            affirmed, denied = _by_polarity(item for item in items if item.relation == relation)
            yes = tuple(item for item in affirmed if any(_differ(item, other) for other in denied))
            no = tuple(item for item in denied if any(_differ(item, other) for other in affirmed))
            if yes:
                yield Contradiction(subject, relation, object_, yes, no)


def _by_polarity(items: Iterable[Evidence]) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    found = list(items)
    return tuple(item for item in found if not item.denied), tuple(item for item in found if item.denied)


def _differ(one: Evidence, other: Evidence) -> bool:
    return one.source.iri != other.source.iri or one.speaker != other.speaker
