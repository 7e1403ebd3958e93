"""One view of two parsers: dependency labels of French (UD) and English (ClearNLP) as the slots of the language packs.

Slots are named as in the active voice (``subj``, ``obj``, prepositions, ``poss``, ``mod``); see ``docs/lexicon.md``.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from spacy.tokens import Doc, Token

from ingest.dependency import ADNOMINAL, ANY_SUBJECT, OBJECTS, PASSIVE_SUBJECTS, SUBJECTS
from ingest.morphology import morph
from ingest.names import folded
from ingest.phrases import CONTRACTED, preposition_phrases
from ingest.repairs import repair
from ingest.retagging import between, mistagged, opening_participles
from ingest.sentences import sentences_of
from ontology.lexicon import Lexicon

Slots = dict[str, list[Token]]

DIRECT: Final = {
    **dict.fromkeys(SUBJECTS, "subj"),
    **dict.fromkeys(PASSIVE_SUBJECTS, "obj"),
    **dict.fromkeys(("xcomp", "acomp"), "xcomp"),
    **dict.fromkeys(("amod", "compound", "nummod", "npadvmod"), "mod"),
    **{dep: dep for dep in ("ccomp", "prt", "attr", "oprd", "poss")},
}
"""Dependency labels that are a slot whatever else stands there."""
INFINITIVES: Final = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "obl:arg", "obl:mod", "acl"})


class Grammar:
    """Reads slots off the parse of one document; caches what it has read."""

    def __init__(self, doc: Doc, lexicon: Lexicon, after_names: frozenset[int] = frozenset()) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self._slots: dict[int, Slots] = {}
        self._lemmas: dict[int, str] = {}
        self._classes: dict[int, str] = {}
        self._passives: dict[int, bool] = {}
        self.sentences = sentences_of(doc)
        self._phrases = dict(preposition_phrases(doc, lexicon))
        self._participles = dict(opening_participles(doc, lexicon))
        self._retagged = {
            **dict(mistagged(doc, lexicon)),
            **dict(between(doc, lexicon, after_names)),
            **self._participles,
        }

    def lemma(self, token: Token) -> str:
        """Give the dictionary form, with the corrections of the language pack."""
        if token.i not in self._lemmas:
            self._lemmas[token.i] = self._lemma(token)
        return self._lemmas[token.i]

    def _lemma(self, token: Token) -> str:
        low = token.lower_.replace("’", "'")
        if token.i in self._retagged:
            return self._retagged[token.i]
        if self._compound_tense(token):
            return self.lexicon.lemmas_by_pos.get(("VERB", low)) or token.lemma_.lower()
        known = self.lexicon.lemmas_by_pos.get((token.pos_, low)) or self.lexicon.lemmas.get(low)
        return known or token.lemma_.lower().replace("’", "'")

    def any_of(self, tokens: Iterable[Token], words: Container[str]) -> bool:
        """Tell whether one of some tokens is one of some words, as lemma or as it stands."""
        return any(self.lemma(token) in words or token.lower_ in words for token in tokens)

    def pos(self, token: Token) -> str:
        """Give the word class of the language packs: ``verb``, ``noun``, ``adj`` or nothing."""
        if token.i not in self._classes:
            self._classes[token.i] = self._class(token)
        return self._classes[token.i]

    def _class(self, token: Token) -> str:
        if self._nominal(token):
            return "noun"
        if token.pos_ in ("VERB", "AUX") or token.i in self._retagged or self._compound_tense(token):
            return "verb"
        if token.pos_ in ("NOUN", "PROPN"):
            return "noun"
        return "adj" if token.pos_ == "ADJ" else ""

    def _nominal(self, token: Token) -> bool:
        """Tell whether what the tagger takes for a finite verb is a noun in its place: "the rebels' depots"."""
        return (
            token.tag_ == "VBZ"
            and token.dep_ in ("dobj", "pobj")
            and any(c.i < token.i and c.dep_ in ("poss", "det", "compound", "amod") for c in token.children)
        )

    def _compound_tense(self, token: Token) -> bool:
        """Tell whether what the tagger takes for an adjective is the participle of a compound tense."""
        return token.pos_ == "ADJ" and any(c.dep_ in ("aux:tense", "aux:pass", "auxpass") for c in token.children)

    def slots(self, token: Token) -> Slots:
        """Give what stands in each slot of a token, in text order."""
        if token.i not in self._slots:
            self._slots[token.i] = {}
            self._slots[token.i] = self._read(token)
        return self._slots[token.i]

    def above(self, token: Token) -> Token:
        """Give what a word depends on, stepping over English prepositions and over a name told to do something."""
        head = token.head
        if token.dep_ in ("pobj", "pcomp") and head.pos_ in ("ADP", "SCONJ", "PART"):
            return head.head
        return head.head if self.told(token) else head

    def told(self, token: Token) -> bool:
        """Tell whether an infinitive hangs on the name of whom a verb tells to do it: "reproche au Soudan d'aider"."""
        named = token.head.pos_ == "PROPN" or token.head.head.pos_ == "VERB"
        infinitive = token.dep_ in ("nmod", "acl") and morph(token, "VerbForm") == "Inf" and bool(self.case(token))
        return infinitive and named and token.head.dep_ in ("obj", "obl:arg", "obl:mod", "iobj") and self._fr

    @property
    def _fr(self) -> bool:
        return self.doc.lang_ == "fr"

    def finite(self, token: Token) -> bool:
        """Tell whether a verb or one of its auxiliaries is finite."""
        forms = [token, *(c for c in token.children if c.dep_.startswith("aux"))]
        if token.i in self._participles:
            return False
        return token.i in self._retagged or any(morph(f, "VerbForm") == "Fin" for f in forms)

    def retagged(self, token: Token) -> bool:
        """Tell whether a word is read as a verb against the tagger, so that the parse around it cannot be trusted."""
        return token.i in self._retagged

    def phrase(self, token: Token) -> str:
        """Name the prepositional phrase ("grâce à") that a token is the argument of, or nothing."""
        return self._phrases.get(token.i, ("", 0))[0]

    def phrases(self) -> Iterator[tuple[Token, str, Token]]:
        """Yield the arguments of prepositional phrases with their slot and what they depend on."""
        for argument, (slot, governor) in self._phrases.items():
            yield self.doc[argument], slot, self.doc[governor]

    def governor(self, token: Token) -> Token | None:
        """Give what the prepositional phrase before a token depends on."""
        found = self._phrases.get(token.i)
        return self.doc[found[1]] if found else None

    def passive(self, token: Token) -> bool:
        """Tell whether a verb form is passive: an auxiliary or a bare past participle."""
        if token.i not in self._passives:
            self._passives[token.i] = self._passive(token)
        return self._passives[token.i]

    def _passive(self, token: Token) -> bool:
        deps = {child.dep_ for child in token.children}
        if token.i in self._participles:
            return True
        if any(c.dep_.startswith("expl") and self._reflexive(c) for c in token.children):
            return False
        if "aux:tense" in deps and "aux:pass" not in deps:
            return False
        if "cop" in deps and self._fr and not any(self.case(c) == "par" for c in token.children):
            return False
        if deps & PASSIVE_SUBJECTS or deps & {"aux:pass", "auxpass"}:
            return True
        if token.pos_ not in ("VERB", "ADJ") or deps & {"aux:tense", "aux"}:
            return False
        if token.dep_ in ("acl", "amod", "advcl", "ROOT", "conj", "appos", "acl:relcl", "xcomp"):
            by = self._fr and any(self.case(c) == "par" for c in token.children)
            return self._past_participle(token) and not deps & (OBJECTS if by else SUBJECTS | OBJECTS)
        return False

    def _reflexive(self, token: Token) -> bool:
        return folded(token.text) in self.lexicon.words("reflexive")

    def _past_participle(self, token: Token) -> bool:
        if self.doc.lang_ == "en":
            return token.tag_ == "VBN"
        return bool(morph(token, "VerbForm") == "Part" and morph(token, "Tense") == "Past")

    def _read(self, token: Token) -> Slots:
        slots: Slots = {}
        passive = self.passive(token)
        for child in token.children:
            self._place(slots, child, passive)
        for slot, head in self._outer(token):
            slots.setdefault(slot, []).append(head)
        self._inherit(slots, token, passive)
        if passive and "subj" not in slots:
            slots.update({"subj": loose} if (loose := self._loose_agents(token)) else {})
        for argument, (slot, governor) in self._phrases.items():
            if governor == token.i:
                slots.setdefault(slot, []).insert(0, self.doc[argument])
        if self._fr and self.pos(token) == "verb":
            repair(self, token, slots)
        return slots

    def _loose_agents(self, token: Token) -> list[Token]:
        """Find the agent of a passive that the parser hangs on an adjunct: "condamné plusieurs fois par la justice"."""
        adjuncts = [c for c in token.children if c.i > token.i and c.dep_.startswith("obl")]
        return [t for a in adjuncts for t in a.children if t.dep_ == "nmod" and self.case(t) == "par"]

    def _place(self, slots: Slots, child: Token, passive: bool) -> None:
        dep = child.dep_
        if child.i in self._phrases:
            return
        if child.lower_ in self.lexicon.words("dative_relative"):
            self._dative(slots, child)
        elif (dep in ("obl:agent", "agent") and (passive or child.head.pos_ != "ADJ")) or (
            passive and dep.startswith(("obl", "nmod")) and self.case(child) == "par"
        ):
            slots.setdefault("subj", []).extend(self._preposed(child))
        elif dep in OBJECTS or dep.startswith("expl"):
            self._object(slots, child)
        elif dep in ("iobj", "dative"):
            self._dative(slots, child)
        elif dep == "prep":
            self._prepositional(slots, child, passive)
        elif dep in PASSIVE_SUBJECTS and not passive:
            slots.setdefault("subj", []).append(child)
        elif dep == "nsubj" and passive and self._fr:
            slots.setdefault("obj", []).append(child)
        elif slot := self._slot(child):
            slots.setdefault(slot, []).append(child)

    def _slot(self, child: Token) -> str:
        """Name the slot of a dependent that fills one directly, nothing for words that fill none."""
        dep = child.dep_
        if dep in SUBJECTS and child.pos_ == "PRON" and (case := self.case(child)):
            return case
        if dep == "xcomp" and child.pos_ in ("NOUN", "PROPN") and (case := self.case(child)):
            return case
        if dep in DIRECT:
            return DIRECT[dep]
        if dep == "advmod":
            return dep
        if dep == "det" and folded(child.text) in self.lexicon.words("possessive"):
            return "poss"
        if dep.startswith("obl") or dep in ("nmod", "advcl", "acl"):
            return self.case(child) or ("mod" if dep == "nmod" else dep)
        return "aux" if dep.startswith("aux") else ""

    def _object(self, slots: Slots, child: Token) -> None:
        if self._reflexive(child):
            slots.setdefault("refl", []).append(child)
        else:
            slots.setdefault("expl" if child.dep_.startswith("expl") else "obj", []).append(child)

    def _dative(self, slots: Slots, child: Token) -> None:
        if child.pos_ in ("ADP", "SCONJ", "PART"):
            if not any(c.dep_ == "dative" and c.pos_ in ("PROPN", "PRON", "NOUN") for c in child.head.children):
                self._prepositional(slots, child, passive=False)
            return
        receiver = _swallowed(child)
        if receiver is not None:
            slots.setdefault("obj", []).append(child)
        adverbial = folded(child.text) in self.lexicon.words("adverbial_pronoun")
        slot = "refl" if self._reflexive(child) else "to" if not self._fr else "expl" if adverbial else "à"
        slots.setdefault(slot, []).append(receiver or child)

    def _preposed(self, child: Token) -> list[Token]:
        """Step from an English preposition to what it governs."""
        if child.pos_ in ("ADP", "SCONJ", "PART"):
            inner = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            return inner or [child]
        return [child]

    def _prepositional(self, slots: Slots, prep: Token, passive: bool) -> None:
        name = self.preposition(prep)
        if passive and name == "by":
            name = "subj"
        for child in prep.children:
            if child.i in self._phrases:
                continue
            if child.dep_ in ("pobj", "pcomp") or (child.dep_ == "amod" and child.i > prep.i):
                slots.setdefault(name, []).append(child)
            elif child.dep_ == "prep":
                self._prepositional(slots, child, passive)

    def case(self, token: Token) -> str:
        """Give the slot that the preposition before a word opens, nothing if there is none."""
        for child in token.children:
            if child.dep_ in ("case", "mark") and child.i < token.i:
                return self.preposition(child)
        return ""

    def preposition(self, token: Token) -> str:
        """Give the slot that a preposition opens."""
        low = token.lower_.replace("’", "'")
        return self.lexicon.prepositions.get(low) or CONTRACTED.get(low, low)

    def _outer(self, token: Token) -> Iterator[tuple[str, Token]]:
        """Yield what a participle, adjective, attribute or apposition says of the noun it stands with."""
        head = token.head
        if head == token:
            return
        if token.dep_ in ADNOMINAL or (token.dep_ == "amod" and token.pos_ in ("VERB", "ADJ")):
            if any(c.dep_ in ANY_SUBJECT for c in token.children):
                return
            yield ("obj" if self.passive(token) else "subj"), head
        elif token.dep_ == "appos":
            yield "subj", head
        elif self.above(token).lower_ in self.lexicon.words("one_of") and self._partitive(token):
            yield from (("subj", subject) for subject in self.slots(self.above(token)).get("subj", []))
        elif token.dep_ == "pobj" and self.lexicon.holders.get(self.lemma(head.head)) == "partitive":
            yield from self._outer(head.head)
        elif token.dep_ in ("attr", "acomp", "oprd", "xcomp") and self.lemma(head) in self.lexicon.words("copula"):
            yield from (("subj", subject) for subject in self.slots(head).get("subj", []))
        elif compared := self._compared(token):
            yield from (("subj", noun) for noun in compared)

    def _compared(self, token: Token) -> list[Token]:
        """Give who is taken for something: "passe pour un allié", "considéré comme un allié"."""
        head, case = token.head, self.case(token)
        if case in self.lexicon.words("as") and token.pos_ == "NOUN" and self.pos(head) == "verb":
            slots = self.slots(head)
            return slots.get("obj", []) or slots.get("subj", [])
        return []

    def _partitive(self, token: Token) -> bool:
        """Tell whether a noun is what somebody is one of: "X est l'un des alliés de Y"."""
        opens = token.head.lower_ if token.dep_ == "pobj" else self.case(token) if token.dep_ == "nmod" else ""
        return opens in self.lexicon.words("complement")

    def _inherit(self, slots: Slots, token: Token, passive: bool) -> None:
        """Fill the missing subject of an infinitive, a gerund or a coordinated verb from its governor."""
        head = token.head
        if head == token or self.pos(token) == "":
            return
        own = "obj" if passive else "subj"
        if own in slots:
            return
        if token.dep_ == "conj" and self.pos(token) == self.pos(head) == "verb":
            upper = self.slots(head)
            slots[own] = list(upper.get("obj" if self.passive(head) else "subj", []))
        elif self.pos(token) == "adj" and token.dep_ in ("advcl", "xcomp"):
            upper = self.slots(head)
            described = "obj" if token.dep_ == "xcomp" and ("obj" in upper or self.passive(head)) else "subj"
            slots[own] = list(upper.get(described, []))
        elif self.pos(token) == "verb" and self._non_finite(token):
            governor = head if self.pos(head) else head.head
            controller = self._object_controller(token, governor)
            if controller:
                slots[own] = controller
                return
            told = "obj" if self.passive(governor) else "subj"
            upper = self.slots(governor)
            inherited = upper.get(told if self.pos(governor) == "verb" else "poss", [])
            slots[own] = list(upper.get("obj", []) if self._perceived(token, governor) else inherited)
        if not slots.get(own):
            slots.pop(own, None)

    def _object_controller(self, token: Token, governor: Token) -> list[Token]:
        """Give the object that does what somebody is thanked or blamed for: "praised X for defending Y"."""
        if self.pos(governor) != "verb":
            return []
        if self.lemma(governor) in self.lexicon.words("helping") and token.dep_ == "xcomp":
            return [*self.slots(governor).get("obj", []), *self.slots(governor).get("subj", [])]
        if decided := self._decided(token, governor):
            return decided
        gerund = token.dep_ == "pcomp" and token.head.lower_ in ("for", "of", "over")
        perfect = self.case(token) in ("de", "pour") and any(c.dep_ == "aux:tense" for c in token.children)
        if not gerund and not perfect:
            return []
        upper = self.slots(governor)
        return list(upper.get("obj", []) or upper.get("à", []))

    def _perceived(self, token: Token, governor: Token) -> bool:
        """Tell whether an infinitive is what the object of its verb does: "les a entendus se réjouir"."""
        return token.dep_ == "xcomp" and self.lemma(governor) in self.lexicon.words("perception")

    def _decided(self, token: Token, governor: Token) -> list[Token]:
        """Give the owner of a decision that the parser leaves without its infinitive: "salue la décision de X de …"."""
        deciding = [o for o in self.slots(governor).get("obj", []) if self.lemma(o) in self.lexicon.holders]
        owners = [t for o in deciding for t in self.slots(o).get("de", [])]
        right_after = bool(owners) and owners[-1].right_edge.i + 1 == token.left_edge.i
        return owners if right_after and self.case(token) == "de" else []

    def _non_finite(self, token: Token) -> bool:
        if token.i in self._participles:
            return True
        if token.dep_ not in INFINITIVES:
            return False
        if self.doc.lang_ == "en":
            return token.tag_ in ("VB", "VBG", "VBN") and not any(c.dep_ in SUBJECTS for c in token.children)
        return morph(token, "VerbForm") in ("Inf", "Part")


def _swallowed(thing: Token) -> Token | None:
    """Find who is given something where the parser takes giver's verb, receiver and gift for one noun phrase."""
    verb = thing.head
    if thing.pos_ != "NOUN" or any(c.dep_ in OBJECTS for c in verb.children):
        return None
    return next((c for c in thing.children if c.dep_ == "compound" and c.pos_ == "PROPN" and c.i == verb.i + 1), None)
