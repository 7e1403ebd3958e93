"""Learn the weights of the reader from labelled sentences; see ``docs/reader.md``.

    python -m ingest.learned.train fr ARTICLES.jsonl

writes ``ontology/reader/weights_fr.csv`` and prints how rules alone and the reader fare on articles that it has not
learned from. Needs scikit-learn (``pip install 'detente[train]'``).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ingest.article import Article
from ingest.claims import stances
from ingest.evaluation.report import Score
from ingest.extract import documents
from ingest.learned.features import Features, Seen
from ingest.learned.labels import Window, agreement, read_labels
from ingest.learned.signs import SIGN
from ingest.learned.weights import BIAS, write_weights
from ingest.model import RELATIONS, Relation
from ingest.nlp import Findings, findings
from ingest.readers import Defaults, read
from ontology.errors import DetenteError

LEAST: Final = 4
"""In how many pairs a feature must occur to be learned."""
STRENGTH: Final = 0.1
"""How far weights may grow (inverse of the L2 penalty), chosen by cross-validation."""
FOLDS: Final = 8
CLASSES: Final = ("", *RELATIONS)
CUTS: Final = (0.3, 0.4, 0.5)

Probabilities = dict[Relation, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled pair: the article it is from, what the reader sees, the relation (empty for none)."""

    article: str
    features: Features
    label: str


def examples(lang: str, articles: Iterable[Article], windows: Iterable[Window]) -> Iterator[Example]:
    """Read labelled articles as ingest does, and describe every pair of actors that was labelled."""
    by_article: dict[str, list[Window]] = defaultdict(list)
    for window in windows:
        by_article[window.article].append(window)
    wanted = (article for article in articles if article.source_id in by_article)
    for article, doc in documents(lang, wanted):
        yield from _examples(findings(doc), {w.begin: w for w in by_article[article.source_id or ""]})


def _examples(found: Findings, windows: dict[int, Window]) -> Iterator[Example]:
    assert found.reading is not None, "the pipeline has run"
    seen = Seen(found.reading, found.predications, stances(found.predications, "", found.cast))
    for pair in seen.pairs():
        window = windows.get(pair.sentence.start_char)
        if window is None:
            continue
        source, target = window.number(pair.sources), window.number(pair.targets)
        label = window.relation(source, target) if source and target and source != target else None
        if label is not None:
            yield Example(window.article, seen.features(pair), label)


def fit(table: Sequence[Example]) -> tuple[Any, Any]:
    """Fit a multinomial logistic regression; give the vectoriser and the model of scikit-learn.

    Raises:
        DetenteError: the examples lack one of the labels.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    for label in CLASSES:
        if all(example.label != label for example in table):
            raise DetenteError(f"there is no example of {label or 'a pair without stance'} to learn from")
    counts = Counter(name for example in table for name in example.features)
    kept = {name for name, count in counts.items() if count >= LEAST}
    vectoriser = DictVectorizer()
    matrix = vectoriser.fit_transform([{n: v for n, v in e.features.items() if n in kept} for e in table])
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(matrix, [CLASSES.index(e.label) for e in table])
    return vectoriser, model


def weights(vectoriser: Any, model: Any) -> list[tuple[str, float, float]]:
    """Give the learned weights against "none"."""
    against = model.coef_ - model.coef_[0]
    bias = model.intercept_ - model.intercept_[0]
    names = vectoriser.get_feature_names_out()
    return [(BIAS, bias[1], bias[2]), *zip(map(str, names), against[1].tolist(), against[2].tolist(), strict=True)]


def rules(table: Sequence[Example]) -> list[Probabilities]:
    """Take what the rules alone say, by their confidence."""
    return [{r: e.features.get(f"confidence {SIGN[r]}", 0.0) for r in RELATIONS} for e in table]


def held_out(table: Sequence[Example]) -> list[Probabilities]:
    """Judge every example by a reader that has learned from other articles only."""
    from sklearn.model_selection import GroupKFold

    told: dict[int, Probabilities] = {}
    groups = [e.article for e in table]
    for learned, judged in GroupKFold(FOLDS).split(groups, groups=groups):
        vectoriser, model = fit([table[i] for i in learned])
        rows = model.predict_proba(vectoriser.transform([table[i].features for i in judged]))
        told.update({int(i): dict(zip(RELATIONS, row[1:], strict=True)) for i, row in zip(judged, rows, strict=True)})
    return [told[i] for i in range(len(table))]


def score(table: Sequence[Example], told: Sequence[Probabilities], cut: float) -> Score:
    """Count the pairs that a reader gets right when it claims what it holds at least as likely as a cut."""
    right = wrong = 0
    for example, likely in zip(table, told, strict=True):
        claims = [relation for relation in RELATIONS if likely[relation] >= cut]
        right += example.label in claims
        wrong += sum(relation != example.label for relation in claims)
    return Score(right, wrong, sum(e.label != "" for e in table) - right)


def main(lang: str, articles: str) -> None:
    """Learn a language's weights from its labels and the articles they are about."""
    folder = Path("ontology", "reader")
    windows = read_labels(folder / f"labels_{lang}.csv")
    read_articles = (item for item in read([articles], Defaults()) if isinstance(item, Article))
    table = list(examples(lang, read_articles, windows))
    if not table:
        raise DetenteError(f"{articles} holds none of the articles that labels_{lang}.csv names")
    tell = sys.stderr.write
    tell(f"{len(windows)} windows, {len(table)} pairs, agreement of two labellers F1 {agreement(windows) or 0:.2f}\n")
    for name, told in (("rules", rules(table)), ("reader", held_out(table))):
        for cut in CUTS:
            s = score(table, told, cut)
            tell(f"{name} at {cut}: P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f}\n")
    write_weights(folder / f"weights_{lang}.csv", weights(*fit(table)))


if __name__ == "__main__":
    main(*sys.argv[1:3])
