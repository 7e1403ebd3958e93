"""The statistical models, run on the sentences that the sieve keeps; the rest of a document stays as tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.pipeline import AttributeRuler, EntityRecognizer
from spacy.tokens import Doc

from ingest.entities import at_once
from ingest.ruler import memoised
from ingest.sieve import Sieve, Sifted, whole

SYNTAX: Final = ("tok2vec", "morphologizer", "tagger", "parser", "attribute_ruler", "lemmatizer")
NAMES: Final = ("ner",)
PARSED: Final = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD")
NAMED: Final = ("ENT_IOB", "ENT_TYPE")
WRITTEN: Final = ("ORTH", "NORM", "SPACY", "SENT_START")
UNREAD: Final = "dep"
"""The label of the first word of a sentence that is not parsed: without one it would not begin a sentence."""
KEY: Final = "detente sieve"
WHOLE: Final = "whole"

Column = Any
"""A numpy array of token attributes; spaCy gives them no types."""


class Parsing:
    """Parses documents; takes the place of the models' own components in a pipeline.

    The sentences kept of a document become a document of their own, which the models read, in batches; what they find
    is copied back to where the sentences stand. In the others each word hangs on the first.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.sieve = Sieve(nlp)
        there = [name for name, _ in nlp.components]
        self.syntax = [self._component(name) for name in SYNTAX if name in there]
        self.names = [self._component(name) for name in NAMES if name in there]

    def _component(self, name: str) -> Any:
        component: Any = self.nlp.get_pipe(name)
        if isinstance(component, EntityRecognizer):
            return at_once(component)
        return memoised(component) if isinstance(component, AttributeRuler) else component

    def __call__(self, doc: Doc) -> Doc:
        """Parse one document."""
        self._parse([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Parse documents in batches; what fails is told to the pipeline's error handler, document by document."""
        waiting = iter(stream)
        while batch := list(islice(waiting, batch_size)):
            try:
                self._parse(batch)
                yield from batch
            except Exception:
                yield from self._singly(batch)

    def _singly(self, batch: Sequence[Doc]) -> Iterator[Doc]:
        for doc in batch:
            try:
                self._parse([doc])
                yield doc
            except Exception as error:
                handler: Any = getattr(self.nlp, "default_error_handler")  # noqa: B009 (spaCy types it as its default)
                handler("detente_parsing", self, [doc], error)

    def _parse(self, docs: Sequence[Doc]) -> None:
        sifted = [sift(doc, self.sieve) for doc in docs]
        parsed = [_rows((s.start, s.stop) for s in sentences if s.parsed) for sentences in sifted]
        named = [_rows((s.start, s.stop) for s in sentences if s.named) for sentences in sifted]
        columns = [_unparsed(doc, sentences) for doc, sentences in zip(docs, sifted, strict=True)]
        self._run(self.syntax, docs, parsed, columns, PARSED)
        self._run(self.names, docs, named, columns, NAMED)
        for doc, column in zip(docs, columns, strict=True):
            doc.from_array([*PARSED, *NAMED], column)

    def _run(
        self,
        components: Sequence[Any],
        docs: Sequence[Doc],
        rows: Sequence[Column],
        columns: Sequence[Column],
        into: Sequence[str],
    ) -> None:
        """Run components over some sentences of documents and put what they find into the columns."""
        chosen = [n for n in range(len(docs)) if len(rows[n])]
        stream: Iterable[Doc] = [_extract(docs[n], rows[n]) for n in chosen]
        for component in components:
            stream = component.pipe(stream, batch_size=len(chosen))
        at = [(*PARSED, *NAMED).index(attribute) for attribute in into]
        for n, read in zip(chosen, stream, strict=True):
            columns[n][np.ix_(rows[n], at)] = read.to_array(list(into))


def sift(doc: Doc, sieve: Sieve) -> tuple[Sifted, ...]:
    """Give what the sieve decides about a document, once; a document prepared to be parsed whole keeps all."""
    found = doc.user_data.get(KEY)
    if not isinstance(found, tuple):
        found = whole(doc) if found == WHOLE else sieve.sift(doc)
        doc.user_data[KEY] = found
    return found


def decided(doc: Doc) -> tuple[Sifted, ...]:
    """Give what the sieve has decided about the sentences of a document that has been parsed."""
    found: tuple[Sifted, ...] = doc.user_data[KEY]
    return found


def keep_whole(doc: Doc) -> None:
    """Mark a document, before it is sifted, to be parsed whole."""
    doc.user_data[KEY] = WHOLE


def _rows(spans: Iterable[tuple[int, int]]) -> Column:
    return np.concatenate([np.arange(0), *(np.arange(start, stop) for start, stop in spans)])


def _unparsed(doc: Doc, sentences: Iterable[Sifted]) -> Column:
    """Make the columns of a document in which each word hangs on the first of its sentence."""
    column: Column = np.zeros((len(doc), len(PARSED) + len(NAMED)), dtype="int64")
    head, dep, label = (
        PARSED.index("HEAD"),
        PARSED.index("DEP"),
        np.uint64(doc.vocab.strings.add(UNREAD)).astype("int64"),
    )
    for sentence in sentences:
        column[sentence.start : sentence.stop, head] = -np.arange(sentence.stop - sentence.start)
        column[sentence.start, dep] = label
    return column.astype("uint64")


def _extract(doc: Doc, rows: Column) -> Doc:
    """Make a document of some of the tokens of another."""
    table: Column = doc.to_array(list(WRITTEN))[rows]
    part = Doc(doc.vocab, words=table[:, 0].tolist(), spaces=(table[:, 2] != 0).tolist())
    return part.from_array(["NORM", "SENT_START"], table[:, [1, 3]])
