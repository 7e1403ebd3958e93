"""Which actors stand in a slot: mentions, pronouns, owners of plans and forces, coordination, apposition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc, Span, Token

from ingest.coreference import Coreference
from ingest.model import Filler, Mention, actors_of
from ingest.morphology import morph
from ingest.syntax import Grammar
from ontology.lexicon import Lexicon, Predicate, load_lexicon

THROUGH_HOLDER: Final = 0.85
THROUGH_THING: Final = 0.7
THROUGH_HOME: Final = 0.65
THROUGH_EVENT: Final = 0.8
THROUGH_APPOSITION: Final = 0.9
LISTED: Final = frozenset(
    {"state", "capital", "body", "person", "organ", "entity", "collective", "inhabitant", "members", "office", "shared"}
)
"""Kinds of mentions that form enumerations."""
PROPER: Final = frozenset({"state", "capital", "seat", "body", "person", "entity"})
"""Kinds of mentions that are proper names through and through."""
PAIRED: Final = frozenset({"demonym", "state", "body", "capital"})
"""Kinds of mentions that a hyphen puts side by side ("the EU-Turkey deal")."""
DEEPEST: Final = 4
OWNER_SLOTS: Final = ("poss", "par", "by", "mod", "de", "of")
NAMING: Final = frozenset({"appos", "flat:name", "flat", "flat:foreign", "nmod", "compound"})


class Arguments:
    """Resolves the tokens that stand in slots to actors."""

    def __init__(
        self,
        doc: Doc,
        mentions: list[Mention],
        grammar: Grammar,
        coreference: Coreference,
        lexicon: Lexicon,
        home: Mention | None = None,
    ) -> None:
        self.doc = doc
        self.grammar = grammar
        self.coreference = coreference
        self.lexicon = lexicon
        self.at: dict[int, list[Mention]] = {}
        for mention in mentions:
            for token in range(mention.start, mention.stop):
                self.at.setdefault(token, []).append(mention)
        self.speakers: dict[int, Mention] = {}
        self.lists = {m: group for group in _enumerations(doc, mentions) for m in group}
        self.home = home
        self._besides: frozenset[str] = frozenset()
        self._fillers: dict[tuple[int, int, frozenset[str]], list[Filler]] = {}

    def speak(self, at: int, speaker: Mention) -> None:
        """Let a pronoun of the first person mean who speaks."""
        self.speakers[at] = speaker
        self._fillers.clear()

    @contextmanager
    def besides(self, fillers: Iterable[Filler]) -> Iterator[None]:
        """Let no pronoun mean some actors for a while: whom "X cut off its aid" is done to is not X."""
        self._besides = actors_of(fillers)
        try:
            yield
        finally:
            self._besides = frozenset()

    def path(self, token: Token, path: str) -> list[Token]:
        """Follow a slot path ("obj.de") from a token."""
        if "." not in path:
            return list(self._in_slot(token, path))
        tokens = [token]
        for slot in path.split("."):
            tokens = [inner for outer in tokens for inner in self._in_slot(outer, slot)]
        return tokens

    def _in_slot(self, outer: Token, slot: str) -> list[Token]:
        """Give what stands in a slot; the later words of a name ("de Carles Puigdemont") modify nothing."""
        found = self.grammar.slots(outer).get(slot, [])
        if slot != "mod":
            return found
        return [t for t in found if not any(outer.i < m.start < t.i for m in self.at.get(t.i, []))]

    def side(self, tokens: Iterable[Token]) -> list[Filler]:
        """Find the actors that the tokens of a slot stand for, in their order."""
        return [filler for token in tokens for filler in self.fillers(token)]

    def fillers(self, token: Token, depth: int = 0) -> list[Filler]:
        """Find the actors that a token and what is coordinated with it stand for."""
        key = token.i, depth, self._besides
        if key not in self._fillers:
            self._fillers[key] = self._coordinates(token, depth)
        return list(self._fillers[key])

    def _coordinates(self, token: Token, depth: int) -> list[Filler]:
        found = self._one(token, depth)
        for child in self._conjuncts(token):
            if depth < DEEPEST and self._coordinated(token, child):
                joined = self.fillers(child, depth + 1)
                found = self._same(found, joined) if self._apposed(token, child) else [*found, *joined]
        return distinct(found)

    def _conjuncts(self, token: Token) -> list[Token]:
        """Give the dependents that may be coordinated, also those that hang inside a name of several words."""
        inside = {t for m in self.at.get(token.i, []) for t in range(m.start, m.stop)} - {token.i}
        hanging = [c for i in sorted(inside) for c in self.doc[i].children if c.dep_ == "conj" and c.i not in inside]
        named = (c for c in hanging if c.i in self.at and not self._has_preposition(c))
        return [*token.children, *(c for c in named if c.i != token.i)]

    def _apposed(self, token: Token, child: Token) -> bool:
        """Tell whether a conjunct after a comma without "and" names the same: "X, membre des Y, a dit"."""
        before = [self.doc[child.left_edge.i - 1], *(c for c in child.children if c.i < child.i)]
        if child.dep_ != "conj" or not any(t.text == "," for t in before):
            return False
        return not any(c.dep_ == "cc" for t in (token, *token.conjuncts) for c in t.children)

    def _same(self, one: list[Filler], other: list[Filler]) -> list[Filler]:
        """Give the person of two apposed descriptions, all of them where none or several are persons."""
        both = [*one, *other]
        people = [f for f in both if f.mention.how == "person"]
        return people if len(people) == 1 and all(f.mention.how != "state" for f in both) else both

    def _coordinated(self, token: Token, child: Token) -> bool:
        """Tell whether a dependent is coordinated; the parsers take long lists of states for appositions."""
        if child.dep_ == "conj":
            return not self._same_mention(token, child)
        if child.dep_ not in ("appos", "flat:name", "flat", "nmod") or self._has_preposition(child):
            return False
        ours, theirs = self.at.get(token.i, []), self.at.get(child.i, [])
        return bool(ours and theirs) and ours[0].how == theirs[0].how == "state" and ours[0].actor != theirs[0].actor

    def _same_mention(self, one: Token, other: Token) -> bool:
        return bool(set(map(id, self.at.get(one.i, []))) & set(map(id, self.at.get(other.i, []))))

    def _one(self, token: Token, depth: int) -> list[Filler]:
        mentions = self.at.get(token.i, [])
        if mentions:
            listed = [m for mention in mentions for m in self.lists.get(mention, (mention,))]
            return [Filler(m, m.score) for m in listed if not m.place]
        if depth >= DEEPEST:
            return []
        if token.pos_ in ("PRON", "DET", "SCONJ"):
            return self._pronoun(token, depth)
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "ADV") or self.grammar.pos(token) == "noun":
            return self._noun(token, depth)
        return []

    def _pronoun(self, token: Token, depth: int) -> list[Filler]:
        noun = self.coreference.relative(token)
        if noun is not None:
            return self.fillers(noun, depth + 1) or self._attributed(noun, depth)
        speaker = self.speakers.get(token.i)
        if speaker is not None:
            return [Filler(speaker, speaker.score * 0.95, "speaker")]
        if token.lower_ in self.lexicon.words("those_of"):
            return self._owners(token, ("de", "of"), depth, THROUGH_HOLDER, token.lower_)
        return [Filler(m, m.score, "pronoun") for m in self.coreference.antecedents(token, self._besides)]

    def _attributed(self, noun: Token, depth: int) -> list[Filler]:
        """Find whom a predicate noun describes: "Iran is the only state that …"."""
        if noun.dep_ != "attr" or self.grammar.lemma(noun.head) not in self.lexicon.words("copula"):
            return []
        subjects = self.grammar.slots(noun.head).get("subj", [])
        return [f for t in subjects if t.i < noun.i for f in self.fillers(t, depth + 1)]

    def _noun(self, token: Token, depth: int) -> list[Filler]:
        for child in token.children:
            if child.dep_ in NAMING and child.i > token.i and not self._has_preposition(child):
                named = [m for m in self.at.get(child.i, []) if not m.place and m.how != "demonym"]
                if named:
                    return [Filler(m, m.score * THROUGH_APPOSITION, "apposition") for m in named]
        lemma = self.grammar.lemma(token)
        kind = self.lexicon.holders.get(lemma)
        if kind == "partitive":
            parts = [f for t in self._complements(token) for f in self.fillers(t, depth + 1)]
            return parts or self._owners(token, ("mod",), depth, 1.0, lemma)
        if kind == "none" or (kind == "individual" and morph(token, "Number") == "Sing"):
            return []
        if kind not in (None, "individual"):
            owners = self._authors(token, depth, lemma)
            owners = owners or self._owners(token, OWNER_SLOTS, depth, THROUGH_HOLDER, lemma)
            return owners or (self._home(token) if kind == "law" else [])
        for entry in self.lexicon.predicates.get(("noun", lemma), ()):
            if entry.relational:
                return self._owners(token, ("mod",), depth, THROUGH_THING, lemma)
            if entry.symmetric and entry.type == "RETREAT":
                return []
            sides = (*entry.agent, *entry.recipient) if entry.type == "AGREE" else entry.agent
            return self.strikers(self._owners(token, sides, depth, THROUGH_EVENT, lemma), entry)[0]
        if token.pos_ != "NOUN" and self.grammar.pos(token) != "noun":
            return []
        if depth == 0 and (said := self._described(token)):
            return said
        owners = self._owners(token, ("mod", "poss"), depth, THROUGH_THING, lemma)
        return owners or [f for f in self._owners(token, ("de", "of"), depth, THROUGH_THING, lemma) if _body(f)]

    def strikers(self, fillers: list[Filler], entry: Predicate) -> tuple[list[Filler], list[Filler]]:
        """Tell who commits terror from where it strikes: "the bombing of London" is none of London's."""
        if entry.pos != "noun" or "terrorism" not in entry.contexts:
            return fillers, []
        cls = self.coreference.cast.cls
        kinds = (PROPER | {"organ"}) - {"person"}
        struck = [f for f in fillers if f.mention.how in kinds and cls(f.mention.actor) != "ArmedGroup"]
        return [f for f in fillers if f not in struck], struck

    def _described(self, token: Token) -> list[Filler]:
        """Give who is said to be what a noun says: "X is a leader backed by Y"."""
        if not any(c.dep_ == "cop" for c in token.children):
            return []
        return self._owners(token, ("subj",), 0, THROUGH_APPOSITION, "apposition")

    def _home(self, token: Token) -> list[Filler]:
        """Let a law without an owner stand for the state that the text is about."""
        if self.home is None or not any(c.dep_ == "det" for c in token.children):
            return []
        mention = replace(self.home, text=token.text, start=token.i, stop=token.i + 1, head=token.i, how="holder")
        return [Filler(replace(mention, begin=token.idx, end=token.idx + len(token)), THROUGH_HOME, token.lemma_)]

    def _authors(self, token: Token, depth: int, via: str) -> list[Filler]:
        """Find who made a plan, as a participle says: "le plan présenté par Rabat"."""
        words = self.lexicon.words("authoring")
        made = [c for c in token.children if c.dep_ == "acl" and self.grammar.lemma(c) in words]
        by = [t for c in made if self.grammar.passive(c) for t in self.grammar.slots(c).get("subj", [])]
        return [replace(f, score=f.score * THROUGH_HOLDER, via=via) for t in by for f in self.fillers(t, depth + 1)]

    def _has_preposition(self, token: Token) -> bool:
        return any(c.dep_ == "case" for c in token.children)

    def _complements(self, token: Token) -> list[Token]:
        slots = self.grammar.slots(token)
        return [*slots.get("de", []), *slots.get("of", []), *slots.get("entre", []), *slots.get("among", [])]

    def _owners(self, token: Token, slots: tuple[str, ...], depth: int, score: float, via: str) -> list[Filler]:
        for slot in slots:
            found = [
                replace(f, score=f.score * (1.0 if t.dep_ == "compound" and f.via else score), via=via)
                for t in self.path(token, slot)
                for f in self.fillers(t, depth + 1)
            ]
            if found:
                return found
        return []


