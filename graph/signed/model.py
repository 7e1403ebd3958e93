"""The values of network analysis: actors, evidence, filters, and the signed network they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from graph.derive import LEAST_CONFIDENCE, current
from graph.independence import joined
from ontology.errors import DetenteError
from ontology.namespaces import GP, actor_id, actor_iri

if TYPE_CHECKING:
    import networkx

    MultiDiGraph = networkx.MultiDiGraph[str]
else:
    MultiDiGraph = object

RelationName = Literal["supports", "opposes"]
Certainty = Literal["certain", "probable", "possible"]

SIGNS: Final[dict[RelationName, int]] = {"supports": 1, "opposes": -1}
CERTAINTIES: Final[tuple[Certainty, ...]] = ("possible", "probable", "certain")
"""Degrees of what a text says for sure, the least first."""


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the network; ``names`` are by language, ``""`` for names without one."""

    iri: str
    type: str = ""
    code: str = ""
    wikidata: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Give the id within the graph."""
        return actor_id(self.iri)

    def name(self, language: str = "en") -> str:
        """Give the name in a language, else in English, else any, else the id."""
        found = (self.names.get(lang) for lang in (language, "en", ""))
        return next((name for name in found if name), next(iter(self.names.values()), self.id))


@dataclass(frozen=True, slots=True)
class Source:
    """The article that evidence is from; what is not known is empty."""

    iri: str
    title: str = ""
    publisher: str = ""
    language: str = ""
    published: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One stance as one sentence of one article states it.

    ``date`` is the day from which the text says that it holds, else the day of publication, else empty; ``stated``
    tells whether the text gave it. ``until`` is the day up to which the text says that it held, else empty.
    """

    stance: str
    subject: str
    object: str
    subject_principal: str
    object_principal: str
    relation: RelationName
    denied: bool
    certainty: Certainty
    confidence: float
    date: str
    stated: bool
    until: str
    attribution: str
    speaker: str
    subject_mention: str
    object_mention: str
    sentence: str
    quote: str
    source: Source

    @property
    def id(self) -> str:
        """Give the id of the stance within the graph."""
        return self.stance.rpartition("/")[2]

    @property
    def sign(self) -> int:
        """Give +1 for support and -1 for opposition."""
        return SIGNS[self.relation]

    def ends(self, principals: bool) -> tuple[str, str]:
        """Name subject and object, rolled up to whom they act for or as they are mentioned."""
        if principals:
            return self.subject_principal, self.object_principal
        return self.subject, self.object


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that a store says of stances, affirmed and denied: read once, filtered many times."""

    actors: Mapping[str, Actor]
    evidence: tuple[Evidence, ...]
    articles: tuple[Source, ...]

    def actor(self, iri: str) -> Actor:
        """Give an actor; of one that the store does not describe only the IRI is known."""
        return self.actors.get(iri) or Actor(iri)

    def admitted(self, filters: Filters) -> Iterator[Evidence]:
        """Yield the evidence that filters let in, affirmed and denied."""
        for item in self.evidence:
            if filters.admits(item):
                types = {self.actor(iri).type for iri in item.ends(filters.principals)}
                if not filters.types or types <= filters.types:
                    yield item


@dataclass(frozen=True, slots=True)
class Filters:
    """What counts as evidence; the default is what makes the graph of current relations.

    As of a day counts what is dated up to it, and what is undated; a period counts what is dated within it. Empty sets
    let everything in. ``sources`` are publishers, ``speakers`` IRIs of actors, ``types`` class names both ends must
    have one of.
    """

    as_of: date | None = None
    start: date | None = None
    end: date | None = None
    min_confidence: float = LEAST_CONFIDENCE
    certainty: Certainty = "probable"
    sources: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    language: str | None = None
    principals: bool = True

    def admits(self, evidence: Evidence) -> bool:
        """Tell whether evidence counts, whatever the types of its actors and whether it is denied."""
        subject, object_ = evidence.ends(self.principals)
        return (
            subject != object_
            and evidence.confidence >= self.min_confidence
            and CERTAINTIES.index(evidence.certainty) >= CERTAINTIES.index(self.certainty)
            and self._admits_date(evidence)
            and self.admits_source(evidence.source)
            and (not self.speakers or evidence.speaker in self.speakers)
        )

    def admits_source(self, source: Source) -> bool:
        """Tell whether an article is of an outlet and in a language that count."""
        return (not self.sources or source.publisher in self.sources) and self.language in (None, source.language)

    def _admits_date(self, evidence: Evidence) -> bool:
        day = self.as_of.isoformat() if self.as_of else ""
        if evidence.until and evidence.until < (day or evidence.source.published or "9999"):
            return False
        if day and evidence.date > day:
            return False
        if self.start or self.end:
            first, last = (bound.isoformat() if bound else "" for bound in (self.start, self.end))
            return bool(evidence.date) and first <= evidence.date <= (last or "9999")
        return True


@dataclass(frozen=True)
class Relation:
    """What holds between an ordered pair as of the latest evidence, with all affirmed evidence of that sign."""

    subject: str
    relation: RelationName
    object: str
    evidence: tuple[Evidence, ...]

    @property
    def id(self) -> str:
        """Name the relation within its network: ``USA opposes RUS``."""
        return f"{actor_id(self.subject)} {self.relation} {actor_id(self.object)}"

    @property
    def sign(self) -> int:
        """Give +1 for support and -1 for opposition."""
        return SIGNS[self.relation]

    @property
    def articles(self) -> int:
        """Count the articles that report it."""
        return len({item.source.iri for item in self.evidence})

    @property
    def publishers(self) -> frozenset[str]:
        """Name the outlets that report it, where they are known."""
        return frozenset(item.source.publisher for item in self.evidence if item.source.publisher)

    @property
    def confidence(self) -> float:
        """Give the confidence of its evidence, joined over independent sources."""
        return joined((item.source.publisher, item.confidence) for item in self.evidence)

    @property
    def certainty(self) -> Certainty:
        """Give the certainty of what is said most surely."""
        said = {item.certainty for item in self.evidence}
        return next(certainty for certainty in reversed(CERTAINTIES) if certainty in said)

    @property
    def single_source(self) -> bool:
        """Tell whether fewer than two outlets are known to report it."""
        return len(self.publishers) < 2

    @property
    def surest(self) -> Evidence:
        """Give the evidence that is said and extracted most surely, of equals the latest."""
        return max(self.evidence, key=sureness)

    @property
    def first(self) -> str:
        """Give the day of the oldest dated evidence, else an empty text."""
        return min((item.date for item in self.evidence if item.date), default="")

    @property
    def last(self) -> str:
        """Give the day of the latest evidence, else an empty text."""
        return max(item.date for item in self.evidence)


def sureness(item: Evidence) -> tuple[int, float, str, str]:
    """Rank evidence by how surely it is said, then how surely it was extracted, then by how late it is."""
    return CERTAINTIES.index(item.certainty), item.confidence, item.date, item.stance


@dataclass(frozen=True)
class SignedNetwork:
    """Actors and the affirmed stances among them.

    ``graph`` has an edge for each stance, keyed by its IRI, with ``sign`` (+1 or -1) and ``evidence``; its nodes are
    IRIs of actors with ``actor``. networkx knows no negative ties: give its functions a part of one sign.
    """

    graph: MultiDiGraph
    filters: Filters
    corpus: Corpus

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Give the actors by IRI, in the order of their IRIs."""
        return {iri: self.graph.nodes[iri]["actor"] for iri in sorted(self.graph)}

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Reduce the stances to what holds as of the latest evidence, by subject, object and relation."""
        found = (relation for pair, evidence in sorted(self._by_pair.items()) for relation in _current(pair, evidence))
        return tuple(found)

    def find(self, ref: str) -> str:
        """Give the IRI of an actor of the network, named by its id or its IRI.

        Raises:
            DetenteError: the network has no such actor (404).
        """
        iri = ref if "://" in ref else actor_iri(ref)
        if iri not in self.graph:
            told = f"The network has no actor {ref!r} with these filters; relax them, or check the id."
            raise DetenteError(told, 404)
        return iri

    def between(self, subject: str, object_: str) -> list[Evidence]:
        """List the affirmed evidence of one direction, of both signs, oldest first."""
        return sorted(self._by_pair.get((subject, object_), ()), key=lambda item: (item.date, item.stance))

    @cached_property
    def _by_pair(self) -> dict[tuple[str, str], list[Evidence]]:
        pairs: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        for subject, object_, data in self.graph.edges(data=True):
            pairs[subject, object_].append(data["evidence"])
        return dict(pairs)


def _current(pair: tuple[str, str], evidence: list[Evidence]) -> Iterator[Relation]:
    names = current({(GP + item.relation, item.date): 1 for item in evidence})
    for name in SIGNS:
        if GP + name in names:
            ordered = sorted((e for e in evidence if e.relation == name), key=lambda item: (item.date, item.stance))
            yield Relation(pair[0], name, pair[1], tuple(ordered))
