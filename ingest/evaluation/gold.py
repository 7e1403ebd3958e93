"""Gold lines: articles with the stances and events that a careful reader finds in them.

A line is a JSON object with the fields of an article (``text``, ``id``, ``title``, ``published``, ``lang`` …) and::

    "stances": [{"source": "USA", "source_mention": "Le Pentagone", "relation": "opposes",
                 "target": "RUS", "target_mention": "la Russie", "kind": "named",
                 "optional": false, "evidence": "…"}],
    "events":  [{"type": "REJECT", "quad": 3, "agents": ["USA"], "agent_mentions": ["Le Pentagone"],
                 "recipients": ["RUS"], "recipient_mentions": ["la Russie"],
                 "date": "2015-12-21", "date_precision": "day", "evidence": "…"}]

Both lists must be there: an empty one says that there is nothing to find. Keys are ISO 3166 alpha-3 codes of states,
after roll-up, or names such as ``EU``, ``PERSON:Navalny``, ``PROTESTERS:IRQ``. A stance without ``kind`` counts as one
of collectives. Results can be grouped by any further field that is a word or a number, such as ``phenomenon``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from ingest.article import Article
from ingest.language import detect, require_pack
from ingest.model import RELATIONS, Relation
from ingest.readers.record import to_article
from ontology.errors import DetenteError
from ontology.scheme import QuadClassName, load_scheme

YIELD: Final = frozenset({"CONCEDE", "RETREAT"})
"""The event types that some gold sets write as the one class ``YIELD``."""
KINDS: Final = ("named", "collective")
PRECISIONS: Final = ("day", "week", "month", "year", "none")
QUADS: Final[dict[QuadClassName, int]] = {
    "VerbalCooperation": 1,
    "MaterialCooperation": 2,
    "VerbalConflict": 3,
    "MaterialConflict": 4,
}
_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")


class GoldError(DetenteError):
    """A gold line is not as it should be; the message names the line."""


@dataclass(frozen=True, slots=True)
class GoldActor:
    """An actor as annotated: ``key`` is what it counts for (``RUS``, ``PERSON:Navalny``), ``mention`` its words."""

    key: str
    mention: str


@dataclass(frozen=True, slots=True)
class GoldStance:
    """A stance to find; an optional one is neither rewarded nor punished, ``named`` tells that both ends are."""

    source: GoldActor
    relation: Relation
    target: GoldActor
    named: bool
    optional: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class GoldSide:
    """The agents or the recipients of an event: keys and words, either of which may be all there is."""

    keys: tuple[str, ...]
    mentions: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.keys or self.mentions)


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event to find; ``date`` is ``2021``, ``2021-03``, ``2021-03-09`` or empty, ``quad`` 1 to 4."""

    type: str
    quad: int
    agents: GoldSide
    recipients: GoldSide
    date: str
    precision: str
    evidence: str


@dataclass(frozen=True)
class GoldDocument:
    """One gold line; ``labels`` are its fields that are a word or a number, by which results can be grouped."""

    id: str
    lang: str
    article: Article
    stances: tuple[GoldStance, ...]
    events: tuple[GoldEvent, ...]
    labels: Mapping[str, str]


