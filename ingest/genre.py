"""What kind of text an article is, where that changes how its words are to be read."""

from __future__ import annotations

from collections import Counter
from typing import Final

from spacy.tokens import Doc

from ontology.lexicon import load_lexicon

DENSE: Final = 0.05
"""Share of the words of an article that are words of contests from which on it tells one."""
VARIED: Final = 5
"""How many different words of contests there must be."""


def sport(doc: Doc) -> bool:
    """Tell whether an article tells a contest, in which to beat or resist somebody is no stance."""
    contest = load_lexicon(doc.lang_).words("sport")
    if not contest:
        return False
    said = [token.lower_ for token in doc if token.is_alpha]
    found = Counter(word for word in said if word in contest)
    return len(found) >= VARIED and found.total() >= DENSE * len(said)
