"""The actors of one article: those the gazetteer knows and those the article introduces."""

from __future__ import annotations

import re
import unicodedata

from ingest.model import Discovered
from ontology.gazetteer import Actor, Gazetteer

UNKNOWN_OWNER = "unknown"
"""Owner of an organ or collective whose state the text does not tell: ``unknown.rebels``; each article has its own."""


def slug(name: str) -> str:
    """Make an id of a name: ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class Cast:
    """Looks up actors as of the day an article was published."""

    def __init__(self, gazetteer: Gazetteer, published: str | None, nobody: str = UNKNOWN_OWNER) -> None:
        self.nobody = nobody
        self.gazetteer = gazetteer
        self.published = published
        self.discovered: dict[str, Discovered] = {}
        self._principals: dict[str, str] = {}
        self._classes: dict[str, str] = {}

    def discover(self, cls: str, name: str, acts_for: str = "") -> str:
        """Note an actor that is not listed; a later, better introduction adds whom it acts for."""
        actor_id = slug(name) or "unnamed"
        if self.gazetteer.actor(actor_id) is not None:
            return actor_id
        known = self.discovered.get(actor_id)
        if known is None or (acts_for and not known.acts_for):
            self.discovered[actor_id] = Discovered(actor_id, cls, known.label if known else name, acts_for)
            self._principals.clear()
            self._classes.clear()
        return actor_id

    def actor(self, actor_id: str) -> Actor | Discovered | None:
        """Find an actor of the gazetteer or of this article."""
        return self.gazetteer.actor(actor_id) or self.discovered.get(actor_id)

    def cls(self, actor_id: str) -> str:
        """Give the class of an actor, ``Organization`` if unknown."""
        if actor_id not in self._classes:
            known = self.actor(actor_id)
            self._classes[actor_id] = known.cls if known is not None else "Organization"
        return self._classes[actor_id]

    def principal(self, actor_id: str) -> str:
        """Roll an actor up to whom it acts for on the day of publication."""
        if actor_id not in self._principals:
            self._principals[actor_id] = self._rolled_up(actor_id)
        return self._principals[actor_id]

    def _rolled_up(self, actor_id: str) -> str:
        found = self.discovered.get(actor_id)
        if found is not None:
            return self.principal(found.acts_for) if found.acts_for and found.acts_for != actor_id else actor_id
        return self.gazetteer.principal(actor_id, self.published)

    def is_state(self, actor_id: str) -> bool:
        """Tell whether an actor is a state itself."""
        return self.cls(actor_id) == "State"
