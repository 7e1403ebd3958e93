"""What each kind of operator makes of the predication below it: refusal, threat, promise, demand, denial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from ingest.model import Certainty, Filler, Predication, Source, Tense
from ontology.lexicon import Operator
from ontology.scheme import load_scheme

COOPERATION: Final = frozenset({"VerbalCooperation", "MaterialCooperation"})
YIELDING: Final = frozenset({"RETREAT", "CONCEDE"})
HOSTILE: Final = frozenset({"ASSAULT", "SANCTION", "COERCE", "MOBILIZE"})
LIFTED: Final = frozenset({"SANCTION", "COERCE", "THREATEN", "ACCUSE", "REJECT"})
MUTUAL: Final = frozenset({"AGREE", "SUPPORT", "COOPERATE"})
"""What two sides fail to reach is a rejection, of which neither is more to blame."""
MATERIAL: Final = frozenset({"AID", "COOPERATE", "RETREAT", "CONCEDE"})
THREATENED: Final = {"ASSAULT": "violence", "SANCTION": "restrict", "COERCE": "restrict"}
PLOTTED: Final = frozenset({"seize", "cyber"})
"""Modes of acts that are done to the accuser where nobody else is named: plotting a coup, spying."""
CLAIMED: Final = 0.9
"""Weight of what somebody is only accused of."""


@dataclass(frozen=True, slots=True)
class Frame:
    """An operator found above a predicate: its own sides, negation, certainty and tense.

    ``agent_words`` and ``recipient_words`` are the words in its slots where they name no actor. ``mutual`` marks words
    that say what both sides do ("agree").
    """

    operator: Operator
    token: Token
    agents: tuple[Filler, ...]
    recipients: tuple[Filler, ...]
    negated: bool
    certainty: Certainty
    tense: Tense
    principal: Callable[[str], str]
    """Whom an actor acts for."""
    agent_words: str = ""
    recipient_words: str = ""
    mutual: bool = False


def cooperative(draft: Predication) -> bool:
    """Tell whether a predication is verbal or material cooperation."""
    return load_scheme()[draft.type].quad_class in COOPERATION


def rejected(draft: Predication) -> Predication:
    """Turn cooperation into its refusal."""
    return replace(draft, type="REJECT", mode="assist", stance="opposes", symmetric=False)


def prospective(draft: Predication) -> Predication:
    """Read what somebody will do as the promise or threat that it is today."""
    if draft.tense != "Future" or draft.denied or draft.certainty != "certain":
        return draft
    if draft.type in MATERIAL:
        return replace(draft, type="AGREE", mode="")
    if draft.type == "CONSULT":
        return replace(draft, type="AGREE", mode="", stance="none")
    if draft.type in HOSTILE:
        return replace(draft, type="THREATEN", mode=THREATENED.get(draft.type, ""))
    return draft


def _filled(draft: Predication, frame: Frame) -> Predication:
    """Fill sides that the inner clause leaves open from the operator's."""
    recipients = draft.recipients or tuple(r for r in frame.recipients if r not in draft.agents)
    return replace(
        draft,
        agents=draft.agents or frame.agents,
        recipients=recipients,
        agent_words=draft.agent_words or frame.agent_words,
        recipient_words=draft.recipient_words or frame.recipient_words,
    )


def _act(draft: Predication, frame: Frame, kind: str, mode: str = "", stance: str = "") -> Predication:
    """Make the operator's own act of a predication: when and how surely it happened is the operator's to say."""
    return replace(
        draft,
        type=kind,
        mode=mode,
        stance=stance,
        certainty=frame.certainty,
        tense=frame.tense,
        operators=(frame.operator.lemma, *draft.operators),
        act=frame.token.i,
    )


def _towards(draft: Predication, frame: Frame) -> Predication:
    """Let the operator's agent act on whom it addresses, else on who would do the inner act."""
    told = frame.recipients or draft.agents
    recipients = tuple(t for t in told if t not in frame.agents)
    return replace(
        draft,
        agents=frame.agents,
        recipients=recipients,
        symmetric=False,
        agent_words=frame.agent_words,
        recipient_words=frame.recipient_words or draft.agent_words or draft.recipient_words,
    )


def _transparent(draft: Predication, frame: Frame) -> list[Predication]:
    if frame.certainty != "certain" and draft.certainty == "certain":
        draft = replace(draft, certainty=frame.certainty)
    return [replace(draft, agents=frame.recipients or draft.agents or frame.agents)]


def _intend(draft: Predication, frame: Frame) -> list[Predication]:
    return [replace(draft, agents=draft.agents or frame.agents, certainty="possible", tense="Future")]


def _refuse(draft: Predication, frame: Frame) -> list[Predication]:
    if frame.agents and draft.agents and not _own_act(draft, frame):
        asked = replace(draft, agents=frame.agents, recipients=draft.agents, symmetric=False)
        refused = _act(asked, frame, "REJECT", "change", "opposes")
        fought = replace(draft, recipients=draft.recipients or frame.agents)
        return [refused, fought] if draft.type in HOSTILE else [refused]
    draft = _filled(draft, frame)
    if cooperative(draft):
        return [_act(replace(draft, symmetric=False), frame, "REJECT", "assist", "opposes")]
    return [_act(draft, frame, "REJECT", "change", "none")]


