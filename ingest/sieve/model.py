"""The value that the sieve gives for each sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sifted:
    """A sentence, by tokens (end excluded), and what the sieve decides about it.

    ``parsed`` tells that it reaches tagger and parser, ``named`` that names are looked for in it which no list knows;
    ``why`` says for what it was kept or what it lacks.
    """

    start: int
    stop: int
    parsed: bool
    named: bool
    why: str
