"""What embedding words do to a predication: refuse, threaten, promise, demand, deny, cease, accuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from ingest.arguments import Arguments
from ingest.modality import Modality
from ingest.model import Certainty, Filler, Predication, Source, Tense
from ingest.syntax import Grammar
from ontology.lexicon import Lexicon, Operator
from ontology.scheme import load_scheme

CLAUSES: Final = frozenset(
    {"xcomp", "ccomp", "acl", "pcomp", "advcl", "de", "à", "to", "from", "of", "for", "into", "à ce que"}
)
COOPERATION: Final = frozenset({"VerbalCooperation", "MaterialCooperation"})
YIELDING: Final = frozenset({"RETREAT", "CONCEDE"})
HIGHEST: Final = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """An operator found above a predicate, with its own sides."""

    operator: Operator
    token: Token
    agents: tuple[Filler, ...]
    recipients: tuple[Filler, ...]
    negated: bool
    certainty: Certainty
    tense: Tense


class Operators:
    """Applies the operators above a predicate from the inside out."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar, arguments: Arguments, modality: Modality) -> None:
        self.lexicon = lexicon
        self.grammar = grammar
        self.arguments = arguments
        self.modality = modality

    def apply(self, token: Token, draft: Predication) -> tuple[list[Predication], set[int]]:
        """Give what a predication becomes, and the tokens of operators that it swallowed."""
        results = [self._negate(draft, token)] if self.modality.negated(token) else [draft]
        swallowed: set[int] = set()
        if draft.relational:
            return results, swallowed
        disguised = self._disguised(token, draft)
        if disguised is not None:
            results = [p for r in results for p in EFFECTS[disguised.operator.effect](r, disguised)]
        current = token
        for _ in range(HIGHEST):
            head = self.grammar.above(current)
            if head == current:
                break
            frame = self._frame(head, current)
            if frame is None:
                if not self._bridge(current, head):
                    break
                current = head
                continue
            effect = EFFECTS[frame.operator.effect]
            results = [p for r in results for p in effect(r, frame)]
            if frame.operator.effect not in ("transparent", "intend"):
                swallowed.add(head.i)
            if frame.negated:
                results = [self._negate(r, head) for r in results]
            current = head
        return [_finish(r) for r in results], swallowed - {token.i}

    def _disguised(self, token: Token, draft: Predication) -> Frame | None:
        """Find an operator that the parser takes for an adverb of the inner predicate: "La Russie dément soutenir …"."""
        for child in token.children:
            lemma = self.lexicon.lemmas.get(child.lower_, "") if child.dep_ == "advmod" else ""
            operator = next(iter(self.lexicon.operators.get(("verb", lemma), ())), None)
            if operator is not None:
                return Frame(operator, child, draft.agents, (), self.modality.negated(child), "certain", "Present")
        return None

    def _bridge(self, token: Token, head: Token) -> bool:
        """Tell whether to look past a word: coordination, and nouns such as "campaign of"."""
        return token.dep_ == "conj" and self.grammar.pos(token) == self.grammar.pos(head)

    def _frame(self, head: Token, inner: Token) -> Frame | None:
        for operator in self.lexicon.operators.get((self.grammar.pos(head), self.grammar.lemma(head)), ()):
            slots = self.grammar.slots(head)
            at = {slot for slot, tokens in slots.items() if inner in tokens}
            if not self._complement(operator, at, inner) or not self._met(head, operator):
                continue
            agents = self._side(head, operator.agent or ("subj",))
            recipients = self._side(head, operator.recipient)
            mode = self.modality
            return Frame(operator, head, agents, recipients, mode.negated(head), mode.certainty(head), mode.tense(head))
        return None

    def _complement(self, operator: Operator, at: set[str], inner: Token) -> bool:
        if set(operator.complement) & at:
            return True
        if operator.effect == "demand" and inner.dep_ == "ccomp" and self._reports(inner.head):
            return False
        clausal = self.grammar.pos(inner) == "verb" and bool({"xcomp", "ccomp"} & set(operator.complement))
        return clausal and bool(at & CLAUSES)

    def _reports(self, verb: Token) -> bool:
        """Tell whether a verb with a finite clause says rather than demands ("told the agency that")."""
        entries = self.lexicon.reporting.get(("verb", self.grammar.lemma(verb)), ())
        return any(entry.kind in ("say", "think", "claim") for entry in entries)

    def _met(self, head: Token, operator: Operator) -> bool:
        slots = self.grammar.slots(head)
        return all(
            any(self.grammar.lemma(t) in words or t.lower_ in words for t in slots.get(slot, []))
            for slot, words in operator.requires
        )

    def _side(self, head: Token, paths: tuple[str, ...]) -> tuple[Filler, ...]:
        for path in paths:
            found = [f for t in self.arguments.path(head, path) for f in self.arguments.fillers(t)]
            if found:
                return tuple(found)
        return ()

    def _negate(self, draft: Predication, token: Token) -> Predication:
        """Negate: what somebody says they will not do is a refusal, what did not happen is denied."""
        if draft.type in ("REJECT", "ACCUSE") or not draft.agents:
            return replace(draft, denied=not draft.denied)
        future = self.modality.tense(token) == "Future" or draft.agents[0].via == "speaker"
        if future and cooperative(draft) and not draft.denied:
            return rejected(draft)
        return replace(draft, denied=not draft.denied)


