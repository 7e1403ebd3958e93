"""Who did what to whom: predicates of the language pack with their slots filled, as operators leave them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Token

from ingest.actors import Cast
from ingest.arguments import PROPER, Arguments, distinct
from ingest.attribution import NARRATOR, Attribution, side_of
from ingest.modality import Modality
from ingest.model import Certainty, Filler, Mention, Predication, Time
from ingest.nearby import Nearby
from ingest.operators import Operators
from ingest.surroundings import Surroundings
from ingest.syntax import Grammar
from ingest.wording import BARE, Wording, inside
from ontology.lexicon import Lexicon, Predicate, Requirement

SEPARATE: Final = frozenset({"prevent", "accuse", "demand", "urge_support"})
"""Effects of operators whose subject is not the one who acts in the noun below."""
ENEMY: Final = 0.65
"""Score of an adversary that only the rest of the text names."""
CUSTODY: Final = frozenset({"arrest", "deport", "expel", "release", "torture"})
"""Modes of acts of the authorities of the place: "was arrested in Lima"."""
TOLD: Final = ("ccomp.subj",)
"""Slots of words that only say something of whom the clause below is about."""
THERE: Final = 0.65
"""Score of a recipient that the text gives only as a place."""
DEPENDENT: Final = BARE | {"prt", "refl", "aux", "advcl", "xcomp", "ccomp", "oprd", "attr"}
"""Slots that the parser never hangs on a verb's object by mistake, unlike prepositions."""
BORROWED: Final = 0.85
"""Score of an agent taken from the verb that governs a noun predicate."""


@dataclass(frozen=True)
class Reading:
    """A document with all that the predicate stage needs."""

    doc: Doc
    lexicon: Lexicon
    cast: Cast
    grammar: Grammar
    arguments: Arguments
    attribution: Attribution
    modality: Modality
    times: list[Time]
    enemy: Mention | None = None


