"""Evaluate: extract the gold articles in memory and compare what is claimed with what was annotated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from graph.derive import LEAST_CONFIDENCE
from ingest.article import Article
from ingest.evaluation.errors import missed_event, missed_stance, spurious_stance
from ingest.evaluation.events import has_participants, score_event
from ingest.evaluation.gold import GoldDocument, GoldError, read_gold
from ingest.evaluation.report import Error, Evaluation, EventScores, Group, bins
from ingest.evaluation.stances import Judgement, judge_stances, strongest
from ingest.evaluation.system import Directory, SystemEvent, SystemStance, system_events, system_stances
from ingest.extract import Extraction, extract_all

LANG = "lang"
PHENOMENON = "phenomenon"
MIN_CONFIDENCE = LEAST_CONFIDENCE
"""The least confidence of a claim that counts, as in the current relations."""

OnArticle = Callable[[Extraction], None]


def evaluate(
    gold_path: str | Path,
    *,
    min_confidence: float = MIN_CONFIDENCE,
    named_only: bool = False,
    rules_only: bool = False,
    sieve: bool = True,
    lang: str | None = None,
    by: Sequence[str] = (),
    on_article: OnArticle | None = None,
) -> Evaluation:
    """Compare what is extracted from the articles of a gold file with their gold.

    Args:
        gold_path: JSON lines of articles with ``stances`` and ``events`` (see `ingest.evaluation.gold`).
        min_confidence: the least confidence of a stance that counts.
        named_only: tell the errors and the reliability of stances between named actors only.
        rules_only: leave the learned reader out; the confidence is then the rules' own.
        sieve: let only the sentences that can carry a claim reach the parser, as ingest does, else all.
        lang: take only the documents in this language.
        by: fields of the gold lines to group by; by default the language, and the phenomenon if lines carry one.
        on_article: called with the extraction of each article.

    Raises:
        GoldError: a gold line is not as it should be, or no line has a field to group by.
    """
    path = Path(gold_path)
    documents = _chosen(read_gold(path), path, lang)
    fields = _fields(documents, path, by)
    failures: list[str] = []
    pages = _pages(documents, failures, on_article, rules_only=rules_only, sieve=sieve)
    judged = [page.judge(min_confidence, named_only=named_only) for page in pages]
    groups = [page.group(min_confidence) for page in pages]
    return Evaluation(
        gold=str(path),
        min_confidence=min_confidence,
        named_only=named_only,
        total=sum(groups, Group()),
        by={name: _grouped(pages, groups, name) for name in fields},
        reliability=bins((item for judgement in judged for item in _judged_claims(judgement)), min_confidence),
        errors=tuple(e for page, one in zip(pages, judged, strict=True) for e in page.errors(one, min_confidence)),
        failures=tuple(failures),
    )


class _Page:
    """A gold document with what was extracted from it."""

    def __init__(self, gold: GoldDocument, stances: list[SystemStance], events: list[SystemEvent]) -> None:
        self.gold = gold
        self.stances = stances
        self.events = events

    def judge(self, min_confidence: float, *, named_only: bool) -> Judgement:
        return judge_stances(self.gold.stances, self.stances, min_confidence=min_confidence, named_only=named_only)

    def group(self, min_confidence: float) -> Group:
        return Group(
            documents=1,
            stances=self.judge(min_confidence, named_only=False).scores,
            named=self.judge(min_confidence, named_only=True).scores,
            events=sum((score_event(event, self.events) for event in self.gold.events), EventScores()),
        )

    def errors(self, judgement: Judgement, min_confidence: float) -> Iterator[Error]:
        for stance in judgement.missed:
            yield missed_stance(self.gold, stance, self.stances, min_confidence)
        for claim in judgement.spurious:
            yield spurious_stance(self.gold, strongest(claim))
        for event in self.gold.events:
            if not any(has_participants(one, event) for one in self.events):
                yield missed_event(self.gold, event)


def _chosen(documents: list[GoldDocument], path: Path, lang: str | None) -> list[GoldDocument]:
    chosen = [document for document in documents if lang is None or document.lang == lang]
    if not chosen:
        raise GoldError(f"{path}: no document is in the language {lang!r}.")
    return chosen


def _fields(documents: Sequence[GoldDocument], path: Path, by: Sequence[str]) -> list[str]:
    carried = {name for document in documents for name in document.labels}
    for name in by:
        if name not in carried:
            raise GoldError(
                f"{path}: no line has a field {name!r} to group by; there are {', '.join(sorted(carried))}."
            )
    return list(dict.fromkeys(by)) or [name for name in (LANG, PHENOMENON) if name in carried]


def _pages(
    documents: Sequence[GoldDocument],
    failures: list[str],
    on_article: OnArticle | None,
    *,
    rules_only: bool,
    sieve: bool,
) -> list[_Page]:
    """Extract all documents; one whose extraction fails has no claims."""

    def fail(article: Article, error: Exception) -> None:
        failures.append(f"{article.source_id or article.iri}: extraction failed ({type(error).__name__}: {error})")

    extractions: dict[int, Extraction] = {}
    articles = (document.article for document in documents)
    for extraction in extract_all(articles, fail, rules_only=rules_only, sieve=sieve):
        extractions[id(extraction.article)] = extraction
        if on_article is not None:
            on_article(extraction)
    directory = Directory(extractions.values())
    return [_page(document, extractions.get(id(document.article)), directory) for document in documents]


def _page(document: GoldDocument, extraction: Extraction | None, directory: Directory) -> _Page:
    if extraction is None:
        return _Page(document, [], [])
    return _Page(document, system_stances(extraction, directory), system_events(extraction, directory))


def _judged_claims(judgement: Judgement) -> Iterator[tuple[float, bool]]:
    """Give the confidence of each claim that is right or spurious: that of its strongest stance."""
    for claims, right in ((judgement.right, True), (judgement.spurious, False)):
        for claim in claims:
            yield strongest(claim).confidence, right


def _grouped(pages: Sequence[_Page], groups: Sequence[Group], name: str) -> Mapping[str, Group]:
    found: dict[str, Group] = {}
    for page, group in zip(pages, groups, strict=True):
        value = page.gold.labels.get(name, "")
        found[value] = found.get(value, Group()) + group
    return dict(sorted(found.items()))