def cooperative(draft: Predication) -> bool:
    """Tell whether a predication is verbal or material cooperation."""
    return load_scheme()[draft.type].quad_class in COOPERATION


def rejected(draft: Predication) -> Predication:
    """Turn cooperation into its refusal."""
    return replace(draft, type="REJECT", mode="assist", stance="opposes", symmetric=False)


def _with(draft: Predication, frame: Frame) -> Predication:
    """Fill sides that the inner clause leaves open from the operator's."""
    agents = draft.agents or frame.agents
    recipients = draft.recipients or tuple(r for r in frame.recipients if r not in agents)
    return replace(draft, agents=agents, recipients=recipients)


def _transparent(draft: Predication, frame: Frame) -> list[Predication]:
    if frame.certainty != "certain" and draft.certainty == "certain":
        draft = replace(draft, certainty=frame.certainty)
    return [replace(draft, agents=draft.agents or frame.agents)]


def _intend(draft: Predication, frame: Frame) -> list[Predication]:
    return [replace(draft, agents=draft.agents or frame.agents, certainty="possible", tense="Future")]


def _refuse(draft: Predication, frame: Frame) -> list[Predication]:
    draft = _with(draft, frame)
    if cooperative(draft):
        return [replace(rejected(draft), rule=f"operator {frame.operator.lemma} + {draft.rule}")]
    return [
        replace(
            draft, type="REJECT", mode="change", stance="none", rule=f"operator {frame.operator.lemma} + {draft.rule}"
        )
    ]


def _threaten(draft: Predication, frame: Frame) -> list[Predication]:
    draft = _with(draft, frame)
    mode = {"ASSAULT": "violence", "SANCTION": "restrict", "COERCE": "restrict"}.get(draft.type, "")
    return [
        replace(
            draft, type="THREATEN", mode=mode, stance="opposes", rule=f"operator {frame.operator.lemma} + {draft.rule}"
        )
    ]


def _promise(draft: Predication, frame: Frame) -> list[Predication]:
    draft = _with(draft, frame)
    rule = f"operator {frame.operator.lemma} + {draft.rule}"
    if cooperative(draft):
        return [replace(draft, type="AGREE", mode="", stance="none" if draft.type == "CONSULT" else "", rule=rule)]
    if draft.type in ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE"):
        return [replace(draft, type="THREATEN", mode="", stance="opposes", rule=rule)]
    return [replace(draft, rule=rule)]


