"""What makes a sentence worth parsing, as tables over the forms of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from spacy.strings import get_string_id

from ingest.names import folded, inside_word
from ingest.prefixes import STANCES
from ingest.sieve.forms import CLASSES, Forms, Ids
from ontology.lexicon import Lexicon, Predicate

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

Needs = tuple[Ids, ...]
"""What a row needs beside its word: one form of each set must be in the sentence."""
FormsOf = Callable[[frozenset[str]], Ids]
DIRECT: Final = frozenset(
    {"subj", "obj", "mod", "poss", "refl", "aux", "advcl", "xcomp", "ccomp", "oprd", "attr", "prt"}
)
"""Slots that no preposition opens."""


@dataclass(frozen=True, slots=True)
class Predicates:
    """The forms of all predicates of a pack, each with the rows that may be read with it and what they need."""

    rows: dict[int, tuple[tuple[str, Needs], ...]]

    def first(self, words: Sequence[int], there: Ids) -> str:
        """Name the first row whose word and needs a sentence has, empty if there is none."""
        for word in words:
            for name, needs in self.rows.get(word, ()):
                if all(forms & there for forms in needs):
                    return name
        return ""


def predicates(forms: Forms, lexicon: Lexicon) -> Predicates:
    """Tabulate the predicates of a pack by the forms of their words."""
    known: dict[frozenset[str], Ids] = {}

    def forms_of(words: frozenset[str]) -> Ids:
        if words not in known:
            known[words] = forms.any_of(words)
        return known[words]

    table: dict[int, dict[str, Needs]] = defaultdict(dict)
    for (pos, lemma), rows in lexicon.predicates.items():
        if pos in CLASSES:
            read = {row.name: _needs(row, lexicon, forms_of) for row in rows}
            for form in forms.of(lemma, pos):
                table[form].update(read)
    return Predicates({form: tuple(sorted(rows.items(), key=lambda r: len(r[1]))) for form, rows in table.items()})


def _needs(row: Predicate, lexicon: Lexicon, forms_of: FormsOf) -> Needs:
    """Give what a row asks for; "be" and its like say something only of whom one of their prepositions adds."""
    asked = tuple(forms_of(words) for _, words in row.requires)
    bare = row.lemma in lexicon.words("copula") and not DIRECT & {path.split(".")[0] for path in row.recipient}
    return (*asked, _opened(row.recipient, lexicon)) if bare else asked


def _opened(paths: Iterable[str], lexicon: Lexicon) -> Ids:
    """Give the words by which the prepositions of some slots are known: the longest of each."""
    slots = {path.split(".")[-1] for path in paths}
    forms = slots.union(form for form, slot in lexicon.prepositions.items() if slot in slots)
    return frozenset(get_string_id(max(form.split(), key=len)) for form in forms)


def pointers(lexicon: Lexicon) -> Ids:
    """Give the single words that stand for an actor named before, or for who speaks.

    Words that are mostly something else do not count: relatives, whose noun is in the sentence, and articles.
    """
    others = frozenset[str]().union(
        *(lexicon.words(kind) for kind in ("relative", "determiner", "reflexive", "adverbial_pronoun"))
    )
    back = {
        form
        for form, anaphor in lexicon.anaphors.items()
        if anaphor.kind == "possessive" or (anaphor.kind == "pronoun" and form not in others)
        if anaphor.person in ("3", "")
    }
    return frozenset(map(get_string_id, back | lexicon.words("first_person")))


class Phrases:
    """Finds what is written in several words or parts of words: "le pays", "in support of", "pro-"."""

    def __init__(self, lexicon: Lexicon) -> None:
        from ahocorasick_rs import AhoCorasick

        self.pointing = {form for form, a in lexicon.anaphors.items() if a.kind not in ("pronoun", "possessive")}
        slots = {lemma for pos, lemma in lexicon.predicates if pos == "prep"}
        self.telling = slots | {form for form, slot in lexicon.prepositions.items() if slot in slots}
        self.prefixes = set(STANCES)
        self._forms = sorted(self.pointing | self.telling | self.prefixes)
        self._automaton: AhoCorasick = AhoCorasick(self._forms)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield where each phrase begins in a text."""
        plain = folded(text)
        for which, begin, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
            form = self._forms[which]
            cut = form not in self.prefixes and inside_word(plain, end)
            if not cut and not inside_word(plain, begin):
                yield begin, form
