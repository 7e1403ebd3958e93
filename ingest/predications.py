"""Who did what to whom: predicates of the language pack with their slots filled, as operators leave them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from ingest.arguments import distinct
from ingest.attribution import NARRATOR
from ingest.entries import Entries
from ingest.model import Certainty, Filler, Predication, actors_of
from ingest.operators import Operators
from ingest.participants import TOLD, Participants, Parties
from ingest.reading import Reading
from ingest.wording import Wording
from ontology.lexicon import Predicate

BOTH_SIDES: Final = 4
"""What it counts that both sides of a row are filled, twice as much for each as that the row asks for more."""


class Predications:
    """Finds the predications of one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        wording = Wording(reading.doc, reading.arguments, reading.times)
        self.operators = Operators(
            reading.lexicon, reading.grammar, reading.arguments, reading.modality, wording, reading.cast
        )
        self.entries = Entries(reading, wording)
        self.participants = Participants(reading, self.entries, wording)

    def find(self) -> list[Predication]:
        """Find all predications in text order."""
        found: list[Predication] = []
        consumed: set[int] = set()
        whole: set[int] = set()
        for token in self.reading.doc:
            match = self._match(token)
            if match is None:
                continue
            entry, draft = match
            results, used = self.operators.apply(token, draft)
            consumed |= used | self._part_of_it(token, entry)
            whole |= {token.i} if entry.modal else set()
            found.extend(self._sourced(result, token) for result in results)
        found.extend(self._prepositional())
        return [p for p in found if p.token not in consumed - whole or p.operators]

    def _sourced(self, predication: Predication, token: Token) -> Predication:
        """Add who says so; that somebody accuses or demands is the narrator's word, not the accuser's."""
        if predication.source.speaker is not None:
            return predication
        source = self.reading.attribution.source(token)
        own = actors_of(f for f in predication.agents if f.via != "speaker")
        told_by_agent = source.speaker is not None and source.speaker.actor in own
        if told_by_agent and source.attribution == "ReportedSpeech" and predication.operators:
            source = NARRATOR
        return replace(predication, source=source)

    def _prepositional(self) -> Iterator[Predication]:
        """Read phrases that state a relation themselves: "in partnership with X", "avec l'aide de X"."""
        for argument, slot, governor in self.grammar.phrases():
            entry = next(iter(self.reading.lexicon.predicates.get(("prep", slot), ())), None)
            if entry is None or self.grammar.pos(governor) != "verb":
                continue
            sides = {
                "arg": self.reading.arguments.fillers(argument),
                "subj": self.reading.arguments.side(self.grammar.slots(governor).get("subj", [])),
            }
            agents, recipients = sides.get(entry.agent[0], []), sides.get(entry.recipient[0], [])
            yield replace(
                self._predication(governor, entry, distinct(agents), distinct(recipients)),
                denied=self.reading.modality.negated(governor),
                source=self.reading.attribution.source(governor),
                relational=True,
            )

    def _match(self, token: Token) -> tuple[Predicate, Predication] | None:
        """Choose the entry that fits best: its requirements met, most sides filled, most specific first."""
        best: tuple[int, Predicate, Parties] | None = None
        for entry in self.entries.of(token):
            if best is not None and best[0] >= BOTH_SIDES + bool(entry.requires):
                continue
            if not self.entries.met(token, entry.requires):
                continue
            parties = self.participants.of(token, entry)
            recipients = _others(entry, parties.agents, parties.recipients)
            needed = entry.recipient == TOLD or entry.lemma in self.reading.lexicon.words("copula")
            if needed and not recipients and not parties.recipient_words:
                continue
            filled = (bool(parties.agents) + bool(recipients)) * BOTH_SIDES // 2 + bool(entry.requires)
            if best is None or filled > best[0]:
                best = (filled, entry, parties)
        return (best[1], self._draft(token, best[1], best[2])) if best else None

    def _part_of_it(self, token: Token, entry: Predicate) -> set[int]:
        """Give the modifiers that say nothing beside their noun ("trade war")."""
        mods = self.grammar.slots(token).get("mod", [])
        return {t.i for slot, words in entry.requires if slot == "mod" for t in mods if self.grammar.any_of([t], words)}

    def _draft(self, token: Token, entry: Predicate, parties: Parties) -> Predication:
        draft = self._predication(token, entry, parties.agents, parties.recipients)
        return replace(
            draft,
            symmetric=draft.symmetric or parties.mutual,
            agent_words=parties.agent_words,
            recipient_words=parties.recipient_words,
        )

    def _predication(
        self, token: Token, entry: Predicate, agents: list[Filler], recipients: list[Filler]
    ) -> Predication:
        sentence = self.grammar.sentences.of(token)
        return Predication(
            token=token.i,
            begin=sentence.begin,
            end=sentence.end,
            type=entry.type,
            mode=entry.mode,
            contexts=entry.contexts,
            agents=tuple(agents),
            recipients=tuple(_others(entry, agents, recipients)),
            stance="none" if self.reading.modality.hypothetical(token) else entry.stance,
            symmetric=entry.symmetric,
            rule=entry.name,
            certainty=self._certainty(token, entry),
            tense=self.reading.modality.tense(token),
            hearsay=self.reading.modality.hearsay(token),
            relational=entry.relational,
        )

    def _certainty(self, token: Token, entry: Predicate) -> Certainty:
        """Tell how sure an act is; a modal verb that is part of the row ("X must go") does not weaken it."""
        modality = self.reading.modality
        return "certain" if entry.modal and not modality.hypothetical(token) else modality.certainty(token)


def _others(entry: Predicate, agents: list[Filler], recipients: list[Filler]) -> list[Filler]:
    """Give the recipients that are not among the agents, all of them where the act is mutual."""
    acting = actors_of(agents)
    return [r for r in recipients if entry.symmetric or r.mention.actor not in acting]
