"""From a parsed document to the mentions of actors in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc, Token

from ingest.actors.cast import Cast
from ingest.actors.compose import Composed, compose
from ingest.actors.items import find_items
from ingest.actors.people import add_organisations, add_people
from ingest.model import Mention
from ingest.morphology import morph
from ingest.names import folded, lower
from ontology.lexicon import Lexicon, Operator, Predicate, load_lexicon

PLACES: Final = frozenset({"state", "capital"})
SCORES: Final = {"entity": 0.75, "inhabitant": 0.85, "capital": 0.95}
GROUP_SHARE: Final = 0.6
ACRONYM: Final = 3
DATELINE: Final = 12
"""How far from its name a dateline's dash may stand."""
OPENING: Final = 60
"""How many tokens count as the opening of a text."""
HOME_SHARE: Final = 0.4
NO_OWNER: Final = 0.5
"""Score of an organ whose state nobody can tell: too little for a stance that counts."""
THERE: Final = 0.85
"""Score of a group whose state is where it is said to be."""
GUESSED_OWNER: Final = 0.7
"""Score of an organ whose state is inferred from the rest of the text."""


def find_mentions(doc: Doc, cast: Cast) -> list[Mention]:
    """Find the mentions of a document in text order, none overlapping."""
    items = find_items(doc, cast)
    composed = add_organisations(doc, add_people(doc, compose(doc, items, cast), cast), cast)
    home = home_state(composed, cast) or _only_state(composed, cast)
    mentions: list[Mention] = []
    owners: dict[str, str] = {}
    named = {c.start for c in composed if c.how == "person"}
    for found in composed:
        actor, score = found.actor, SCORES.get(found.how, 1.0)
        if found.how == "inhabitant" and _single(doc, found):
            if found.stop in named:
                continue
            actor = cast.discover("Person", doc[found.start : found.stop].text)
        elif found.open_role:
            there = _there(doc, found, composed, cast)
            actor = f"{there}.{found.open_role}" if there else _close(doc, found, mentions, owners, home, cast)
            score = NO_OWNER if actor.startswith(cast.nobody) and found.how != "collective" else GUESSED_OWNER
            score = THERE if there else score
        elif "." in actor:
            owner, role = actor.rsplit(".", 1)
            owners[role] = owner
        mentions.append(_mention(doc, found, actor, score))
    return _named_fighters(mentions, cast)


def _single(doc: Doc, found: Composed) -> bool:
    """Tell whether one person of a nationality is meant, who is not the state: "un Sénégalais", "la Française"."""
    before = doc[found.start - 1] if found.start else None
    return before is not None and before.pos_ == "DET" and morph(before, "Number") == "Sing"


def main_group(mentions: list[Mention], cast: Cast) -> str:
    """Tell which armed group a text is about: the one named most, if no other is named nearly as often."""
    named = Counter(m.actor for m in mentions if m.how == "body" and cast.cls(m.actor) == "ArmedGroup")
    if not named:
        return ""
    group, count = named.most_common(1)[0]
    return group if count >= GROUP_SHARE * sum(named.values()) else ""


def _named_fighters(mentions: list[Mention], cast: Cast) -> list[Mention]:
    """Let bare "les djihadistes", "the militants" be the armed group that the text is about."""
    group = main_group(mentions, cast)
    if not group:
        return mentions
    return [replace(m, actor=group) if m.open and _fighters(m, cast) else m for m in mentions]


def _fighters(mention: Mention, cast: Cast) -> bool:
    role = cast.gazetteer.roles.get(mention.actor.rsplit(".", 1)[-1])
    return mention.how == "collective" and role is not None and role.sector == "UAF"


def _close(doc: Doc, found: Composed, mentions: list[Mention], owners: dict[str, str], home: str, cast: Cast) -> str:
    """Find the owner of a bare role: a body of that name, the last owner of this role, the state the text is about."""
    role = found.open_role
    words = set(lower(doc[found.start : found.stop].text).split())
    named = next((m for m in reversed(mentions) if m.how == "body" and words <= set(lower(m.text).split())), None)
    if named is not None and found.how == "organ":
        return named.actor
    owner = owners.get(role) or home
    if not owner:
        return f"{cast.nobody}.{role}"
    if found.how == "office" and not found.former:
        holder = cast.gazetteer.holder(owner, role, cast.published)
        if holder is not None:
            return holder
    return f"{owner}.{role}"


def home_state(found: Iterable[Composed | Mention], cast: Cast) -> str:
    """Tell which state a text is about: the one named most, the first lines counting double; none if unclear."""
    weights: dict[str, float] = {}
    for one in found:
        if one.how in ("entity", "collective") or (one.open_role if isinstance(one, Composed) else one.open):
            continue
        principal = cast.principal(one.actor)
        if cast.is_state(principal):
            weights[principal] = weights.get(principal, 0.0) + (2.0 if one.start < OPENING else 1.0)
    if not weights:
        return ""
    best = max(weights, key=lambda state: weights[state])
    return best if weights[best] >= HOME_SHARE * sum(weights.values()) else ""


