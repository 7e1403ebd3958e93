"""What the learned reader was taught (``labels_*.csv``) and what it learned (``weights_*.csv``, ``calibration.csv``).

Formats in ``docs/reader.md``.
"""

from __future__ import annotations

from importlib.resources import files

from ontology.tables import rows

Row = dict[str, str]


def weight_rows(lang: str) -> list[Row]:
    """Give the weights of a language by feature, nothing if none were learned."""
    return _rows(f"weights_{lang}.csv")


def calibration_rows() -> list[Row]:
    """Give the weights that turn what rules and reader say into a confidence."""
    return _rows("calibration.csv")


def _rows(name: str) -> list[Row]:
    return list(rows("reader", name)) if files("ontology").joinpath("reader", name).is_file() else []