def read_gold(path: Path) -> list[GoldDocument]:
    """Read the gold documents of a file of JSON lines.

    Raises:
        GoldError: a line is no gold document; the first such line is named.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GoldError(f"{path} is not UTF-8 text (byte {error.start}).") from None
    documents: dict[str, GoldDocument] = {}
    for number, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            continue
        document = _document(row, f"{path}, line {number}", f"line {number}")
        if document.id in documents:
            raise GoldError(f"{path}, line {number}: the id {document.id!r} stands on an earlier line too.")
        documents[document.id] = document
    if not documents:
        raise GoldError(f"{path} holds no gold lines.")
    return list(documents.values())


def _document(row: str, where: str, name: str) -> GoldDocument:
    try:
        record = _Record(json.loads(row), where)
        article = to_article(record.fields, name)
        lang = detect(article)
        require_pack(lang)
    except GoldError:
        raise
    except json.JSONDecodeError as error:
        raise GoldError(f"{where}: not valid JSON: {error.msg} (column {error.colno}).") from None
    except DetenteError as error:
        raise GoldError(f"{where}: {error.detail}") from None
    return GoldDocument(
        id=article.source_id or name,
        lang=lang,
        article=article,
        stances=tuple(map(_stance, record.records("stances", "stance"))),
        events=tuple(map(_event, record.records("events", "event"))),
        labels={**dict(record.labels()), "lang": lang},
    )


def _stance(record: _Record) -> GoldStance:
    return GoldStance(
        source=GoldActor(record.text("source"), record.text("source_mention", "")),
        relation=cast(Relation, record.choice("relation", RELATIONS)),
        target=GoldActor(record.text("target"), record.text("target_mention", "")),
        named=record.choice("kind", KINDS, "collective") == "named",
        optional=record.flag("optional"),
        evidence=record.text("evidence", ""),
    )


def _event(record: _Record) -> GoldEvent:
    kind = record.choice("type", (*load_scheme().types, "YIELD"))
    date = record.text("date", "")
    if date and not _DATE.fullmatch(date):
        raise record.error(f"'date' is {date!r}, not YYYY, YYYY-MM or YYYY-MM-DD")
    return GoldEvent(
        type=kind,
        quad=_quad(record, kind),
        agents=GoldSide(record.texts("agents"), record.texts("agent_mentions")),
        recipients=GoldSide(record.texts("recipients"), record.texts("recipient_mentions")),
        date=date,
        precision=record.choice("date_precision", PRECISIONS, "none"),
        evidence=record.text("evidence", ""),
    )


def _quad(record: _Record, kind: str) -> int:
    """Give the quad class of a gold event, that of its type where the line does not say."""
    given = record.fields.get("quad")
    if given is None and kind != "YIELD":
        return QUADS[load_scheme()[kind].quad_class]
    if given not in QUADS.values() or isinstance(given, bool):
        raise record.error(f"'quad' is {given!r}, not 1, 2, 3 or 4")
    return cast(int, given)


class _Record:
    """Reads the fields of one JSON object; knows where it stands, for the messages."""

    def __init__(self, value: object, where: str) -> None:
        self.where = where
        if not isinstance(value, dict):
            raise self.error("not a JSON object")
        self.fields = cast(dict[str, object], value)

    def error(self, detail: str) -> GoldError:
        return GoldError(f"{self.where}: {detail}.")

    def text(self, name: str, default: str | None = None) -> str:
        """Give a string; without a default it must be there and not be empty."""
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.error(f"{name!r} is missing")
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(f"{name!r} is {value!r}, not a text")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise self.error(f"{name!r} is {value!r}, not one of {', '.join(allowed)}")
        return value

    def flag(self, name: str) -> bool:
        value = self.fields.get(name)
        if value not in (None, True, False):
            raise self.error(f"{name!r} is {value!r}, not true or false")
        return bool(value)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.fields.get(name)
        items = cast(list[object], value) if isinstance(value, list) else None
        if value is None:
            return ()
        if items is None or not all(isinstance(item, str) for item in items):
            raise self.error(f"{name!r} is not a list of texts")
        return tuple(cast(list[str], items))

    def records(self, name: str, singular: str) -> Iterator[_Record]:
        """Give the objects of a list that must be there: an empty list says that nothing is to be found."""
        value = self.fields.get(name)
        if not isinstance(value, list):
            raise self.error(f"{name!r} is missing or no list; an empty list says that there are none")
        for number, item in enumerate(cast(list[object], value), 1):
            yield _Record(item, f"{self.where}, {singular} {number}")

    def labels(self) -> Iterator[tuple[str, str]]:
        """Give the fields by which documents can be grouped."""
        for name, value in self.fields.items():
            if name != "text" and isinstance(value, str | int):
                yield name, str(value)
