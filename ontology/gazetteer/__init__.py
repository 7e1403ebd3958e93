"""Who is an actor: typed access to ``ontology/gazetteer/*.csv`` (formats in ``docs/gazetteer.md``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ontology.gazetteer.model import Actor, Form, Kind, Labels, Role, Term
from ontology.tables import cell, rows

__all__ = ["Actor", "Form", "Gazetteer", "Role", "Term", "load_gazetteer", "outlet_named"]

LANGUAGES = ("en", "fr")
ORGAN_MARK = "."
"""Between owner and role in the id of an organ made by pattern: ``RUS.ministry-of-defence``."""
ROLE_CLASSES = {"organ": "Organization", "members": "Organization", "office": "Person", "collective": "Collective"}
OFFICE_TERMS = {
    "president": ("president", "head_of_state"),
    "prime-minister": ("head_of_government",),
    "chancellor": ("head_of_government",),
    "head-of-state": ("head_of_state",),
    "leader": ("head_of_state", "head_of_government", "head_of_organization"),
    "monarch": ("head_of_state",),
    "king": ("head_of_state",),
    "emir": ("head_of_state",),
    "sultan": ("head_of_state",),
    "pope": ("head_of_state",),
    "minister-of-foreign-affairs": ("foreign_minister",),
    "minister-of-defence": ("defence_minister",),
    "secretary-general": ("head_of_organization",),
    "head": ("head_of_organization",),
}
"""Offices of ``roles.csv`` whose holder ``terms.csv`` may know."""


@dataclass(frozen=True)
class Gazetteer:
    """All actors, terms of office and roles.

    ``terms`` is by person id, ``offices`` by (principal, office), ``organs`` (named ones) by (principal, role).
    """

    actors: Mapping[str, Actor]
    roles: Mapping[str, Role]
    role_forms: Mapping[str, Mapping[str, str]]
    terms: Mapping[str, tuple[Term, ...]]
    offices: Mapping[tuple[str, str], tuple[Term, ...]]
    organs: Mapping[tuple[str, str], str]
    forms: Mapping[str, tuple[Form, ...]]
    compounds: Mapping[str, Mapping[str, str]]

    def actor(self, actor_id: str) -> Actor | None:
        """Find an actor by id; organs such as ``RUS.armed-forces`` are made from owner and role."""
        found = self.actors.get(actor_id)
        if found is None and ORGAN_MARK in actor_id:
            owner, role = actor_id.rsplit(ORGAN_MARK, 1)
            return self._organ(owner, role, actor_id)
        return found

    def _organ(self, owner_id: str, role_id: str, actor_id: str) -> Actor | None:
        role, owner = self.roles.get(role_id), self.actor(owner_id)
        if role is None:
            return None
        labels: Labels = tuple((lang, f"{text} ({owner.label(lang)})" if owner else text) for lang, text in role.labels)
        acts_for = owner_id if role.kind != "collective" and owner else ""
        states = (owner_id,) if owner and owner.cls == "State" else ()
        return Actor(
            id=actor_id,
            cls=ROLE_CLASSES[role.kind],
            labels=labels,
            acts_for=acts_for,
            sector=role.sector,
            countries=states,
            source="pattern",
        )

    def principal(self, actor_id: str, on: str | None = None) -> str:
        """Roll an actor up to whom it acts for on an ISO day (``None``: at any time), itself if nobody."""
        seen = {actor_id}
        current = actor_id
        while (above := self._acts_for(current, on)) and above not in seen:
            seen.add(above)
            current = above
        return current

    def _acts_for(self, actor_id: str, on: str | None) -> str:
        known = self.actor(actor_id)
        if known is not None and known.acts_for:
            return known.acts_for
        held = self.terms.get(actor_id, ())
        if on is None:
            return held[-1].principal if held else ""
        return next((term.principal for term in reversed(held) if term.covers(on)), "")

    def holder(self, principal: str, role_id: str, on: str | None) -> str | None:
        """Tell who holds an office of a state or organisation on an ISO day, if just one person does."""
        if on is None:
            return None
        for office in OFFICE_TERMS.get(role_id, ()):
            people = {t.person for t in self.offices.get((principal, office), ()) if t.covers(on)}
            if len(people) == 1:
                return people.pop()
        return None


@cache
def _outlets() -> dict[str, str]:
    """Give the news outlets by every name, in lower case."""
    known = load_gazetteer().actors.values()
    press = (actor for actor in known if actor.sector == "JRN")
    return {text.lower(): actor.id for actor in press for _, text in (*actor.labels, *actor.aliases)}


def outlet_named(publisher: str) -> str | None:
    """Find the news outlet that a publisher's name means, if it is listed."""
    return _outlets().get(publisher.strip().lower())


def _labels(row: dict[str, str]) -> Labels:
    return tuple((lang, row[lang]) for lang in LANGUAGES if row[lang])


