"""When and where a predication took place, and the reason given for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from spacy.tokens import Token

from ingest.model import Predication, Tense, Time
from ingest.morphology import morph
from ingest.names import folded
from ingest.reading import Reading

SOON: Final = 14
"""How many days after publication a past event without a year may lie before it is read as last year's."""
OPENING: Final = 4
"""A date among the first tokens of a sentence holds for all of it."""
SAID: Final = frozenset({"AGREE", "THREATEN", "REQUEST"})
"""Acts that say what is to come."""
CLAUSE_HEADS: Final = frozenset({"ROOT", "ccomp", "acl:relcl", "relcl", "advcl", "parataxis", "conj", "acl"})


def place_and_date(predication: Predication, reading: Reading) -> Predication:
    """Add the date and place that the predicate's clause gives."""
    token = reading.doc[predication.token]
    return replace(
        predication,
        time=_in_tense(_when(predication, reading), predication.tense, reading.cast.published),
        place=_place(token, reading),
        reason=_reason(token, reading),
    )


def _when(predication: Predication, reading: Reading) -> Time | None:
    """Date an act; what somebody promises or threatens to do is dated by the saying, not by what is to come."""
    token = reading.doc[predication.token]
    if predication.act >= 0:
        above = reading.doc[predication.act]
        inner = {t.i for t in token.subtree}
        times = [t for t in reading.times if t.start not in inner or token == above]
        own = _time(above, times, reading)
        return own or (None if predication.type in SAID else _time(token, reading.times, reading))
    return _time(token, reading.times, reading)


def _in_tense(time: Time | None, tense: Tense, published: str | None) -> Time | None:
    """Move a date without a year to the side of publication that the verb's tense says."""
    if time is None or not time.relative or published is None or tense == "Present":
        return time
    lag = (date.fromisoformat(time.date) - date.fromisoformat(published)).days
    if tense == "Past" and lag > SOON and time.precision in ("Day", "Month"):
        return _moved(time, years=-1)
    if tense == "Future" and time.precision == "Day" and -7 < lag < 0:
        return _moved(time, days=7)
    return time


def _moved(time: Time, *, years: int = 0, days: int = 0) -> Time:
    def move(day: str) -> str:
        moved = date.fromisoformat(day) + timedelta(days=days)
        leap = moved.month == 2 and moved.day == 29 and years
        return moved.replace(year=moved.year + years, day=28 if leap else moved.day).isoformat()

    return replace(time, date=move(time.date), until=move(time.until))


def _time(token: Token, times: list[Time], reading: Reading) -> Time | None:
    """Choose the date of a predicate: one that depends on it, else on the clause around it; none of other clauses."""
    sentence = token.sent
    near = [t for t in times if sentence.start <= t.start < sentence.end]
    ranked = sorted(
        (rank, abs(t.start - token.i), t.begin, t) for t in near if (rank := _distance(t, token, reading)) < 4
    )
    if ranked:
        return ranked[0][3]
    return next((t for t in near if t.start - sentence.start <= OPENING), None)


def _distance(time: Time, token: Token, reading: Reading) -> int:
    """Count the clauses between a date and a predicate, 4 if the date belongs to another clause."""
    head = reading.doc[time.start : time.stop].root
    above = [head, *head.ancestors]
    if token in above:
        steps = above[: above.index(token)]
        if token.pos_ in ("VERB", "AUX") and any(_own_time(t) for t in steps if t != head):
            return 4
        return sum(1 for t in steps if t != head and (t.dep_ in CLAUSE_HEADS or t.pos_ == "NOUN"))
    upward = [token, *token.ancestors]
    for depth, ancestor in enumerate(upward):
        if ancestor in above[1:2] or ancestor in above[: _clause_length(above)]:
            return min(1 + sum(1 for t in upward[:depth] if t.dep_ in CLAUSE_HEADS), 3)
    return 4


def _own_time(token: Token) -> bool:
    """Tell whether a word heads a clause with its own time: one with a subject, in the perfect, or about a name."""
    participle = token.dep_ == "advcl" and token.i > token.head.i and morph(token, "VerbForm") == "Part"
    if (participle and morph(token, "Tense") == "Past") or (token.dep_ == "acl" and token.head.pos_ == "PROPN"):
        return True
    return token.dep_ in CLAUSE_HEADS and any(c.dep_.startswith(("nsubj", "aux")) for c in token.children)


def _clause_length(above: list[Token]) -> int:
    for count, token in enumerate(above):
        if count and (token.pos_ in ("VERB", "AUX") or token.dep_ == "ROOT"):
            return count + 1
    return len(above)


def _place(token: Token, reading: Reading) -> str:
    """Give the state that stands as the place of a predicate's sentence, nearest in the tree."""
    for child in token.subtree:
        for mention in reading.arguments.at.get(child.i, []):
            if mention.place:
                return mention.actor
    return ""


def _reason(token: Token, reading: Reading) -> str:
    """Give the words of a reason that hangs on the predicate."""
    for child in token.children:
        if child.dep_ not in ("advcl", "prep", "obl:mod", "obl:arg", "obl"):
            continue
        span = reading.doc[child.left_edge.i : child.right_edge.i + 1]
        low = folded(span.text)
        if any(low.startswith(cue) for cue in reading.lexicon.words("reason")):
            return span.text[:300]
    return ""
