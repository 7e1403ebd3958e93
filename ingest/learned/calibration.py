"""How sure a stance is, from what the rules and the reader say of it; the weights are fitted on annotated documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log
from typing import Final

from ontology.reader import calibration_rows

BIAS: Final = "(bias)"
MARGIN: Final = 0.02
"""How near to 0 and 1 a probability may come before its log-odds are cut."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a stance in a sentence.

    ``likely`` is the reader's probability (``None`` if it did not judge the pair), ``rule`` the rules' confidence
    (``None`` if no rule fired), ``elsewhere`` the probability that another sentence of the text says the same,
    ``collective`` that one of the two is a crowd rather than a named actor.
    """

    likely: float | None = None
    rule: float | None = None
    elsewhere: float = 0.0
    collective: bool = False

    @property
    def terms(self) -> dict[str, float]:
        """Give the evidence as the terms of a logistic regression."""
        return {
            BIAS: 1.0,
            "reader": 0.0 if self.likely is None else _log_odds(self.likely),
            "unjudged": float(self.likely is None),
            "rule fired": float(self.rule is not None),
            "rule confidence": self.rule or 0.0,
            "elsewhere": self.elsewhere,
            "collective": float(self.collective),
        }


def confidence(lang: str, evidence: Evidence) -> float:
    """Give the probability that a stance is right; without a calibration what the rules or the reader say."""
    weights = _weights(lang)
    if not weights:
        return evidence.rule if evidence.rule is not None else evidence.likely or 0.0
    return 1 / (1 + exp(-sum(weights[name] * value for name, value in evidence.terms.items())))


@cache
def _weights(lang: str) -> Mapping[str, float]:
    return {row["term"]: float(row["weight"]) for row in calibration_rows() if row["lang"] == lang}


def _log_odds(likely: float) -> float:
    inside = min(max(likely, MARGIN), 1 - MARGIN)
    return log(inside / (1 - inside))
