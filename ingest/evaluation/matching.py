"""When an actor of a claim is the actor of a gold line, and when their words are the same."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ingest.evaluation.codes import STATE_CODES
from ingest.evaluation.gold import GoldActor, GoldSide
from ingest.evaluation.system import Participants, SystemActor

_EMPTY: Final = "the a an of and s le la l les de du des d un une et en au aux président president mr mrs m mme"
EMPTY_WORDS: Final = frozenset(_EMPTY.split())
"""Words that tell no actor from another: articles, prepositions, courtesies."""


def words(text: str) -> frozenset[str]:
    """Give the telling words of a text, in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return frozenset(re.findall(r"[a-z0-9]+", plain)) - EMPTY_WORDS


def overlap(one: str, other: str) -> bool:
    """Tell whether more than half of the shorter text's words are shared: all of them where it has one or two."""
    first, second = words(one), words(other)
    return bool(first and second) and 2 * len(first & second) > min(len(first), len(second))


def key_words(key: str) -> str:
    """Give the words of a gold key: ``Navalny`` of ``PERSON:Navalny``, ``OPPOSITION`` of ``OPPOSITION:SYR``."""
    parts = [part for part in key.replace("_", " ").split(":") if part not in STATE_CODES]
    return parts[-1] if parts else ""


def same_actor(gold: GoldActor, actor: SystemActor) -> bool:
    """Tell whether a claim's actor, after roll-up, is the gold actor.

    A state is its code, or its words where the claim's actor has no code. Any other actor is its code, else its words:
    those of the mention or of the key, against those of the claim's mention or of its actor's name. An actor that
    rolls up to a state is another actor of the gold only if the mentions agree.
    """
    if gold.key in STATE_CODES:
        return actor.code == gold.key if actor.code else overlap(gold.mention, actor.mention)
    if actor.code == gold.key:
        return True
    if actor.code in STATE_CODES and not overlap(gold.mention, actor.mention):
        return False
    wanted = (gold.mention, key_words(gold.key))
    given = (actor.mention, re.sub("[-_%]", " ", actor.name))
    return any(overlap(one, other) for one in wanted for other in given)


def same_side(gold: GoldSide, found: Participants) -> bool:
    """Tell whether an event has one of the gold participants on a side: by words, or by the code of a state."""
    by_words = any(overlap(one, other) for one in gold.mentions for other in found.mentions)
    return by_words or any(key in STATE_CODES and key in found.codes for key in gold.keys)