def _aliases(row: dict[str, str]) -> Labels:
    return tuple((lang, text) for lang in LANGUAGES for text in cell(row[f"{lang}_alt"]))


def _states() -> Iterator[tuple[Actor, dict[str, str]]]:
    for row in rows("gazetteer", "states.csv"):
        code = row["id"] if len(row["id"]) == 3 else ""
        yield (
            Actor(
                id=row["id"],
                cls="State",
                labels=_labels(row),
                aliases=_aliases(row),
                code=code,
                qid=row["qid"],
                sector="GOV",
                source=row["source"],
            ),
            row,
        )


def _bodies(file: str) -> Iterator[Actor]:
    for row in rows("gazetteer", file):
        yield Actor(
            id=row["id"],
            cls=row["class"],
            labels=_labels(row),
            aliases=_aliases(row),
            code=row["code"],
            acts_for=row.get("acts_for", ""),
            sector=row["sector"],
            countries=cell(row.get("country", "")),
            source=row["source"],
        )


def _named_organs() -> dict[tuple[str, str], str]:
    return {(r["acts_for"], r["role"]): r["id"] for r in rows("gazetteer", "organizations.csv") if r["role"]}


def _people() -> Iterator[tuple[Actor, dict[str, str]]]:
    for row in rows("gazetteer", "people.csv"):
        yield (
            Actor(
                id=row["id"],
                cls="Person",
                labels=_labels(row),
                aliases=_aliases(row),
                qid=row["qid"],
                source=row["source"],
            ),
            row,
        )


def _name_forms(actor: Actor, lang: str) -> Iterator[Form]:
    for text in dict.fromkeys(text for at, text in (*actor.labels, *actor.aliases) if at == lang):
        yield Form(text, actor.id, "name")


def _state_forms(row: dict[str, str], lang: str) -> Iterator[Form]:
    kinds: tuple[tuple[str, Kind], ...] = (
        ("adj", "demonym"),
        ("noun", "inhabitant"),
        ("capital", "capital"),
        ("seats", "seat"),
    )
    for column, kind in kinds:
        for text in cell(row[f"{lang}_{column}"]):
            yield Form(text, row["id"], kind)


def _terms() -> tuple[dict[str, tuple[Term, ...]], dict[tuple[str, str], tuple[Term, ...]]]:
    by_person: dict[str, list[Term]] = {}
    by_office: dict[tuple[str, str], list[Term]] = {}
    for row in rows("gazetteer", "terms.csv"):
        term = Term(row["person"], row["principal"], row["office"], row["start"], row["end"])
        by_person.setdefault(term.person, []).append(term)
        by_office.setdefault((term.principal, term.office), []).append(term)
    return {k: tuple(v) for k, v in by_person.items()}, {k: tuple(v) for k, v in by_office.items()}


def _shown(row: dict[str, str], lang: str) -> str:
    """Give the form of a role to show: the first, for a collective its plural."""
    forms = cell(row[lang])
    plural = forms[0] + "s"
    return plural if row["kind"] == "collective" and plural in forms else forms[0]


def _roles() -> tuple[dict[str, Role], dict[str, dict[str, str]]]:
    roles: dict[str, Role] = {}
    forms: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for row in rows("gazetteer", "roles.csv"):
        labels: Labels = tuple((lang, _shown(row, lang)) for lang in LANGUAGES if row[lang])
        roles[row["id"]] = Role(row["id"], row["kind"], row["sector"], labels)
        for lang in LANGUAGES:
            forms[lang].update((text, row["id"]) for text in cell(row[lang]))
    return roles, forms


@cache
def load_gazetteer() -> Gazetteer:
    """Read all files of the gazetteer."""
    actors: dict[str, Actor] = {}
    forms: dict[str, list[Form]] = {lang: [] for lang in LANGUAGES}
    compounds: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for actor, row in _states():
        actors[actor.id] = actor
        for lang in LANGUAGES:
            forms[lang].extend(_name_forms(actor, lang))
            forms[lang].extend(_state_forms(row, lang))
            compounds[lang].update((first.lower(), actor.id) for first in cell(row[f"{lang}_compound"]))
    for actor in (*_bodies("organizations.csv"), *_bodies("groups.csv")):
        actors[actor.id] = actor
        for lang in LANGUAGES:
            forms[lang].extend(_name_forms(actor, lang))
    for actor, row in _people():
        actors[actor.id] = actor
        for lang in LANGUAGES:
            forms[lang].extend(_name_forms(actor, lang))
            forms[lang].extend(Form(text, actor.id, "surname") for text in cell(row["surname"]))
    terms, offices = _terms()
    roles, role_forms = _roles()
    return Gazetteer(
        actors=actors,
        roles=roles,
        role_forms=role_forms,
        organs=_named_organs(),
        terms=terms,
        offices=offices,
        forms={lang: tuple(found) for lang, found in forms.items()},
        compounds=compounds,
    )