def _there(doc: Doc, found: Composed, composed: Iterable[Composed], cast: Cast) -> str:
    """Give the state in which a group is said to be: "protesters in Chisinau"."""
    if found.how != "collective" or found.stop >= len(doc):
        return ""
    if doc[found.stop].lower_ not in load_lexicon(doc.lang_).words("place_preposition"):
        return ""
    places = [one.actor for one in composed if one.start == found.stop + 1 and one.how in PLACES]
    return next((state for state in map(cast.principal, places) if cast.is_state(state)), "")


def _only_state(found: Iterable[Composed], cast: Cast) -> str:
    """Give the state that owns all the groups of a text that names no other: "Polish miners … the government"."""
    owners = {one.actor.split(".")[0] for one in found if "." in one.actor and not one.open_role}
    owners |= {cast.principal(one.actor) for one in found if "." not in one.actor}
    return owners.pop() if len(owners) == 1 and all(cast.is_state(owner) for owner in owners) else ""


def home_mention(mentions: list[Mention], cast: Cast) -> Mention | None:
    """Give the first mention of the state a text is about."""
    home = home_state(mentions, cast)
    return next((m for m in mentions if home and cast.principal(m.actor) == home), None)


def _mention(doc: Doc, found: Composed, actor: str, score: float) -> Mention:
    span = doc[found.start : found.stop]
    start = found.start
    return Mention(
        start=start,
        stop=found.stop,
        begin=span.start_char,
        end=span.end_char,
        head=span.root.i,
        text=span.text,
        actor=actor,
        how=found.how,
        score=score,
        place=_dateline(doc, found) or (found.how in PLACES and (_in_place(doc, start) or _topic(doc, found))),
        former=found.former,
        open=bool(found.open_role),
        side=(found.side[0], doc[found.side[1] : found.side[2]].text),
    )


def _in_place(doc: Doc, start: int) -> bool:
    at = start - 1
    if at >= 0 and folded(doc[at].text) in (
        "le",
        "la",
        "l'",
        "les",
        "the",
        "southern",
        "northern",
        "eastern",
        "western",
    ):
        at -= 1
    return (
        at >= 0
        and doc[at].lower_ in load_lexicon(doc.lang_).words("place_preposition")
        and _locative(doc[at], doc[start])
    )


def _locative(preposition: Token, name: Token) -> bool:
    """Tell a place ("à Moscou") from a recipient ("reproche à Moscou"): after à, what the word above asks for."""
    lexicon = load_lexicon(name.doc.lang_)
    if preposition.lower_ not in lexicon.words("recipient_preposition"):
        return True
    above = [name.head, name.head.head, name.head.head.head]
    return not any(_asks_for(word, preposition, lexicon) for word in above)


def _asks_for(word: Token, preposition: Token, lexicon: Lexicon) -> bool:
    """Tell whether a predicate of the pack takes a recipient after this preposition."""
    slot = lexicon.prepositions.get(preposition.lower_, preposition.lower_)
    lemmas = {lexicon.lemmas.get(word.lower_) or word.lemma_.lower(), word.lower_ + "r"}
    entries: list[Predicate | Operator] = []
    for key in ((pos, lemma) for pos in ("verb", "noun", "adj") for lemma in lemmas):
        entries += [*lexicon.predicates.get(key, ()), *lexicon.operators.get(key, ())]
    return any(slot in entry.recipient or f"obj.{slot}" in entry.recipient for entry in entries)


def _topic(doc: Doc, found: Composed) -> bool:
    """Tell whether a name before a colon says what a headline is about: "Syria: Washington accuses Moscow"."""
    opens = found.start == 0 or bool(doc[found.start].is_sent_start) or doc[found.start - 1].is_space
    return opens and found.stop < len(doc) and doc[found.stop].text == ":"


def _dateline(doc: Doc, found: Composed) -> bool:
    """Tell whether a name opens a dispatch: "MOSCOW, April 25", "Paris (AFP) –", "TIRANA, Albania (AP) --"."""
    if _second(doc, found.start) and found.stop < len(doc) and found.how in PLACES:
        return _dashed(doc, found.stop)
    name = doc[found.start : found.stop]
    shouted = name.text.isupper() and len(name.text) > ACRONYM and (found.how in PLACES or len(name) > 1)
    if (found.how != "capital" and not shouted) or found.stop >= len(doc):
        return False
    opens = found.start == 0 or doc[found.start - 1].is_space or bool(doc[found.start].is_sent_start)
    after = doc[found.stop]
    dated = after.text == "," and found.stop + 1 < len(doc) and doc[found.stop + 1].ent_type_ == "DATE"
    return opens and (after.text in ("(", "—", "–", "-", "/", "--") or dated or (shouted and _dashed(doc, found.stop)))


def _dashed(doc: Doc, stop: int) -> bool:
    """Tell whether a dash closes a dateline a few words on: "KILIS, Turkey --", "KHARTOUM, March 16 (Agency) --"."""
    if doc[stop].text not in (",", "(", "—", "–", "--", "-"):
        return False
    return any(t.text in ("—", "–", "--") or (t.text == "-" and t.whitespace_) for t in doc[stop : stop + DATELINE])


def _second(doc: Doc, start: int) -> bool:
    """Tell whether a name follows the shouted place that opens a sentence: "TIRANA, Albania"."""
    opening = doc[doc[start].sent.start : max(start - 1, 0)]
    return start > 1 and doc[start - 1].text == "," and len(opening) > 0 and opening.text.isupper()
