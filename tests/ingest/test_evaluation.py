"""Evaluation: each rule on made-up values with numbers worked out by hand, then a small gold file from end to end."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from ingest.article import make_article
from ingest.evaluation import GoldError, evaluate, read_gold
from ingest.evaluation.events import score_event
from ingest.evaluation.gold import GoldActor, GoldEvent, GoldSide, GoldStance
from ingest.evaluation.matching import key_words, overlap, same_actor
from ingest.evaluation.report import Bin, Error, Evaluation, EventScores, Group, Pairs, Score, bins
from ingest.evaluation.stances import Judgement, judge_stances
from ingest.evaluation.system import (
    Directory,
    Participants,
    SystemActor,
    SystemEvent,
    SystemStance,
    system_events,
)
from ingest.extract import extract, extract_all
from ingest.model import Relation
from ingest.rdf import ArticleWriter
from ontology.namespaces import GP
from ontology.scheme import QuadClassName

GOLD = Path(__file__).parents[1] / "data" / "evaluation_gold.jsonl"


@pytest.fixture(scope="module")
def found(pipelines: dict[str, Language]) -> Evaluation:
    """The evaluation of the small gold file."""
    return evaluate(GOLD)


def actor(name: str, mention: str = "", code: str | None = None, collective: bool = False) -> SystemActor:
    given = (name if name.isupper() else "") if code is None else code
    return SystemActor(name, given, mention or name, collective)


def claim(
    subject: SystemActor, relation: Relation, object_: SystemActor, confidence: float = 0.9, denied: bool = False
) -> SystemStance:
    return SystemStance(subject, relation, object_, denied, confidence, "verb x", "A sentence.")


def wanted(
    source: str, relation: Relation, target: str, *, named: bool = True, optional: bool = False, mention: str = ""
) -> GoldStance:
    return GoldStance(GoldActor(source, mention or source), relation, GoldActor(target, target), named, optional, "")


def judge(
    gold: list[GoldStance], system: list[SystemStance], named_only: bool = False, min_confidence: float = 0.5
) -> Judgement:
    return judge_stances(gold, system, min_confidence=min_confidence, named_only=named_only)


RUS, USA, SYR = actor("RUS"), actor("USA"), actor("SYR")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("la Russie", "Russie", True),
        ("Pékin", "PEKIN", True),
        ("the President", "President of the", False),
        ("", "Russia", False),
        ("North Korea", "South Korea", False),
        ("Lord Palmer Smith", "Palmer Smith", True),
        ("Red Blue Green", "Red Blue Grey", True),
        ("Red Blue Green Black", "Red Blue Grey White", False),
    ],
)
def test_words_overlap_if_more_than_half_of_the_shorter_are_shared(one: str, other: str, same: bool) -> None:
    assert overlap(one, other) is overlap(other, one) is same


@pytest.mark.parametrize(
    ("key", "text"),
    [("PERSON:Navalny", "Navalny"), ("OPPOSITION:SYR", "OPPOSITION"), ("ARAB_LEAGUE", "ARAB LEAGUE"), ("FRA", "")],
)
def test_words_of_a_key(key: str, text: str) -> None:
    assert key_words(key) == text


@pytest.mark.parametrize(
    ("key", "mention", "system", "same"),
    [
        ("RUS", "Moscou", actor("RUS", "le Kremlin"), True),
        ("RUS", "Russia", actor("USA", "Russia"), False),
        ("RUS", "Russian spies", actor("spies", "Russian spies", ""), True),
        ("RUS", "Moscow", actor("spies", "spies", ""), False),
        ("EU", "Bruxelles", actor("european-union", "UE", "EU"), True),
        ("PERSON:Navalny", "the dissident", actor("alexei-navalny", "Mr Navalny", ""), True),
        ("PERSON:Navalny", "Alexei Navalny", actor("x", "Navalny", ""), True),
        ("PERSON:Navalny", "the dissident", actor("alexei-navalny", "he", ""), True),
        ("PERSON:Navalny", "the dissident", actor("x", "he", ""), False),
        ("OPPOSITION:SYR", "opponents", actor("SYR.opposition", "its foes", ""), True),
        ("PERSON:Palmer", "Palmer", actor("GBR", "London"), False),
        ("PERSON:Palmer", "Ann Palmer", actor("GBR", "Palmer"), True),
        ("PERSON:Palmer", "she", actor("GBR", "Palmer"), False),
        ("NATO", "the Alliance", actor("western-alliance", "x", ""), True),
        ("ORG:Acme", "Acme", actor("european-union", "Acme", "EU"), True),
    ],
)
def test_same_actor(key: str, mention: str, system: SystemActor, same: bool) -> None:
    assert same_actor(GoldActor(key, mention), system) is same


def test_right_spurious_and_missed() -> None:
    judged = judge(
        [wanted("RUS", "supports", "SYR"), wanted("USA", "opposes", "SYR")],
        [claim(RUS, "supports", SYR), claim(RUS, "opposes", USA)],
    )
    assert judged.scores.total == Score(tp=1, fp=1, fn=1)
    assert judged.scores.relations == {"supports": Score(1, 0, 0), "opposes": Score(0, 1, 1)}
    assert judged.pairs == Pairs(gold=2, found=1, right=1)


def test_direction_matters() -> None:
    assert judge([wanted("RUS", "supports", "SYR")], [claim(SYR, "supports", RUS)]).scores.total == Score(0, 1, 1)


def test_wrong_polarity_is_missed_and_spurious_and_a_pair_found() -> None:
    judged = judge([wanted("RUS", "supports", "SYR")], [claim(RUS, "opposes", SYR)])
    assert judged.scores.total == Score(0, 1, 1)
    assert judged.pairs == Pairs(gold=1, found=1, right=0)
    assert judged.pairs.polarity_accuracy == 0


def test_claims_that_say_the_same_count_once() -> None:
    again = claim(actor("RUS", "Moscow"), "supports", SYR)
    assert judge([wanted("RUS", "supports", "SYR")], [claim(RUS, "supports", SYR), again]).scores.total == Score(
        1, 0, 0
    )
    assert judge([], [claim(RUS, "supports", SYR), again]).scores.total == Score(0, 1, 0)


def test_two_claims_for_one_gold_stance_are_one_right_none_spurious() -> None:
    one = claim(actor("acme", "Acme", ""), "supports", SYR)
    other = claim(actor("acme-ltd", "Acme Ltd", ""), "supports", SYR)
    judged = judge([wanted("ORG:Acme", "supports", "SYR", mention="Acme")], [one, other])
    assert judged.scores.total == Score(1, 0, 0)
    assert len(judged.right) == 1


def test_a_claim_serves_one_gold_stance() -> None:
    gold = [wanted("ORG:Acme", "supports", "SYR"), wanted("PERSON:Acme", "supports", "SYR")]
    judged = judge(gold, [claim(actor("acme", "Acme", ""), "supports", SYR)])
    assert judged.scores.total == Score(1, 0, 1)
    assert judged.pairs == Pairs(gold=2, found=2, right=2)


@pytest.mark.parametrize("system", [[], [claim(RUS, "supports", SYR)]])
def test_optional_gold_is_neither_rewarded_nor_punished(system: list[SystemStance]) -> None:
    judged = judge([wanted("RUS", "supports", "SYR", optional=True)], system)
    assert (judged.scores.total, judged.pairs) == (Score(), Pairs())
    assert judged.right == judged.spurious == ()


def test_denied_doubtful_and_own_stances_do_not_count() -> None:
    system = [
        claim(RUS, "supports", SYR, denied=True),
        claim(RUS, "supports", SYR, confidence=0.49),
        claim(actor("RUS", "Moscow"), "opposes", actor("RUS", "Kremlin")),
    ]
    assert judge([wanted("RUS", "supports", "SYR")], system).scores.total == Score(0, 0, 1)
    assert judge([wanted("RUS", "supports", "SYR")], system, min_confidence=0.4).scores.total == Score(1, 0, 0)
    assert judge([], [claim(RUS, "supports", SYR, confidence=0.5)]).scores.total == Score(0, 1, 0)


def test_named_only_leaves_out_collectives_on_both_sides() -> None:
    crowd = actor("SYR.rebels", "rebels", "", collective=True)
    gold = [wanted("REBELS:SYR", "opposes", "SYR", named=False, mention="rebels")]
    assert judge(gold, [claim(crowd, "opposes", SYR)]).scores.total == Score(1, 0, 0)
    assert judge(gold, [claim(crowd, "opposes", SYR)], named_only=True).scores.total == Score()
    assert judge([], [claim(crowd, "opposes", SYR)]).scores.total == Score(0, 1, 0)
    assert judge([], [claim(RUS, "supports", crowd)], named_only=True).scores.total == Score()


def test_named_only_does_not_punish_a_named_claim_that_collective_gold_has() -> None:
    gold = [wanted("REBELS:SYR", "opposes", "SYR", named=False, mention="rebels")]
    named = claim(actor("army-of-rebels", "rebels", ""), "opposes", SYR)
    assert judge(gold, [named], named_only=True).scores.total == Score()


def test_no_gold_makes_every_claim_spurious() -> None:
    judged = judge([], [claim(RUS, "supports", SYR), claim(USA, "opposes", SYR)])
    assert judged.scores.total == Score(0, 2, 0)


def happening(
    type_: str, quad: QuadClassName, agents: tuple[str, ...], recipients: tuple[str, ...] = (), date: str = ""
) -> SystemEvent:
    def side(names: tuple[str, ...]) -> Participants:
        return Participants(tuple(f"the {name}" for name in names), frozenset(n for n in names if n.isupper()))

    return SystemEvent(type_, quad, side(agents), side(recipients), date)


GOLD_EVENT = GoldEvent("ACCUSE", 3, GoldSide(("USA",), ()), GoldSide(("RUS",), ()), "", "none", "")
ACCUSED = happening("ACCUSE", "VerbalConflict", ("USA",), ("RUS",))
BOMBED = happening("ASSAULT", "MaterialConflict", ("USA",), ("RUS",))
HELPED = happening("AID", "MaterialCooperation", ("USA",), ("RUS",))


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ([], EventScores(gold=1)),
        ([happening("ACCUSE", "VerbalConflict", ("RUS",), ("USA",))], EventScores(gold=1)),
        ([ACCUSED], EventScores(1, 1, polarity=1, quad=1, type=1)),
        ([BOMBED], EventScores(1, 1, polarity=1, quad=0, type=0)),
        ([HELPED], EventScores(1, 1, polarity=0, quad=0, type=0)),
        ([HELPED, ACCUSED, HELPED], EventScores(1, 1, polarity=0, quad=0, type=1)),
        ([ACCUSED, HELPED], EventScores(1, 1, polarity=1, quad=1, type=1)),
        ([HELPED, ACCUSED], EventScores(1, 1, polarity=0, quad=0, type=1)),
    ],
    ids=["none", "reversed", "right", "other quad", "other polarity", "most frequent", "first of two", "second of two"],
)
def test_event_measures(system: list[SystemEvent], expected: EventScores) -> None:
    assert score_event(GOLD_EVENT, system) == expected


@pytest.mark.parametrize(
    ("agents", "recipients", "matches"),
    [
        (GoldSide((), ("USA envoys",)), GoldSide((), ("RUS",)), True),
        (GoldSide(("FRA", "USA"), ()), GoldSide((), ()), True),
        (GoldSide(("USA",), ()), GoldSide((), ("Peru",)), False),
        (GoldSide((), ()), GoldSide(("RUS",), ()), False),
        (GoldSide(("ORG:USA",), ()), GoldSide((), ()), False),
    ],
    ids=["by words", "no recipient asked", "other recipient", "no agent given", "keys count for states only"],
)
def test_event_participants(agents: GoldSide, recipients: GoldSide, matches: bool) -> None:
    gold = replace(GOLD_EVENT, agents=agents, recipients=recipients)
    assert score_event(gold, [ACCUSED]).found == matches


@pytest.mark.parametrize(
    ("given", "type_", "right"),
    [("YIELD", "RETREAT", 1), ("YIELD", "CONCEDE", 1), ("YIELD", "AGREE", 0), ("CONCEDE", "RETREAT", 0)],
)
def test_yield_is_concede_or_retreat(given: str, type_: str, right: int) -> None:
    event = happening(type_, "VerbalCooperation", ("USA",), ("RUS",))
    assert score_event(replace(GOLD_EVENT, type=given), [event]).type == right


@pytest.mark.parametrize(
    ("gold", "precision", "date", "right"),
    [
        ("2021-03-09", "day", "2021-03-09", 1),
        ("2021-03-09", "day", "2021-03-10", 0),
        ("2021-03-08", "week", "2021-03-10", 1),
        ("2021-03-08", "week", "2021-04-10", 0),
        ("2021-03", "month", "2021-03-01", 1),
        ("2021", "year", "2021-07-01", 1),
        ("2021", "year", "2020-07-01", 0),
        ("2021-03-09", "day", "", 0),
    ],
)
def test_event_dates(gold: str, precision: str, date: str, right: int) -> None:
    event = happening("ACCUSE", "VerbalConflict", ("USA",), ("RUS",), date)
    scores = score_event(replace(GOLD_EVENT, date=gold, precision=precision), [event])
    assert (scores.dated, scores.date) == (1, right)


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


def test_shares() -> None:
    score = Score(tp=3, fp=1, fn=2)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 / 3)
    assert (Score().precision, Score().recall, Score().f1) == (0, 0, 0)
    events = EventScores(gold=4, found=2, polarity=2, quad=1, type=0, dated=2, date=1)
    assert (events.pair_recall, events.date_accuracy) == (0.5, 0.5)
    assert events.polarity_f == pytest.approx(2 / 3)
    assert (events.quad_f, events.type_f) == (pytest.approx(1 / 3), 0)
    assert (EventScores().quad_f, Pairs().polarity_accuracy) == (None, None)


def test_bins_of_confidence() -> None:
    judged = [(0.5, True), (0.59, False), (0.6, True), (0.7, False), (0.9, True), (1.0, True)]
    assert bins(judged, 0.5) == (
        Bin(0.5, 0.6, 2, 1),
        Bin(0.6, 0.7, 1, 1),
        Bin(0.7, 0.8, 1, 0),
        Bin(0.8, 0.9, 0, 0),
        Bin(0.9, 1.0, 2, 2),
    )
    assert [one.low for one in bins([], 0.75)] == [0.7, 0.8, 0.9]
    assert bins([], 1.0)[0].share is None


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
    lower = evaluate(GOLD, min_confidence=0.1)
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
    named = evaluate(GOLD, named_only=True)
    assert sum(one.claims for one in named.reliability) == 4
    assert "crowd" not in {error.document for error in named.errors}


STANCE = {
    "source": "RUS",
    "source_mention": "Russia",
    "relation": "supports",
    "target": "SYR",
    "target_mention": "Syria",
}
LINE = {"id": "a", "lang": "en", "text": "Russia supports Syria.", "stances": [STANCE], "events": []}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not valid JSON"),
        ("[]", "not a JSON object"),
        ({**LINE, "text": ""}, "the text is empty"),
        ({**LINE, "lang": "de"}, "no language pack for 'de'"),
        ({"id": "a", "text": "Russia supports Syria.", "lang": "en", "events": []}, "'stances' is missing"),
        ({**LINE, "stances": [{**STANCE, "relation": "likes"}]}, "stance 1: 'relation' is 'likes'"),
        ({**LINE, "stances": [STANCE, {**STANCE, "source": None}]}, "stance 2: 'source' is missing"),
        ({**LINE, "stances": [{**STANCE, "kind": "Named"}]}, "'kind' is 'Named'"),
        ({**LINE, "stances": [{**STANCE, "optional": "yes"}]}, "'optional' is 'yes'"),
        ({**LINE, "stances": ["x"]}, "stance 1: not a JSON object"),
        ({**LINE, "events": [{"type": "WAR"}]}, "event 1: 'type' is 'WAR'"),
        ({**LINE, "events": [{"type": "YIELD"}]}, "event 1: 'quad' is None"),
        ({**LINE, "events": [{"type": "AID", "quad": 7}]}, "'quad' is 7"),
        ({**LINE, "events": [{"type": "AID", "agents": "RUS"}]}, "'agents' is not a list of texts"),
        ({**LINE, "events": [{"type": "AID", "date": "9 March"}]}, "'date' is '9 March'"),
        ({**LINE, "id": "first"}, "'first' stands on an earlier line"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, told: str) -> None:
    path = tmp_path / "gold.jsonl"
    second = line if isinstance(line, str) else json.dumps(line)
    path.write_text(json.dumps({**LINE, "id": "first"}) + "\n\n" + second + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as raised:
        read_gold(path)
    assert raised.value.detail.startswith(f"{path}, line 3")
    assert told in raised.value.detail


def test_no_gold_at_all_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(GoldError, match="holds no gold lines"):
        read_gold(path)


def test_quad_class_follows_from_the_type(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({**LINE, "events": [{"type": "AID", "agents": ["RUS"]}]}), encoding="utf-8")
    (document,) = read_gold(path)
    assert [event.quad for event in document.events] == [2]
    assert document.labels == {"id": "a", "lang": "en"}
