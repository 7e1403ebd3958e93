"""Finding the names, demonyms and roles of the gazetteer in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from ontology.gazetteer import load_gazetteer
from ontology.lexicon import load_lexicon

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick
    from spacy.tokens import Doc

SAME: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)
"""Characters that count as the same in names; one for one, so that offsets stay."""
NOT_ACTOR: Final = "stop"
WORD: Final = 30
"""How long a word may be for its folded form to be kept."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found at characters ``begin``–``end``; ``kind`` is a form kind, ``role`` or ``stop``."""

    begin: int
    end: int
    kind: str
    ref: str

    @property
    def length(self) -> int:
        """Count the characters covered."""
        return self.end - self.begin


def normalise(text: str) -> str:
    """Replace typographic variants one for one."""
    return text.translate(SAME)


def lower(text: str) -> str:
    """Lower-case a text without changing its length."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def folded(text: str) -> str:
    """Give a text as word lists are written: lower case, typographic variants replaced, of the same length."""
    return _folded_word(text) if len(text) <= WORD else lower(normalise(text))


@lru_cache(maxsize=50_000)
def _folded_word(text: str) -> str:
    return lower(normalise(text))


class NameIndex:
    """All forms of a language in two automata: forms with capitals as written, the others in any case."""

    def __init__(self, lang: str) -> None:
        cased: dict[str, list[tuple[str, str]]] = {}
        loose: dict[str, list[tuple[str, str]]] = {}
        for text, kind, ref in _forms(lang):
            form = normalise(text)
            table = loose if form == form.lower() else cased
            _add(table, form, kind, ref)
            if table is cased and len(form) > 3 and not form.isupper() and kind != "surname":
                _add(cased, form.upper(), kind, ref)
        self._cased, self._cased_refs = _automaton(cased)
        self._loose, self._loose_refs = _automaton(loose)

    def find(self, text: str) -> list[Hit]:
        """Find all forms as whole words, longest first where they overlap; a span may have several readings."""
        plain = normalise(text)
        found = [*_hits(self._cased, self._cased_refs, plain), *_hits(self._loose, self._loose_refs, lower(plain))]
        return _longest(found)


def _add(table: dict[str, list[tuple[str, str]]], form: str, kind: str, ref: str) -> None:
    readings = table.setdefault(form, [])
    if (kind, ref) not in readings:
        readings.append((kind, ref))


def _forms(lang: str) -> Iterator[tuple[str, str, str]]:
    gazetteer = load_gazetteer()
    for form in gazetteer.forms[lang]:
        yield form.text, form.kind, form.actor
    for other in gazetteer.forms:
        if other != lang:
            yield from ((f.text, f.kind, f.actor) for f in gazetteer.forms[other] if _crosses(f.kind, f.actor, f.text))
    for text, role in gazetteer.role_forms[lang].items():
        yield text, "role", role
    for text, kind in load_lexicon(lang).stop_phrases:
        yield text, NOT_ACTOR, kind


def _crosses(kind: str, actor: str, text: str) -> bool:
    """Tell whether a form of another language may stand in a text: persons' names, and names of several words."""
    known = load_gazetteer().actors[actor]
    return kind == "name" and known.cls != "State" and (known.cls == "Person" or " " in text)


def _automaton(table: dict[str, list[tuple[str, str]]]) -> tuple[AhoCorasick, list[list[tuple[str, str]]]]:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(list(table)), list(table.values())


def _word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def inside_word(text: str, at: int) -> bool:
    """Tell whether a position of a text is within a word."""
    return _word(text, at - 1) and _word(text, at)


def _hits(automaton: AhoCorasick, refs: list[list[tuple[str, str]]], text: str) -> Iterator[Hit]:
    for which, begin, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if inside_word(text, begin) or inside_word(text, end):
            continue
        for kind, ref in refs[which]:
            yield Hit(begin, end, kind, ref)


def _longest(found: list[Hit]) -> list[Hit]:
    taken: list[Hit] = []
    free_from = 0
    for hit in sorted(set(found), key=lambda h: (h.begin, -h.length, h.kind, h.ref)):
        if hit.begin >= free_from:
            taken.append(hit)
            free_from = hit.end
        elif taken and (hit.begin, hit.end) == (taken[-1].begin, taken[-1].end):
            taken.append(hit)
    return taken


@cache
def name_index(lang: str) -> NameIndex:
    """Build the index of a language once."""
    return NameIndex(lang)


HITS: Final = "detente names"
TEXT: Final = "detente text"


def text_of(doc: Doc) -> str:
    """Give the text of a document, which spaCy puts together from the tokens each time it is asked."""
    found = doc.user_data.get(TEXT)
    if found is None:
        found = doc.user_data[TEXT] = doc.text
    text: str = found
    return text


def hits_in(doc: Doc) -> list[Hit]:
    """Find all forms in a document, once: several stages ask."""
    found = doc.user_data.get(HITS)
    if found is None:
        found = doc.user_data[HITS] = name_index(doc.lang_).find(text_of(doc))
    hits: list[Hit] = found
    return hits
