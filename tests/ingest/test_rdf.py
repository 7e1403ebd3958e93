"""The graph of an article: the contract's triples, exact quotes, nothing invented, the same every time."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from understanding import Understand

from graph.validate import check
from ingest.article import Article, make_article
from ingest.extract import Extraction, extract_all
from ingest.rdf import ArticleWriter
from ontology.namespaces import GP, NIF, PLOVER, PROV, RDF, SCHEMA, SKOS, XSD, actor_iri

FRENCH = (
    "La Russie a condamné lundi la Turquie. « Nous soutenons la Syrie », a déclaré Jeanne Martel, porte-parole du "
    "Kremlin.\n\nLe Rwanda accuse le Burundi de soutenir l’Ouganda. La Pologne aurait aidé l’Ukraine."
)
ENGLISH = (
    "Russia condemned Turkey on Monday. “We support Syria,” said Jane Martell, a spokeswoman for the Kremlin.\n\n"
    "Rwanda accuses Burundi of supporting Uganda. Poland may have helped Ukraine."
)
TEXTS = {"fr": FRENCH, "en": ENGLISH}


def article(lang: str, published: str | None = "2016-03-16", **fields: str) -> Article:
    return make_article(TEXTS[lang], lang=lang, published=published, **fields)


def written(extraction: Extraction) -> list[Quad]:
    return list(ArticleWriter(extraction).quads())


def quads_of(one: Article, before: Iterable[Article] = ()) -> list[Quad]:
    """Write one article, extracted after some others."""
    *_, last = extract_all([*before, one])
    return written(last)


def values(quads: Iterable[Quad], subject: str, predicate: str) -> set[str]:
    return {q.object.value for q in quads if q.subject.value == subject and q.predicate.value == predicate}  # type: ignore[union-attr]


def instances(quads: Iterable[Quad], cls: str) -> list[str]:
    return sorted(q.subject.value for q in quads if q.predicate.value == RDF + "type" and q.object == NamedNode(cls))  # type: ignore[union-attr]


def predicates(quads: Iterable[Quad], subject: str) -> set[str]:
    return {q.predicate.value for q in quads if q.subject.value == subject}  # type: ignore[union-attr]


@pytest.fixture(scope="module", params=["fr", "en"])
def one(request: pytest.FixtureRequest, understand: Understand) -> Article:
    return article(
        request.param, title="Dépêche", url="https://example.org/a?b=1", publisher="Example", source_id="n-1"
    )


@pytest.fixture(scope="module")
def quads(one: Article) -> list[Quad]:
    return quads_of(one)


def test_the_sample_text_has_claims(quads: list[Quad]) -> None:
    assert len(instances(quads, GP + "StanceAssertion")) >= 4
    assert len(instances(quads, GP + "Event")) >= 4


def test_everything_stands_in_the_graph_of_the_article(one: Article, quads: list[Quad]) -> None:
    assert {q.graph_name for q in quads} == {NamedNode(one.graph)}


def test_the_article_is_described(one: Article, quads: list[Quad]) -> None:
    said = {p: values(quads, one.iri, p) for p in predicates(quads, one.iri)}
    assert said[RDF + "type"] == {SCHEMA + "NewsArticle", NIF + "Context"}
    assert said[SCHEMA + "headline"] == {"Dépêche"}
    assert said[SCHEMA + "datePublished"] == {"2016-03-16"}
    assert said[SCHEMA + "inLanguage"] == {one.lang}
    assert said[SCHEMA + "publisher"] == {"Example"}
    assert said[SCHEMA + "url"] == {"https://example.org/a?b=1"}
    assert said[GP + "sourceId"] == {"n-1"}
    assert said[GP + "contentHash"] == {one.content_hash}


def test_what_an_article_does_not_say_is_not_written(understand: Understand) -> None:
    bare = article("fr", published=None)
    said = predicates(quads_of(bare), bare.iri)
    absent = {SCHEMA + name for name in ("headline", "datePublished", "publisher", "url")} | {GP + "sourceId"}
    assert not said & absent


def test_every_quote_is_the_text_between_its_offsets(one: Article, quads: list[Quad]) -> None:
    passages = instances(quads, NIF + "Sentence")
    assert passages
    for passage in passages:
        (begin,) = values(quads, passage, NIF + "beginIndex")
        (end,) = values(quads, passage, NIF + "endIndex")
        (quote,) = (
            q.object for q in quads if q.subject == NamedNode(passage) and q.predicate.value == NIF + "anchorOf"
        )
        assert passage == f"{one.iri}#char={begin},{end}"
        assert quote == Literal(one.full_text[int(begin) : int(end)], language=one.lang)
        assert values(quads, passage, NIF + "referenceContext") == {one.iri}


def test_every_claim_rests_on_a_passage(quads: list[Quad]) -> None:
    passages = set(instances(quads, NIF + "Sentence"))
    claims = [*instances(quads, GP + "Event"), *instances(quads, GP + "StanceAssertion")]
    assert all(values(quads, claim, PROV + "wasDerivedFrom") <= passages for claim in claims)
    assert {s for claim in claims for s in values(quads, claim, PROV + "wasDerivedFrom")} == passages


STANCE = (
    {RDF + name for name in ("type", "subject", "predicate", "object")}
    | {GP + name for name in ("subjectMention", "objectMention", "subjectPrincipal", "objectPrincipal")}
    | {GP + name for name in ("claimPolarity", "certainty", "basis", "viaEvent", "attribution", "confidence")}
    | {PROV + "wasDerivedFrom", PROV + "wasGeneratedBy"}
)


def test_every_stance_has_the_terms_of_the_contract(quads: list[Quad]) -> None:
    events = set(instances(quads, GP + "Event"))
    for stance in instances(quads, GP + "StanceAssertion"):
        inferred = values(quads, stance, GP + "basis") == {GP + "Inferred"}
        assert predicates(quads, stance) >= (STANCE - {GP + "viaEvent"} if inferred else STANCE)
        assert values(quads, stance, RDF + "predicate") < {GP + "supports", GP + "opposes"}
        assert values(quads, stance, GP + "viaEvent") <= events
        assert values(quads, stance, RDF + "subject") != values(quads, stance, RDF + "object")


def test_every_event_has_a_type_a_tense_and_a_side(quads: list[Quad]) -> None:
    for event in instances(quads, GP + "Event"):
        said = predicates(quads, event)
        assert said >= {GP + name for name in ("eventType", "tense", "claimPolarity", "certainty", "attribution")}
        assert said & {GP + "agent", GP + "recipient"}
        (kind,) = values(quads, event, GP + "eventType")
        assert kind.startswith(PLOVER)
        assert all(mode.startswith(kind + "-") for mode in values(quads, event, GP + "mode"))


def test_mentions_are_words_of_the_text(one: Article, quads: list[Quad]) -> None:
    names = [GP + name for name in ("subjectMention", "objectMention", "agentMention", "recipientMention")]
    mentions = {q.object.value for q in quads if q.predicate.value in names}  # type: ignore[union-attr]
    assert mentions
    assert all(mention in one.full_text for mention in mentions)


def test_no_plain_stance_is_authored(quads: list[Quad]) -> None:
    assert not [q for q in quads if q.predicate.value in (GP + "supports", GP + "opposes")]


def test_the_graph_conforms_to_the_shapes(quads: list[Quad]) -> None:
    assert check(quads) == []


def test_persons_whom_the_article_introduces_are_described(one: Article, quads: list[Quad]) -> None:
    name = "Jeanne Martel" if one.lang == "fr" else "Jane Martell"
    person = actor_iri(name.lower().replace(" ", "-"))
    assert values(quads, person, RDF + "type") == {GP + "Person"}
    assert values(quads, person, SKOS + "prefLabel") == {name}
    assert values(quads, person, GP + "actsFor") == {actor_iri("RUS")}


def test_persons_of_the_gazetteer_are_not_described_again(understand: Understand) -> None:
    found = understand("fr", "Vladimir Poutine a condamné la Turquie.", "2016-03-16")
    assert found.stances
    assert not predicates(written(found), actor_iri("vladimir-putin"))


# --- Dates ---------------------------------------------------------------------------------------------------------

DATES = {GP + name for name in ("date", "dateEnd", "datePrecision", "dateBasis", "validFrom", "validUntil")}


@pytest.mark.parametrize("published", ["2016-03-16", None])
@pytest.mark.parametrize(("lang", "text"), [("fr", "La Russie soutient la Syrie."), ("en", "Russia supports Syria.")])
def test_a_text_without_dates_gives_no_dates(
    understand: Understand, lang: str, text: str, published: str | None
) -> None:
    quads = written(understand(lang, text, published))
    assert instances(quads, GP + "StanceAssertion")
    assert not [q for q in quads if q.predicate.value in DATES]


def test_without_a_day_of_publication_monday_is_no_date(understand: Understand) -> None:
    quads = written(understand("fr", "La Russie a condamné lundi la Turquie."))
    assert not [q for q in quads if q.predicate.value in DATES]


@pytest.mark.parametrize(
    ("lang", "text", "published", "said"),
    [
        (
            "fr",
            "La Russie a condamné lundi la Turquie.",
            "2016-03-16",
            {"date": "2016-03-14", "datePrecision": "Day", "dateBasis": "RelativeToPublication"},
        ),
        (
            "en",
            "Russia condemned Turkey on 3 May 2011.",
            "2016-03-16",
            {"date": "2011-05-03", "datePrecision": "Day", "dateBasis": "Explicit"},
        ),
        (
            "en",
            "Russia attacked Georgia in August 2008.",
            None,
            {"date": "2008-08-01", "dateEnd": "2008-08-31", "datePrecision": "Month", "dateBasis": "Explicit"},
        ),
        (
            "fr",
            "La Russie a attaqué la Géorgie en 2008.",
            None,
            {"date": "2008-01-01", "dateEnd": "2008-12-31", "datePrecision": "Year", "dateBasis": "Explicit"},
        ),
    ],
)
def test_a_dated_event_says_how_it_is_dated(
    understand: Understand, lang: str, text: str, published: str | None, said: dict[str, str]
) -> None:
    quads = written(understand(lang, text, published))
    (event,) = instances(quads, GP + "Event")
    names = ("date", "dateEnd", "datePrecision", "dateBasis")
    found = {n: v.removeprefix(GP) for n in names for v in values(quads, event, GP + n)}
    assert found == said
    (stance,) = instances(quads, GP + "StanceAssertion")
    assert values(quads, stance, GP + "validFrom") == {said["date"]}
    assert check(quads) == []


def test_dates_are_xsd_dates(understand: Understand) -> None:
    quads = written(understand("en", "Russia attacked Georgia in August 2008.", "2016-03-16"))
    dated = [q.object for q in quads if q.predicate.value in (GP + "date", GP + "dateEnd", GP + "validFrom")]
    assert dated
    assert all(isinstance(d, Literal) and d.datatype == NamedNode(XSD + "date") for d in dated)


# --- Denials and sources ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "Le Rwanda nie soutenir l’Ouganda."), ("en", "Rwanda denies supporting Uganda.")],
)
def test_a_denial_keeps_relation_and_polarity_apart(understand: Understand, lang: str, text: str) -> None:
    quads = written(understand(lang, text))
    (stance,) = instances(quads, GP + "StanceAssertion")
    assert values(quads, stance, RDF + "predicate") == {GP + "supports"}
    assert values(quads, stance, GP + "claimPolarity") == {GP + "denied"}
    assert values(quads, stance, GP + "claimedBy") == {actor_iri("RWA")}


def test_the_narrator_is_nobody(understand: Understand) -> None:
    quads = written(understand("en", "Russia supports Syria."))
    (stance,) = instances(quads, GP + "StanceAssertion")
    assert values(quads, stance, GP + "attribution") == {GP + "Narrator"}
    assert not values(quads, stance, GP + "claimedBy")


def test_an_organ_keeps_its_identity_and_rolls_up(understand: Understand) -> None:
    quads = written(understand("en", "The Pentagon condemned the Turkish army."))
    (stance,) = instances(quads, GP + "StanceAssertion")
    assert values(quads, stance, RDF + "subject") == {actor_iri("us-department-of-defense")}
    assert values(quads, stance, GP + "subjectPrincipal") == {actor_iri("USA")}
    assert values(quads, stance, RDF + "object") == {actor_iri("TUR.armed-forces")}
    assert values(quads, stance, GP + "objectPrincipal") == {actor_iri("TUR")}


# --- The same every time ---------------------------------------------------------------------------------------------


def test_twice_the_same_quads(one: Article, quads: list[Quad]) -> None:
    assert quads_of(one) == quads


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_articles_before_it_change_nothing(understand: Understand, lang: str) -> None:
    others = [
        make_article("Jeanne Martel, ministre grecque, condamne la Chine.", lang="fr", source_id="x"),
        make_article("Jane Martell, the Greek minister, condemned China.", lang="en", source_id="y"),
        make_article("The Taliban and Hamas clashed with Bhutan.", lang=lang, source_id="z"),
    ]
    alone = quads_of(article(lang))
    assert quads_of(article(lang), others) == alone
    assert quads_of(article(lang), list(reversed(others)) * 5) == alone


def test_another_publication_day_changes_only_what_counts_from_it(understand: Understand) -> None:
    text = "Le Canada soutient le Mali. L’Iran a attaqué l’Irak en 1999."
    one, other = (written(understand("fr", text, day)) for day in ("2016-03-16", "2018-09-01"))
    changed = {q.predicate.value for q in set(one) ^ set(other)}
    assert changed == {SCHEMA + "datePublished", GP + "contentHash"}
