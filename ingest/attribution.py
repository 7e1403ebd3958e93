"""Who says so: quotations, reporting verbs, "selon X" and "according to X"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Span, Token

from ingest.actors import Cast
from ingest.arguments import Arguments
from ingest.dependency import OBJECTS
from ingest.model import Mention, Source
from ingest.names import folded, text_of
from ingest.syntax import Grammar
from ontology.lexicon import Lexicon, Reporting

QUOTED: Final = re.compile(r"«[^«»]{2,2000}»|“[^“”]{2,2000}”|\"[^\"\n]{2,2000}\"")
BETWEEN: Final = 14
"""How many tokens may stand between two quotations of one speaker."""
CONTENT: Final = frozenset({"ccomp", "xcomp", "parataxis", "advcl", "conj", "acl"}) | OBJECTS
NARRATOR: Final = Source()


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation by tokens (ends excluded) and its speaker, if found."""

    start: int
    stop: int
    speaker: Mention | None


class Attribution:
    """Finds the source of what a token says."""

    def __init__(self, doc: Doc, arguments: Arguments, grammar: Grammar, lexicon: Lexicon, cast: Cast) -> None:
        self.doc = doc
        self.arguments = arguments
        self.grammar = grammar
        self.lexicon = lexicon
        self.cast = cast
        self.sentences = list(doc.sents)
        self._entries: dict[int, Reporting | None] = {}
        self.according = list(self._according_to())
        self.quotes = self._quotes()
        self._name_first_persons()
        self._sources: dict[int, Source] = {}

    def source(self, token: Token) -> Source:
        """Tell who says what a token's clause says."""
        if token.i not in self._sources:
            self._sources[token.i] = self._source(token)
        return self._sources[token.i]

    def _source(self, token: Token) -> Source:
        for quote in self.quotes:
            if quote.start <= token.i < quote.stop and quote.stop - quote.start > 4:
                return Source("Quotation", quote.speaker or self._reported(token))
        speaker = self._reported(token) or self._according(token)
        return Source("ReportedSpeech", speaker) if speaker is not None else NARRATOR

    def _reported(self, token: Token) -> Mention | None:
        """Climb to a reporting verb that has the token in its content."""
        child, head = token, token.head
        while head != child:
            entry = self._entry(head)
            if entry is not None and child.dep_ in CONTENT:
                speaker = self._speaker(head, entry)
                if speaker is not None:
                    return speaker
            child, head = head, head.head
        for inner in token.children:
            if inner.dep_ in ("parataxis", "ccomp") and (entry := self._entry(inner)) and inner.i > token.i:
                speaker = self._speaker(inner, entry)
                if speaker is not None and inner.dep_ == "parataxis":
                    return speaker
        return None

    def _entry(self, token: Token) -> Reporting | None:
        """Give the row of a word by which it tells that somebody says something."""
        if token.i not in self._entries:
            self._entries[token.i] = self._look_up(token)
        return self._entries[token.i]

    def _look_up(self, token: Token) -> Reporting | None:
        for pos in (self.grammar.pos(token), "verb"):
            entries = self.lexicon.reporting.get((pos, self.grammar.lemma(token)), ())
            met = [entry for entry in entries if self._met(token, entry)]
            if met:
                return met[-1]
        return None

    def _met(self, token: Token, entry: Reporting) -> bool:
        slots = self.grammar.slots(token)
        return all(any(self.grammar.lemma(t) in words for t in slots.get(slot, [])) for slot, words in entry.requires)

    def _speaker(self, verb: Token, entry: Reporting) -> Mention | None:
        slots = entry.speaker or ("subj",)
        for slot in (*slots, "obj") if self.grammar.passive(verb) else slots:
            for argument in self.arguments.path(verb, slot):
                for filler in self.arguments.fillers(argument):
                    return filler.mention
        return self._inverted(verb)

    def _inverted(self, verb: Token) -> Mention | None:
        """Find a speaker after the verb of a trailing clause: "…, affirme la Turquie"."""
        sentence = verb.sent
        comma = verb.i > sentence.start and any(
            t.text in ',»”"' for t in self.doc[max(sentence.start, verb.i - 3) : verb.i]
        )
        if self.doc.lang_ != "fr" or not comma:
            return None
        after = self.doc[verb.i + 1 : min(verb.i + 4, sentence.end)]
        return next((m for t in after for m in self.arguments.at.get(t.i, []) if m.how != "demonym"), None)

    def _according(self, token: Token) -> Mention | None:
        """Find whom a sentence names as its source by "selon X", "according to X"."""
        sentence = token.sent
        return next((m for m in self.according if sentence.start <= m.start < sentence.end), None)

    def _according_to(self) -> Iterator[Mention]:
        forms = sorted(
            (re.escape(form) for pos, form in self.lexicon.reporting if pos == "prep"), key=len, reverse=True
        )
        text = folded(text_of(self.doc))
        begins = sorted(m.begin for mentions in self.arguments.at.values() for m in mentions[:1])
        by_begin = {m.begin: m for mentions in self.arguments.at.values() for m in mentions if m.how != "demonym"}
        for match in re.finditer(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", text) if forms else ():
            near = next((b for b in begins if match.end() <= b <= match.end() + 25), None)
            if near is not None and near in by_begin:
                yield by_begin[near]

    def _quotes(self) -> list[Quote]:
        quotes: list[Quote] = []
        last: Mention | None = None
        for match in QUOTED.finditer(text_of(self.doc)):
            span = self.doc.char_span(match.start(), match.end(), alignment_mode="contract")
            if span is None or len(span) < 3:
                continue
            speaker = self._speaker_beside(span)
            if speaker is None and quotes and len(span) > 6 and span.start - quotes[-1].stop < BETWEEN:
                speaker = last
            last = speaker or last
            quotes.append(Quote(span.start, span.end, speaker))
        return quotes

    def _speaker_beside(self, span: Span) -> Mention | None:
        """Find the speaker in the sentences that touch the quotation, outside of it: after it first, then before."""
        first, final = span[0].sent, span[-1].sent
        after = list(self.doc[span.end : final.end])
        before = list(self.doc[first.start : span.start])
        nearest_after = [t for t in after if t.i < span.end + 14]
        for region in (nearest_after, list(reversed(before)), after):
            for token in region:
                entry = self._entry(token) if self.grammar.pos(token) == "verb" else None
                speaker = self._speaker(token, entry) if entry is not None else None
                if speaker is not None:
                    return speaker
        return self._according(span[0])

    def _name_first_persons(self) -> None:
        """Let "nous" and "we" in a quotation stand for the speaker's side."""
        words = self.lexicon.words("first_person")
        for quote in self.quotes:
            if quote.speaker is None:
                continue
            side = side_of(quote.speaker)
            for token in self.doc[quote.start : quote.stop]:
                if folded(token.text) in words:
                    self.arguments.speak(token.i, side)


def side_of(speaker: Mention) -> Mention:
    """Give whom a speaker speaks for, in the text's words; the speaker if for nobody."""
    actor, text = speaker.side
    if not actor:
        return speaker
    return replace(speaker, actor=actor, text=text)
