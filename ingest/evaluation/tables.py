"""An evaluation as lines of text, and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from ingest.evaluation.report import Bin, Error, Evaluation, EventScores, Group, Pairs, Score, StanceScores

NONE = "-"


def lines(found: Evaluation) -> Iterator[str]:
    """Write the tables of an evaluation, a line at a time."""
    yield f"{found.gold}: {found.total.documents} documents, claims of confidence {found.min_confidence:g} or more"
    yield ""
    yield from _stances(found)
    yield ""
    yield from _events(found)
    yield ""
    named = " between named actors" if found.named_only else ""
    yield f"{'confidence of stances' + named:<40}{'claims':>8}{'right':>8}{'share':>8}"
    for one in found.reliability:
        yield f"  {f'{one.low:.1f}–{one.high:.1f}':<38}{one.claims:>8}{one.right:>8}{_share(one.share):>8}"


def error_lines(errors: tuple[Error, ...]) -> Iterator[str]:
    """Write errors, each with its sentence, and rule and confidence where there is a claim."""
    for error in errors:
        yield f"{error.kind.upper():<9} {error.what} {error.document}: {error.claim}"
        if error.sentence:
            yield f"    {error.sentence}"
        if error.rule:
            sure = f"confidence {error.confidence:g}" if error.confidence is not None else ""
            yield "    " + "; ".join(part for part in (error.note, f"rule {error.rule}", sure) if part)


def _stances(found: Evaluation) -> Iterator[str]:
    heads = ("right", "spurious", "missed", "prec.", "recall", "F1", "pairs", "found", "polarity")
    yield f"{'stances':<40}" + "".join(f"{head:>9}" for head in heads)
    for title, group in _groups(found):
        if not found.named_only:
            yield _stance_line(title, group.stances.total, group.stances.pairs)
            if group is found.total:
                yield from _relation_lines(group.stances)
        yield _stance_line(f"{title}, named actors", group.named.total, group.named.pairs)
        if group is found.total:
            yield from _relation_lines(group.named)


def _relation_lines(scores: StanceScores) -> Iterator[str]:
    for relation, score in scores.relations.items():
        yield _stance_line(f"  {relation}", score)


def _stance_line(title: str, score: Score, pairs: Pairs | None = None) -> str:
    counts = f"{score.tp:>9}{score.fp:>9}{score.fn:>9}"
    shares = "".join(f"{_share(share):>9}" for share in (score.precision, score.recall, score.f1))
    tail = f"{pairs.gold:>9}{pairs.found:>9}{_share(pairs.polarity_accuracy):>9}" if pairs else ""
    return f"  {title:<38}{counts}{shares}{tail}"


def _events(found: Evaluation) -> Iterator[str]:
    heads = ("gold", "found", "recall", "polar. F", "quad F", "type F", "dated", "date")
    yield f"{'events':<40}" + "".join(f"{head:>9}" for head in heads)
    for title, group in _groups(found):
        e = group.events
        shares = "".join(f"{_share(share):>9}" for share in (e.pair_recall, e.polarity_f, e.quad_f, e.type_f))
        yield f"  {title:<38}{e.gold:>9}{e.found:>9}{shares}{e.dated:>9}{_share(e.date_accuracy):>9}"


def _groups(found: Evaluation) -> Iterator[tuple[str, Group]]:
    yield "all", found.total
    for name, groups in found.by.items():
        for value, group in groups.items():
            yield f"{name} {value or NONE}", group


def _share(value: float | None) -> str:
    return NONE if value is None else f"{value:.3f}"


def as_json(found: Evaluation, *, errors: bool) -> dict[str, Any]:
    """Give an evaluation as values that JSON can hold, shares rounded to three decimals."""
    shown: dict[str, Any] = {
        "gold": found.gold,
        "min_confidence": found.min_confidence,
        "named_only": found.named_only,
        **_group(found.total, found),
        "by": {name: {value: _group(g, found) for value, g in groups.items()} for name, groups in found.by.items()},
        "reliability": [_bin(one) for one in found.reliability],
        "failures": list(found.failures),
    }
    if errors:
        shown["errors"] = [asdict(error) for error in found.errors]
    return shown


def _group(group: Group, found: Evaluation) -> dict[str, Any]:
    stances = {"named": _stance_values(group.named)}
    if not found.named_only:
        stances = {"all": _stance_values(group.stances), **stances}
    return {"documents": group.documents, "stances": stances, "events": _event_values(group.events)}


def _stance_values(scores: StanceScores) -> dict[str, Any]:
    pairs = {**asdict(scores.pairs), "polarity_accuracy": _rounded(scores.pairs.polarity_accuracy)}
    relations = {relation: _score(score) for relation, score in scores.relations.items()}
    return {**_score(scores.total), "relations": relations, "pairs": pairs}


def _score(score: Score) -> Mapping[str, Any]:
    shares = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return {**{name: _rounded(share) for name, share in shares.items()}, **asdict(score)}


def _event_values(scores: EventScores) -> dict[str, Any]:
    return {
        "gold": scores.gold,
        "found": scores.found,
        "pair_recall": _rounded(scores.pair_recall),
        "polarity_f": _rounded(scores.polarity_f),
        "quad_f": _rounded(scores.quad_f),
        "type_f": _rounded(scores.type_f),
        "dated": scores.dated,
        "date_accuracy": _rounded(scores.date_accuracy),
    }


def _bin(one: Bin) -> dict[str, Any]:
    return {"from": one.low, "to": one.high, "claims": one.claims, "right": one.right, "share": _rounded(one.share)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