def _demand(draft: Predication, frame: Frame) -> list[Predication]:
    if not frame.recipients and draft.recipients and not draft.agents:
        return _urge_support(draft, frame)
    if not frame.recipients and draft.recipients and _own_act(draft, frame):
        return _urge_support(draft, frame)
    told = frame.recipients or draft.agents
    mode, stance = "change", ""
    if draft.type in YIELDING or draft.stance == "cease":
        mode = "yield"
    elif cooperative(draft):
        mode, stance = ("meet" if draft.type == "CONSULT" else "assist"), "none"
    elif not frame.recipients:
        stance = "none"
    return [
        replace(
            draft,
            type="REQUEST",
            mode=mode,
            stance=stance,
            agents=frame.agents,
            recipients=tuple(t for t in told if t not in frame.agents),
            symmetric=False,
            rule=f"operator {frame.operator.lemma} + {draft.rule}",
        )
    ]


def _own_act(draft: Predication, frame: Frame) -> bool:
    """Tell whether the inner clause names nobody but the one who demands ("calls for sanctions on X")."""
    return {a.mention.actor for a in draft.agents} <= {a.mention.actor for a in frame.agents}


def _deny(draft: Predication, frame: Frame) -> list[Predication]:
    draft = replace(draft, agents=draft.agents or frame.agents)
    speaker = frame.agents[0].mention if frame.agents else None
    return [replace(draft, denied=not draft.denied, source=Source("ReportedSpeech", speaker))]


def _negative(draft: Predication, frame: Frame) -> list[Predication]:
    return [replace(draft, agents=draft.agents or frame.agents, denied=not draft.denied)]


def _cease(draft: Predication, frame: Frame) -> list[Predication]:
    draft = _with(draft, frame)
    rule = f"operator {frame.operator.lemma} + {draft.rule}"
    if cooperative(draft) and draft.type not in YIELDING:
        return [replace(draft, type="SANCTION", mode="discontinue", stance="opposes", rule=rule)]
    if draft.type in ("SANCTION", "COERCE", "THREATEN", "ACCUSE", "REJECT"):
        return [replace(draft, type="CONCEDE", mode="", stance="supports", rule=rule)]
    return [replace(draft, type="RETREAT", mode="", stance="none", rule=rule)]


def _prevent(draft: Predication, frame: Frame) -> list[Predication]:
    told = frame.recipients or draft.agents
    return [
        replace(
            draft,
            type="REJECT",
            mode="",
            stance="opposes",
            agents=frame.agents,
            recipients=tuple(t for t in told if t not in frame.agents),
            symmetric=False,
            rule=f"operator {frame.operator.lemma} + {draft.rule}",
        )
    ]


def _accuse(draft: Predication, frame: Frame) -> list[Predication]:
    """Split "A accuses B of supporting C": A accuses B, and B supports C as A claims."""
    accuser = frame.agents[0].mention if frame.agents else None
    rule = f"operator {frame.operator.lemma} + {draft.rule}"
    claimed = replace(
        draft,
        agents=frame.recipients or draft.agents,
        source=Source("ReportedSpeech", accuser),
        rule=rule,
        score=draft.score * 0.9,
    )
    outer = replace(
        draft,
        token=frame.token.i,
        type="ACCUSE",
        mode="allege",
        stance="opposes",
        agents=frame.agents,
        recipients=tuple(r for r in frame.recipients or draft.agents if r not in frame.agents),
        symmetric=False,
        certainty=frame.certainty,
        tense=frame.tense,
        denied=False,
        rule=rule,
    )
    return [outer, claimed]


def _urge_support(draft: Predication, frame: Frame) -> list[Predication]:
    return [
        replace(draft, agents=frame.agents, certainty="certain", rule=f"operator {frame.operator.lemma} + {draft.rule}")
    ]


def _finish(draft: Predication) -> Predication:
    return replace(draft, stance="") if draft.stance == "cease" else draft


Effect = Callable[[Predication, Frame], list[Predication]]
EFFECTS: Final[dict[str, Effect]] = {
    "transparent": _transparent,
    "intend": _intend,
    "refuse": _refuse,
    "threaten": _threaten,
    "promise": _promise,
    "demand": _demand,
    "deny": _deny,
    "negate": _negative,
    "cease": _cease,
    "prevent": _prevent,
    "accuse": _accuse,
    "urge_support": _urge_support,
}
