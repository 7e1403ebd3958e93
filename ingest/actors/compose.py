"""Putting roles and owners together: "le ministère russe de la Défense", "the Turkish army", "NATO chief X"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc, Token

from ingest.actors.cast import Cast
from ingest.actors.items import Item, prefixed
from ingest.dependency import NAMED_SUBJECTS
from ingest.names import folded, lower
from ontology.lexicon import load_lexicon

FARTHEST: Final = 8
"""How many tokens after a role its owner may stand."""
SHARED: Final = "shared"
"""How of a demonym that shares the role written with another one."""
POINTING: Final = 60
"""How many tokens back a possessive may point."""
OWNING: Final = frozenset({"demonym", "state", "capital", "seat", "body", "inhabitant"})


@dataclass(frozen=True, slots=True)
class Composed:
    """A role with its owner, or a name alone.

    ``open_role`` is set where the owner is still to be found; ``side`` is the owner of an office: actor, first token,
    end token.
    """

    start: int
    stop: int
    actor: str
    how: str
    former: bool = False
    open_role: str = ""
    side: tuple[str, int, int] = ("", 0, 0)


def compose(doc: Doc, items: dict[int, Item], cast: Cast) -> list[Composed]:
    """Compose the items of a document into actors, in text order."""
    found: dict[int, Composed] = {}
    used: set[int] = set()
    roles = [item for item in items.values() if item.kind == "role" and not _between_states(doc, item, items)]
    for item in sorted(roles, key=lambda i: -i.start if doc.lang_ == "fr" else i.start):
        if item.start in used:
            continue
        composed = _role(doc, item, items, found, used, cast)
        for start in [s for s in found if composed.start <= s < composed.stop]:
            del found[start]
        found[composed.start] = composed
        used.update(range(composed.start, composed.stop))
        shared = _shared(doc, composed, item, items, cast)
        if shared is not None:
            found[shared.start] = shared
            used.update(range(shared.start, shared.stop))
    for item in items.values():
        if item.kind != "role" and item.start not in used and item.stop - 1 not in used:
            found[item.start] = Composed(item.start, item.stop, item.ref, item.kind)
    return _titled(doc, [found[start] for start in sorted(found)])


def _between_states(doc: Doc, item: Item, items: dict[int, Item]) -> bool:
    """Tell whether a word is what two states have with each other: "the Franco-German alliance" is no party."""
    if doc.lang_ != "en" or item.start < 3 or doc[item.start - 2].text != "-":
        return False
    pair = (items.get(item.start - 3), items.get(item.start - 1))
    entries = load_lexicon("en").predicates.get(("noun", doc[item.start].lemma_.lower()), ())
    return all(one is not None and one.kind in OWNING for one in pair) and any(entry.symmetric for entry in entries)


def _titled(doc: Doc, found: list[Composed]) -> list[Composed]:
    """Join a common noun with the name it introduces: "le mouvement chiite Hezbollah", "rebel group M23"."""
    out: list[Composed] = []
    for composed in found:
        last = out[-1] if out else None
        if composed.how == "body" and last is not None and last.how in ("collective", "organ", "members"):
            between = doc[last.stop : composed.start]
            joined = all(t.pos_ == "ADJ" or t.text in "«»\"“”'" for t in between) and composed.start - last.stop < 3
            if joined and not any(("noun", t.lower_) in load_lexicon(doc.lang_).predicates for t in between):
                out[-1] = replace(composed, start=last.start)
                continue
        if last is not None and _abbreviated(doc, last, composed):
            out[-1] = replace(last, actor=composed.actor)
        out.append(composed)
    return out


def _shared(doc: Doc, composed: Composed, item: Item, items: dict[int, Item], cast: Cast) -> Composed | None:
    """Find a second state that shares a role: "the Israeli and Palestinian leaders", "les armées turque et russe"."""
    role = cast.gazetteer.roles[item.ref]
    second = _demonym_beside(doc, composed, items)
    if second is None or ("." not in composed.actor and cast.cls(composed.actor) != "Person"):
        return None
    actor = _owned(second.ref, item.ref, role.kind, composed.former, cast)
    return Composed(second.start, second.stop, actor, SHARED) if actor != composed.actor else None


def _demonym_beside(doc: Doc, composed: Composed, items: dict[int, Item]) -> Item | None:
    joints = load_lexicon(doc.lang_).words("joint")
    first, last = composed.start - 2, composed.stop + 1
    if first >= 0 and lower(doc[composed.start - 1].text) in joints and doc[composed.start - 1].is_alpha:
        before = next(
            (items[k] for k in (first, first - 1) if k in items and items[k].stop == composed.start - 1), None
        )
        if before is not None and before.kind == "demonym":
            return before
    after = items.get(last)
    if after is not None and after.kind == "demonym" and lower(doc[composed.stop].text) in joints:
        return after if doc[composed.stop].is_alpha else None
    return None


def _role(
    doc: Doc, item: Item, items: dict[int, Item], found: dict[int, Composed], used: set[int], cast: Cast
) -> Composed:
    before = _owner_before(doc, item, items, found, used, cast) if doc.lang_ == "en" else None
    owner = (
        before
        or _owner_after(doc, item, items, found, used, cast)
        or _owner_below(doc, item, items, found, used, cast)
        or _owner_pointed(doc, item, items)
    )
    former = _former(doc, min(item.start, owner.start if owner else item.start))
    role_id, stop = _extended(doc, item, owner, cast) if doc.lang_ == "fr" else (item.ref, item.stop)
    start = min(item.start, owner.start if owner else item.start)
    stop = max(stop, owner.stop if owner else stop)
    role = cast.gazetteer.roles[role_id]
    if owner is None:
        stop = _place_name(doc, stop) if role.kind == "office" else stop
        return Composed(start, stop, f"{cast.nobody}.{role_id}", role.kind, former, open_role=role_id)
    return Composed(
        start,
        stop,
        _owned(owner.actor, role_id, role.kind, former, cast),
        role.kind,
        former,
        open_role=role_id if owner.open_role else "",
        side=(owner.actor, owner.start, owner.stop) if role.kind == "office" and not former else ("", 0, 0),
    )


def _place_name(doc: Doc, stop: int) -> int:
    """Step over a place that is no actor: "le maire de New York", "the governor of Texas"."""
    if stop + 1 >= len(doc) or folded(doc[stop].text) not in load_lexicon(doc.lang_).words("complement"):
        return stop
    end = stop + 1
    while end < len(doc) and (doc[end].pos_ == "PROPN" or doc[end].text == "-"):
        end += 1
    return end if end > stop + 1 else stop


def _owner_pointed(doc: Doc, item: Item, items: dict[int, Item]) -> Composed | None:
    """Find whose "son porte-parole", "its interior minister" is: the last subject that is a state or body."""
    possessives = load_lexicon(doc.lang_).words("possessive")
    if item.start == 0 or folded(doc[item.start - 1].text) not in possessives:
        return None
    for start in range(item.start - 1, max(-1, item.start - POINTING), -1):
        before = items.get(start)
        if before is None or before.kind not in ("state", "body", "capital", "seat"):
            continue
        if doc[start : before.stop].root.dep_ in NAMED_SUBJECTS:
            return Composed(item.start, item.stop, before.ref, before.kind)
    return None


def _abbreviated(doc: Doc, name: Composed, short: Composed) -> bool:
    """Tell whether a name is explained by the abbreviation in brackets: "le Parti socialiste (PASOK)"."""
    beside = short.start == name.stop + 1 and doc[name.stop].text == "("
    return beside and name.how == short.how == "body" and doc[short.start].text.isupper()


def _role_after(
    doc: Doc, at: int, items: dict[int, Item], found: dict[int, Composed], used: set[int], cast: Cast
) -> Composed | None:
    """Compose the role that a demonym introduces: "a spokesman for the Burkinabe army"."""
    role = next((items[k] for k in range(at + 1, at + 4) if k in items and items[k].kind == "role"), None)
    if doc.lang_ != "en" or role is None or role.start in used:
        return None
    return _role(doc, role, items, found, used, cast)


def _owned(owner: str, role_id: str, kind: str, former: bool, cast: Cast) -> str:
    """Name the actor that a role of an owner is."""
    if kind == "office" and not former:
        holder = cast.gazetteer.holder(owner, role_id, cast.published)
        if holder is not None:
            return holder
    named = cast.gazetteer.organs.get((owner, role_id))
    if named is not None:
        return named
    cls = cast.cls(owner)
    if kind in ("members", "collective") and cls in ("ArmedGroup", "PoliticalParty", "IntergovernmentalOrganization"):
        return owner
    if kind == "members" and cls == "Organization":
        return owner
    return f"{owner}.{role_id}"


def _former(doc: Doc, start: int) -> bool:
    words = {lower(doc[k].text) for k in range(max(0, start - 2), start + 1)}
    return bool(words & load_lexicon(doc.lang_).words("former")) or prefixed(doc, start) == "ex-"


def _led_by(item: Item, cast: Cast) -> Composed | None:
    """Let a leader stand for the state: "le régime de Bachar el-Assad", "the Maduro government"."""
    principal = cast.principal(item.ref)
    return Composed(item.start, item.stop, principal, "state") if cast.is_state(principal) else None


def _as_owner(
    doc: Doc, at: int, items: dict[int, Item], found: dict[int, Composed], used: set[int], cast: Cast
) -> Composed | None:
    if at in found and found[at].how in ("organ", "members", "office", "collective"):
        return found[at]
    item = items.get(at)
    if item is not None and item.kind == "person" and at not in used:
        return _led_by(item, cast)
    if item is None or item.kind not in OWNING or at in used or prefixed(doc, at) in ("pro-", "anti-"):
        return None
    if item.stop + 1 in items and doc[item.stop].text == "-":  # one half of "sino-russe"
        return None
    return Composed(item.start, item.stop, item.ref, item.kind)


def _ending_at(at: int, items: dict[int, Item], found: dict[int, Composed]) -> int | None:
    for spans in (found, items):
        for start in range(at, max(-1, at - 8), -1):
            if start in spans and spans[start].stop == at + 1:
                return start
    return None


def _owner_before(
    doc: Doc, item: Item, items: dict[int, Item], found: dict[int, Composed], used: set[int], cast: Cast
) -> Composed | None:
    """Find an English owner left of a role: "the Turkish [armed] forces", "Iran's supreme leader", "NATO chief"."""
    at = item.start - 1
    counted = False
    for _ in range(4):
        if at < 0:
            return None
        start = _ending_at(at, items, found)
        if start is not None:
            if counted and doc[at + 1].text not in ("'s", "’s"):
                return None
            return _as_owner(doc, start, items, found, used, cast)
        if not _skippable(doc[at]):
            return None
        counted = counted or doc[at].tag_ == "CD"
        at -= 1
    return None


def _skippable(token: Token) -> bool:
    return (
        token.lower_ in ("'s", "’s", "'", "’")
        or token.pos_ in ("ADJ", "NUM")
        or (token.dep_ in ("amod", "compound", "poss") and token.pos_ == "NOUN")
    )


def _owner_after(
    doc: Doc, item: Item, items: dict[int, Item], found: dict[int, Composed], used: set[int], cast: Cast
) -> Composed | None:
    """Find an owner right of a role: an adjective ("l'armée [régulière] syrienne") or a complement ("of Syria")."""
    at = item.stop
    for _ in range(3):
        if at >= len(doc):
            return None
        owner = _as_owner(doc, at, items, found, used, cast)
        if owner is not None and (
            owner.how == "demonym" or (doc.lang_ == "fr" and owner.how == "inhabitant" and doc[at].text[0].islower())
        ):
            return owner
        if folded(doc[at].text) in load_lexicon(doc.lang_).words("complement"):
            return _complement(doc, at + 1, items, found, used, cast)
        if doc.lang_ != "fr" or doc[at].pos_ not in ("ADJ", "VERB", "NOUN") or doc[at].text[0].isupper():
            return None
        at += 1
    return None


def _owner_below(
    doc: Doc, item: Item, items: dict[int, Item], found: dict[int, Composed], used: set[int], cast: Cast
) -> Composed | None:
    """Find an owner further right that the parser attaches to the role: "experts des droits de l'homme de l'ONU"."""
    words = load_lexicon(doc.lang_).words("complement")
    for token in doc[item.start : item.stop].root.subtree:
        if item.stop < token.i < item.stop + FARTHEST and folded(token.text) in words:
            owner = _complement(doc, token.i + 1, items, found, used, cast)
            if owner is not None and owner.how in ("body", "state"):
                return owner
    return None


def _complement(
    doc: Doc, at: int, items: dict[int, Item], found: dict[int, Composed], used: set[int], cast: Cast
) -> Composed | None:
    if at < len(doc) and folded(doc[at].text) in load_lexicon(doc.lang_).words("determiner"):
        at += 1
    for _ in range(3):
        if at >= len(doc):
            return None
        owner = _as_owner(doc, at, items, found, used, cast)
        if owner is not None:
            if owner.how != "demonym":
                return owner
            return _role_after(doc, at, items, found, used, cast) or (owner if doc.lang_ == "en" else None)
        if doc[at].pos_ != "ADJ":
            return None
        at += 1
    return None


def _extended(doc: Doc, item: Item, owner: Composed | None, cast: Cast) -> tuple[str, int]:
    """Read a French role around its demonym: "le ministre russe des Affaires étrangères"."""
    if owner is None or owner.start != item.stop or owner.how not in ("demonym", "inhabitant"):
        return item.ref, item.stop
    forms = cast.gazetteer.role_forms[doc.lang_]
    head = folded(doc[item.start : item.stop].text)
    for stop in range(min(owner.stop + 6, len(doc)), owner.stop + 1, -1):
        form = f"{head} {folded(doc[owner.stop : stop].text)}"
        if form in forms:
            return forms[form], stop
    return item.ref, item.stop


def widen(composed: Composed, start: int, stop: int, actor: str) -> Composed:
    """Give a composed actor a wider span and another identity (a named office holder)."""
    return replace(
        composed,
        start=min(start, composed.start),
        stop=max(stop, composed.stop),
        actor=actor,
        how="person",
        open_role="",
    )
