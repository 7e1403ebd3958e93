"""Stances and events with the evidence they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from api.schemas import ActorRef, Event, Stance
from api.views.marks import marks
from api.views.reading import Resource, resources
from api.views.refs import Actors, actor_refs, article_ref
from ontology.namespaces import GP, NIF, PROV, RDF

if TYPE_CHECKING:
    from graph.store import Store

ACTORS: Final = (
    *(RDF + name for name in ("subject", "object")),
    *(GP + name for name in ("subjectPrincipal", "objectPrincipal", "agent", "recipient", "place", "claimedBy")),
)
"""The properties by which a claim names actors."""
DERIVED: Final = PROV + "wasDerivedFrom"
CONTEXT: Final = NIF + "referenceContext"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What some claims point to: passages, articles and actors by IRI."""

    spans: dict[str, Resource]
    articles: dict[str, Resource]
    actors: Actors

    def actor(self, claim: Resource, predicate: str) -> ActorRef | None:
        """Give the actor in a slot."""
        return self.actors.get(claim.one(predicate) or "")

    def all_actors(self, claim: Resource, predicate: str) -> list[ActorRef]:
        """Give the actors in a slot that can hold several."""
        return [self.actors[iri] for iri in claim.all(predicate)]


def stances(store: Store, claims: Sequence[Resource]) -> list[Stance]:
    """Show stances, in the order given."""
    around = _surroundings(store, claims)
    return [_stance(claim, around) for claim in claims]


def events(store: Store, claims: Sequence[Resource]) -> list[Event]:
    """Show events, in the order given."""
    around = _surroundings(store, claims)
    return [_event(claim, around) for claim in claims]


def _surroundings(store: Store, claims: Sequence[Resource]) -> Surroundings:
    spans = resources(store, (span for claim in claims for span in claim.all(DERIVED)))
    articles = resources(store, (article for span in spans.values() for article in span.all(CONTEXT)))
    named = (iri for claim in claims for predicate in ACTORS for iri in claim.all(predicate))
    return Surroundings(spans, articles, actor_refs(store, named))


def _common(claim: Resource, around: Surroundings, subject: str, object_: str) -> dict[str, Any]:
    """Give what events and stances share; the words for either side are by the properties named."""
    span = around.spans.get(claim.one(DERIVED) or "", Resource("", {}))
    quote = span.one(NIF + "anchorOf") or ""
    article = around.articles.get(span.one(CONTEXT) or "")
    return {
        "id": claim.id,
        "iri": claim.iri,
        "polarity": claim.name(GP + "claimPolarity"),
        "certainty": claim.name(GP + "certainty"),
        "confidence": claim.one(GP + "confidence"),
        "attribution": claim.name(GP + "attribution"),
        "speaker": around.actor(claim, GP + "claimedBy"),
        "quote": quote,
        "begin": span.one(NIF + "beginIndex"),
        "end": span.one(NIF + "endIndex"),
        "marks": marks(quote, claim.all(subject), claim.all(object_)),
        "article": article_ref(article) if article else None,
    }


def _stance(claim: Resource, around: Surroundings) -> Stance:
    event = claim.one(GP + "viaEvent")
    return Stance.model_validate(
        {
            **_common(claim, around, GP + "subjectMention", GP + "objectMention"),
            "subject": around.actor(claim, RDF + "subject"),
            "relation": claim.name(RDF + "predicate"),
            "object": around.actor(claim, RDF + "object"),
            "subject_mention": claim.one(GP + "subjectMention") or "",
            "object_mention": claim.one(GP + "objectMention") or "",
            "subject_principal": around.actor(claim, GP + "subjectPrincipal"),
            "object_principal": around.actor(claim, GP + "objectPrincipal"),
            "basis": claim.name(GP + "basis"),
            "via_event": event.rpartition("/")[2] if event else None,
            "valid_from": claim.one(GP + "validFrom"),
            "valid_until": claim.one(GP + "validUntil"),
        }
    )


def _event(claim: Resource, around: Surroundings) -> Event:
    happening = claim.one(GP + "sameEventAs")
    return Event.model_validate(
        {
            **_common(claim, around, GP + "agentMention", GP + "recipientMention"),
            "type": claim.name(GP + "eventType"),
            "mode": claim.name(GP + "mode"),
            "contexts": [context.rpartition("#")[2] for context in claim.all(GP + "context")],
            "agents": around.all_actors(claim, GP + "agent"),
            "recipients": around.all_actors(claim, GP + "recipient"),
            "agent_mentions": claim.all(GP + "agentMention"),
            "recipient_mentions": claim.all(GP + "recipientMention"),
            "place": around.actor(claim, GP + "place"),
            "date": claim.one(GP + "date"),
            "date_end": claim.one(GP + "dateEnd"),
            "date_precision": claim.name(GP + "datePrecision"),
            "date_basis": claim.name(GP + "dateBasis"),
            "tense": claim.name(GP + "tense"),
            "reason": claim.one(GP + "reason"),
            "happening": happening.rpartition("/")[2] if happening else None,
        }
    )
