"""The vocabulary declares every name in use, in two languages, and the shapes tell good graphs from bad ones."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse
from rdflib import Graph

from graph.validate import check
from ontology.namespaces import GP, OWL, RDF, RDFS, SCHEMA
from ontology.scheme import resource_bytes

ROOT = Path(__file__).parents[2]
CONTRACT = [
    "Event",
    "StanceAssertion",
    "Actor",
    "State",
    "IntergovernmentalOrganization",
    "ArmedGroup",
    "PoliticalParty",
    "Person",
    "Organization",
    "Collective",
    "Mandate",
    "eventType",
    "mode",
    "context",
    "agent",
    "recipient",
    "place",
    "agentMention",
    "recipientMention",
    "agentPrincipal",
    "recipientPrincipal",
    "date",
    "dateEnd",
    "datePrecision",
    "dateBasis",
    "Explicit",
    "RelativeToPublication",
    "Day",
    "Week",
    "Month",
    "Year",
    "claimPolarity",
    "affirmed",
    "denied",
    "certainty",
    "certain",
    "probable",
    "possible",
    "tense",
    "Past",
    "Present",
    "Future",
    "claimedBy",
    "attribution",
    "Narrator",
    "ReportedSpeech",
    "Quotation",
    "reason",
    "confidence",
    "supports",
    "opposes",
    "subjectMention",
    "objectMention",
    "subjectPrincipal",
    "objectPrincipal",
    "basis",
    "Stated",
    "ImpliedByEvent",
    "Inferred",
    "viaEvent",
    "validFrom",
    "validUntil",
    "sourceId",
    "contentHash",
    "code",
    "actsFor",
    "mandate",
    "principal",
    "office",
    "sector",
    "country",
    "rule",
    "quadClass",
    "score",
    "impliedStance",
    "impliedStrength",
]


@cache
def vocabulary() -> dict[str, dict[str, list[NamedNode | Literal]]]:
    found: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for quad in parse(resource_bytes("vocabulary.ttl"), RdfFormat.TURTLE):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)
        found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return found


def languages(name: str, predicate: str) -> list[str | None]:
    return [term.language for term in vocabulary()[GP + name].get(predicate, []) if isinstance(term, Literal)]


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contract_is_declared(name: str) -> None:
    assert GP + name in vocabulary()


@pytest.mark.parametrize("name", sorted(iri[len(GP) :] for iri in vocabulary() if iri.startswith(GP)))
def test_every_term_speaks_english_and_french(name: str) -> None:
    assert languages(name, RDFS + "label") == ["en", "fr"]
    assert languages(name, RDFS + "comment") == ["en", "fr"]
    assert vocabulary()[GP + name][RDF + "type"]


@pytest.mark.parametrize("path", sorted((ROOT / "graph").rglob("*.rq")), ids=lambda path: path.stem)
def test_queries_use_declared_names_only(path: Path) -> None:
    used = set(re.findall(r"\bgp:(\w+)", path.read_text("utf-8")))
    assert {GP + name for name in used} <= vocabulary().keys()


@pytest.mark.parametrize("name", ["plover.ttl", "shapes.ttl"])
def test_resources_use_declared_names_only(name: str) -> None:
    terms = {t for quad in parse(resource_bytes(name), RdfFormat.TURTLE) for t in (quad.predicate, quad.object)}
    used = {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(GP)}
    assert used - {GP} <= vocabulary().keys()


def test_the_ontology_has_a_version_and_a_licence() -> None:
    ontology = vocabulary()["https://w3id.org/detente/ns"]
    assert ontology[OWL + "versionIRI"]
    assert ontology["http://purl.org/dc/terms/license"] == [NamedNode("https://www.apache.org/licenses/LICENSE-2.0")]


def test_no_blank_nodes_stand_in_the_ontology_graph() -> None:
    for name in ("vocabulary.ttl", "plover.ttl"):
        for quad in parse(resource_bytes(name), RdfFormat.TURTLE):
            assert not isinstance(quad.subject, BlankNode)
            assert not isinstance(quad.object, BlankNode)


# --- shapes ---

PREFIXES = """
PREFIX gp: <https://w3id.org/detente/ns#>
PREFIX plover: <https://w3id.org/detente/plover#>
PREFIX actor: <https://w3id.org/detente/id/actor/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX art: <https://w3id.org/detente/id/article/>
PREFIX : <https://w3id.org/detente/id/>
"""

GOOD = (
    PREFIXES
    + """
art:a a schema:NewsArticle, nif:Context ; schema:inLanguage "fr" ; gp:contentHash "sha256:0" ; gp:sourceId "a" ;
  schema:datePublished "2030-01-02"^^xsd:date .
