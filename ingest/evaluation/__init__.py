"""How well the extraction does on articles that people have annotated."""

from ingest.evaluation.gold import GoldDocument, GoldError, read_gold
from ingest.evaluation.report import Evaluation
from ingest.evaluation.run import MIN_CONFIDENCE, evaluate

__all__ = ["MIN_CONFIDENCE", "Evaluation", "GoldDocument", "GoldError", "evaluate", "read_gold"]
