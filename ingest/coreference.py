"""What pronouns, possessives and definite descriptions point back to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from spacy.tokens import Doc, Span, Token

from ingest.actors import Cast
from ingest.dependency import NAMED_SUBJECTS, OBJECTS
from ingest.model import Mention
from ingest.morphology import morph
from ingest.names import folded, text_of
from ingest.sentences import sentences_of
from ontology.gazetteer import load_gazetteer
from ontology.lexicon import Anaphor, Lexicon, load_lexicon

REACH: Final = 2
"""How many sentences back an antecedent may stand."""
FARTHEST: Final = 200
"""How many tokens back the actor of a definite description may stand."""
POINTED: Final = 0.75
"""Score of an argument that a pronoun or description stands for."""
CLASSES: Final = {
    "person": frozenset({"Person"}),
    "state": frozenset({"State"}),
    "organization": frozenset({"Organization", "IntergovernmentalOrganization", "PoliticalParty"}),
    "group": frozenset({"ArmedGroup", "PoliticalParty"}),
}


class Coreference:
    """Finds antecedents among the mentions of one document."""

    def __init__(self, doc: Doc, mentions: list[Mention], lexicon: Lexicon, cast: Cast) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.cast = cast
        self.mentions = [m for m in mentions if m.how != "demonym" and not m.place]
        self.covered = {k for m in mentions for k in range(m.start, m.stop)}
        self.sentences = sentences_of(doc)
        self.sentence_of = self.sentences.number
        self._chain()

    def _chain(self) -> None:
        """Let subject pronouns carry what they refer to on to later sentences."""
        for token in self.doc:
            if token.pos_ != "PRON" or token.dep_ not in NAMED_SUBJECTS:
                continue
            found = self.antecedent(token)
            if found is not None:
                carried = replace(found, start=token.i, stop=token.i + 1, head=token.i, how="pronoun")
                self.mentions.append(carried)

    def antecedent(self, token: Token, besides: frozenset[str] = frozenset()) -> Mention | None:
        """Find what a pronoun or possessive refers to, none of the actors ``besides``; or nothing."""
        low = folded(token.text)
        anaphor = self.lexicon.anaphors.get(low)
        if anaphor is None or anaphor.person not in ("3", "") or low.endswith(("self", "selves")):
            return None
        joined = self._conjunct(token) or self._praised(token)
        if joined is not None:
            return replace(joined, score=joined.score * POINTED)
        best = max(
            (m for m in self._before(token, besides) if self._fits(m, anaphor)),
            key=lambda m: self._rank(m, token, anaphor),
            default=None,
        )
        if best is None or self._rank(best, token, anaphor) <= max(0.0, self._rival(token, anaphor)):
            return None
        return replace(best, score=best.score * POINTED)

    def antecedents(self, token: Token, besides: frozenset[str] = frozenset()) -> list[Mention]:
        """Find all that a pronoun refers to, none of the actors ``besides``: an English "X and Y ... they" are both."""
        found = self.antecedent(token, besides)
        anaphor = self.lexicon.anaphors.get(folded(token.text))
        if found is None or anaphor is None or anaphor.number != "plur" or self.doc.lang_ != "en":
            return [] if found is None else [found]
        joined = {t.i for t in self.doc[found.head].conjuncts}
        others = [m for m in self.mentions if m.head in joined and m.stop <= token.i and m.actor != found.actor]
        return [found, *(replace(m, score=m.score * POINTED) for m in others)]

    def _before(self, token: Token, besides: frozenset[str]) -> Iterator[Mention]:
        first = self.sentences.all[max(0, self.sentence_of(token.i) - REACH)].start
        near = (m for m in self.mentions if first <= m.start and m.stop <= token.i and m.actor not in besides)
        return (m for m in near if not _own(m, token))

    def _conjunct(self, token: Token) -> Mention | None:
        """Let a possessive in a second conjunct refer to the first: "le régime et ses alliés"."""
        noun = token.head
        if noun.dep_ != "conj" or token.dep_ not in ("det", "poss"):
            return None
        return next((m for m in self.mentions if m.start <= noun.head.i < m.stop), None)

    def _praised(self, token: Token) -> Mention | None:
        """Let a possessive in a reason refer to whom it is given for: "critique la France pour son appui"."""
        before = self.doc[token.i - 1] if token.i > 1 else None
        if before is None or token.dep_ not in ("det", "poss") or before.lower_ not in ("pour", "for"):
            return None
        return next((m for m in self.mentions if m.stop == before.i and self.doc[m.head].dep_ in OBJECTS), None)

    def _rival(self, token: Token, anaphor: Anaphor) -> float:
        """Rank the best thing that a French pronoun may mean instead of an actor: an agreeing subject noun."""
        if self.doc.lang_ != "fr" or anaphor.kind != "pronoun" or not anaphor.gender:
            return 0.0
        begin = self.sentences.all[max(0, self.sentence_of(token.i) - 1)].start
        agreeing = [
            t
            for t in self.doc[begin : token.i]
            if t.pos_ == "NOUN"
            and t.dep_ in NAMED_SUBJECTS
            and t.i not in self.covered
            and morph(t, "Gender") == anaphor.gender.capitalize()
            and morph(t, "Number") == anaphor.number.capitalize()
        ]
        if not agreeing:
            return 0.0
        distance = self.sentence_of(token.i) - self.sentence_of(agreeing[-1].i)
        return 5.0 - 1.5 * distance - 0.01 * (token.i - agreeing[-1].i)

    def _fits(self, mention: Mention, anaphor: Anaphor) -> bool:
        cls = self.cast.cls(mention.actor)
        plural = self._plural(mention, cls) or (anaphor.number == "plur" and self._coordinated(mention))
        if anaphor.number == "plur" and not plural and cls not in ("ArmedGroup", "Collective"):
            return False
        if anaphor.number == "sing" and plural:
            return False
        if self.doc.lang_ == "en":
            animate = anaphor.form in ("he", "she", "him", "her", "his", "hers", "himself", "herself")
            return animate == (cls == "Person") or anaphor.number == "plur"
        return self._gender_fits(mention, anaphor, cls)

    def _coordinated(self, mention: Mention) -> bool:
        """Tell whether a subject is coordinated with another actor, so that an English "they" may mean both."""
        head = self.doc[mention.head]
        if self.doc.lang_ != "en" or head.dep_ not in NAMED_SUBJECTS or mention.how == "pronoun":
            return False
        joined = {t.i for t in head.conjuncts}
        return any(m.head in joined for m in self.mentions)

    def _plural(self, mention: Mention, cls: str) -> bool:
        head = self.doc[mention.head]
        if cls == "State":
            if mention.how == "inhabitant":
                return morph(head, "Number") == "Plur"
            return head.text.endswith("s") and self.doc.lang_ == "fr" and mention.how == "state" and "-" in mention.text
        return morph(head, "Number") == "Plur"

    def _gender_fits(self, mention: Mention, anaphor: Anaphor, cls: str) -> bool:
        if not anaphor.gender:
            return True
        gender = self._gender(mention)
        if cls == "Person" and mention.how == "person":
            return True
        return not gender or gender == anaphor.gender.capitalize()

    def _gender(self, mention: Mention) -> str:
        """Give the gender of a mention's head word, else of the article before it."""
        gender = morph(self.doc[mention.head], "Gender")
        if not gender and mention.start > 0:
            gender = morph(self.doc[mention.start - 1], "Gender")
        return gender

    def _rank(self, mention: Mention, token: Token, anaphor: Anaphor) -> float:
        distance = self.sentence_of(token.i) - self.sentence_of(mention.start)
        head = self.doc[mention.head]
        rank = 3.0 - 1.5 * distance
        if head.dep_ in NAMED_SUBJECTS:
            rank += 2.0
        if head.head.dep_ == "ROOT":
            rank += 0.5
        if distance == 0 and anaphor.kind == "pronoun" and head.head == token.head:
            rank -= 6.0
        if self.cast.cls(mention.actor) == "Person":
            rank += 1.5 if anaphor.form == "lui" else 0.5
        if mention.open:
            rank -= 1.5
        return rank - 0.01 * (token.i - mention.stop)

    def relative(self, token: Token) -> Token | None:
        """Step from a relative pronoun to the noun its clause modifies."""
        if folded(token.text) not in self.lexicon.words("relative") or token.pos_ not in (
            "PRON",
            "DET",
            "SCONJ",
        ):
            return None
        verb = token.head
        while verb.dep_ not in ("acl:relcl", "relcl", "acl") and verb.head != verb:
            verb = verb.head
        return verb.head if verb.dep_ in ("acl:relcl", "relcl", "acl") else None