def _body(filler: Filler) -> bool:
    """Tell whether an owner is an organisation or armed group, whose things are its own (a state's may be places)."""
    return filler.mention.how in ("body", "organ", "members")


def _enumerations(doc: Doc, mentions: list[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Yield lists of three and more actors as they are written: "l'Égypte, Bahreïn, le Yémen et la Libye"."""
    for first, second in pairwise(sorted((m for m in mentions if m.how in LISTED), key=lambda m: m.start)):
        if _headline_pair(doc, first, second):
            yield (first, second)
    hyphenable = sorted((m for m in mentions if m.how in PAIRED and not m.place), key=lambda m: m.start)
    for first, second in pairwise(hyphenable):
        hyphenated = (
            second.start == first.stop + 1 and doc[first.stop].text == "-" and not doc[first.stop - 1].whitespace_
        )
        if hyphenated or (first.how == "demonym" and (first.start, first.stop) == (second.start, second.stop)):
            yield (first, second)
    joints, pairing = load_lexicon(doc.lang_).words("joint"), load_lexicon(doc.lang_).words("pairing")
    run: list[Mention] = []
    closed = paired = False
    for mention in sorted((m for m in mentions if m.how in LISTED), key=lambda m: m.start):
        between = [] if not run else [t.lower_.replace("’", "'") for t in doc[run[-1].stop : mention.start]]
        over = closed and between[:1] == [","]
        if run and between and len(between) <= 4 and all(word in joints for word in between) and not over:
            closed = closed or any(word in ("et", "and", "&") for word in between)
            run.append(mention)
            continue
        if run and _paired(doc[run[-1].stop : mention.start], pairing):
            run, closed, paired = [*run, mention], True, True
            continue
        if paired or _list(run, closed=closed):
            yield tuple(run)
        run, closed, paired = [mention], False, False
    if paired or _list(run, closed=closed):
        yield tuple(run)


def _headline_pair(doc: Doc, first: Mention, second: Mention) -> bool:
    """Tell whether two names are the subject of a headline without "and": "Pakistan, India swap fire"."""
    joined = second.start == first.stop + 1 and doc[first.stop].text == ","
    opens = bool(doc[first.start].is_sent_start) and second.stop < len(doc)
    return joined and opens and doc[second.stop].tag_ == "VBP"


def _paired(between: Span, pairing: frozenset[str]) -> bool:
    """Tell whether two names are joined by more than "and": "X comme Y", "X, mais aussi Y"."""
    return " ".join(t.lower_ for t in between if not t.is_punct and t.pos_ != "DET") in pairing


def _list(run: list[Mention], *, closed: bool) -> bool:
    """Tell whether a run of mentions is a list: three or more with "and", or two that share a role."""
    return closed and (len(run) > 2 or (len(run) == 2 and any(m.how == "shared" for m in run)))


def distinct(found: list[Filler]) -> list[Filler]:
    """Keep the first filler of each actor."""
    by_actor: dict[str, Filler] = {}
    for filler in found:
        by_actor.setdefault(filler.mention.actor, filler)
    return list(by_actor.values())
