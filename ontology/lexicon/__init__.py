"""The language packs: typed access to ``ontology/lexicon/LANG/*.csv`` (formats in ``docs/lexicon.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TypeVar

from ontology.errors import DetenteError
from ontology.tables import cell, rows

Requirement = tuple[str, frozenset[str]]
OTHER_SENSE = "-"
"""The type of a row for a word in a sense that says nothing between actors ("a storm hit the country")."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that says what one actor does to another."""

    lemma: str
    pos: str
    requires: tuple[Requirement, ...]
    type: str
    mode: str
    agent: tuple[str, ...]
    recipient: tuple[str, ...]
    topic: tuple[str, ...]
    stance: str
    symmetric: bool
    contexts: tuple[str, ...]

    @property
    def relational(self) -> bool:
        """Tell whether the word says how actors stand to each other ("ally of"), not what happens."""
        return self.pos == "adj" or (self.pos == "noun" and self.agent[:1] == ("subj",))

    @property
    def modal(self) -> bool:
        """Tell whether an auxiliary is part of the entry ("X must go"), so that it weakens nothing."""
        return any(slot == "aux" for slot, _ in self.requires)

    @property
    def name(self) -> str:
        """Name the entry as ``explain`` and ``gp:rule`` show it."""
        needs = " ".join(f"{slot}:{'|'.join(sorted(words))}" for slot, words in self.requires)
        return f"{self.pos} {self.lemma}" + (f" [{needs}]" if needs else "")


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that changes what an embedded predicate says."""

    lemma: str
    pos: str
    requires: tuple[Requirement, ...]
    effect: str
    complement: tuple[str, ...]
    agent: tuple[str, ...]
    recipient: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reporting:
    """A word that says who says so."""

    lemma: str
    pos: str
    requires: tuple[Requirement, ...]
    kind: str
    speaker: tuple[str, ...]
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that weakens or turns a claim."""

    form: str
    kind: str
    scope: str


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word or phrase that points back to an actor."""

    form: str
    kind: str
    person: str
    number: str
    gender: str


@dataclass(frozen=True, slots=True)
class TemporalWord:
    """A word of date expressions."""

    form: str
    kind: str
    value: str


Key = tuple[str, str]
T = TypeVar("T", Predicate, Operator, Reporting)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All a language pack knows; keys of the word tables are ``(pos, lemma)``."""

    lang: str
    predicates: Mapping[Key, tuple[Predicate, ...]]
    operators: Mapping[Key, tuple[Operator, ...]]
    reporting: Mapping[Key, tuple[Reporting, ...]]
    cues: tuple[Cue, ...]
    holders: Mapping[str, str]
    anaphors: Mapping[str, Anaphor]
    prepositions: Mapping[str, str]
    temporal: tuple[TemporalWord, ...]
    stop_phrases: tuple[tuple[str, str], ...]
    other_senses: Mapping[Key, tuple[Predicate, ...]] = field(default_factory=dict)
    lemmas: Mapping[str, str] = field(default_factory=dict)
    lemmas_by_pos: Mapping[Key, str] = field(default_factory=dict)
    closed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def words(self, kind: str) -> frozenset[str]:
        """Give a closed class of words of ``grammar.csv``."""
        return self.closed.get(kind, frozenset())


def _classes(entries: list[dict[str, str]]) -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for row in entries:
        classes.setdefault(row["kind"], set()).add(row["form"])
    return {kind: frozenset(words) for kind, words in classes.items()}


def _requires(text: str) -> tuple[Requirement, ...]:
    pairs = (part.split(":", 1) for part in text.split(";") if part.strip())
    return tuple((slot.strip(), frozenset(cell(words))) for slot, words in pairs)


def _grouped(entries: list[T]) -> dict[Key, tuple[T, ...]]:
    groups: dict[Key, list[T]] = {}
    for entry in entries:
        groups.setdefault((entry.pos, entry.lemma), []).append(entry)
    return {key: tuple(sorted(group, key=lambda e: -len(e.requires))) for key, group in groups.items()}


def _predicate(row: dict[str, str]) -> Predicate:
    return Predicate(
        lemma=row["lemma"],
        pos=row["pos"],
        requires=_requires(row["with"]),
        type=row["type"],
        mode=row["mode"],
        agent=cell(row["agent"]),
        recipient=cell(row["recipient"]),
        topic=cell(row["topic"]),
        stance=row["stance"],
        symmetric=row["symmetric"] == "yes",
        contexts=cell(row["context"]),
    )


def _operator(row: dict[str, str]) -> Operator:
    return Operator(
        lemma=row["lemma"],
        pos=row["pos"],
        requires=_requires(row["with"]),
        effect=row["effect"],
        complement=cell(row["complement"]),
        agent=cell(row["agent"]),
        recipient=cell(row["recipient"]),
    )


def _reporting(row: dict[str, str]) -> Reporting:
    return Reporting(
        lemma=row["lemma"],
        pos=row["pos"],
        requires=_requires(row["with"]),
        kind=row["kind"],
        speaker=cell(row["speaker"]),
        content=cell(row["content"]),
    )


def languages() -> tuple[str, ...]:
    """List the languages that have a pack, sorted."""
    folder = files("ontology").joinpath("lexicon")
    return tuple(sorted(p.name for p in folder.iterdir() if p.joinpath("predicates.csv").is_file()))


@cache
def load_lexicon(lang: str) -> Lexicon:
    """Load the pack of a language.

    Raises:
        DetenteError: there is no pack for ``lang``.
    """
    if lang not in languages():
        raise DetenteError(f"no language pack for {lang!r} (have: {', '.join(languages())})")

    def table(name: str) -> list[dict[str, str]]:
        return list(rows("lexicon", lang, name + ".csv"))

    def optional(name: str) -> list[dict[str, str]]:
        there = files("ontology").joinpath("lexicon", lang, name + ".csv").is_file()
        return table(name) if there else []

    predicates = [_predicate(r) for r in table("predicates")]
    return Lexicon(
        lang=lang,
        predicates=_grouped([p for p in predicates if p.type != OTHER_SENSE]),
        other_senses=_grouped([p for p in predicates if p.type == OTHER_SENSE]),
        operators=_grouped([_operator(r) for r in table("operators")]),
        reporting=_grouped([_reporting(r) for r in table("reporting")]),
        cues=tuple(Cue(r["form"], r["kind"], r["scope"]) for r in table("cues")),
        holders={r["lemma"]: r["kind"] for r in table("holders")},
        anaphors={
            r["form"]: Anaphor(r["form"], r["kind"], r["person"], r["number"], r["gender"])
            for r in table("coreference")
        },
        prepositions={r["form"]: r["slot"] for r in table("prepositions")},
        temporal=tuple(TemporalWord(r["form"], r["kind"], r["value"]) for r in table("temporal")),
        stop_phrases=tuple((r["form"], r["kind"]) for r in table("stopphrases")),
        lemmas={r["form"]: r["lemma"] for r in optional("lemmas")},
        closed=_classes(table("grammar")),
        lemmas_by_pos={(r["pos"], r["form"]): r["lemma"] for r in optional("lemmas_pos")},
    )
