"""Days that a text gives to an act outside its clause: the dateline, the scene set before, the same act told again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from spacy.tokens import Span

from ingest.model import Predication, Time, actors_of
from ingest.placing import OPENING
from ingest.reading import Reading

SHORTEST_CLAUSE: Final = 9
"""A dated sentence with fewer words and no verb is a dateline: "MOSCOW, April 22. /AGENCY/."."""
SCENE: Final = 2
"""For how many sentences of its paragraph a date that opens a sentence holds."""


def date_by_context(predications: list[Predication], reading: Reading) -> list[Predication]:
    """Date past acts whose own clause has no date: by the same act told with one, else by the scene they stand in."""
    scenes = dict(_scenes(reading))
    retold = [_retold(p, predications) for p in predications]
    return [_dated(p, scenes) for p in retold]


def _dated(p: Predication, scenes: dict[int, Time]) -> Predication:
    """Date an act by its scene: what is told in the past, or in the present of a headline."""
    told = p.tense == "Past" or p.begin == 0
    time = scenes.get(p.begin) if p.time is None and told and _happened(p) else None
    return replace(p, time=time) if time is not None else p


def _happened(p: Predication) -> bool:
    return p.tense != "Future" and p.certainty == "certain" and not p.relational


def _scenes(reading: Reading) -> Iterator[tuple[int, Time]]:
    """Give, by the first character of a sentence, the day that was set before it and still holds."""
    times = sorted((t for t in reading.times if t.precision == "Day"), key=lambda t: t.start)
    sentences = reading.grammar.sentences.all
    holding: tuple[Time, int] | None = None
    title = sentences[0] if len(sentences) > 1 and sentences[0].ends_line else None
    for before, sentence in pairwise(sentences):
        inside = [t for t in times if before.start <= t.start < before.stop]
        if _dateline(before.span, inside):
            if title is not None and before == sentences[1]:
                yield title.begin, inside[0]
            holding = inside[0], 1
        elif inside and _opens(inside[0], before.span) and not before.ends_line:
            holding = inside[0], SCENE
        elif inside or before.ends_line:
            holding = None
        if holding is not None:
            time, left = holding
            yield sentence.begin, time
            holding = (time, left - 1) if left > 1 else None


def _opens(time: Time, sentence: Span) -> bool:
    return time.start - sentence.start <= OPENING and time.stop <= sentence.root.i


def _dateline(sentence: Span, times: list[Time]) -> bool:
    words = [t for t in sentence if t.is_alpha] if times else []
    return bool(times) and len(words) < SHORTEST_CLAUSE and not any(t.pos_ in ("VERB", "AUX") for t in words)


def _retold(p: Predication, others: Iterable[Predication]) -> Predication:
    """Date an act by the nearest sentence that tells of the same act with a day."""
    if p.time is not None or not _happened(p):
        return p
    told = [q for q in others if q.time is not None and q.begin != p.begin and _happened(q) and _same(p, q)]
    nearest = min(told, key=lambda q: abs(q.begin - p.begin), default=None)
    return replace(p, time=nearest.time) if nearest is not None else p


def _same(p: Predication, q: Predication) -> bool:
    """Tell whether two predications have one type and share all the sides that both name, at least one."""
    if p.type != q.type or p.mode != q.mode or p.denied != q.denied:
        return False
    sides = [(actors_of(p.agents), actors_of(q.agents)), (actors_of(p.recipients), actors_of(q.recipients))]
    if not all(ours & theirs for ours, theirs in sides if ours and theirs):
        return False
    return all(ours and theirs for ours, theirs in sides) or (p.rule == q.rule and any(a & b for a, b in sides))
