"""A small gold file from end to end, and what is made of the claims before they are compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from ingest.article import make_article
from ingest.evaluation import GoldError, evaluate, read_gold
from ingest.evaluation.report import Error, Evaluation, EventScores, Group, Pairs, Score
from ingest.evaluation.system import (
    Directory,
    system_events,
)
from ingest.extract import extract, extract_all
from ingest.rdf import ArticleWriter
from ontology.namespaces import GP

GOLD = Path(__file__).parents[1] / "data" / "evaluation_gold.jsonl"


@pytest.fixture(scope="module")
def found(pipelines: dict[str, Language]) -> Evaluation:
    """The evaluation of the small gold file."""
    return evaluate(GOLD, rules_only=True, min_confidence=0.5)


def test_codes_are_those_of_all_an_actor_acts_for_at_any_time(pipelines: dict[str, Language]) -> None:
    text = "Ugandan envoy Odel Brimm condemned Kenya."
    directory = Directory([extract(make_article(text, lang="en"))])
    assert directory.codes(["FRA.armed-forces"]) == {"FRA"}
    assert "FRA" in directory.codes(["francois-hollande"])
    assert directory.codes(["USA", "nobody"]) == {"USA"}
    assert directory.is_collective("SYR.rebels")
    assert not directory.is_collective("SYR")


def test_what_is_compared_is_what_is_written(pipelines: dict[str, Language]) -> None:
    extractions = list(extract_all(document.article for document in read_gold(GOLD)))
    written = {(GP + "agentMention", "agents"): 0, (GP + "recipientMention", "recipients"): 0}
    for extraction in extractions:
        events = system_events(extraction, Directory(extractions))
        quads = list(ArticleWriter(extraction).quads())
        for property_, side in written:
            in_graph = sorted({(str(q.subject), q.object.value) for q in quads if q.predicate.value == property_})
            compared = [
                (f"<{event.iri}>", words)
                for event, made in zip(extraction.events, events, strict=True)
                for words in set(getattr(made, side).mentions)
            ]
            assert sorted(compared) == in_graph
            written[property_, side] += len(in_graph)
    assert min(written.values()) > 5


def test_words_that_name_no_actor_are_compared(pipelines: dict[str, Language]) -> None:
    extraction = extract(make_article("Canada condemned Iran.", lang="en"))
    (event,) = extraction.events
    worded = replace(extraction, events=(replace(event, recipients=(), recipient_words="the daily"),))
    (made,) = system_events(worded, Directory([worded]))
    assert (made.recipients.mentions, made.recipients.codes) == (("the daily",), frozenset())


def test_stances_of_the_small_gold(found: Evaluation) -> None:
    assert found.total.documents == 8
    assert found.total.stances.total == Score(tp=3, fp=2, fn=3)
    assert found.total.stances.relations == {"supports": Score(1, 0, 1), "opposes": Score(2, 2, 2)}
    assert found.total.stances.pairs == Pairs(gold=6, found=4, right=3)
    assert found.total.named.total == Score(tp=2, fp=2, fn=3)
    assert found.total.named.pairs == Pairs(gold=5, found=3, right=2)


def test_events_of_the_small_gold(found: Evaluation) -> None:
    assert found.total.events == EventScores(gold=4, found=3, polarity=2, quad=2, type=2, dated=1, date=1)


def test_groups_of_the_small_gold(found: Evaluation) -> None:
    assert set(found.by) == {"lang", "phenomenon"}
    fr, en = found.by["lang"]["fr"], found.by["lang"]["en"]
    assert (fr.stances.total, en.stances.total) == (Score(1, 0, 1), Score(2, 2, 2))
    assert (fr.events.gold, en.events.gold) == (2, 2)
    assert {name: group.documents for name, group in found.by["phenomenon"].items()} == {
        "": 4,
        "plain": 2,
        "polarity": 2,
    }
    assert found.by["phenomenon"]["polarity"].stances.total == Score(0, 1, 1)
    for groups in found.by.values():
        assert sum(groups.values(), Group()) == found.total


def test_reliability_of_the_small_gold(found: Evaluation) -> None:
    assert sum(one.claims for one in found.reliability) == 5
    assert sum(one.right for one in found.reliability) == 3


def test_errors_of_the_small_gold(found: Evaluation) -> None:
    listed = {(e.kind, e.what, e.document): e for e in found.errors}
    assert set(listed) == {
        ("missed", "stance", "miss"),
        ("missed", "event", "miss"),
        ("missed", "stance", "wrong"),
        ("spurious", "stance", "wrong"),
        ("spurious", "stance", "none"),
        ("missed", "stance", "unsure"),
    }
    assert listed["missed", "stance", "miss"] == Error("missed", "stance", "miss", "FRA opposes SYR", "Paris gronde")
    spurious = listed["spurious", "stance", "none"]
    assert (spurious.claim, spurious.sentence) == (
        "TUR (Turkey) opposes GRC (Greece)",
        "Turkey threatens to attack Greece.",
    )
    assert spurious.rule
    assert spurious.confidence is not None
    assert listed["missed", "stance", "wrong"].note == "read as opposes"
    unsure = listed["missed", "stance", "unsure"]
    assert unsure.note == "not confident enough"
    assert unsure.confidence is not None
    assert unsure.confidence < 0.5
    assert listed["missed", "event", "miss"].claim == "FRA ACCUSE → SYR"


def test_a_lower_threshold_takes_the_unsure(pipelines: dict[str, Language]) -> None:
    lower = evaluate(GOLD, min_confidence=0.1, rules_only=True)
    assert lower.total.stances.total == Score(tp=4, fp=2, fn=2)
    assert lower.reliability[0].low == 0.1


def test_language_and_groups_can_be_chosen(pipelines: dict[str, Language]) -> None:
    french = evaluate(GOLD, lang="fr", by=["id"])
    assert french.total.documents == 1
    assert list(french.by) == ["id"]
    assert french.by["id"]["miss"].stances.total == Score(1, 0, 1)
    with pytest.raises(GoldError, match="'de'"):
        evaluate(GOLD, lang="de")
    with pytest.raises(GoldError, match="no line has a field 'colour'"):
        evaluate(GOLD, by=["colour"])


def test_named_only_tells_errors_of_named_actors(pipelines: dict[str, Language]) -> None:
    named = evaluate(GOLD, named_only=True, rules_only=True, min_confidence=0.5)
    assert sum(one.claims for one in named.reliability) == 4
    assert "crowd" not in {error.document for error in named.errors}
