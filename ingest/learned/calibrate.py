"""Fit how sure a stance is, on annotated documents; see ``docs/reader.md``.

    python -m ingest.learned.calibrate GOLD.jsonl ...

writes ``ontology/reader/calibration.csv`` and prints, for documents it was not fitted on, how many claims of each
confidence are right. Needs scikit-learn (``pip install 'detente[train]'``).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ingest.evaluation.gold import GoldDocument, read_gold
from ingest.evaluation.stances import says
from ingest.evaluation.system import Directory, system_stances
from ingest.extract import assemble, documents
from ingest.learned.calibration import Evidence
from ingest.learned.judge import judge
from ingest.nlp import findings

FOLDS: Final = 10
STRENGTH: Final = 1.0
TERMS: Final = tuple(Evidence().terms)


@dataclass(frozen=True, slots=True)
class Case:
    """A possible claim of an annotated document, and whether the annotators made it."""

    document: str
    evidence: Evidence
    right: bool


def cases(lang: str, gold: Sequence[GoldDocument]) -> Iterator[Case]:
    """Extract annotated documents, and tell of everything rules or reader hold possible whether it is right."""
    by_id = {document.id: document for document in gold}
    for article, doc in documents(lang, (document.article for document in gold)):
        found, document = findings(doc), by_id[article.source_id or ""]
        assert found.reading is not None, "the pipeline has run"
        by_rules = assemble(article, lang, doc, rules_only=True)
        judged = judge(found.reading, found.predications, by_rules.stances, article.hash)
        extraction = replace(by_rules, stances=tuple(stance for stance, _ in judged))
        claims = system_stances(extraction, Directory([extraction]))
        for claim, (_, evidence) in zip(claims, judged, strict=True):
            source, _, target = claim.key
            if source != target:
                yield Case(document.id, evidence, any(says([claim], stance) for stance in document.stances))


def fit(table: Sequence[Case]) -> Any:
    """Fit a logistic regression of being right on the terms of the evidence."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=1000)
    return model.fit(_matrix(table), [case.right for case in table])


def held_out(table: Sequence[Case]) -> list[float]:
    """Give the confidence of every case by a calibration fitted on other documents."""
    from sklearn.model_selection import GroupKFold

    told = [0.0] * len(table)
    groups = [case.document for case in table]
    for learned, judged in GroupKFold(FOLDS).split(groups, groups=groups):
        likely = fit([table[i] for i in learned]).predict_proba(_matrix([table[i] for i in judged]))[:, 1]
        for i, value in zip(judged, likely, strict=True):
            told[int(i)] = float(value)
    return told


def reliability(table: Sequence[Case], told: Sequence[float]) -> Iterator[str]:
    """Tell for each tenth of confidence how many claims there are and how many of them are right."""
    for tenth in range(1, 10):
        inside = [case.right for case, value in zip(table, told, strict=True) if int(value * 10) == tenth]
        if inside:
            share = sum(inside) / len(inside)
            yield f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}: {len(inside)} claims, {share:.2f} right"


def main(paths: Iterable[str]) -> None:
    """Fit and write the calibration of every language that the gold files have."""
    gold = [document for path in paths for document in read_gold(Path(path))]
    rows = [("lang", "term", "weight")]
    for lang in sorted({document.lang for document in gold}):
        table = list(cases(lang, [document for document in gold if document.lang == lang]))
        sys.stderr.write("\n".join([lang, *reliability(table, held_out(table)), ""]))
        weights = fit(table).coef_[0].tolist()
        rows += [(lang, name, f"{value:.3f}") for name, value in zip(TERMS, weights, strict=True)]
    with Path("ontology", "reader", "calibration.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _matrix(table: Sequence[Case]) -> list[list[float]]:
    return [[case.evidence.terms[name] for name in TERMS] for case in table]


if __name__ == "__main__":
    main(sys.argv[1:])
