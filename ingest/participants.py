"""Who takes part in a predicate: the sides of its row, else what stands around it, else the words of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from ingest.dependency import OBJECTS
from ingest.entries import Entries
from ingest.model import Filler, actors_of, weakened
from ingest.nearby import Nearby
from ingest.nouns import BORROWED, Nouns
from ingest.reading import Reading
from ingest.sides import Sides
from ingest.surroundings import Surroundings
from ingest.wording import BARE, Wording, inside
from ontology.lexicon import Predicate

ENEMY: Final = 0.65
"""Score of an adversary that only the rest of the text names."""
CUSTODY: Final = frozenset({"arrest", "deport", "expel", "release", "torture"})
"""Modes of acts of the authorities of the place: "was arrested in Lima"."""
TOLD: Final = ("ccomp.subj",)
"""Slots of words that only say something of whom the clause below is about."""
THERE: Final = 0.65
"""Score of a recipient that the text gives only as a place."""


@dataclass(frozen=True)
class Parties:
    """Both sides of a predicate; words stand for a side without an actor."""

    agents: list[Filler]
    recipients: list[Filler]
    agent_words: str
    recipient_words: str
    mutual: bool
    """Whether several agents do it to each other."""


class Participants:
    """Finds both sides of predicates."""

    def __init__(self, reading: Reading, entries: Entries, wording: Wording) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        self.entries = entries
        self.wording = wording
        self.nearby = Nearby(reading.grammar, reading.arguments)
        self.surroundings = Surroundings(reading.lexicon, reading.grammar, reading.arguments)
        self.sides = Sides(reading, self.nearby)
        self.nouns = Nouns(reading, entries, self.sides, self.surroundings)

    def of(self, token: Token, entry: Predicate) -> Parties:
        """Find who does what a row says of a word, and to whom."""
        agents, used = self._agents(token, entry)
        agents, struck = self.reading.arguments.strikers(agents, entry)
        recipients = self._recipients(token, entry, used, agents, struck)
        if entry.relational:
            agents, recipients = self._related(token, entry, agents, recipients)
        if not recipients and entry.pos == "noun":
            recipients = self.nouns.borrowed_recipient(token, entry)
        if not agents:
            agents = self.surroundings.agents(token, entry, recipients)
        recipients = self._displaced(token, entry, used, agents, recipients)
        words = "" if recipients else self._words(token, entry)
        if not recipients:
            recipients = self._implied(token, entry, agents, words)
        if not recipients and not words and entry.recipient != TOLD:
            words = self.wording.place(token, agents)
        mutual = len(agents) > 1 and not recipients and self._mutual(token, entry)
        doers = "" if agents else self._agent_words(token, entry)
        return Parties(agents, recipients, doers, "" if recipients else words, mutual)

    def _agents(self, token: Token, entry: Predicate) -> tuple[list[Filler], set[int]]:
        """Find who acts in the slots of the row or where the parser may have hung them; give the tokens used."""
        agents, used = self.sides.fill(token, self._agent_slots(token, entry), set())
        if not agents and {"par", "subj"} & set(entry.agent):
            agents = self.nearby.agent(token)
        if not agents and entry.pos == "verb":
            agents = self._author(token)
        if not agents and entry.pos == "noun":
            agents = self.nouns.agents(token, entry)
        if not agents and any(path.startswith("subj.") for path in entry.agent):
            agents = [f for t in self.reading.arguments.path(token, "subj") for f in self._launcher(t)]
        return agents, used

    def _recipients(
        self, token: Token, entry: Predicate, used: set[int], agents: list[Filler], struck: list[Filler]
    ) -> list[Filler]:
        """Find to whom it is done in the slots of the row; a pronoun there means nobody who acts."""
        found = self.sides.fill(token, entry.recipient, used)[0] or struck
        if agents and found and actors_of(found) <= actors_of(agents):
            with self.reading.arguments.besides(agents):
                found, _ = self.sides.fill(token, entry.recipient, used)
        return found

    def _related(
        self, token: Token, entry: Predicate, agents: list[Filler], recipients: list[Filler]
    ) -> tuple[list[Filler], list[Filler]]:
        """Give both sides of a lasting relation: "its Russian ally", "Iran, the main enemy of X"."""
        if not agents and (owned := self.sides.fill(token, ("poss",), set())[0]):
            agents, recipients = self.sides.demonyms(token), owned
        if entry.pos == "noun" and (apposed := self.nouns.apposed(token)):
            agents = apposed
            recipients = self.nouns.whose(token, apposed) or recipients
        return agents, recipients

    def _displaced(
        self, token: Token, entry: Predicate, used: set[int], agents: list[Filler], recipients: list[Filler]
    ) -> list[Filler]:
        """Look for recipients on other nouns where there are none but those who act."""
        if not recipients and entry.pos == "verb":
            recipients = self.sides.fill(token, inside(entry), used)[0]
        if not entry.symmetric and actors_of(recipients) <= actors_of(agents):
            recipients = []
        return recipients or self.nearby.recipient(token, entry.recipient, agents)

    def _implied(self, token: Token, entry: Predicate, agents: list[Filler], words: str) -> list[Filler]:
        """Give recipients that the text does not name beside the word: where help goes, whom an army fights."""
        if entry.type == "AID":
            return self._there(token)
        return self._enemy(agents) if entry.type == "ASSAULT" and not words else []

    def _agent_slots(self, token: Token, entry: Predicate) -> tuple[str, ...]:
        """Leave "of" to the recipient where somebody else acts: "the FBI opened an investigation of the senator"."""
        shared = set(entry.agent) & set(entry.recipient) & {"of", "de"}
        if entry.pos != "noun" or not shared or not self.nouns.borrowed(token):
            return entry.agent
        return tuple(slot for slot in entry.agent if slot not in shared)

    def _words(self, token: Token, entry: Predicate) -> str:
        """Give the words for whom an act is done to: in its own slots, in those of a light verb, or its bare object."""
        if (words := self.wording.slot(token, entry.recipient)) or entry.relational:
            return words
        if entry.pos == "noun":
            verb = self.nouns.light_verb(token)
            paths = [p for p in entry.recipient if p not in BARE]
            return self.wording.slot(verb, paths, token) if verb is not None else ""
        fixed = {slot.partition(".")[0] for slot, _ in entry.requires} | set(entry.topic)
        hung = inside(entry)
        return self.wording.slot(token, hung if "obj" in fixed else (*hung, "obj"))

    def _agent_words(self, token: Token, entry: Predicate) -> str:
        """Give the words for who acts: a subject, that of a light verb, or the place where somebody is held."""
        if entry.pos == "verb":
            words = self.wording.slot(token, entry.agent)
            custody = not words and entry.mode in CUSTODY and self.grammar.passive(token)
            return self.wording.scene(token, ("in", "at", "from")) if custody else words
        verb = None if entry.relational else self.nouns.light_verb(token)
        return self.wording.slot(verb, ("subj",)) if verb is not None else ""

    def _mutual(self, token: Token, entry: Predicate) -> bool:
        """Tell whether several do to each other what the verb says: "s'accusent", "se rejettent la faute"."""
        own = any(slot == "refl" for slot, _ in entry.requires)
        return entry.pos == "verb" and not own and "refl" in self.grammar.slots(token) and "subj" in entry.agent

    def _enemy(self, agents: list[Filler]) -> list[Filler]:
        """Take the armed group that the text is about as whom a state's forces fight where nobody else is named."""
        enemy, cast = self.reading.enemy, self.reading.cast
        armed = agents and all(
            cast.is_state(cast.principal(a.mention.actor)) or a.mention.how == "body" for a in agents
        )
        if enemy is None or not armed or any(a.mention.actor == enemy.actor for a in agents):
            return []
        return [Filler(enemy, enemy.score * ENEMY, "enemy")]

    def _there(self, token: Token) -> list[Filler]:
        """Take where help goes as who is helped: "provided shelter in Haiti"."""
        return [Filler(m, m.score * THERE, "place") for m in self.wording.places(token)[:1]]

    def _author(self, token: Token) -> list[Filler]:
        """Take who brings out a text or makes an effort for who acts in it: "passed a resolution condemning X"."""
        noun, verb, words = token.head, self.grammar.above(token.head), self.reading.lexicon.words
        if token.dep_ != "acl" or self.grammar.pos(verb) != "verb":
            return []
        slots = self.grammar.slots(verb)
        issued = self.grammar.lemma(verb) in words("issuing") and noun in slots.get("obj", [])
        trying = self.grammar.lemma(noun) in words("effort") and noun in slots.get("in", [])
        authors = self.reading.arguments.side(slots.get("subj", [])) if issued or trying else []
        return weakened(authors, BORROWED)

    def _launcher(self, token: Token) -> list[Filler]:
        """Take who opened or launched what is aimed at somebody: "opened an inquiry into", "mène un raid visant"."""
        verb = token.head
        if token.dep_ not in OBJECTS or not any(e.requires for e in self.entries.of(verb)):
            return []
        subjects = self.reading.arguments.side(self.grammar.slots(verb).get("subj", []))
        return weakened(subjects, BORROWED)