class Predications:
    """Finds the predications of one document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.grammar = reading.grammar
        self.wording = Wording(reading.doc, reading.arguments, reading.times)
        self.operators = Operators(
            reading.lexicon, reading.grammar, reading.arguments, reading.modality, self.wording, reading.cast
        )
        self.surroundings = Surroundings(reading.lexicon, reading.grammar, reading.arguments)
        self._parts: set[int] = set()
        self._whole: set[int] = set()
        self.nearby = Nearby(reading.grammar, reading.arguments)

    def find(self) -> list[Predication]:
        """Find all predications in text order."""
        found: list[Predication] = []
        consumed: set[int] = set()
        for token in self.reading.doc:
            if (draft := self._match(token)) is None:
                continue
            results, used = self.operators.apply(token, draft)
            consumed |= used | self._parts
            found.extend(self._sourced(result, token) for result in results)
        found.extend(self._prepositional())
        return [p for p in found if p.token not in consumed - self._whole or p.operators]

    def _sourced(self, predication: Predication, token: Token) -> Predication:
        """Add who says so; that somebody accuses or demands is the narrator's word, not the accuser's."""
        if predication.source.speaker is not None:
            return predication
        source = self.reading.attribution.source(token)
        own = {f.mention.actor for f in predication.agents if f.via != "speaker"}
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
            draft = self._predication(governor, entry, distinct(agents), distinct(recipients))
            draft = replace(draft, denied=self.reading.modality.negated(governor))
            yield replace(draft, source=self.reading.attribution.source(governor), relational=True)

    def _match(self, token: Token) -> Predication | None:
        """Choose the entry that fits best: its requirements met, most sides filled, most specific first."""
        best: tuple[int, Predication] | None = None
        for entry in self._entries(token):
            if not self._met(token, entry.requires):
                continue
            draft = self._draft(token, entry)
            needed = entry.recipient == TOLD or entry.lemma in self.reading.lexicon.words("copula")
            if needed and not draft.recipients and not draft.recipient_words:
                continue
            filled = bool(draft.agents) * 2 + bool(draft.recipients) * 2 + bool(entry.requires)
            if best is None or filled > best[0]:
                best = (filled, draft)
                self._parts = self._part_of_it(token, entry)
        return best[1] if best else None

    def _part_of_it(self, token: Token, entry: Predicate) -> set[int]:
        """Give the modifiers that say nothing beside their noun ("trade war"); note verbs read with their modal."""
        self._whole |= {token.i} if entry.modal else set()
        mods = self.grammar.slots(token).get("mod", [])
        return {t.i for slot, words in entry.requires if slot == "mod" for t in mods if self.grammar.any_of([t], words)}

    def _entries(self, token: Token) -> tuple[Predicate, ...]:
        pos, lemma = self.grammar.pos(token), self.grammar.lemma(token)
        if (
            not pos
            or token.dep_.startswith("aux")
            or self.wording.dated(token)
            or (pos != "verb" and self._named(token))
        ):
            return ()
        table = self.reading.lexicon.predicates
        found = table.get((pos, lemma), ())
        if not found and pos == "adj" and token.dep_ in ("amod", "acl", "advcl", "ROOT", "appos", "conj"):
            found = table.get(("verb", lemma), ()) if self.grammar.passive(token) else ()
        return () if found and self._elsewise(token, found[0]) else found

    def _elsewise(self, token: Token, entry: Predicate) -> bool:
        """Tell whether a word stands in another sense, in which it says nothing between actors ("a storm hit X")."""
        others = self.reading.lexicon.other_senses.get((entry.pos, entry.lemma), ())
        return any(self._met(token, other.requires) for other in others)

    def _named(self, token: Token) -> bool:
        """Tell whether a word is part of a longer name ("Defence Ministry"), so that it says nothing by itself."""
        at = self.reading.arguments.at.get(token.i, [])
        inside = token.pos_ == "PROPN" and any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.children)
        return any(
            m.stop - m.start > 1 and m.how != "definite" and (inside or m.how in PROPER or token.i != m.head)
            for m in at
        )

    def _met(self, token: Token, requires: tuple[Requirement, ...]) -> bool:
        return all(self._holds(token, slot, words) for slot, words in requires)

    def _holds(self, token: Token, slot: str, words: frozenset[str]) -> bool:
        path = self.reading.arguments.path
        tokens = path(token, slot) or ([] if slot in DEPENDENT else path(token, f"obj.{slot}"))
        if slot in ("obj", "xcomp", "attr"):
            tokens += [c for t in tokens for c in t.conjuncts]
        return self.grammar.any_of(tokens, words)

    def _draft(self, token: Token, entry: Predicate) -> Predication:
        agents, used = self._side(token, self._agent_slots(token, entry), set())
        if not agents and {"par", "subj"} & set(entry.agent):
            agents = self.nearby.agent(token)
        if not agents and entry.pos == "verb":
            agents = self._author(token)
        if not agents and entry.pos == "noun":
            agents = (
                self._bearer(token, entry) if entry.relational else self._doer(token, entry) or self._borrowed(token)
            )
        if not agents and any(path.startswith("subj.") for path in entry.agent):
            agents = [f for t in self.reading.arguments.path(token, "subj") for f in self._launcher(t)]
        agents, struck = self.reading.arguments.strikers(agents, entry)
        recipients = self._side(token, entry.recipient, used)[0] or struck
        if agents and recipients and {f.mention.actor for f in recipients} <= {f.mention.actor for f in agents}:
            with self.reading.arguments.besides(agents):
                recipients, _ = self._side(token, entry.recipient, used)
        if entry.relational and not agents and (owned := self._side(token, ("poss",), set())[0]):
            agents, recipients = self._demonyms(token), owned
        if entry.relational and entry.pos == "noun" and (apposed := self._apposed(token)):
            agents = apposed
            recipients = self._whose(token, apposed) or recipients
        if not recipients and entry.pos == "noun":
            recipients = self._borrowed_recipient(token, entry)
        if not agents:
            agents = self.surroundings.agents(token, entry, recipients)
        if not recipients and entry.pos == "verb":
            recipients = self._side(token, inside(entry), used)[0]
        own = {a.mention.actor for a in agents}
        recipients = [] if not entry.symmetric and {r.mention.actor for r in recipients} <= own else recipients
        if not recipients:
            recipients = self.nearby.recipient(token, entry.recipient, agents)
        words = "" if recipients else self._words(token, entry)
        if not recipients and entry.type == "AID":
            recipients = self._there(token)
        if not recipients and entry.type == "ASSAULT" and not words:
            recipients = self._enemy(agents)
        if not recipients and not words and entry.recipient != TOLD:
            words = self.wording.place(token, agents)
        mutual = len(agents) > 1 and not recipients and self._mutual(token, entry)
        draft = self._predication(token, entry, agents, recipients)
        doers = "" if agents else self._agent_words(token, entry)
        symmetric = draft.symmetric or mutual
        return replace(draft, symmetric=symmetric, agent_words=doers, recipient_words="" if recipients else words)

    def _agent_slots(self, token: Token, entry: Predicate) -> tuple[str, ...]:
        """Leave "of" to the recipient where somebody else acts: "the FBI opened an investigation of the senator"."""
        shared = set(entry.agent) & set(entry.recipient) & {"of", "de"}
        if entry.pos != "noun" or not shared or not self._borrowed(token):
            return entry.agent
        return tuple(slot for slot in entry.agent if slot not in shared)

    def _words(self, token: Token, entry: Predicate) -> str:
        """Give the words for whom an act is done to: in its own slots, in those of a light verb, or its bare object."""
        if (words := self.wording.slot(token, entry.recipient)) or entry.relational:
            return words
        if entry.pos == "noun":
            verb = self._light_verb(token)
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
        verb = None if entry.relational else self._light_verb(token)
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

    def _predication(
        self, token: Token, entry: Predicate, agents: list[Filler], recipients: list[Filler]
    ) -> Predication:
        sentence = token.sent
        return Predication(
            token=token.i,
            begin=sentence.start_char,
            end=sentence.start_char + len(sentence.text.rstrip()),
            type=entry.type,
            mode=entry.mode,
            contexts=entry.contexts,
            agents=tuple(agents),
            recipients=tuple(
                r for r in recipients if all(r.mention.actor != a.mention.actor for a in agents) or entry.symmetric
            ),
            stance=entry.stance,
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

    def _side(self, token: Token, paths: tuple[str, ...], used: set[int]) -> tuple[list[Filler], set[int]]:
        """Fill one side from the first of its slots that holds an actor; give the tokens used."""
        for path in paths:
            tokens = [t for t in self.reading.arguments.path(token, path) if t.i not in used]
            fillers = self.reading.arguments.side(tokens)
            if path == "obj" and not tokens:
                fillers = self.nearby.object(token)
            if path == "subj":
                fillers = self._subject(token, tokens, fillers)
            if path == "speaker":
                fillers = self._speaker(token)
            if path == "mod" and not fillers:
                fillers = self._demonyms(token)
            if fillers:
                return distinct(fillers), used | {t.i for t in tokens}
        return [], used

    def _subject(self, token: Token, tokens: list[Token], fillers: list[Filler]) -> list[Filler]:
        """Prefer the name beside a verb to subjects that the parser gets wrong."""
        near = any(self._same_side(t, token) for t in tokens)
        if near and not self._adnominal(token):
            return fillers
        return self.nearby.subject(token) or (fillers if near else [])

    def _same_side(self, subject: Token, verb: Token) -> bool:
        """Tell whether no colon parts a subject from its verb: before one stands what a headline is about."""
        between = self.reading.doc[min(subject.i, verb.i) : max(subject.i, verb.i)]
        return all(t.text != ":" for t in between)

    def _adnominal(self, token: Token) -> bool:
        """Tell whether a finite verb was taken for an adjective of the name before it."""
        return self.grammar.retagged(token) and token.dep_ == "amod"

    def _speaker(self, token: Token) -> list[Filler]:
        """Fill a side with who says the clause: "Paris estime qu'il doit partir"."""
        speaker = self.reading.attribution.source(token).speaker
        return [Filler(side_of(speaker), speaker.score, "speaker")] if speaker is not None else []

    def _demonyms(self, token: Token) -> list[Filler]:
        near = (m for k in range(token.i - 3, token.i + 3) for m in self.reading.arguments.at.get(k, []))
        found = [m for m in near if m.how == "demonym" and self._modifies(m, token)]
        return distinct([Filler(n, n.score) for m in found for n in self.reading.arguments.lists.get(m, (m,))])

    def _modifies(self, mention: Mention, token: Token) -> bool:
        head = self.reading.doc[mention.head]
        return head.head == token or (head.head.head == token and head.dep_ == "conj")

    def _doer(self, token: Token, entry: Predicate) -> list[Filler]:
        """Take who helps ("with the aid of X") or who the parser hangs elsewhere ("the arrest of Y by X")."""
        if self._accompanies(token):
            return self._side(token, ("of", "de", "from"), set())[0]
        inner = tuple(f"{of}.{by}" for of in ("of", "de") for by in ("by", "par") if by in entry.agent)
        return self._side(token, inner, set())[0]

    def _bearer(self, token: Token, entry: Predicate) -> list[Filler]:
        """Take who is called an ally or opponent: the name after the noun, or the noun itself where it is an actor.

        Of mutual words only a name says something: that partners are partners of somebody needs no claim.
        """
        for child in token.children:
            if child.dep_ == "appos" and child.i > token.i:
                return self.reading.arguments.fillers(child)
        named = self.surroundings.named_after(token)
        if not named and self.reading.arguments.at.get(token.i) and not entry.symmetric:
            return self.reading.arguments.fillers(token)
        return named or self._apposed(token)

    def _whose(self, token: Token, apposed: list[Filler]) -> list[Filler]:
        """Find whose rival or ally somebody in apposition is: "Eric Chu, son principal adversaire"."""
        besides = frozenset(f.mention.actor for f in apposed)
        pointing = self.grammar.slots(token).get("poss", [])
        found = [
            self.reading.arguments.coreference.antecedent(p, besides) for p in pointing if p.pos_ in ("DET", "PRON")
        ]
        return [Filler(m, m.score, "pronoun") for m in found if m is not None]

    def _apposed(self, token: Token) -> list[Filler]:
        """Take the name before a comma: "l'Iran, principal ennemi de l'Arabie saoudite"."""
        at = token.i - 1
        while at > 0 and self.reading.doc[at].pos_ in ("ADJ", "DET", "ADV", "NUM"):
            at -= 1
        if at <= 0 or self.reading.doc[at].text != ",":
            return self._introducing(token)
        before = self.reading.arguments.at.get(at - 1, [])
        return [Filler(m, m.score * 0.9, "apposition") for m in before if m.how != "demonym"]

    def _introducing(self, token: Token) -> list[Filler]:
        """Take the name after a comma: "son principal rival, le conservateur X", "Ennemi de X, l'Arménie …"."""
        doc = self.reading.doc
        opening = all(t.is_punct or t.pos_ == "DET" for t in doc[token.sent.start : token.i])
        commas = (t.i for t in doc[token.i + 1 : token.sent.end] if t.text == ",")
        at = next(commas, len(doc)) if opening else token.i + 1
        if at + 2 >= len(doc) or doc[at].text != ",":
            return []
        named = self.reading.arguments.at.get(at + 1) or self.reading.arguments.at.get(at + 2) or []
        kinds = PROPER if opening else {"person"}
        return [Filler(m, m.score * 0.9, "apposition") for m in named if m.how in kinds]

    def _borrowed(self, token: Token) -> list[Filler]:
        """Take the agent of a noun from the light verb that governs it ("mener des frappes contre")."""
        verb = self._light_verb(token) or self._fought_in(token)
        if verb is None:
            above = self.grammar.above(token)
            held = self.grammar.pos(above) == "noun" and self.grammar.lemma(above) in self.reading.lexicon.holders
            return self.reading.arguments.fillers(above) if held and not self._named(above) else []
        subjects = self.reading.arguments.side(self.grammar.slots(verb).get("subj", []))
        return [replace(f, score=f.score * BORROWED) for f in subjects]

    def _author(self, token: Token) -> list[Filler]:
        """Take who brings out a text or makes an effort for who acts in it: "passed a resolution condemning X"."""
        noun, verb, words = token.head, self.grammar.above(token.head), self.reading.lexicon.words
        if token.dep_ != "acl" or self.grammar.pos(verb) != "verb":
            return []
        slots = self.grammar.slots(verb)
        issued = self.grammar.lemma(verb) in words("issuing") and noun in slots.get("obj", [])
        trying = self.grammar.lemma(noun) in words("effort") and noun in slots.get("in", [])
        authors = self.reading.arguments.side(slots.get("subj", [])) if issued or trying else []
        return [replace(f, score=f.score * BORROWED) for f in authors]

    def _launcher(self, token: Token) -> list[Filler]:
        """Take who opened or launched what is aimed at somebody: "opened an inquiry into", "mène un raid visant"."""
        verb = token.head
        if token.dep_ not in ("obj", "dobj") or not any(e.requires for e in self._entries(verb)):
            return []
        subjects = self.reading.arguments.side(self.grammar.slots(verb).get("subj", []))
        return [replace(f, score=f.score * BORROWED) for f in subjects]

    def _accompanied(self, token: Token) -> Token:
        """Give the verb that a noun with "with", "avec", "grâce à" belongs to."""
        governor = self.grammar.governor(token)
        return governor if governor is not None else token.head.head if token.dep_ == "pobj" else token.head

    def _accompanies(self, token: Token) -> bool:
        """Tell whether a noun says with whose help a verb's subject acts ("avec l'appui de", "with the aid of")."""
        if phrase := self.grammar.phrase(token):
            return phrase in self.reading.lexicon.words("accompanying")
        if token.dep_ == "pobj":
            return (
                token.head.lower_ in self.reading.lexicon.words("accompanying")
                and self.grammar.pos(token.head.head) == "verb"
            )
        cases = {c.lower_ for c in token.children if c.dep_ == "case"}
        return bool(cases & self.reading.lexicon.words("accompanying")) and self.grammar.pos(token.head) == "verb"

    def _fought_in(self, token: Token) -> Token | None:
        """Give the active verb that a struggle is the setting of: "Kiev a reçu des chars dans sa lutte contre X"."""
        if self.grammar.lemma(token) not in self.reading.lexicon.words("struggle"):
            return None
        setting = self.grammar.phrase(token) or next(iter(c.lower_ for c in token.children if c.dep_ == "case"), "")
        if token.dep_ == "pobj" and not setting:
            setting = token.head.lower_
        governor = self._accompanied(token)
        inside = setting in self.reading.lexicon.words("setting") and self.grammar.pos(governor) == "verb"
        return governor if inside and not self.grammar.passive(governor) else None

    def _light_verb(self, token: Token) -> Token | None:
        head = self.grammar.above(token)
        if head == token or self.grammar.pos(head) != "verb":
            return None
        entries = self.reading.lexicon.operators.get(("verb", self.grammar.lemma(head)), ())
        light = any(
            e.effect not in SEPARATE and set(e.complement) & {"obj", "de", "à", "to", "from", "in"} for e in entries
        )
        return head if light else None

    def _borrowed_recipient(self, token: Token, entry: Predicate) -> list[Filler]:
        """Take the recipient of a noun from what embeds it, where the parser attached its preposition there."""
        if self._accompanies(token):
            return self._side(self._accompanied(token), ("subj", "obj"), set())[0]
        above = self.grammar.above(token)
        embeds = (
            self.grammar.pos(above) == "noun" and ("noun", self.grammar.lemma(above)) in self.reading.lexicon.operators
        )
        head = above if embeds else self._light_verb(token)
        paths = tuple(p for p in entry.recipient if p not in ("de", "of", "mod", "poss", "obj", "subj"))
        return self._side(head, paths, set())[0] if head is not None else []