def _own(mention: Mention, token: Token) -> bool:
    """Tell whether a possessive stands in an apposition to the mention itself: "X, son rival"."""
    noun = token.head
    return noun.dep_ == "appos" and mention.start <= noun.head.i < mention.stop


def add_descriptions(doc: Doc, mentions: list[Mention], cast: Cast) -> list[Mention]:
    """Add definite descriptions ("le pays", "the group") as mentions of the last actor of their kind."""
    taken = {k for m in mentions if not m.open for k in range(m.start, m.stop)}
    out = list(mentions)
    pattern, table = _descriptions(doc.lang_)
    for match in pattern.finditer(folded(text_of(doc))):
        span = doc.char_span(match.start(), match.end())
        if span is None or taken & set(range(span.start, span.end)):
            continue
        antecedent = _last(span, out, table[match.group()], cast)
        if antecedent is not None and not _introduced(span, out) and not _specified(span):
            out = [m for m in out if m.stop <= span.start or m.start >= span.end]
            out.append(_described(span, antecedent))
    return sorted(out, key=lambda m: m.start)


def _introduced(span: Span, mentions: list[Mention]) -> bool:
    """Tell whether a description only introduces the name after it: "l'organisation « X »", "the group X"."""
    doc = span.doc
    at = span.end
    while at < len(doc) and at < span.end + 3 and (doc[at].pos_ == "ADJ" or doc[at].text in '«“"'):
        at += 1
    return any(m.start <= at < m.stop and m.how != "definite" for m in mentions) or (
        span.end < len(doc) and doc[span.end].text == "-"
    )