<https://w3id.org/detente/id/article/a#char=0,9> a nif:Sentence ; nif:referenceContext art:a ;
  nif:beginIndex 0 ; nif:endIndex 9 ; nif:anchorOf "une phrase"@fr .
:e a gp:Event ; gp:eventType plover:REJECT ; gp:mode plover:REJECT-assist ; gp:context plover:military ;
  gp:agent actor:USA ; gp:agentPrincipal actor:USA ; gp:recipient actor:RUS ; gp:recipientPrincipal actor:RUS ;
  gp:date "2030-01-01"^^xsd:date ; gp:dateEnd "2030-01-01"^^xsd:date ; gp:datePrecision gp:Day ;
  gp:dateBasis gp:Explicit ;
  gp:tense gp:Past ; gp:claimPolarity gp:affirmed ; gp:certainty gp:certain ; gp:attribution gp:Narrator ;
  gp:confidence 0.9 ; prov:wasDerivedFrom <https://w3id.org/detente/id/article/a#char=0,9> .
:s a gp:StanceAssertion, rdf:Statement ; rdf:subject actor:USA ; rdf:predicate gp:opposes ; rdf:object actor:RUS ;
  gp:subjectMention "les Américains" ; gp:objectMention "Moscou" ;
  gp:subjectPrincipal actor:USA ; gp:objectPrincipal actor:RUS ;
  gp:basis gp:ImpliedByEvent ; gp:viaEvent :e ; gp:validFrom "2030-01-01"^^xsd:date ;
  gp:validUntil "2031-01-01"^^xsd:date ;
  gp:claimPolarity gp:denied ; gp:certainty gp:possible ; gp:attribution gp:Quotation ; gp:claimedBy actor:USA ;
  gp:confidence 1.0 ; prov:wasDerivedFrom <https://w3id.org/detente/id/article/a#char=0,9> ; prov:wasGeneratedBy :r .
