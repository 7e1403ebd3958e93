"""The value types of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "demonym", "inhabitant", "capital", "seat", "surname"]
"""What a surface form is: ``name`` and ``seat`` stand for the actor, ``demonym`` is an adjective."""

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor the gazetteer knows, or one that a pattern makes from what it knows.

    ``cls`` is the local name of its class (``State``, ``Person`` …), ``labels`` and ``aliases`` are (language, text)
    pairs, ``acts_for`` is the id of its principal at any time, where that does not change (organs).
    """

    id: str
    cls: str
    labels: Labels
    aliases: Labels = ()
    code: str = ""
    qid: str = ""
    acts_for: str = ""
    sector: str = ""
    countries: tuple[str, ...] = ()
    source: str = ""

    def label(self, lang: str) -> str:
        """Give the name to show in a language, else the first there is."""
        return next((text for at, text in self.labels if at == lang), self.labels[0][1])


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office; ``start`` and ``end`` are ISO dates, possibly only a year or month, or empty."""

    person: str
    principal: str
    office: str
    start: str
    end: str

    def covers(self, day: str) -> bool:
        """Tell whether the person holds the office on an ISO day (end excluded, unknown ends open)."""
        return (not self.start or self.start <= day) and (not self.end or day < self.end.ljust(10, "~"))

    def near(self, day: str, years: int = 2) -> bool:
        """Tell whether the term runs, ended at most ``years`` before, or begins at most a year after a day."""
        year = int(day[:4])
        begins = int(self.start[:4]) if self.start else 0
        ends = int(self.end[:4]) if self.end else 9999
        return begins - 1 <= year <= ends + years


@dataclass(frozen=True, slots=True)
class Role:
    """A common noun for an organ, an office, the people of an organ, or a collective."""

    id: str
    kind: str
    sector: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Form:
    """A surface form of an actor in a language."""

    text: str
    actor: str
    kind: Kind