def _threaten(draft: Predication, frame: Frame) -> list[Predication]:
    if frame.agents and draft.agents and not _own_side(draft, frame):
        return [draft]
    if cooperative(draft):
        return _promise(draft, frame)
    draft = _filled(draft, frame)
    return [_act(draft, frame, "THREATEN", THREATENED.get(draft.type, ""), "opposes")]


def _promise(draft: Predication, frame: Frame) -> list[Predication]:
    draft = _filled(draft, frame)
    if cooperative(draft):
        agreed = _act(draft, frame, "AGREE", stance="none" if draft.type == "CONSULT" else "")
        alone = not (draft.recipients or draft.recipient_words or draft.symmetric)
        if frame.mutual and len(draft.agents) > 1 and alone:
            return [replace(agreed, symmetric=True, stance="none")]
        return [agreed]
    if draft.type in HOSTILE:
        return [_act(draft, frame, "THREATEN", stance="opposes")]
    return [replace(draft, operators=(frame.operator.lemma, *draft.operators))]


def _demand(draft: Predication, frame: Frame) -> list[Predication]:
    if not frame.recipients and draft.recipients and _own_act(draft, frame):
        return _urge_support(draft, frame)
    outer = _towards(draft, frame)
    if draft.type in HOSTILE and frame.recipients and draft.recipients:
        wanted = replace(draft, agents=frame.agents, symmetric=False)
        asked = _act(outer, frame, "REQUEST", "assist", "none")
        return [asked, _act(wanted, frame, "REQUEST", "change", "opposes")]
    if draft.type in YIELDING:
        return [_act(outer, frame, "REQUEST", "yield", "none" if draft.symmetric else "")]
    if cooperative(draft):
        return [_act(outer, frame, "REQUEST", "meet" if draft.type == "CONSULT" else "assist", "none")]
    return [_act(outer, frame, "REQUEST", "change", "" if frame.recipients else "none")]


def _own_act(draft: Predication, frame: Frame) -> bool:
    """Tell whether the inner clause names nobody but the one who demands ("calls for sanctions on X")."""
    return {a.mention.actor for a in draft.agents} <= {a.mention.actor for a in frame.agents}


def _own_side(draft: Predication, frame: Frame) -> bool:
    """Tell whether those who would act are on the side of who speaks: "Kerry warned that the US would strike"."""
    inner, outer = ({frame.principal(a.mention.actor) for a in side} for side in (draft.agents, frame.agents))
    return inner <= outer


def _deny(draft: Predication, frame: Frame) -> list[Predication]:
    speaker = frame.agents[0].mention if frame.agents else None
    source = Source("ReportedSpeech", speaker)
    return [replace(draft, agents=draft.agents or frame.agents, denied=not draft.denied, source=source)]


def _negative(draft: Predication, frame: Frame) -> list[Predication]:
    if draft.type in MUTUAL and draft.symmetric:
        return [_act(_filled(draft, frame), frame, "REJECT", stance="none")]
    return [replace(draft, agents=draft.agents or frame.agents, denied=not draft.denied)]


def _one_sided(draft: Predication, frame: Frame) -> Predication:
    """Let who ends what two sides do together act alone: "A stopped cooperating with B"."""
    if not (draft.symmetric and frame.agents):
        return draft
    ending = {a.mention.actor for a in frame.agents}
    others = tuple(f for f in (*draft.agents, *draft.recipients) if f.mention.actor not in ending)
    return replace(draft, agents=frame.agents, recipients=others, symmetric=False) if others else draft


def _cease(draft: Predication, frame: Frame) -> list[Predication]:
    draft = _filled(draft, frame)
    if draft.type == "CONSULT":
        return [_act(_one_sided(draft, frame), frame, "REJECT", "meet", "opposes")]
    if cooperative(draft) and draft.type not in YIELDING:
        return [_act(_one_sided(draft, frame), frame, "SANCTION", "discontinue", "opposes")]
    if draft.type in LIFTED:
        done = frame.tense == "Past" and not draft.denied
        return [_act(draft, frame, "RETREAT" if done else "CONCEDE", stance="supports")]
    return [_act(draft, frame, "RETREAT", stance="none")]


def _prevent(draft: Predication, frame: Frame) -> list[Predication]:
    return [_act(_towards(draft, frame), frame, "REJECT", stance="opposes")]


def _accuse(draft: Predication, frame: Frame) -> list[Predication]:
    """Split "A accuses B of supporting C": A accuses B, and B supports C as A claims."""
    accuser = frame.agents[0].mention if frame.agents else None
    claimed = replace(
        draft,
        agents=frame.recipients or draft.agents,
        source=Source("ReportedSpeech", accuser),
        operators=(frame.operator.lemma, *draft.operators),
        score=draft.score * CLAIMED,
    )
    if draft.mode in PLOTTED and not draft.recipients and not draft.recipient_words:
        claimed = replace(claimed, recipients=tuple(a for a in frame.agents if a not in claimed.agents))
    outer = replace(_towards(draft, frame), token=frame.token.i, denied=False)
    return [_act(outer, frame, "ACCUSE", "allege", "opposes"), claimed]


def _urge_support(draft: Predication, frame: Frame) -> list[Predication]:
    urged = replace(draft, agents=frame.agents, agent_words=frame.agent_words)
    if draft.type in HOSTILE:
        return [_act(replace(urged, symmetric=False), frame, "REQUEST", "change", draft.stance or "opposes")]
    return [_act(urged, frame, draft.type, draft.mode, draft.stance)]


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
"""What to do for each ``effect`` of ``operators.csv``."""
