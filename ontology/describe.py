"""What the graph says of an actor that the gazetteer knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ontology.gazetteer import Actor, Gazetteer, Term, load_gazetteer
from ontology.namespaces import GP, OWL, RDF, SKOS, WD, XSD, actor_id, actor_iri, digest

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Triple

OFFICE: Final = GP + "office"


def describe_actor(iri: str) -> list[Triple]:
    """Describe an actor by class, labels, code, Wikidata item and mandates; an empty list if it is not listed."""
    gazetteer = load_gazetteer()
    actor = gazetteer.actor(actor_id(iri))
    return list(_triples(actor, gazetteer)) if actor is not None else []


def _triples(actor: Actor, gazetteer: Gazetteer) -> Iterator[Triple]:
    from pyoxigraph import Literal, NamedNode, Triple

    node = NamedNode(actor_iri(actor.id))
    yield Triple(node, NamedNode(RDF + "type"), NamedNode(GP + actor.cls))
    for lang, text in actor.labels:
        yield Triple(node, NamedNode(SKOS + "prefLabel"), Literal(text, language=lang))
    for lang, text in actor.aliases:
        yield Triple(node, NamedNode(SKOS + "altLabel"), Literal(text, language=lang))
    if actor.code:
        yield Triple(node, NamedNode(GP + "code"), Literal(actor.code))
    if actor.qid:
        yield Triple(node, NamedNode(OWL + "sameAs"), NamedNode(WD + actor.qid))
    if actor.sector:
        yield Triple(node, NamedNode(GP + "sector"), Literal(actor.sector))
    for country in actor.countries:
        yield Triple(node, NamedNode(GP + "country"), NamedNode(actor_iri(country)))
    if actor.acts_for:
        yield Triple(node, NamedNode(GP + "actsFor"), NamedNode(actor_iri(actor.acts_for)))
    terms = gazetteer.terms.get(actor.id, ())
    for principal in sorted({term.principal for term in terms}):
        yield Triple(node, NamedNode(GP + "actsFor"), NamedNode(actor_iri(principal)))
    for term in terms:
        yield from _mandate(node, term)


def _mandate(person: NamedNode, term: Term) -> Iterator[Triple]:
    """Describe one term of office; days only where the gazetteer has whole days."""
    from pyoxigraph import Literal, NamedNode, Triple

    key = digest(term.person, term.principal, term.office, term.start)
    node = NamedNode(f"{actor_iri(term.person)}#mandate-{key}")
    yield Triple(person, NamedNode(GP + "mandate"), node)
    yield Triple(node, NamedNode(RDF + "type"), NamedNode(GP + "Mandate"))
    yield Triple(node, NamedNode(GP + "principal"), NamedNode(actor_iri(term.principal)))
    yield Triple(node, NamedNode(OFFICE), Literal(term.office))
    for name, day in (("validFrom", term.start), ("validUntil", term.end)):
        if day:
            datatype = {4: "gYear", 7: "gYearMonth"}.get(len(day), "date")
            yield Triple(node, NamedNode(GP + name), Literal(day, datatype=NamedNode(XSD + datatype)))
