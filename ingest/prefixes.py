"""Stances that a prefix or a compound states: "pro-russe", "anti-American", "Russian-backed"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from ingest.actors.items import prefixed
from ingest.model import Filler, Mention, Predication
from ingest.reading import Reading

STANCES: Final = {"pro-": ("SUPPORT", "supports"), "anti-": ("ACCUSE", "opposes")}


def prefix_predications(reading: Reading) -> Iterator[Predication]:
    """Yield what prefixes and hyphenated participles say of the noun they stand with."""
    seen: set[int] = set()
    for mentions in reading.arguments.at.values():
        for mention in mentions:
            if mention.start in seen:
                continue
            seen.add(mention.start)
            prefix = prefixed(reading.doc, mention.start)
            if prefix in STANCES:
                yield from _prefixed(reading, mention, prefix)
            yield from _hyphenated(reading, mention)


def _bearer(reading: Reading, token: Token, mention: Mention) -> list[Filler]:
    """Find the actor that the adjective stands with."""
    return [f for f in reading.arguments.fillers(token) if f.mention.actor != mention.actor]


def _prefixed(reading: Reading, mention: Mention, prefix: str) -> Iterator[Predication]:
    kind, stance = STANCES[prefix]
    head = reading.doc[mention.head].head
    bearers = _bearer(reading, head, mention)
    if bearers and head.i not in range(mention.start, mention.stop):
        target = Filler(mention, 0.9)
        yield _predication(reading, mention, kind, stance, tuple(bearers), (target,), f"prefix {prefix}")


def _hyphenated(reading: Reading, mention: Mention) -> Iterator[Predication]:
    doc = reading.doc
    at = mention.stop
    if at + 1 >= len(doc) or doc[at].text != "-" or doc[at - 1].whitespace_ or doc[at].whitespace_:
        return
    participle = doc[at + 1]
    table = reading.lexicon.predicates
    entries = [e for e in table.get(("verb", reading.grammar.lemma(participle)), ()) if "obj" in e.recipient]
    entries += [e for e in table.get(("adj", participle.lower_), ()) if "mod" in e.agent]
    entry = next((e for e in entries if not e.requires), None)
    if entry is None or participle.tag_ != "VBN":
        return
    bearers = _bearer(reading, participle.head, mention)
    if bearers:
        agent = Filler(mention, 0.95)
        yield _predication(reading, mention, entry.type, entry.stance, (agent,), tuple(bearers), entry.name)


def _predication(
    reading: Reading,
    mention: Mention,
    kind: str,
    stance: str,
    agents: tuple[Filler, ...],
    recipients: tuple[Filler, ...],
    rule: str,
) -> Predication:
    sentence = reading.grammar.sentences.of(reading.doc[mention.start])
    return Predication(
        token=mention.start,
        begin=sentence.begin,
        end=sentence.end,
        type=kind,
        mode="",
        contexts=(),
        agents=agents,
        recipients=recipients,
        stance=stance,
        symmetric=False,
        rule=rule,
        tense="Present",
        source=reading.attribution.source(reading.doc[mention.start]),
    )
