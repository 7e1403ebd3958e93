"""What the extraction claims, in the form in which it is compared with the gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.extract import Extraction
from ingest.model import Event, Mention, Relation, Stance
from ontology.gazetteer import load_gazetteer
from ontology.namespaces import actor_iri
from ontology.scheme import QuadClassName, load_scheme


@dataclass(frozen=True, slots=True)
class SystemActor:
    """An end of a claimed stance: its words, and the principal it rolls up to by name in the IRI, code and kind."""

    name: str
    code: str
    mention: str
    collective: bool


@dataclass(frozen=True, slots=True)
class SystemStance:
    """A claimed stance with the sentence and the rule it is from."""

    subject: SystemActor
    relation: Relation
    object: SystemActor
    denied: bool
    confidence: float
    rule: str
    sentence: str

    @property
    def key(self) -> tuple[str, Relation, str]:
        """Give what makes it one with others of its document: both ends by code, else by name, and the relation."""
        return (self.subject.code or self.subject.name, self.relation, self.object.code or self.object.name)


@dataclass(frozen=True, slots=True)
class Participants:
    """A side of a claimed event: the words, and the codes of the actors and of all they act for at any time."""

    mentions: tuple[str, ...]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class SystemEvent:
    """A claimed event; ``date`` is an ISO day or empty."""

    type: str
    quad: QuadClassName
    agents: Participants
    recipients: Participants
    date: str


class Directory:
    """Knows the actors that the gazetteer lists or that some of the articles introduce, as one graph of all would."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self._gazetteer = load_gazetteer()
        self._classes: dict[str, set[str]] = defaultdict(set)
        self._acts_for: dict[str, set[str]] = defaultdict(set)
        for actor in (actor for extraction in extractions for actor in extraction.discovered):
            self._classes[actor.id].add(actor.cls)
            if actor.acts_for:
                self._acts_for[actor.id].add(actor.acts_for)

    def code(self, actor_id: str) -> str:
        """Give the code of an actor, empty if it has none."""
        known = self._gazetteer.actor(actor_id)
        return known.code if known is not None else ""

    def is_collective(self, actor_id: str) -> bool:
        """Tell whether an actor is a crowd rather than a named actor."""
        known = self._gazetteer.actor(actor_id)
        return "Collective" in self._classes.get(actor_id, ()) or (known is not None and known.cls == "Collective")

    def codes(self, actor_ids: Iterable[str]) -> frozenset[str]:
        """Give the codes of actors and of everyone they act for, directly or not, at any time."""
        seen: set[str] = set()
        waiting = list(actor_ids)
        while waiting:
            actor_id = waiting.pop()
            if actor_id not in seen:
                seen.add(actor_id)
                waiting.extend(self._above(actor_id))
        return frozenset(filter(None, map(self.code, seen)))

    def _above(self, actor_id: str) -> set[str]:
        known = self._gazetteer.actor(actor_id)
        mandates = {term.principal for term in self._gazetteer.terms.get(actor_id, ())} if known is not None else set()
        listed = {known.acts_for} if known is not None and known.acts_for else set[str]()
        return mandates | listed | self._acts_for.get(actor_id, set())


def system_stances(extraction: Extraction, directory: Directory) -> list[SystemStance]:
    """Give all stances of an article in text order, denied and doubtful ones too."""
    return [_stance(stance, extraction, directory) for stance in extraction.stances]


def system_events(extraction: Extraction, directory: Directory) -> list[SystemEvent]:
    """Give all events of an article in text order."""
    return [_event(event, directory) for event in extraction.events]


def _stance(stance: Stance, extraction: Extraction, directory: Directory) -> SystemStance:
    sentence = extraction.article.full_text[stance.begin : stance.end]
    return SystemStance(
        subject=_actor(stance.subject, extraction, directory),
        relation=stance.relation,
        object=_actor(stance.object, extraction, directory),
        denied=stance.denied,
        confidence=stance.confidence,
        rule=stance.rule,
        sentence=" ".join(sentence.split()),
    )


def _actor(mention: Mention, extraction: Extraction, directory: Directory) -> SystemActor:
    principal = extraction.cast.principal(mention.actor)
    return SystemActor(
        name=actor_iri(principal).rpartition("/")[2],
        code=directory.code(principal),
        mention=mention.text,
        collective=directory.is_collective(principal),
    )


def _event(event: Event, directory: Directory) -> SystemEvent:
    return SystemEvent(
        type=event.type,
        quad=load_scheme()[event.type].quad_class,
        agents=_participants(event.agents, event.agent_words, directory),
        recipients=_participants(event.recipients, event.recipient_words, directory),
        date=event.time.date if event.time else "",
    )


def _participants(mentions: Sequence[Mention], words: str, directory: Directory) -> Participants:
    """Make a side of its actors and of the words, if any, that stand there without naming an actor."""
    texts = (*(mention.text for mention in mentions), words)
    return Participants(tuple(filter(None, texts)), directory.codes(mention.actor for mention in mentions))
