"""The learned weights, as readable text: one feature a row, what it adds for "supports" and for "opposes"."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Final

from ingest.learned.features import Features
from ingest.model import RELATIONS, Relation
from ontology.reader import weight_rows

BIAS: Final = "(bias)"
EXPLAINED: Final = 3
"""How many features an explanation names."""


@dataclass(frozen=True)
class Weights:
    """Log-odds against "none" that each feature adds, by relation in the order of ``ingest.model.RELATIONS``."""

    table: Mapping[str, tuple[float, float]]

    def probabilities(self, features: Features) -> dict[Relation, float]:
        """Give how likely each relation is, by multinomial logistic regression."""
        one, other = self.table[BIAS]
        look_up = self.table.get
        for name, value in features.items():
            gains = look_up(name)
            if gains is not None:
                one += value * gains[0]
                other += value * gains[1]
        scores = [exp(min(odds, 30.0)) for odds in (one, other)]
        total = 1.0 + sum(scores)
        return {relation: score / total for relation, score in zip(RELATIONS, scores, strict=True)}

    def reasons(self, features: Features, relation: Relation) -> list[str]:
        """Name the features that speak most for a relation."""
        k = RELATIONS.index(relation)
        gains = {name: value * self.table[name][k] for name, value in features.items() if name in self.table}
        best = sorted(gains, key=lambda name: (-gains[name], name))[:EXPLAINED]
        return [name for name in best if gains[name] > 0]


@cache
def load_weights(lang: str) -> Weights | None:
    """Load the weights of a language from ``ontology/reader``, nothing if none were learned for it."""
    rows = weight_rows(lang)
    return Weights({row["feature"]: (float(row["supports"]), float(row["opposes"])) for row in rows}) if rows else None


def write_weights(path: Path, rows: Iterable[tuple[str, float, float]]) -> None:
    """Write weights in the order of their features, three digits each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "supports", "opposes"))
        writer.writerows((name, f"{one:.3f}", f"{two:.3f}") for name, one, two in sorted(rows))
