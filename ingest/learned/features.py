"""What the learned reader sees of two actors in a sentence: named features, each 0 if absent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from spacy.tokens import Span, Token

from ingest.actors import Cast
from ingest.claims import implied
from ingest.learned.paths import Governor, Path, governors, preposition, shortest
from ingest.learned.signs import SIGN, sign_of, stance_sign, types_of
from ingest.model import Mention, Predication, Stance
from ingest.reading import Reading

MOST_ACTORS: Final = 10
"""Sentences that name more actors are lists, which the reader leaves to the rules."""
NEAR: Final = 12
"""How many words may stand between two actors for the words themselves to count."""

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors of a sentence, by principal and by their mentions there."""

    sentence: Span
    source: str
    target: str
    sources: tuple[Mention, ...]
    targets: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Who has which part in a predication, by principal, and which words hang on it, by position."""

    sign: str
    agents: frozenset[str]
    recipients: frozenset[str]
    speaker: str
    below: frozenset[int]


class Seen:
    """One document with what the rules made of it, as the reader looks at it."""

    def __init__(self, reading: Reading, predications: Iterable[Predication], stances: Iterable[Stance]) -> None:
        self.reading = reading
        self.cast: Cast = reading.cast
        self.grammar = reading.grammar
        self.predications: dict[int, list[Predication]] = defaultdict(list)
        self.stances: dict[int, list[Stance]] = defaultdict(list)
        for predication in predications:
            self.predications[predication.begin].append(predication)
        for stance in stances:
            self.stances[stance.begin].append(stance)
        distinct = {id(m): m for mentions in reading.arguments.at.values() for m in mentions}
        self.mentions = sorted(distinct.values(), key=lambda m: m.start)
        self._signed: dict[int, list[tuple[Token, str]]] = {}
        self._below: dict[int, frozenset[int]] = {}
        self._words: dict[int, tuple[str, ...]] = {}
        self._governors: dict[int, list[Governor]] = {}
        self._prepositions: dict[int, str] = {}
        self._parts: dict[int, list[Parts]] = {}
        self._sentences: dict[int, Features] = {}

    def pairs(self) -> Iterator[Pair]:
        """Yield all pairs of different principals of each sentence, both ways round."""
        for sentence in self.reading.doc.sents:
            actors: dict[str, list[Mention]] = {}
            for mention in self.mentions:
                if sentence.start <= mention.start and mention.stop <= sentence.end:
                    actors.setdefault(self._who(mention), []).append(mention)
            if len(actors) <= MOST_ACTORS:
                for source, target in permutations(actors, 2):
                    yield Pair(sentence, source, target, tuple(actors[source]), tuple(actors[target]))

    def features(self, pair: Pair) -> Features:
        """Describe a pair.

        Names are a group and values: ``rule +`` (a rule says "supports"), ``on accuse`` (the word on the way between
        the two), ``agent -`` (the first does something hostile).
        """
        found: Features = {}
        self._by_rules(pair, found)
        self._by_predications(pair, found)
        path = shortest(self.reading.doc, pair.sources, pair.targets)
        if path is not None:
            self._by_path(path, found)
            self._by_governors(path, found)
            self._by_distance(pair, path, found)
            self._by_speaker(pair, path, found)
        self._by_kind(pair, found)
        self._by_sentence(pair.sentence, found)
        return found

    def _signs(self, sentence: Span) -> list[tuple[Token, str]]:
        """List the words of a sentence that have a sign, with it."""
        if sentence.start not in self._signed:
            self._signed[sentence.start] = [(t, s) for t in sentence if (s := sign_of(t, self.grammar))]
        return self._signed[sentence.start]

    def _above(self, at: int) -> list[Governor]:
        if at not in self._governors:
            self._governors[at] = governors(self.reading.doc[at], self.grammar)
        return self._governors[at]

    def _preposition(self, at: int) -> str:
        if at not in self._prepositions:
            self._prepositions[at] = preposition(self.reading.doc[at], self.grammar)
        return self._prepositions[at]

    def _subtree(self, token: Token) -> frozenset[int]:
        if token.i not in self._below:
            self._below[token.i] = frozenset(t.i for t in token.subtree)
        return self._below[token.i]

    def _who(self, mention: Mention) -> str:
        return self.cast.principal(mention.actor)

    def _by_rules(self, pair: Pair, found: Features) -> None:
        """Say what the rules claim in the sentence."""
        for stance in self.stances.get(pair.sentence.start_char, ()):
            sides, sign = (self._who(stance.subject), self._who(stance.object)), SIGN[stance.relation]
            if sides == (pair.source, pair.target) and stance.denied:
                found["rule denied"] = 1
            elif sides == (pair.source, pair.target):
                found[f"rule {sign}"] = 1
                found[f"confidence {sign}"] = max(found.get(f"confidence {sign}", 0), stance.confidence)
                found[f"basis {sign} {stance.basis}"] = 1
                found[f"certainty {sign} {stance.certainty}"] = 1
                found[f"entry {sign} {stance.rule.split(' [')[0]}"] = 1
            elif sides == (pair.target, pair.source) and not stance.denied:
                found[f"reverse {sign}"] = 1
            elif not stance.denied:
                found["other rule"] = 1

    def _by_predications(self, pair: Pair, found: Features) -> None:
        """Say which part the two have in the predications of the sentence."""
        for parts in self._parts_in(pair.sentence):
            agents, recipients, below = parts.agents, parts.recipients, parts.below
            acts, suffers = pair.source in agents, pair.target in recipients
            source_below = any(m.head in below for m in pair.sources)
            target_below = any(m.head in below for m in pair.targets)
            told = {
                "agent": acts,
                "agent open": acts and not recipients,
                "agent above": acts and not suffers and target_below,
                "recipient": suffers,
                "recipient open": suffers and not agents,
                "recipient above": suffers and not acts and source_below,
                "target acts": pair.target in agents,
                "source suffers": pair.source in recipients,
                "both below": not agents and not recipients and source_below and target_below,
            }
            if parts.speaker == pair.source:
                told["tells to"] = suffers
                told["tells of"] = pair.target in agents
                told["tells"] = not suffers and pair.target not in agents
            found.update({f"{part} {parts.sign}": 1.0 for part, holds in told.items() if holds})

    def _parts_in(self, sentence: Span) -> list[Parts]:
        """Give who has which part in the predications of a sentence."""
        begin = sentence.start_char
        if begin not in self._parts:
            self._parts[begin] = [self._parts_of(p) for p in self.predications.get(begin, ())]
        return self._parts[begin]

    def _parts_of(self, predication: Predication) -> Parts:
        relation, _ = implied(predication)
        speaker = predication.source.speaker
        return Parts(
            sign="denied" if predication.denied else stance_sign(relation),
            agents=frozenset(self._who(f.mention) for f in predication.agents),
            recipients=frozenset(self._who(f.mention) for f in predication.recipients),
            speaker=self._who(speaker) if speaker is not None else "",
            below=self._subtree(self.reading.doc[predication.token]),
        )

    def _by_path(self, path: Path, found: Features) -> None:
        """Say which words and dependencies join the two."""
        up, down = [t.dep_ for t in path.up[:-1]], [t.dep_ for t in path.down]
        first, last = up[0] if up else ".", down[-1] if down else "."
        case = self._preposition(path.target.head)
        sign = sign_of(path.top, self.grammar) or "?"
        found["length"] = min(path.length, 12) / 4
        found.update(
            dict.fromkeys(
                (
                    f"path {'<'.join(up)}^{'>'.join(down)}",
                    f"up {'<'.join(up)}",
                    f"down {'>'.join(down)}",
                    f"target after {case or '-'}",
                    f"source after {self._preposition(path.source.head) or '-'}",
                    f"top {self.grammar.lemma(path.top)}",
                    f"top {sign} {first} {last} {case}",
                    f"top {sign} {up[-1] if up else '.'} {down[0] if down else '.'}",
                ),
                1.0,
            )
        )
        signs = [s for t in path.inner if (s := sign_of(t, self.grammar))]
        found[f"signs {''.join(signs[:4])}"] = 1
        for token in path.inner:
            if token.i not in self._words:
                self._words[token.i] = tuple(self._on_path(token))
            found.update(dict.fromkeys(self._words[token.i], 1.0))

    def _on_path(self, token: Token) -> Iterator[str]:
        pos = self.grammar.pos(token)
        if not pos:
            if token.pos_ == "ADP":
                yield f"through {token.lower_}"
            return
        lemma = self.grammar.lemma(token)
        yield f"on {lemma}"
        if sign := sign_of(token, self.grammar):
            yield f"on {sign}"
        yield from (f"on type {kind}" for kind in types_of(token, self.grammar))
        yield from (f"operator {op.effect}" for op in self.reading.lexicon.operators.get((pos, lemma), ()))
        if self.reading.modality.negated(token):
            yield "on negated"

    def _by_governors(self, path: Path, found: Features) -> None:
        """Say which predicates the two hang on."""
        mine, theirs = self._above(path.source.head), self._above(path.target.head)
        if mine:
            found[f"source under {mine[0].sign} {mine[0].relation} {mine[0].preposition}"] = 1
        if theirs:
            hangs = f"{theirs[0].relation} {theirs[0].preposition}"
            found[f"target under {theirs[0].sign} {hangs}"] = 1
            found[f"target under {self.grammar.lemma(theirs[0].token)} {hangs}"] = 1
        if mine and theirs:
            order, one, two = _order(mine, theirs), mine[0], theirs[0]
            hangs = f"{one.relation} {two.relation} {two.preposition}"
            found[f"under {order} {one.sign} {two.sign} {hangs}"] = 1
            found[f"under {order} {one.sign} {two.sign}"] = 1
            found[f"under {order} {one.sign} {one.relation} {two.relation}"] = 1
            for kind in types_of(two.token, self.grammar):
                found[f"under {order} {kind} {one.relation} {two.relation}"] = 1

    def _by_distance(self, pair: Pair, path: Path, found: Features) -> None:
        """Say what stands between the two in the text."""
        one, two = sorted((path.source, path.target), key=lambda m: m.start)
        order = "forward" if one is path.source else "backward"
        found[order] = 1
        found["distance"] = min(abs(two.start - one.stop), 30) / 10
        ours = {pair.source, pair.target}
        between = {self._who(m) for m in self.mentions if one.start < m.start < two.start} - ours
        found["actors between"] = min(len(between), 4) / 2
        if two.start - one.stop < NEAR:
            words = [t for t in self.reading.doc[one.stop : two.start] if self.grammar.pos(t)]
            found.update({f"between {order} {self.grammar.lemma(t)}": 1.0 for t in words})
            signs = "".join([s for t in words if (s := sign_of(t, self.grammar))][:3])
            found[f"signs {order} {signs}"] = 1

    def _by_speaker(self, pair: Pair, path: Path, found: Features) -> None:
        """Say whether one of the two tells the sentence of the other, and in what words."""
        speaker = self.reading.attribution.source(self.reading.doc[path.target.head]).speaker
        who = self._who(speaker) if speaker is not None else ""
        if who == pair.target:
            found["target tells"] = 1
        if who != pair.source:
            return
        found["source tells"] = 1
        signs = Counter(s for _, s in self._signs(pair.sentence))
        found.update({f"told {s}": min(signs[s], 3) for s in SIGN.values() if signs[s]})
        found.update({f"told {self.grammar.lemma(t)}": 0.5 for t in pair.sentence if self.grammar.pos(t)})

    def _by_kind(self, pair: Pair, found: Features) -> None:
        """Say what kinds of actors the two are and how they are mentioned."""
        source, target = self.cast.cls(pair.source), self.cast.cls(pair.target)
        same = pair.source.split(".")[0] == pair.target.split(".")[0]
        told = [f"source is {source}", f"target is {target}", f"{source} to {target}"]
        told += [f"source by {m.how}" for m in pair.sources] + [f"target by {m.how}" for m in pair.targets]
        told += ["same home"] * same
        told += ["source place"] * all(m.place for m in pair.sources)
        told += ["target place"] * all(m.place for m in pair.targets)
        told += ["former"] * any(m.former for m in (*pair.sources, *pair.targets))
        found.update(dict.fromkeys(told, 1.0))
        found["source in doubt"] = 1 - max(m.score for m in pair.sources)
        found["target in doubt"] = 1 - max(m.score for m in pair.targets)

    def _by_sentence(self, sentence: Span, found: Features) -> None:
        """Say which predicates the sentence has at all."""
        if sentence.start not in self._sentences:
            signed = self._signs(sentence)
            told = {f"sentence {sign}": min(sum(s == sign for _, s in signed), 4) / 2 for sign in SIGN.values()}
            self._sentences[sentence.start] = told | {f"word {self.grammar.lemma(t)}": 0.3 for t, _ in signed}
        found.update(self._sentences[sentence.start])


def _order(mine: list[Governor], theirs: list[Governor]) -> str:
    """Tell whether two actors hang on one predicate (=), or one of them below the other's (< >)."""
    if mine[0].token == theirs[0].token:
        return "="
    if any(g.token == theirs[0].token for g in mine):
        return "<"
    return ">" if any(g.token == mine[0].token for g in theirs) else "/"