def _specified(span: Span) -> bool:
    """Tell whether a complement says which one is meant, so that nothing is pointed back to: "les alliés du régime"."""
    doc, complement = span.doc, load_lexicon(span.doc.lang_).words("complement")
    if span.end >= len(doc) or folded(doc[span.end].text) not in complement:
        return False
    after = doc[span.end]
    return after.head == span.root or after.head.head == span.root


def _described(span: Span, antecedent: Mention) -> Mention:
    return replace(
        antecedent,
        start=span.start,
        stop=span.end,
        begin=span.start_char,
        end=span.end_char,
        head=span.root.i,
        how="definite",
        score=antecedent.score * POINTED,
        place=span.start > 0 and span.doc[span.start - 1].lower_ in ("dans", "in", "across", "en", "within"),
    )


def _last(span: Span, mentions: list[Mention], kind: str, cast: Cast) -> Mention | None:
    wanted = CLASSES.get(kind, frozenset())
    before = [
        m
        for m in mentions
        if m.stop <= span.start
        and m.start > span.start - FARTHEST
        and (not wanted or cast.cls(m.actor) in wanted)
        and m.how not in ("demonym", "inhabitant")
        and not m.former
        and (not m.place or kind == "state")
    ]
    return max(before, key=lambda m: (m.how in ("state", "body", "person"), m.start), default=None)


def _role(form: str, kind: str, roles: Mapping[str, str]) -> bool:
    """Tell whether a description is an office of ``roles.csv``, which is read as such ("le maire")."""
    return kind in ("person", "state") and re.sub(r"^(?:l'|\S+ )", "", form) in roles


@cache
def _descriptions(lang: str) -> tuple[re.Pattern[str], dict[str, str]]:
    roles = load_gazetteer().role_forms[lang]
    table = {
        form: a.kind
        for form, a in load_lexicon(lang).anaphors.items()
        if (a.kind in CLASSES or (a.kind == "demonstrative" and " " in form)) and not _role(form, a.kind, roles)
    }
    forms = "|".join(sorted((re.escape(form) for form in table), key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)"), table
