"""What the stages that read predications share."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from ingest.actors import Cast
from ingest.arguments import Arguments
from ingest.attribution import Attribution
from ingest.modality import Modality
from ingest.model import Mention, Time
from ingest.syntax import Grammar
from ontology.lexicon import Lexicon


@dataclass(frozen=True)
class Reading:
    """A document with all that the predicate stage needs."""

    doc: Doc
    lexicon: Lexicon
    cast: Cast
    grammar: Grammar
    arguments: Arguments
    attribution: Attribution
    modality: Modality
    times: list[Time]
    enemy: Mention | None = None