actor:USA a gp:State ; gp:code "USA" ; skos:prefLabel "United States"@en, "États-Unis"@fr ; gp:mandate :m .
actor:RUS a gp:Collective ; skos:prefLabel "Russians"@en ; gp:actsFor actor:USA ; gp:sector "CVL" .
:m a gp:Mandate ; gp:principal actor:USA ; gp:office "head_of_state" ; gp:validFrom "2029"^^xsd:gYear .
"""
)
SPAN = "<https://w3id.org/detente/id/article/a#char=0,9>"
WHAT_BREAKS = [
    # what is taken away, what is put in its place, the property blamed
    ('schema:inLanguage "fr" ;', "", "inLanguage"),
    ('schema:inLanguage "fr"', 'schema:inLanguage "français"', "inLanguage"),
    ('gp:contentHash "sha256:0" ;', "", "contentHash"),
    ('gp:sourceId "a"', 'gp:sourceId "a", "b"', "sourceId"),
    ('"2030-01-02"^^xsd:date', '"2 January"', "datePublished"),
    ("schema:NewsArticle, nif:Context", "schema:NewsArticle", None),
    ("nif:referenceContext art:a", "nif:referenceContext art:b", "referenceContext"),
    ("nif:beginIndex 0 ;", "", "beginIndex"),
    ("nif:beginIndex 0", "nif:beginIndex -1", "beginIndex"),
    ("nif:beginIndex 0", "nif:beginIndex 12", "beginIndex"),
    ("nif:endIndex 9", 'nif:endIndex "9"', "endIndex"),
    ("nif:endIndex 9", "nif:endIndex 10", None),
    ('nif:anchorOf "une phrase"@fr', 'nif:anchorOf ""', "anchorOf"),
    ("plover:REJECT ;", "plover:REFUSE ;", "eventType"),
    ("gp:eventType plover:REJECT ;", "", "eventType"),
    ("plover:REJECT-assist", "plover:ASSAULT-drone", None),
    ("plover:REJECT-assist", "plover:assist", "mode"),
    ("plover:military", "plover:Military", "context"),
    ("gp:agentPrincipal actor:USA ;", "", None),
    ("gp:recipientPrincipal actor:RUS ;\n", "\n", None),
    ("gp:agent actor:USA ; gp:agentPrincipal actor:USA ; gp:recipient actor:RUS ; gp:recipientPrincipal actor:RUS ;",
     "", None),
    ("gp:agent actor:USA", 'gp:agent "USA"', "agent"),
    ('gp:date "2030-01-01"^^xsd:date', 'gp:date "2030-01-01"', "date"),
    ('gp:dateEnd "2030-01-01"', 'gp:dateEnd "2029-01-01"', "date"),
    ("gp:datePrecision gp:Day ;", "", None),
    ('gp:date "2030-01-01"^^xsd:date ;', "", None),
    ("gp:Day", "gp:Hour", "datePrecision"),
    ("gp:Explicit", "gp:Guess", "dateBasis"),
    ("gp:tense gp:Past", "gp:tense gp:Soon", "tense"),
    ("gp:claimPolarity gp:affirmed ;", "", "claimPolarity"),
    ("gp:denied", "gp:maybe", "claimPolarity"),
    ("gp:certainty gp:certain ;", "", "certainty"),
    ("gp:possible", "gp:Possible", "certainty"),
    ("gp:attribution gp:Quotation", "gp:attribution gp:Rumour", "attribution"),
    ("gp:claimedBy actor:USA", 'gp:claimedBy "she"', "claimedBy"),
    ("gp:confidence 0.9", "gp:confidence 1.1", "confidence"),
    ("gp:confidence 0.9", "gp:confidence -0.1", "confidence"),
    ("gp:confidence 0.9", 'gp:confidence "high"', "confidence"),
    ("gp:confidence 0.9 ;", "", "confidence"),
    (f"gp:confidence 1.0 ; prov:wasDerivedFrom {SPAN}", "gp:confidence 1.0", "wasDerivedFrom"),
    (f"gp:confidence 1.0 ; prov:wasDerivedFrom {SPAN}", "gp:confidence 1.0 ; prov:wasDerivedFrom :e", "wasDerivedFrom"),
    ("gp:StanceAssertion, rdf:Statement", "gp:StanceAssertion", None),
    ("rdf:subject actor:USA ;", "", "subject"),
    ("rdf:object actor:RUS", "rdf:object actor:USA", "subject"),
    ("rdf:predicate gp:opposes", "rdf:predicate gp:likes", "predicate"),
    ('gp:subjectMention "les Américains" ;', "", "subjectMention"),
    ('gp:objectMention "Moscou"', 'gp:objectMention ""', "objectMention"),
    ("gp:subjectPrincipal actor:USA ;", "", "subjectPrincipal"),
    ("gp:objectPrincipal actor:RUS", 'gp:objectPrincipal "RUS"', "objectPrincipal"),
    ("gp:basis gp:ImpliedByEvent ; gp:viaEvent :e ;", "", "basis"),
    ("gp:viaEvent :e ;", "", None),
    ("gp:viaEvent :e", "gp:viaEvent :nothing", "viaEvent"),
    ('gp:validUntil "2031-01-01"', 'gp:validUntil "2029-01-01"', "validFrom"),
    ("; prov:wasGeneratedBy :r", "", "wasGeneratedBy"),
    ('gp:code "USA"', 'gp:code "usa"', "code"),
    ('skos:prefLabel "Russians"@en ;', "", "prefLabel"),
    ('"États-Unis"@fr', '"America"@en', "prefLabel"),
    ("gp:actsFor actor:USA", "gp:actsFor actor:RUS", None),
    ('gp:sector "CVL"', 'gp:sector "civil"', "sector"),
    (":m a gp:Mandate", ":m a gp:Term", "mandate"),
    ("gp:principal actor:USA ;", "", "principal"),
    ('gp:office "head_of_state" ;', "", "office"),
    ('"2029"^^xsd:gYear', '"2029"', "validFrom"),
]  # fmt: skip


def broken(text: str) -> set[str | None]:
    found = check(list(parse(text.encode(), RdfFormat.TURTLE)))
    return {re.split(r"[/#]", violation.path)[-1] if violation.path else None for violation in found}


def test_a_good_graph_passes() -> None:
    assert broken(GOOD) == set()
    assert broken(PREFIXES) == set()


@pytest.mark.parametrize(("old", "new", "blamed"), WHAT_BREAKS)
def test_each_constraint_catches(old: str, new: str, blamed: str | None) -> None:
    assert old in GOOD
    assert blamed in broken(GOOD.replace(old, new, 1))


def test_offsets_may_be_either_kind_of_integer() -> None:
    assert broken(GOOD.replace("nif:endIndex 9", 'nif:endIndex "9"^^xsd:nonNegativeInteger')) == set()


def test_the_vocabulary_can_be_read_by_rdflib() -> None:
    graph = Graph().parse(data=resource_bytes("vocabulary.ttl"), format="turtle")
    assert len(graph) == sum(len(values) for node in vocabulary().values() for values in node.values())
    assert SCHEMA in {str(base) for _, base in graph.namespaces()}
